"""Stopping consultations: nothing is waited for any more, and nobody's task stays open."""

from engine.cases.act import Act
from engine.consultations import rows
from engine.consultations.consultation import OPEN, ConsultationState
from engine.consultations.days import place_of
from engine.consultations.events import ConsultationEnded
from engine.statute import Entry
from engine.store.shapes import ConsultationRow


def mark_ended(act: Act, row: ConsultationRow, reason: str) -> None:
    """The days that were left out for an opinion end today."""
    opened = place_of(act.case, "consultation_opened", row["id"])
    answer = place_of(act.case, "consultation_answered", row["id"])
    if opened is not None and answer is None and row["opinion"] == "":
        act.case.enter(Entry(
            type="consultation_answered", on=act.unit.today, id=str(row["id"])))
    rows.change(act.unit.connection, row["id"], {
        "state": ConsultationState.ENDED.value, "end_reason": reason,
    })
    act.unit.record(ConsultationEnded(number=row["number"], reason=reason), act.case)


def end_all(act: Act, reason: str) -> None:
    """Every consultation of the case that is still open, within the act that ends the request."""
    for row in rows.of_case(act.unit.connection, act.case.id):
        if row["state"] in OPEN:
            mark_ended(act, row, reason)
            act.send("consultation_ended", row["id"])
