"""Cases and what belongs to each.

``New…``: all but the id, which the database gives. ``CaseChanges``: what may change of a case
once it is registered.
"""

from datetime import date, datetime
from typing import TypedDict

from engine.store.shapes.json import JsonObject


class NumberSeriesRow(TypedDict):
    agency_id: int
    series: str
    year: int
    last: int


class NewApplicantRow(TypedDict):
    kind: str
    name: str
    id_kind: str
    id_number: str
    phone: str
    address: str
    postcode: str
    email: str
    contact_person: str
    legal_representative: str


class ApplicantRow(NewApplicantRow):
    id: int


class RequestColumns(TypedDict):
    """What the request itself says, as it was registered."""

    subject: str
    description: str
    channel: str
    arrived_on: date
    received_on: date
    form_of_supply: str
    way_of_supply: str
    area: str
    written_for_applicant: bool
    needs_assistance: bool
    suggests_publication: bool


class NewCaseRow(RequestColumns):
    agency_id: int
    number: str
    applicant_id: int
    registered_by: int
    registered_at: datetime
    handler_id: int | None
    status: str
    step: str
    step_name: str
    step_since: datetime
    letter_kind: str
    ground: str
    rule_set: str
    due_on: date | None
    warning_due_on: date | None
    provisional: bool
    clock_state: str
    replied_on: date | None
    on_time: bool | None
    archived_at: datetime | None
    calendar_version: str


class CaseRow(NewCaseRow):
    id: int


class CaseChanges(TypedDict, total=False):
    description: str
    handler_id: int | None
    status: str
    step: str
    step_name: str
    step_since: datetime
    letter_kind: str
    ground: str
    rule_set: str
    due_on: date | None
    warning_due_on: date | None
    provisional: bool
    clock_state: str
    replied_on: date | None
    on_time: bool | None
    archived_at: datetime | None
    calendar_version: str


class InstanceRow(TypedDict):
    case_id: int
    process: str
    version: int
    bundle_digest: str
    revision: int
    state: bytes
    state_digest: str
    release: int


class ClockEntryRow(TypedDict):
    case_id: int
    seq: int
    entry: JsonObject
    recorded_at: datetime
    recorded_by: int | None


class TaskRow(TypedDict):
    id: str
    case_id: int
    agency_id: int
    ordinal: int
    process: str
    version: int
    element: str
    name: str
    role: str
    state: str
    assignee_id: int | None
    opened_at: datetime
    ended_at: datetime | None
    ended_by: int | None
    outcome: str
    values: JsonObject | None
    draft: JsonObject | None


class TimerRow(TypedDict):
    id: str
    case_id: int
    element: str
    name: str
    repeats: bool
    opened_on: date
    due_at: datetime | None
    legal_date: date | None
    fired_for: date | None
    fired_at: datetime | None


class TimerRang(TypedDict):
    """What is kept of the last ringing."""

    due_at: datetime | None
    fired_for: date | None
    fired_at: datetime | None
