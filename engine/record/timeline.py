"""Events as pages tell them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, kw_only=True)
class TimelineItem:
    """One event. ``kind`` is the event class's name, ``data`` its fields."""

    seq: int
    at: datetime
    kind: str
    by: str
    command: str
    data: Mapping[str, Any]
