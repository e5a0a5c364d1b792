"""Agencies and what was said of them, their units, people and duties."""

from datetime import date, datetime
from typing import TypedDict

from engine.store.shapes.json import JsonObject


class AgencyFacts(TypedDict):
    """What is said of an agency, as it holds on a day: its names, its address and where its
    decisions are contested."""

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


class AgencyRow(AgencyFacts):
    """An agency with its facts of today. valid_to: its last day. successor_id: merged into it."""

    id: int
    valid_from: date
    valid_to: date | None
    successor_id: int | None


class NewAgencyChangeRow(TypedDict):
    """Facts that are to hold from a day on: by name, those that change."""

    agency_id: int
    from_day: date
    facts: JsonObject
    reason: str
    recorded_at: datetime
    recorded_by: int | None


class AgencyChangeRow(NewAgencyChangeRow):
    """Stored facts. cancelled_at None: they stand."""

    id: int
    cancelled_at: datetime | None
    cancelled_by: int | None


class NewAgencyEndingRow(TypedDict):
    """An agency ends. from_day: the first day without it. successor_id None: nobody follows."""

    agency_id: int
    from_day: date
    successor_id: int | None
    reason: str
    recorded_at: datetime
    recorded_by: int | None
    cases_moved: int
    people_moved: int


class AgencyEndingRow(NewAgencyEndingRow):
    """A stored ending. carried_out_at None: cases and people have not moved yet."""

    id: int
    cancelled_at: datetime | None
    cancelled_by: int | None
    carried_out_at: datetime | None


class UnitRow(TypedDict):
    """A unit (科室) of an agency. valid_to: its last day; None: it goes on."""

    id: int
    agency_id: int
    name: str
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
    unit_id: int | None


class PersonRow(NewPersonRow):
    """A stored account."""

    id: int


class DutyRow(TypedDict):
    """One role that a person has."""

    person_id: int
    role: str
