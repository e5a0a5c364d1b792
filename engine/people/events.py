"""Agencies and people added, duties changed."""

from dataclasses import dataclass

from engine.record.event import Event


@dataclass(frozen=True, kw_only=True)
class AgencyAdded(Event):
    agency_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class PersonAdded(Event):
    person_id: int
    roles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DutiesChanged(Event):
    person_id: int
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PersonDisabled(Event):
    person_id: int


@dataclass(frozen=True, kw_only=True)
class PersonRestored(Event):
    person_id: int
