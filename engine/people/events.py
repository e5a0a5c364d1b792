"""Agencies and people added, duties changed."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class AgencyAdded:
    agency_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class PersonAdded:
    person_id: int
    roles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DutiesChanged:
    person_id: int
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PersonDisabled:
    person_id: int


@dataclass(frozen=True, kw_only=True)
class PersonRestored:
    person_id: int
