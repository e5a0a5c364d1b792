"""Keys of forms, what was typed and not handed in yet, signs of life."""

from datetime import datetime
from typing import TypedDict

from engine.store.shapes.json import JsonObject


class IdempotencyKeyRow(TypedDict):
    """A form that was sent once: its command, what it said (a digest), the result to give again."""

    key: str
    actor_id: int | None
    command: str
    result: str | int | bool | None
    at: datetime
    content: str


class HeartbeatRow(TypedDict):
    """When a process last said that it lives."""

    name: str
    at: datetime


class DraftRow(TypedDict):
    """A draft of one page. form: a task's id, or "intake". version: another with every saving."""

    page: str
    form: str
    person_id: int
    version: str
    values: JsonObject
    saved_at: datetime
