"""What becomes of what was given to units and colleagues. The texts stand in no event."""

from dataclasses import dataclass
from datetime import date

from engine.record.event import Event


@dataclass(frozen=True, kw_only=True)
class AssistanceAsked(Event):
    """Somebody is given something. number: within the case. person_id 0: anybody of the unit."""

    kind: str
    number: int
    item: int | None
    unit: str
    person_id: int
    due_on: date
    asked_digest: str


@dataclass(frozen=True, kw_only=True)
class AssistanceAnswered(Event):
    """The answer is there."""

    kind: str
    number: int
    answer_digest: str


@dataclass(frozen=True, kw_only=True)
class AssistanceReturned(Event):
    """Whoever had it gave it back to who had given it."""

    kind: str
    number: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class AssistanceGivenAnew(Event):
    """After it came back, somebody else has it."""

    kind: str
    number: int
    person_id: int
    due_on: date


@dataclass(frozen=True, kw_only=True)
class AssistanceEnded(Event):
    """Stopped: no answer is waited for any more."""

    kind: str
    number: int
    reason: str
