"""What becomes of a processing fee. The account and what applicants write stand in no event."""

from dataclasses import dataclass
from datetime import date

from engine.record.event import Event


@dataclass(frozen=True, kw_only=True)
class FeeOpened(Event):
    """A fee is to be charged. number: within the case."""

    number: int


@dataclass(frozen=True, kw_only=True)
class FeeProposed(Event):
    """What was counted, and what it comes to in yuan by the tariff. method: by_piece | by_page;
    counted_before: pieces of the same applicant and month that were counted earlier."""

    number: int
    method: str
    units: int
    counted_before: int
    amount: int
    reasons_digest: str


@dataclass(frozen=True, kw_only=True)
class FeeReturned(Event):
    """Who may sign sent it back."""

    number: int
    opinion_digest: str


@dataclass(frozen=True, kw_only=True)
class FeeNoticed(Event):
    """The charge was approved, and the notice is made: the reply period waits for the payment."""

    number: int
    on: date
    amount: int


@dataclass(frozen=True, kw_only=True)
class FeePaid(Event):
    """Paid in time: the reply period begins anew on that day, and runs to ``due_on``."""

    number: int
    on: date
    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class FeeLapsed(Event):
    """Somebody confirmed that nothing was paid. legal_date: the last day for it."""

    number: int
    on: date
    legal_date: date | None


@dataclass(frozen=True, kw_only=True)
class FeeEnded(Event):
    """No fee is charged after all."""

    number: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class FeeMended(Event):
    """The day of the payment was put right; before: None after a lapse that was no lapse."""

    number: int
    before: date | None
    after: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class FeeComplained(Event):
    """The applicant objects against the fee."""

    number: int
    on: date
    complaint_digest: str
