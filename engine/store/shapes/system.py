"""Keys of forms and signs of life."""

from datetime import datetime
from typing import TypedDict


class IdempotencyKeyRow(TypedDict):
    key: str
    actor_id: int | None
    command: str
    result: str | int | bool | None
    at: datetime


class HeartbeatRow(TypedDict):
    name: str
    at: datetime
