"""What putting right leaves on the record."""

from dataclasses import dataclass
from datetime import date

from engine.record.event import Event


@dataclass(frozen=True, kw_only=True)
class RegistrationVoided(Event):
    """Registered in error, or twice: ``duplicate_of`` is the other's register number, "" for
    none."""

    number: str
    duplicate_of: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class RegistrationCorrected(Event):
    """What was registered wrong was put right. ``fields``: names of ``registration.versions``;
    the digests are of all that was registered, before and after."""

    fields: tuple[str, ...]
    digest_before: str
    digest_after: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ReceiptDayCorrected(Event):
    """The request came in on another day than was registered, and its dates follow."""

    received_before: date
    received_on: date
    due_before: date | None
    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class OverdueTakenBack(Event):
    """A limit was recorded as passed by a day of receipt that was wrong."""

    limit: str
    legal_date: date
    due_on: date | None
