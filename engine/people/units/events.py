"""Units of agencies."""

from dataclasses import dataclass
from datetime import date

from engine.record.event import Event


@dataclass(frozen=True, kw_only=True)
class UnitAdded(Event):
    """An agency has one more unit."""

    unit_id: int
    agency: str
    unit: str
    from_day: date


@dataclass(frozen=True, kw_only=True)
class UnitEnded(Event):
    """A unit is no more after a day. people: how many were of it."""

    unit_id: int
    agency: str
    unit: str
    on: date
    people: int


@dataclass(frozen=True, kw_only=True)
class UnitAssigned(Event):
    """A person belongs to a unit; "": to none."""

    person_id: int
    unit: str
