"""A request that was taken back."""

from dataclasses import dataclass
from datetime import date

from engine.record.event import Event


@dataclass(frozen=True, kw_only=True)
class RequestWithdrawn(Event):
    """The applicant took the request back. ``on``: the day on which that was received."""

    on: date
