"""Agencies, and looking after those who sign in: added, a new password, other duties, put off.

Nobody takes his own duties or sign-in away, and one administrator who can sign in always remains.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from engine.actors.permissions import require
from engine.actors.roles import Role
from engine.errors import InvalidInput, NotFound, NotPermitted
from engine.identity import rows as identity_rows
from engine.identity import sign_in
from engine.identity.commands import ChangePassword, ResetPassword
from engine.identity.events import PasswordChanged, PasswordReset
from engine.people import rows as people_rows
from engine.people.commands import AddAgency, AddPerson, ChangeDuties, DisablePerson, RestorePerson
from engine.people.events import (
    AgencyAdded,
    DutiesChanged,
    PersonAdded,
    PersonDisabled,
    PersonRestored,
)
from engine.store import Row
from engine.tasks import rows as task_rows_
from engine.tasks.events import TaskReleased
from engine.transaction.unit_of_work import UnitOfWork

# What an agency's letters and lists cannot do without.
_ON_LETTERS = {
    "name": "机关全称", "short_name": "简称", "letter_code": "机关代字",
    "disclosure_office": "公开工作机构", "address": "办公地址", "phone": "联系电话",
    "reconsideration_organ": "行政复议机关", "court": "管辖法院",
}


def add_agency(command: AddAgency, unit: UnitOfWork) -> int:
    require(unit.actor, Role.ADMINISTRATOR)
    words: dict[str, Any] = {
        name: value.strip() for name, value in vars(command).items() if isinstance(value, str)
    }
    problems = {name: f"请填写{label}。" for name, label in _ON_LETTERS.items() if not words[name]}
    if problems:
        raise InvalidInput(problems)
    command = replace(command, **words)
    agency_id = people_rows.add_agency(unit.connection, command)
    unit.record(AgencyAdded(agency_id=agency_id, name=command.name))
    return agency_id


def add_person(command: AddPerson, unit: UnitOfWork) -> int:
    require(unit.actor, Role.ADMINISTRATOR)
    person_id = sign_in.add_person(unit.connection, unit.around.settings, command, unit.now)
    unit.record(PersonAdded(
        person_id=person_id, roles=tuple(role.value for role in command.roles)
    ))
    return person_id


def change_password(command: ChangePassword, unit: UnitOfWork) -> None:
    if unit.actor.person_id is None:
        raise NotPermitted(roles="本人")
    sign_in.change_password(
        unit.connection, unit.around.settings, unit.actor.person_id, old=command.old,
        new=command.new, now=unit.now, keep=unit.actor.session,
    )
    unit.record(PasswordChanged(person_id=unit.actor.person_id))


def reset_password(command: ResetPassword, unit: UnitOfWork) -> str:
    person = _person(unit, command.person_id)
    if command.person_id == unit.actor.person_id:
        raise InvalidInput({"": "不能重置本人的密码，请用页面右上角的“修改密码”。"})
    if not person["active"]:
        raise InvalidInput({"": "该人员已停用，请先恢复，再重置密码。"})
    sign_in.set_password(
        unit.connection, unit.around.settings, person, command.password, unit.now
    )
    unit.record(PasswordReset(person_id=command.person_id))
    return command.receipt


def change_duties(command: ChangeDuties, unit: UnitOfWork) -> None:
    _person(unit, command.person_id)
    before = people_rows.roles_of(unit.connection, command.person_id)
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
    people_rows.set_roles(unit.connection, command.person_id, after)
    unit.record(DutiesChanged(
        person_id=command.person_id, before=_in_order(before), after=_in_order(after)
    ))
    _give_back(unit, command.person_id, lambda task: task["role"] not in after)


def disable_person(command: DisablePerson, unit: UnitOfWork) -> None:
    person = _person(unit, command.person_id)
    if command.person_id == unit.actor.person_id:
        raise InvalidInput({"": "不能停用本人，请由其他系统管理员办理。"})
    if not person["active"]:
        raise InvalidInput({"": "该人员已经停用。"})
    _leave_an_administrator(unit, command.person_id)
    people_rows.set_active(unit.connection, command.person_id, active=False)
    identity_rows.end_sessions_of(unit.connection, command.person_id)
    unit.record(PersonDisabled(person_id=command.person_id))
    _give_back(unit, command.person_id, lambda _: True)


def restore_person(command: RestorePerson, unit: UnitOfWork) -> None:
    person = _person(unit, command.person_id)
    if person["active"]:
        raise InvalidInput({"": "该人员没有停用，不需要恢复。"})
    people_rows.set_active(unit.connection, command.person_id, active=True)
    unit.record(PersonRestored(person_id=command.person_id))


def _person(unit: UnitOfWork, person_id: int) -> Row:
    """The person, locked: two administrators act on people one after the other."""
    require(unit.actor, Role.ADMINISTRATOR)
    people_rows.lock_holders(unit.connection, Role.ADMINISTRATOR.value)
    person = people_rows.lock(unit.connection, person_id)
    if person is None:
        raise NotFound()
    return person


def _leave_an_administrator(unit: UnitOfWork, without: int) -> None:
    left = people_rows.active_holders(unit.connection, Role.ADMINISTRATOR.value)
    if left == {without}:
        raise InvalidInput({"": "这是最后一名能够登录的系统管理员，请先添加另一名。"})


def _give_back(unit: UnitOfWork, person_id: int, which: Callable[[Row], bool]) -> None:
    """Open tasks that he holds wait for anybody of their role again."""
    for held in task_rows_.held_by(unit.connection, person_id):
        task = task_rows_.lock(unit.connection, held["id"]) if which(held) else None
        if task is None or task["state"] != "open" or task["assignee_id"] != person_id:
            continue
        case = unit.case(task["case_id"], task["revision"])
        task_rows_.assign(unit.connection, task["id"], None)
        unit.record(TaskReleased(task_id=task["id"], name=task["name"]), case)


def _in_order(roles: frozenset[str]) -> tuple[str, ...]:
    return tuple(role.value for role in Role if role.value in roles)
