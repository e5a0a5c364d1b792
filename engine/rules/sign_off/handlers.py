"""Arranging, for an agency, by which levels it signs; and taking back what is yet to come."""

from declared.characters import unprintable
from engine.actors.roles import SIGNING_LEVELS
from engine.errors import InvalidInput, NotFound
from engine.rules.choices import rows as choice_rows
from engine.rules.sign_off import rows
from engine.rules.sign_off.arrangements import EVERY_REPLY, MOST_DAYS, MOST_LEVELS, in_order
from engine.rules.sign_off.commands import ArrangeSignOff, CancelArrangement
from engine.rules.sign_off.events import ArrangementCancelled, SignOffArranged
from engine.statute.values.grounds import REPLY_GROUPS
from engine.transaction.unit_of_work import UnitOfWork

LONGEST_BASIS = 200


def arrange_sign_off(command: ArrangeSignOff, unit: UnitOfWork) -> int:
    if not choice_rows.lock(unit.connection, command.agency_id, command.from_day):
        raise InvalidInput({"agency_id": "请选择机关。"})
    if problems := _problems(command, unit):
        raise InvalidInput(problems)
    levels = {
        group: [level.value for level in in_order(chain)]
        for group, chain in command.levels.items() if chain
    }
    days = {level.value: number for level, number in command.days.items()}
    basis = command.basis.strip()
    arrangement_id = rows.add(unit.connection, {
        "agency_id": command.agency_id, "from_day": command.from_day, "levels": levels,
        "days": days, "basis": basis, "set_at": unit.now, "set_by": unit.actor.person_id,
    })
    unit.record(SignOffArranged(
        arrangement_id=arrangement_id, agency_id=command.agency_id, levels=levels, days=days,
        from_day=command.from_day, basis=basis,
    ))
    return arrangement_id


def _problems(command: ArrangeSignOff, unit: UnitOfWork) -> dict[str, str]:
    problems: dict[str, str] = {}
    known = {EVERY_REPLY, *REPLY_GROUPS}
    for group, chain in command.levels.items():
        if group not in known or not set(chain) <= set(SIGNING_LEVELS):
            raise NotFound()
        if len(set(chain)) > MOST_LEVELS:
            problems[f"levels-{group}"] = f"最多{MOST_LEVELS}个层级，请减少。"
    if not command.levels.get(EVERY_REPLY):
        problems[f"levels-{EVERY_REPLY}"] = "请至少选择一个层级。"
    for level, number in command.days.items():
        if not 1 <= number <= MOST_DAYS:
            problems[f"days-{level.value}"] = f"请填写1至{MOST_DAYS}的整数。"
    if command.from_day <= unit.today:
        problems["from_day"] = "生效日期应当晚于今天：已经送审的答复仍按原来的层级办理。"
    elif any(
        row["agency_id"] == command.agency_id and row["from_day"] == command.from_day
        for row in rows.standing(unit.connection)
    ):
        problems["from_day"] = "自该日起已有一项安排，请先取消原来的安排，或者另选日期。"
    basis = command.basis.strip()
    if not basis or len(basis) > LONGEST_BASIS:
        problems["basis"] = "请写明依据（如本机关的文件及文号），不超过200字。"
    elif found := unprintable(basis):
        problems["basis"] = found.told("依据")
    return problems


def cancel_arrangement(command: CancelArrangement, unit: UnitOfWork) -> None:
    row = rows.find(unit.connection, command.arrangement_id)
    if row is None:
        raise NotFound()
    if row["from_day"] <= unit.today:
        raise InvalidInput({"": "这项安排已经生效，不能取消；需要改变的，请另行安排。"})
    rows.cancel(
        unit.connection, command.arrangement_id, at=unit.now, by=unit.actor.person_id
    )
    unit.record(ArrangementCancelled(
        arrangement_id=command.arrangement_id, agency_id=row["agency_id"],
    ))
