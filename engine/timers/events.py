"""What the passing of time leaves on the record."""

from dataclasses import dataclass
from datetime import date

from engine.record.event import Event


@dataclass(frozen=True, kw_only=True)
class TimeLimitWarned(Event):
    """A limit comes near. One event per limit and date."""

    limit: str
    legal_date: date


@dataclass(frozen=True, kw_only=True)
class TimeLimitMissed(Event):
    """A limit passed. One event per limit and date."""

    limit: str
    legal_date: date
