"""What becomes of the levels by which an agency signs."""

from dataclasses import dataclass
from datetime import date

from engine.record.event import Event


@dataclass(frozen=True, kw_only=True)
class SignOffArranged(Event):
    """An agency's levels from a day on. levels: by group of reply, of working days by level."""

    arrangement_id: int
    agency_id: int
    levels: dict[str, list[str]]
    days: dict[str, int]
    from_day: date
    basis: str


@dataclass(frozen=True, kw_only=True)
class ArrangementCancelled(Event):
    """An arrangement was taken back before its day came."""

    arrangement_id: int
    agency_id: int
