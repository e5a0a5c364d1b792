"""Cases and what belongs to each.

``New…``: all but the id, which the database gives. ``CaseChanges``: what may change of a case
once it is registered.
"""

from datetime import date, datetime
from typing import Any, TypedDict

from engine.store.shapes.json import JsonObject


class NumberSeriesRow(TypedDict):
    """The last number given in one series of an agency in a year."""

    agency_id: int
    series: str
    year: int
    last: int


class NewApplicantRow(TypedDict):
    """Who asks: kind, identity document and how to reach him."""

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
    id_note: str
    country: str
    name_digest: str
    id_digest: str
    phone_digest: str


class ApplicantRow(NewApplicantRow):
    """A stored applicant."""

    id: int


class CaseApplicantRow(TypedDict):
    """Who stands beside the applicant of a case. part: joint | agent."""

    case_id: int
    place: int
    applicant_id: int
    part: str
    authority: str


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
    written_by: str
    needs_assistance: bool
    suggests_publication: bool


class NewCaseRow(RequestColumns):
    """A case as it is registered."""

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
    revision: int
    item_count: int
    registered_in: int | None


class CaseRow(NewCaseRow):
    """A stored case, with the projection of its step and clock."""

    id: int


class CaseChanges(TypedDict, total=False):
    """The columns of a case that an act may change; those not named stay as they are."""

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
    item_count: int


class NewRegistrationVersionRow(TypedDict):
    """What was registered wrong, as it held until it was put right: columns of the case (days as
    ISO text), the applicant, and who stood beside him. due_on: by it; due_after: by what holds
    since. stating: ids of issued letters that state what was wrong.
    receipt_id: the receipt that was issued anew, in the place of former_receipt_id."""

    case_id: int
    facts: JsonObject
    applicant_id: int
    beside: list[list[Any]]
    due_on: date | None
    due_after: date | None
    fields: list[str]
    reason: str
    corrected_by: int
    corrected_at: datetime
    stating: list[int]


class RegistrationVersionRow(NewRegistrationVersionRow):
    """A stored version."""

    id: int
    receipt_id: int | None
    former_receipt_id: int | None


class NewInstanceRow(TypedDict):
    """A process of a case: which release it runs on, its packed state, and what it is about."""

    case_id: int
    process: str
    version: int
    release: int
    bundle_digest: str
    state: bytes
    state_digest: str
    about_id: int | None
    about: str
    ended_at: datetime | None


class InstanceRow(NewInstanceRow):
    """A stored process."""

    id: int


class ClockEntryRow(TypedDict):
    """One entry of a case's clock ledger. recorded_by None: by the clock.

    replaces: the ``seq`` of the entry in whose place it holds, for the ``reason`` given; an empty
    ``entry``: nothing holds there any more.
    """

    case_id: int
    seq: int
    entry: JsonObject
    recorded_at: datetime
    recorded_by: int | None
    replaces: int | None
    reason: str


class TaskRow(TypedDict):
    """A task, with its forms. assignee_id None: nobody holds it. unit_id: only its
    people may take it. values None: not handed in.

    authors: by field, the ids of those who wrote in it (None: nobody yet, or before it was kept).
    """

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
    authors: JsonObject | None
    draft_version: str
    about: str
    about_id: int | None
    unit_id: int | None


class TimerRow(TypedDict):
    """A timer that waits in a case. due_at None: nothing to wait for, or already fired."""

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
    about_id: int | None


class TimerFired(TypedDict):
    """What is kept of the last firing."""

    due_at: datetime | None
    fired_for: date | None
    fired_at: datetime | None


class NewRemedyRow(TypedDict):
    """A proceeding. received_on: when the copy of the application or complaint reached us.
    hearings: a list of {on, note}. term: within how many days, counted from term_from, the reply
    that was ordered has to be given. Empty, or None: not yet, or nothing was ordered."""

    case_id: int
    number: int
    kind: str
    procedure: str
    body: str
    case_number: str
    received_on: date
    state: str
    entered_by: int | None
    entered_at: datetime
    answered_on: date | None
    answer_number: str
    hearings: list[Any]
    outcome: str
    outcome_note: str
    decided_on: date | None
    decision_number: str
    decision_received_on: date | None
    decided_by: int | None
    decided_at: datetime | None
    term: int | None
    term_unit: str
    counted_from: str
    term_from: date | None


class RemedyRow(NewRemedyRow):
    """A stored proceeding."""

    id: int


class RemedyChanges(TypedDict, total=False):
    """What becomes of it."""

    case_number: str
    received_on: date
    state: str
    answered_on: date | None
    answer_number: str
    hearings: list[Any]
    outcome: str
    outcome_note: str
    decided_on: date | None
    decision_number: str
    decision_received_on: date | None
    decided_by: int | None
    decided_at: datetime | None
    term: int | None
    term_unit: str
    counted_from: str
    term_from: date | None
