"""Keys of forms and signs of life."""

from datetime import datetime
from typing import TypedDict


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
