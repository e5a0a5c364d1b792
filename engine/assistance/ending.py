"""Stopping what was given to units and colleagues."""

from engine.assistance import rows
from engine.assistance.assistance import AssistanceState, open_of
from engine.assistance.events import AssistanceEnded
from engine.cases.act import Act
from engine.store.shapes import AssistanceRow


def mark_ended(act: Act, row: AssistanceRow, reason: str) -> None:
    """Nobody's answer is waited for any more."""
    unit = act.unit
    rows.end_turn(unit.connection, row["id"], outcome="", said="", by=unit.actor.person_id,
                  at=unit.now)
    rows.change(unit.connection, row["id"], AssistanceState.ENDED.value, reason)
    unit.record(AssistanceEnded(kind=row["kind"], number=row["number"], reason=reason), act.case)


def end_all_assistance(act: Act, reason: str) -> None:
    """All of a case that is still open, within the act that ends the request."""
    for row in open_of(act.unit.connection, act.case.id):
        mark_ended(act, row, reason)
        act.send("assistance_ended", row["id"])
