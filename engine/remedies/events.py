"""What becomes of a proceeding. number: within the case; who contests stands in no event."""

from dataclasses import dataclass
from datetime import date

from engine.record.event import Event


@dataclass(frozen=True, kw_only=True)
class RemedyEntered(Event):
    """Somebody contests the case. legal_date: until when we answer, None where nothing says."""

    number: int
    kind: str
    procedure: str
    received_on: date
    legal_date: date | None


@dataclass(frozen=True, kw_only=True)
class RemedyAnswered(Event):
    """Our answer was handed in."""

    number: int
    on: date
    in_time: bool | None


@dataclass(frozen=True, kw_only=True)
class HearingNoted(Event):
    """A hearing, or another day that counts."""

    number: int
    on: date
    note_digest: str


@dataclass(frozen=True, kw_only=True)
class RemedyDecided(Event):
    """What it came to. on: the day of the decision or judgment."""

    number: int
    outcome: str
    on: date
    note_digest: str


@dataclass(frozen=True, kw_only=True)
class ReplyOrdered(Event):
    """A reply was ordered of a case that has none yet: so many days after ``on``."""

    number: int
    on: date
    term: int
    unit: str
    due_before: date | None
    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class CaseReopened(Event):
    """A new reply was ordered, within so many days after ``on``: the case is handled anew."""

    number: int
    on: date
    term: int
    unit: str
    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class TermMended(Event):
    """The term was put right: its days, their unit and the day after which they count."""

    number: int
    term_before: int
    unit_before: str
    before: date
    term: int
    unit: str
    on: date
    due_on: date | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class RemedyMended(Event):
    """A day was put right. what: received | answered | decided | decision_received."""

    number: int
    what: str
    before: date | None
    after: date | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class RemedyFactMended(Event):
    """The number of the proceeding, or what it came to, was put right. what: case_number |
    outcome. was, holds: what was said before, and since."""

    number: int
    what: str
    was: str
    holds: str
    reason: str
