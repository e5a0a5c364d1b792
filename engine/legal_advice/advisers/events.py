"""What becomes of who advises an agency."""

from dataclasses import dataclass
from datetime import date

from engine.record.event import Event


@dataclass(frozen=True, kw_only=True)
class LegalAdviserArranged(Event):
    """Who gives an agency its legal opinions from a day on. adviser_kind: of ``AdviserKind``."""

    arrangement_id: int
    agency_id: int
    adviser_kind: str
    adviser_id: int | None
    from_day: date
    basis: str


@dataclass(frozen=True, kw_only=True)
class LegalAdviserCancelled(Event):
    """An arrangement was taken back before its day came."""

    arrangement_id: int
    agency_id: int
