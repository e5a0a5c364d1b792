"""The record."""

from datetime import datetime
from typing import TypedDict

from engine.store.shapes.json import JsonObject


class AuditEventRow(TypedDict):
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
    id: int
    seq: int
    hash: str
