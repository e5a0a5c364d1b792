"""What becomes of a consultation. Who was asked stands in no event: a name may be personal."""

from dataclasses import dataclass
from datetime import date

from engine.record.event import Event


@dataclass(frozen=True, kw_only=True)
class ConsultationOpened(Event):
    """Somebody is to be asked. number: within the case."""

    number: int
    party: str
    item: int | None
    asked_digest: str


@dataclass(frozen=True, kw_only=True)
class InquirySent(Event):
    """The inquiry went out. told_on: the day on which the applicant was told of it."""

    number: int
    on: date
    told_on: date | None


@dataclass(frozen=True, kw_only=True)
class InquiryDelivered(Event):
    """It reached the party: its limit runs to ``legal_date``, None where the law sets none."""

    number: int
    on: date
    legal_date: date | None


@dataclass(frozen=True, kw_only=True)
class InquiryReturned(Event):
    """It came back: nothing has begun."""

    number: int
    on: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class OpinionReceived(Event):
    """What the party said, or that it said nothing in time (``silent``, without a day)."""

    number: int
    opinion: str
    on: date | None
    reasons_digest: str


@dataclass(frozen=True, kw_only=True)
class ConsultationDecided(Event):
    """Whether to disclose. decision: disclose | withhold."""

    number: int
    decision: str
    against_objection: bool
    reasons_digest: str


@dataclass(frozen=True, kw_only=True)
class ThirdPartyTold(Event):
    """The third party knows of the decision; nothing is supplied before ``from_day``."""

    number: int
    on: date
    from_day: date


@dataclass(frozen=True, kw_only=True)
class ConsultationEnded(Event):
    """Stopped: nothing is waited for any more."""

    number: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class ConsultationMended(Event):
    """A day was put right. what: sent | told | delivered | answered."""

    number: int
    what: str
    before: date | None
    after: date | None
    reason: str
