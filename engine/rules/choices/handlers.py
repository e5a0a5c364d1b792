"""Choosing, for an agency, what the law leaves open; and taking back a choice that is yet to come.

A choice holds for requests received from its day on. That day lies ahead, so no case changes.
"""

from collections.abc import Sequence

from declared.characters import unprintable
from engine.errors import InvalidInput, NotFound
from engine.rules.choices import rows as stored
from engine.rules.choices.commands import CancelAgencyChoice, MakeAgencyChoice
from engine.rules.choices.events import AgencyChoiceCancelled, AgencyChoiceMade
from engine.statute.values.discretion import Choice, all_choices
from engine.store.shapes import AgencyChoiceRow
from engine.transaction.unit_of_work import UnitOfWork

LONGEST_BASIS = 200


def make_agency_choice(command: MakeAgencyChoice, unit: UnitOfWork) -> int:
    choice = all_choices().get(command.name)
    if choice is None:
        raise NotFound()
    if not stored.lock(unit.connection, command.agency_id, command.from_day):
        raise InvalidInput({"agency_id": "请选择机关。"})
    earlier = [
        row for row in stored.standing(unit.connection)
        if row["agency_id"] == command.agency_id and row["name"] == command.name
    ]
    problems = _problems(command, choice, earlier, unit)
    if problems:
        raise InvalidInput(problems)
    basis = command.basis.strip()
    choice_id = stored.add(unit.connection, {
        "agency_id": command.agency_id, "name": command.name, "from_day": command.from_day,
        "value": command.value, "basis": basis, "set_at": unit.now,
        "set_by": unit.actor.person_id,
    })
    unit.record(AgencyChoiceMade(
        setting_id=choice_id, agency_id=command.agency_id, name=command.name,
        value=command.value, from_day=command.from_day, basis=basis,
    ))
    return choice_id


def _problems(
    command: MakeAgencyChoice, choice: Choice, earlier: Sequence[AgencyChoiceRow],
    unit: UnitOfWork,
) -> dict[str, str]:
    problems: dict[str, str] = {}
    if command.value is not None:
        try:
            choice.check(command.value)
        except ValueError as error:
            problems["value"] = str(error)
    if command.from_day <= unit.today:
        problems["from_day"] = (
            "生效日期应当晚于今天：变更只适用于该日起收到的申请，已经收到的申请不变。"
        )
    elif choice.until is not None and command.from_day > choice.until:
        problems["from_day"] = f"{choice.title}：只涉及{choice.until}以前收到的申请，不能再变更。"
    elif any(row["from_day"] == command.from_day for row in earlier):
        problems["from_day"] = "自该日起已有一项变更，请先取消原来的变更，或者另选日期。"
    basis = command.basis.strip()
    if not basis or len(basis) > LONGEST_BASIS:
        problems["basis"] = "请写明依据（如本机关的文件及文号），不超过200字。"
    elif found := unprintable(basis):
        problems["basis"] = found.told("依据")
    if not problems:
        held = sorted(
            (row for row in earlier if row["from_day"] <= command.from_day),
            key=lambda row: row["from_day"],
        )
        if (held[-1]["value"] if held else None) == command.value:
            problems["value"] = "自该日起本来就是这样规定的，不需要变更。"
    return problems


def cancel_agency_choice(command: CancelAgencyChoice, unit: UnitOfWork) -> None:
    row = stored.find(unit.connection, command.choice_id)
    if row is None:
        raise NotFound()
    if row["from_day"] <= unit.today:
        raise InvalidInput({"": "这项变更已经生效，不能取消；需要改变的，请另行变更。"})
    stored.cancel(
        unit.connection, command.choice_id, at=unit.now, by=unit.actor.person_id
    )
    unit.record(AgencyChoiceCancelled(
        setting_id=command.choice_id, agency_id=row["agency_id"], name=row["name"],
    ))
