"""Putting a case to a stricter chain on the way."""

from declared.characters import unprintable
from engine.actors.roles import Role
from engine.cases.open_cases import open_cases
from engine.cases.visible import own_case
from engine.errors import InvalidInput, NotPermitted, UnlawfulAct
from engine.rules.sign_off.arrangements import MOST_LEVELS, in_order
from engine.sign_off import rows
from engine.sign_off.chain import may_add, still_above
from engine.sign_off.commands import AddSigningLevels
from engine.sign_off.events import LevelsAdded
from engine.sign_off.rounds import levels_of
from engine.transaction.unit_of_work import UnitOfWork

LONGEST_REASON = 200


def add_signing_levels(command: AddSigningLevels, unit: UnitOfWork) -> None:
    row = own_case(unit, command.case_id)
    case = open_cases(unit).take(command.case_id, row["revision"])
    round_ = rows.latest_round(unit.connection, command.case_id)
    if round_ is None or round_["ended_at"] is not None:
        raise UnlawfulAct(reason="答复没有在审批中，不能增加审批层级", article="《条例》第四条")
    if not may_add(unit, round_):
        raise NotPermitted(roles=f"{Role.MANAGER.title}、本轮已经审核的人员、当前层级")
    problems: dict[str, str] = {}
    allowed = still_above(unit, round_)
    if not command.levels:
        problems["levels"] = "请选择要增加的层级。"
    elif set(command.levels) - set(allowed):
        problems["levels"] = (
            "只能增加当前层级以上、尚未列入的层级；需要此前层级审核的，请退回后再送审。"
        )
    elif len({*levels_of(round_), *command.levels}) > MOST_LEVELS:
        problems["levels"] = f"最多{MOST_LEVELS}个层级，请减少。"
    reason = command.reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        problems["reason"] = f"请写明理由，不超过{LONGEST_REASON}字。"
    elif found := unprintable(reason):
        problems["reason"] = found.told("理由")
    if problems:
        raise InvalidInput(problems)
    new = in_order(command.levels)
    rows.put_in(
        unit.connection, round_["id"],
        [level.value for level in in_order((*levels_of(round_), *new))],
        [*round_["added"], {
            "levels": [level.value for level in new], "by": unit.actor.person_id,
            "by_name": unit.actor.name, "at": unit.now.isoformat(), "reason": reason,
        }],
    )
    unit.record(LevelsAdded(levels=tuple(level.value for level in new)), case)
