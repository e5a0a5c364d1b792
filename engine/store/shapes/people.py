"""Agencies, people and duties."""

from datetime import date, datetime
from typing import TypedDict


class AgencyRow(TypedDict):
    """An agency: its names, its address and where its decisions are contested."""

    id: int
    parent_id: int | None
    name: str
    short_name: str
    letter_code: str
    kind: str
    disclosure_office: str
    address: str
    postcode: str
    phone: str
    reconsideration_organ: str
    court: str
    online_url: str
    valid_from: date
    valid_to: date | None


class NewPersonRow(TypedDict):
    """An account that is opened."""

    sign_in_name: str
    name: str
    agency_id: int
    password_hash: str
    active: bool
    created_at: datetime
    password_changed_at: datetime
    password_own_since: datetime | None


class PersonRow(NewPersonRow):
    """A stored account."""

    id: int


class DutyRow(TypedDict):
    """One role that a person has."""

    person_id: int
    role: str
