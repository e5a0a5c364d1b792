"""Agencies and people added, duties changed."""

from dataclasses import dataclass

from engine.record.event import Event


@dataclass(frozen=True, kw_only=True)
class AgencyAdded(Event):
    """An agency takes part from now on."""

    agency_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class PersonAdded(Event):
    """A person may sign in from now on."""

    person_id: int
    roles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DutiesChanged(Event):
    """A person's duties are others now."""

    person_id: int
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PersonMoved(Event):
    """A person belongs to the agency that took over his own; his duties are as before."""

    person_id: int
    from_agency: str
    to_agency: str


@dataclass(frozen=True, kw_only=True)
class PersonDisabled(Event):
    """A person may no longer sign in."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class PersonRestored(Event):
    """A person who was disabled may sign in again."""

    person_id: int
