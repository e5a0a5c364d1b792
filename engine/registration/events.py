"""What registering leaves on the record."""

from dataclasses import dataclass
from datetime import date

from engine.record.event import Event


@dataclass(frozen=True, kw_only=True)
class RequestRegistered(Event):
    """Entered in the register (art. 45)."""

    number: str
    channel: str
    received_on: date
    due_on: date | None
