"""What becomes of a letter on its way."""

from dataclasses import dataclass
from datetime import date

from engine.record.event import Event


@dataclass(frozen=True, kw_only=True)
class LetterSent(Event):
    """On its way by post or courier. ``on``: the day it was handed over."""

    letter_id: int
    kind: str
    service: str
    on: date


@dataclass(frozen=True, kw_only=True)
class LetterServed(Event):
    """It reached the addressee. ``on``: the day that counts."""

    letter_id: int
    kind: str
    service: str
    on: date


@dataclass(frozen=True, kw_only=True)
class LetterReturned(Event):
    """It came back: nothing that begins with its service has begun."""

    letter_id: int
    kind: str
    on: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class ServiceMended(Event):
    """The days of a service were put right; those entered before stay on the record."""

    letter_id: int
    kind: str
    sent_before: date
    sent_on: date
    ended_before: date | None
    ended_on: date | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class LetterVoided(Event):
    """Issued and taken back before it left. Its number stays, void."""

    letter_id: int
    kind: str
    number: str
    reason: str
