"""Putting right what was registered."""

from declared.characters import unprintable
from engine.cases.act import Act
from engine.cases.open_cases import open_cases
from engine.cases.process import moving, projection
from engine.cases.rows import cases as case_rows
from engine.cases.visible import own_case
from engine.correspondence import rows as letter_rows
from engine.errors import InvalidInput
from engine.joining import rows as link_rows
from engine.mending.commands import VoidRegistration
from engine.mending.voiding import check_may_void, enter_voided
from engine.processes.runtime import NotOpen
from engine.store.shapes import CaseRow
from engine.transaction.unit_of_work import UnitOfWork

_LONGEST_REASON = 200


def void_registration(command: VoidRegistration, unit: UnitOfWork) -> None:
    row = own_case(unit, command.case_id)
    check_may_void(
        row["status"], letter_rows.of_case(unit.connection, command.case_id))
    problems: dict[str, str] = {}
    reason = _reason(command.reason, problems)
    twice = _same_request(unit, row, command.duplicate_of, problems)
    if problems:
        raise InvalidInput(problems)
    case = open_cases(unit).take(command.case_id, row["revision"])
    act = Act(unit, case, handed_in={
        "reason": reason, "duplicate_of": twice["number"] if twice else "",
    })
    try:
        moving.tell(act, "voided")
    except NotOpen:     # begun on a release whose diagrams do not know it
        enter_voided(act)
    for running in case.live():
        running.instance.call_off()
        running.moved = True
    projection.settle(unit, case)
    if twice is not None:
        assert unit.actor.person_id is not None
        link_rows.add_link(unit.connection, {
            "case_id": case.id, "other_case_id": twice["id"], "kind": "voided", "reason": reason,
            "linked_at": unit.now, "linked_by": unit.actor.person_id,
        })


def _same_request(
    unit: UnitOfWork, row: CaseRow, number: str, problems: dict[str, str]
) -> CaseRow | None:
    """The case that is the same request, by its register number."""
    wanted = "".join(number.split())
    if not wanted:
        return None
    found = case_rows.numbered(unit.connection, row["agency_id"], wanted)
    if found is None:
        problems["duplicate_of"] = "本机关没有这个编号的办件，请核对，例如“周财公开申〔2026〕1号”。"
    elif found["id"] == row["id"]:
        problems["duplicate_of"] = "这是本办件自己的编号，请填写另一件的编号。"
    elif found["status"] == "voided":
        problems["duplicate_of"] = "这一件也已作废，请填写继续办理的那一件的编号。"
    return found


def _reason(text: str, problems: dict[str, str]) -> str:
    reason = " ".join(text.split())
    if not reason:
        problems["reason"] = "请写明原因。"
    elif len(reason) > _LONGEST_REASON:
        problems["reason"] = f"原因不能超过{_LONGEST_REASON}个字，现有{len(reason)}个字。"
    elif found := unprintable(reason):
        problems["reason"] = found.told("原因")
    return reason
