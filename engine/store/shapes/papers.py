"""What goes out and comes in: letters, how a reply was signed, attachments, arrivals."""

from datetime import date, datetime
from typing import Any, TypedDict

from engine.store.shapes.json import JsonObject


class LetterRow(TypedDict):
    """A letter, drafted or issued. year, sequence and issued_at are None until it is issued."""

    id: int
    case_id: int
    agency_id: int
    kind: str
    title: str
    state: str
    facts: JsonObject
    text: str
    text_digest: str
    reviewed_digest: str
    series: str
    year: int | None
    sequence: int | None
    number: str
    document_digest: str | None
    drafted_by: int | None
    drafted_at: datetime
    issued_by: int | None
    issued_at: datetime | None
    service: str
    served_on: date | None
    tracking_number: str


class LetterValues(TypedDict, total=False):
    """Some columns, about to be written; those that are not named stay as they are, or empty."""

    case_id: int
    agency_id: int
    kind: str
    title: str
    state: str
    facts: JsonObject
    text: str
    text_digest: str
    reviewed_digest: str
    series: str
    year: int | None
    sequence: int | None
    number: str
    document_digest: str | None
    drafted_by: int | None
    drafted_at: datetime
    issued_by: int | None
    issued_at: datetime | None
    service: str
    served_on: date | None
    tracking_number: str


class NewServiceRow(TypedDict):
    """An attempt to serve a letter. state: sent | delivered | returned. ended_on: the day of the
    delivery or return, None while that is awaited."""

    letter_id: int
    case_id: int
    way: str
    sent_on: date
    tracking_number: str
    recipient: str
    note: str
    state: str
    ended_on: date | None
    return_reason: str
    recorded_by: int | None
    recorded_at: datetime
    result_by: int | None
    result_at: datetime | None
    replaces: int | None
    reason: str


class ServiceRow(NewServiceRow):
    """A stored attempt."""

    id: int


class ServiceChanges(TypedDict, total=False):
    """What becomes of it."""

    state: str
    ended_on: date | None
    recipient: str
    return_reason: str
    result_by: int | None
    result_at: datetime | None


class NewAttachmentRow(TypedDict):
    """A file that is put on a case. digest: of its bytes; size: how many."""

    case_id: int
    name: str
    media_type: str
    size: int
    digest: str
    added_by: int
    added_at: datetime
    label: str


class AttachmentRow(NewAttachmentRow):
    """A stored attachment."""

    id: int


class AttachmentWithdrawalRow(TypedDict):
    """A file put to a case by mistake. quarantined: its bytes are to be nowhere."""

    attachment_id: int
    quarantined: bool
    reason: str
    withdrawn_by: int
    withdrawn_at: datetime


class BlobRow(TypedDict):
    """Bytes, kept once under their digest."""

    digest: str
    content: bytes


class NewRoundRow(TypedDict):
    """A round of sign-off that begins. added: levels that were put in on the way."""

    case_id: int
    reply_group: str
    levels: list[str]
    added: list[dict[str, Any]]
    began_at: datetime
    outcome: str


class RoundRow(NewRoundRow):
    """A stored round. ended_at None: it goes on."""

    id: int
    ended_at: datetime | None


class NewStepRow(TypedDict):
    """What a level said in a round. text: of the letter, as it was seen then."""

    round_id: int
    level: str
    person_id: int | None
    at: datetime
    outcome: str
    returned_to: str
    opinion: str
    text: str


class StepRow(NewStepRow):
    """A stored step."""

    id: int


class NewArrivalRow(TypedDict):
    """An arrival as it is taken in. handed_over_on None: not by a mail room; closed_…: open."""

    agency_id: int
    way: str
    arrived_on: date
    handed_over_on: date | None
    handed_over_by: str
    tracking_number: str
    sender: str
    phone: str
    email: str
    subject: str
    note: str
    state: str
    taken_by: int
    taken_at: datetime
    case_id: int | None
    closed_on: date | None
    closed_by: int | None
    closed_at: datetime | None
    passed_to: str
    signed_by: str
    reason: str


class ArrivalRow(NewArrivalRow):
    """A stored arrival."""

    id: int


class ArrivalChanges(TypedDict, total=False):
    """The columns of an arrival that an act may change."""

    way: str
    arrived_on: date
    handed_over_on: date | None
    handed_over_by: str
    tracking_number: str
    sender: str
    phone: str
    email: str
    subject: str
    note: str
    state: str
    case_id: int | None
    closed_on: date | None
    closed_by: int | None
    closed_at: datetime | None
    passed_to: str
    signed_by: str
    reason: str


class ArrivalCallRow(TypedDict):
    """One attempt to confirm with who asks. place: 1 for the first."""

    arrival_id: int
    place: int
    called_on: date
    called_at: str
    number: str
    spoke_with: str
    reached: bool
    confirmed: bool
    note: str
    noted_by: int
    noted_at: datetime


class NewArrivalPaperRow(TypedDict):
    """A paper that came with an arrival. digest: of its bytes; size: how many."""

    arrival_id: int
    label: str
    name: str
    media_type: str
    size: int
    digest: str
    added_by: int
    added_at: datetime


class ArrivalPaperRow(NewArrivalPaperRow):
    """A stored paper."""

    id: int


class NewSecrecyFindingRow(TypedDict):
    """What a reviewer found of an item, or of a document that goes with the reply: number 0, and
    its name. title to term: the index entry of what is classified."""

    case_id: int
    number: int
    document: str
    item_digest: str
    text_digest: str
    finding: str
    secret: bool
    reason: str
    basis: str
    title: str
    level: str
    file_number: str
    classified_by: str
    classified_on: date | None
    term: str
    found_at: datetime
    found_by: int | None


class SecrecyFindingRow(NewSecrecyFindingRow):
    """A stored finding."""

    id: int


class SecrecyReferralRow(TypedDict):
    """What was referred upward. answer: "" while it is awaited."""

    consultation_id: int
    case_id: int
    numbers: list[int]
    documents: list[str]
    sent_number: str
    answer: str
    answer_number: str


class SecrecyReferralChanges(TypedDict, total=False):
    """What was answered."""

    answer: str
    answer_number: str
