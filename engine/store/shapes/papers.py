"""Letters, attachments and their bytes."""

from datetime import date, datetime
from typing import TypedDict

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


class NewAttachmentRow(TypedDict):
    """A file that is put on a case. digest: of its bytes; size: how many."""

    case_id: int
    name: str
    media_type: str
    size: int
    digest: str
    added_by: int
    added_at: datetime


class AttachmentRow(NewAttachmentRow):
    """A stored attachment."""

    id: int


class BlobRow(TypedDict):
    """Bytes, kept once under their digest."""

    digest: str
    content: bytes
