"""Looking after those who sign in: other duties, put off, back again.

Nobody takes his own duties or sign-in away, and one administrator who can sign in always remains.
"""

from engine.actors.roles import Role
from engine.errors import InvalidInput
from engine.people import rows as people_rows
from engine.people.commands import ChangeDuties, DisablePerson, RestorePerson
from engine.people.events import (
    DutiesChanged,
    PersonDisabled,
    PersonRestored,
)
from engine.people.locked import locked_person
from engine.transaction.unit_of_work import UnitOfWork


def change_duties(command: ChangeDuties, unit: UnitOfWork) -> None:
    locked_person(unit, command.person_id)
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


def disable_person(command: DisablePerson, unit: UnitOfWork) -> None:
    person = locked_person(unit, command.person_id)
    if command.person_id == unit.actor.person_id:
        raise InvalidInput({"": "不能停用本人，请由其他系统管理员办理。"})
    if not person["active"]:
        raise InvalidInput({"": "该人员已经停用。"})
    _leave_an_administrator(unit, command.person_id)
    people_rows.set_active(unit.connection, command.person_id, active=False)
    unit.record(PersonDisabled(person_id=command.person_id))


def restore_person(command: RestorePerson, unit: UnitOfWork) -> None:
    person = locked_person(unit, command.person_id)
    if person["active"]:
        raise InvalidInput({"": "该人员没有停用，不需要恢复。"})
    people_rows.set_active(unit.connection, command.person_id, active=True)
    unit.record(PersonRestored(person_id=command.person_id))


def _leave_an_administrator(unit: UnitOfWork, without: int) -> None:
    left = people_rows.active_holders(unit.connection, Role.ADMINISTRATOR.value)
    if left == {without}:
        raise InvalidInput({"": "这是最后一名能够登录的系统管理员，请先添加另一名。"})


def _in_order(roles: frozenset[str]) -> tuple[str, ...]:
    return tuple(role.value for role in Role if role.value in roles)
