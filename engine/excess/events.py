"""What becomes of asking for reasons. What an applicant writes stands in no event."""

from dataclasses import dataclass
from datetime import date

from engine.record.event import Event


@dataclass(frozen=True, kw_only=True)
class ExcessOpened(Event):
    """Reasons are to be asked for. number: within the case."""

    number: int


@dataclass(frozen=True, kw_only=True)
class ReasonsAsked(Event):
    """The notice is made. earlier: requests of the applicant that somebody counted."""

    number: int
    on: date
    earlier: int
    asked_digest: str


@dataclass(frozen=True, kw_only=True)
class ReasonsGiven(Event):
    """The applicant explained himself."""

    number: int
    on: date
    reasons_digest: str


@dataclass(frozen=True, kw_only=True)
class ReasonsWithheld(Event):
    """Somebody confirmed that nothing came by the day that the notice set."""

    number: int
    legal_date: date | None


@dataclass(frozen=True, kw_only=True)
class ReasonsWeighed(Event):
    """What was found of them. finding: reasonable | deferred | unreasonable; until: the day to
    which the reply is deferred."""

    number: int
    finding: str
    until: date | None
    why_digest: str


@dataclass(frozen=True, kw_only=True)
class ExcessEnded(Event):
    """Nothing is asked any more."""

    number: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class ExcessMended(Event):
    """The day on which the reasons came was put right."""

    number: int
    before: date | None
    after: date
    reason: str
