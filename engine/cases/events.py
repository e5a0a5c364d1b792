"""What happens to a case as a whole."""

from dataclasses import dataclass
from datetime import date

from engine.record.event import Event


@dataclass(frozen=True, kw_only=True)
class RequestAccepted(Event):
    """Examined and handed to a handler."""

    handler_id: int


@dataclass(frozen=True, kw_only=True)
class TaskOpened(Event):
    """A user task waits for somebody of a role."""

    task_id: str
    element: str
    name: str
    role: str


@dataclass(frozen=True, kw_only=True)
class TaskCancelled(Event):
    """The process moved on without it."""

    task_id: str
    element: str
    name: str


@dataclass(frozen=True, kw_only=True)
class CorrectionRequested(Event):
    """Art. 30: told once what to correct."""

    on: date
    correct_by: date | None


@dataclass(frozen=True, kw_only=True)
class CorrectionReceived(Event):
    """Art. 30: the reply period runs anew from this day."""

    on: date
    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class CorrectionLapsed(Event):
    """Art. 30: not corrected in time without good reason."""

    on: date


@dataclass(frozen=True, kw_only=True)
class TimeLimitExtended(Event):
    """Art. 33: once, by at most 20 working days, with the office head's consent."""

    on: date
    working_days: int
    due_before: date | None
    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class CaseArchived(Event):
    """The case file is complete and closed. ``on``: the legal day."""

    on: date


@dataclass(frozen=True, kw_only=True)
class DueDateRecalculated(Event):
    """Another calendar took effect and moved the due date of a running case."""

    before: date | None
    after: date | None
    calendar_version: str


@dataclass(frozen=True, kw_only=True)
class ApplicantRevealed(Event):
    """Somebody looked at unmasked personal data."""

    reason: str
