"""Looking after those who sign in: a new password, other duties, put off and taken back.

Nobody does these to himself, and one administrator who can sign in always remains.
"""

from collections.abc import Callable

from engine import commands, events, sign_in
from engine.errors import InvalidInput, NotFound, NotPermitted
from engine.roles import Role
from engine.store import Row, people, tasks
from engine.unit_of_work import UnitOfWork
from engine.views import Actor


def require_administrator(actor: Actor) -> None:
    if Role.ADMINISTRATOR not in actor.roles:
        raise NotPermitted(roles=Role.ADMINISTRATOR.title)


def reset_password(command: commands.ResetPassword, unit: UnitOfWork) -> str:
    person = _person(unit, command.person_id)
    if command.person_id == unit.actor.person_id:
        raise InvalidInput({"": "不能重置本人的密码，请用页面右上角的“修改密码”。"})
    if not person["active"]:
        raise InvalidInput({"": "该人员已停用，请先恢复，再重置密码。"})
    sign_in.set_password(
        unit.connection, unit.around.settings, person, command.password, unit.now
    )
    unit.record(events.PasswordReset(person_id=command.person_id))
    return command.receipt


def change_duties(command: commands.ChangeDuties, unit: UnitOfWork) -> None:
    _person(unit, command.person_id)
    before = people.roles_of(unit.connection, command.person_id)
    after = frozenset(role.value for role in command.roles)
    administrator = Role.ADMINISTRATOR.value
    if not after:
        raise InvalidInput({"roles": "请至少选择一项职责。"})
    if administrator in before - after:
        if command.person_id == unit.actor.person_id:
            raise InvalidInput({"roles": "不能取消本人的系统管理员职责，请由其他系统管理员办理。"})
        _leave_an_administrator(unit, command.person_id)
    if before == after:
        return
    people.set_roles(unit.connection, command.person_id, after)
    unit.record(events.DutiesChanged(
        person_id=command.person_id, before=_in_order(before), after=_in_order(after)
    ))
    _give_back(unit, command.person_id, lambda task: task["role"] not in after)


def disable_person(command: commands.DisablePerson, unit: UnitOfWork) -> None:
    person = _person(unit, command.person_id)
    if command.person_id == unit.actor.person_id:
        raise InvalidInput({"": "不能停用本人，请由其他系统管理员办理。"})
    if not person["active"]:
        raise InvalidInput({"": "该人员已经停用。"})
    _leave_an_administrator(unit, command.person_id)
    people.set_active(unit.connection, command.person_id, active=False)
    people.end_sessions_of(unit.connection, command.person_id)
    unit.record(events.PersonDisabled(person_id=command.person_id))
    _give_back(unit, command.person_id, lambda _: True)


def restore_person(command: commands.RestorePerson, unit: UnitOfWork) -> None:
    person = _person(unit, command.person_id)
    if person["active"]:
        raise InvalidInput({"": "该人员没有停用，不需要恢复。"})
    people.set_active(unit.connection, command.person_id, active=True)
    unit.record(events.PersonRestored(person_id=command.person_id))


def _person(unit: UnitOfWork, person_id: int) -> Row:
    """The person, locked: two administrators act on people one after the other."""
    require_administrator(unit.actor)
    people.lock_holders(unit.connection, Role.ADMINISTRATOR.value)
    person = people.lock(unit.connection, person_id)
    if person is None:
        raise NotFound()
    return person


def _leave_an_administrator(unit: UnitOfWork, without: int) -> None:
    left = people.active_holders(unit.connection, Role.ADMINISTRATOR.value)
    if left == {without}:
        raise InvalidInput({"": "这是最后一名能够登录的系统管理员，请先添加另一名。"})


def _give_back(unit: UnitOfWork, person_id: int, which: Callable[[Row], bool]) -> None:
    """Open tasks that he holds wait for anybody of their role again."""
    for held in tasks.held_by(unit.connection, person_id):
        task = tasks.lock(unit.connection, held["id"]) if which(held) else None
        if task is None or task["state"] != "open" or task["assignee_id"] != person_id:
            continue
        case = unit.case(task["case_id"], task["revision"])
        tasks.assign(unit.connection, task["id"], None)
        unit.record(events.TaskReleased(task_id=task["id"], name=task["name"]), case)


def _in_order(roles: frozenset[str]) -> tuple[str, ...]:
    return tuple(role.value for role in Role if role.value in roles)
