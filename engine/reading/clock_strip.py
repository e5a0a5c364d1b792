"""The clock strip: a due date in one glance, from the register's projection or the statute."""

from datetime import date
from typing import Any

from sqlalchemy import RowMapping

from engine import views
from engine.limits import local_day
from engine.reading.scope import Scope
from engine.statute import Assessment, Ledger
from engine.store import Row

NEAR = 3  # working days: amber on every strip


def strip(scope: Scope, row: Row, assessment: Assessment | None = None
          ) -> views.ClockStrip:
    """The clock of a register row; of the projection, or of the full assessment."""
    state, due = row["clock_state"], row["due_on"]
    remaining: int | None = None
    if assessment is not None:
        remaining = assessment.remaining(scope.today)
    elif state == "running" and due is not None:
        calendar = scope.calendars.of(row["agency_id"])
        remaining = (
            calendar.count(scope.today, due) if scope.today <= due
            else -calendar.count(due, scope.today)
        )
    elif state == "paused_consultation":
        remaining = scope.assess(row)[1].remaining(scope.today)
    if row["replied_on"] is not None or state in {"lapsed", "withdrawn"}:
        remaining = None
    if state == "paused_correction":
        remaining = None
    return views.ClockStrip(
        state=state, received_on=row["received_on"], due_on=due,
        warning_due_on=row["warning_due_on"], provisional=row["provisional"],
        remaining=remaining, urgency=_urgency(state, row, remaining),
        on_time=row["on_time"], replied_on=row["replied_on"],
        correct_by=None if assessment is None else assessment.limits.correction_received,
    )


def _urgency(state: str, row: Row, remaining: int | None) -> str:
    if row["replied_on"] is not None or row["status"] == "archived":
        return "ended"
    if state in {"lapsed", "withdrawn"} or state.startswith("paused"):
        return "paused"
    if remaining is None:
        return "paused"
    if remaining < 0:
        return "overdue"
    return "today" if remaining == 0 else "near" if remaining <= NEAR else "ample"


def marks(
    row: RowMapping, ledger: Ledger, assessment: Assessment, events: Any, today: date
) -> tuple[views.ClockMark, ...]:
    found = [views.ClockMark(kind="received", on=row["received_on"])]
    for entry in ledger.entries:
        note = "" if entry.working_days is None else str(entry.working_days)
        found.append(views.ClockMark(kind=entry.type, on=entry.on, note=note))
    for event in events:
        if event["kind"] in _EVENT_MARKS:
            found.append(views.ClockMark(
                kind=_EVENT_MARKS[event["kind"]], on=local_day(event["at"])
            ))
    if assessment.due is not None:
        found.append(views.ClockMark(kind="due", on=assessment.due))
    if row["status"] == "open":
        found.append(views.ClockMark(kind="today", on=today))
    return tuple(sorted(found, key=lambda mark: mark.on))


_EVENT_MARKS = {
    "CorrectionLapsed": "correction_lapsed", "TimeLimitWarned": "warned",
    "TimeLimitMissed": "missed",
}
