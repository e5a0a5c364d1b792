"""The clock strip: a due date in one glance, from the register's projection or the statute."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from engine.cases.dates import DatedBy, dated, dated_by
from engine.cases.glance.status import CaseStatus
from engine.rules.in_effect import in_effect
from engine.statute import Assessment, Ledger
from engine.statute.calendar.zone import local_day
from engine.statute.values.findings import EVENT_NAMES
from engine.store.shapes import AuditEventRow
from engine.transaction.snapshot import Snapshot

#: What the strip calls each mark: the facts of the ledger by the statute's own words.
MARKS: Mapping[str, str] = {
    **EVENT_NAMES,
    "received": "收到申请",
    "lapsed": "逾期未补正",
    "warned": "预警",
    "missed": "逾期",
    "due": "答复期限",
    "correct_by": "补正期限",
    "today": "今日",
}


@dataclass(frozen=True, kw_only=True)
class ClockMark:
    """One mark on the clock strip.

    kind: a fact of the clock ledger, or another of MARKS. note: its number of working days
    """

    kind: str
    on: date
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ClockStrip:
    """The due date in one glance. ``remaining``: working days left, negative when overdue (0 on
    days off just after the due date), frozen while paused; None when no limit runs (waiting for a
    correction or a payment, ended). ``urgency``: overdue from the next calendar day on, whatever
    day it is."""

    state: str                 # running | paused_* | lapsed | replied | withdrawn (see Assessment)
    received_on: date
    due_on: date | None
    warning_due_on: date | None
    provisional: bool
    remaining: int | None
    urgency: str               # overdue | today | near | ample | paused | ended
    on_time: bool | None = None
    replied_on: date | None = None
    correct_by: date | None = None  # the applicant's limit while a correction is awaited
    pay_by: date | None = None      # the applicant's limit for paying the fee


class ClockColumns(DatedBy):
    """The projection of a case's clock, with the columns that its dates follow from."""

    clock_state: str
    due_on: date | None
    warning_due_on: date | None
    provisional: bool
    replied_on: date | None
    on_time: bool | None


NEAR = 3  # working days: amber on every strip


def strip(
    at: Snapshot, case_id: int, row: ClockColumns, assessment: Assessment | None = None
) -> ClockStrip:
    """The clock of a case; of the register's projection, or of the full assessment."""
    state, due = row["clock_state"], row["due_on"]
    remaining: int | None = None
    if assessment is not None:
        remaining = assessment.remaining(at.today)
    elif state == "running" and due is not None:
        remaining = in_effect(at).calendars.of(dated_by(row)).left(at.today, due)
    elif state == "paused_consultation":
        remaining = dated(at, case_id, row).assessment.remaining(at.today)
    void = row["status"] == CaseStatus.VOIDED
    if row["replied_on"] is not None or state in {"lapsed", "withdrawn"} or void:
        remaining = None
    if state in ("paused_correction", "paused_fee"):       # it will begin anew
        remaining = None
    return ClockStrip(
        state=state, received_on=row["received_on"], due_on=due,
        warning_due_on=row["warning_due_on"], provisional=row["provisional"],
        remaining=remaining, urgency=_urgency(state, row, remaining, at.today),
        on_time=row["on_time"], replied_on=row["replied_on"],
        correct_by=None if assessment is None else assessment.limits.correction_received,
        pay_by=assessment.limits.fee_payment
        if assessment is not None and state in ("paused_fee", "lapsed") else None,
    )


def _urgency(state: str, row: ClockColumns, remaining: int | None, today: date) -> str:
    if row["replied_on"] is not None or row["status"] in (
        CaseStatus.ARCHIVED, CaseStatus.VOIDED
    ):
        return "ended"
    if state in {"lapsed", "withdrawn"} or state.startswith("paused"):
        return "paused"
    if remaining is None or row["due_on"] is None:
        return "paused"
    return urgency_of(row["due_on"], today, remaining)


def urgency_of(last: date, today: date, remaining: int) -> str:
    """How a last day stands: overdue | today | near | ample. ``remaining``: working days left.

    The one rule for every page and list: a limit has passed from the next calendar day on.
    """
    if today > last:
        return "overdue"
    return "today" if today == last else "near" if remaining <= NEAR else "ample"


def marks(
    row: ClockColumns, ledger: Ledger, assessment: Assessment, events: Sequence[AuditEventRow],
    today: date,
) -> tuple[ClockMark, ...]:
    """What happened on which day, from the ledger and the record, with the due date and today."""
    found = [ClockMark(kind="received", on=row["received_on"])]
    for entry in ledger.entries:
        note = "" if entry.working_days is None else str(entry.working_days)
        found.append(ClockMark(kind=entry.type, on=entry.on, note=note))
    taken_back = {event["seq"]: event["data"]["legal_date"]
                  for event in events if event["kind"] == "OverdueTakenBack"}
    for event in events:
        if event["kind"] == "TimeLimitMissed" and any(
            event["seq"] < seq and event["data"]["legal_date"] <= day
            for seq, day in taken_back.items()
        ):
            continue        # by a day of receipt that was wrong
        if event["kind"] in _EVENT_MARKS:
            found.append(ClockMark(
                kind=_EVENT_MARKS[event["kind"]], on=local_day(event["at"])
            ))
    if assessment.due is not None:
        found.append(ClockMark(kind="due", on=assessment.due))
    if row["status"] == "open":
        found.append(ClockMark(kind="today", on=today))
    return tuple(sorted(found, key=lambda mark: mark.on))


_EVENT_MARKS = {
    "CorrectionLapsed": "lapsed", "TimeLimitWarned": "warned", "TimeLimitMissed": "missed",
}
