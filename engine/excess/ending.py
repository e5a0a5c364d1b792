"""Asking no more: nothing is waited for, and nobody's task stays open."""

from engine.cases.act import Act
from engine.excess import rows
from engine.excess.events import ExcessEnded
from engine.excess.excess import OPEN, ExcessState
from engine.store.shapes import ExcessRow


def mark_ended(act: Act, row: ExcessRow, reason: str) -> None:
    """A letter that has not left does not leave."""
    letter = rows.letter_of(act.unit.connection, act.case.id)
    if row["asked_on"] is not None and letter is not None and letter["state"] == "issued":
        act.send("letter_recalled", letter["id"])
    rows.change(act.unit.connection, row["id"], {
        "state": ExcessState.ENDED.value, "end_reason": reason,
    })
    act.unit.record(ExcessEnded(number=row["number"], reason=reason), act.case)


def take_back_request(act: Act, row: ExcessRow, reason: str) -> None:
    """Whether asking let the period wait is the agency's reading; asking no more, it did not."""
    for kind in ("reasons_given", "reasons_requested"):
        place = next((n for n in reversed(range(len(act.case.ledger.entries)))
                      if act.case.ledger.entries[n].type == kind), None)
        if row["asked_on"] is not None and place is not None:
            act.case.replace(place, None, f"停止要求说明理由：{reason}")


def end_all(act: Act, reason: str) -> None:
    """What is still open of the case, within the act that ends the request."""
    for row in rows.of_case(act.unit.connection, act.case.id):
        if row["state"] in OPEN:
            mark_ended(act, row, reason)
            act.send("excess_ended", row["id"])
