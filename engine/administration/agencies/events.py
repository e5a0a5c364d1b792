"""Agencies ended, or went into others."""

from dataclasses import dataclass
from datetime import date

from engine.record.event import Event


@dataclass(frozen=True, kw_only=True)
class AgencyEndingRecorded(Event):
    """An agency is no more from a day on. successor "": nobody takes over."""

    agency_id: int
    ending_id: int
    agency: str
    from_day: date
    successor_id: int | None
    successor: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class AgencyEndingCancelled(Event):
    """An ending was taken back before its day came."""

    agency_id: int
    ending_id: int
    agency: str
    from_day: date


@dataclass(frozen=True, kw_only=True)
class AgencyMerged(Event):
    """Open cases and people went to the agency that takes over. cases, people: how many."""

    agency_id: int
    successor_id: int
    agency: str
    successor: str
    cases: int
    people: int
