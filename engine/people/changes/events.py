"""What is said of agencies changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from engine.record.event import Event


@dataclass(frozen=True, kw_only=True)
class AgencyChanged(Event):
    """From a day on other facts hold. ``facts``: by name, what held before and what holds then."""

    agency_id: int
    change_id: int
    agency: str
    from_day: date
    facts: Mapping[str, tuple[str, str]]
    reason: str


@dataclass(frozen=True, kw_only=True)
class AgencyChangeCancelled(Event):
    """A change was taken back before its day came."""

    agency_id: int
    change_id: int
    agency: str
    from_day: date
