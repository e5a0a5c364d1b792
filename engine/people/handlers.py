"""Agencies, and looking after those who sign in: other duties, put off, back again.

Nobody takes his own duties or sign-in away, and one administrator who can sign in always remains.
"""

import re
from dataclasses import replace
from typing import Any

from declared.characters import unprintable
from engine.actors.roles import Role
from engine.errors import InvalidInput
from engine.people import rows as people_rows
from engine.people.commands import AddAgency, ChangeDuties, DisablePerson, RestorePerson
from engine.people.events import (
    AgencyAdded,
    DutiesChanged,
    PersonDisabled,
    PersonRestored,
)
from engine.people.locked import locked_person
from engine.transaction.unit_of_work import UnitOfWork

# What an agency's letters and lists cannot do without.
_ON_LETTERS = {
    "name": "机关全称", "short_name": "简称", "letter_code": "机关代字",
    "disclosure_office": "公开工作机构", "address": "办公地址", "phone": "联系电话",
    "reconsideration_organ": "行政复议机关", "court": "管辖法院",
}
_LETTER_CODE = re.compile(r"[\u3400-\u9fff]{1,12}")    # GB/T 9704-2012, 7.2.5


def add_agency(command: AddAgency, unit: UnitOfWork) -> int:
    words: dict[str, Any] = {
        name: value.strip() for name, value in vars(command).items() if isinstance(value, str)
    }
    problems = {name: f"请填写{label}。" for name, label in _ON_LETTERS.items() if not words[name]}
    if words["letter_code"] and not _LETTER_CODE.fullmatch(words["letter_code"]):
        problems["letter_code"] = "机关代字应当是1至12个汉字，例如“周财公开”，不能有数字和字母。"
    for name, value in words.items():
        if found := unprintable(value):
            problems[name] = found.told(_ON_LETTERS.get(name, ""))
    if problems:
        raise InvalidInput(problems)
    command = replace(command, **words)
    agency_id = people_rows.add_agency(unit.connection, command)
    unit.record(AgencyAdded(agency_id=agency_id, name=command.name))
    return agency_id


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
