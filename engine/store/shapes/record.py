"""The record."""

from datetime import datetime
from typing import TypedDict

from engine.store.shapes.json import JsonObject


class AuditEventRow(TypedDict):
    """An event of the record, with its hash. actor_id None: the clock's."""

    seq: int
    at: datetime
    case_id: int | None
    agency_id: int | None
    actor_id: int | None
    command: str
    kind: str
    data: JsonObject
    hash: str


class AuditHeadRow(TypedDict):
    """The one row that says how far the record goes: its last number and hash."""

    id: int
    seq: int
    hash: str
