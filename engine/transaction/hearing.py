"""What follows from an event in the same transaction, in rooms that its own does not know."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.record.event import Event


@dataclass(frozen=True)
class Reactions:
    """The functions that hear each kind of event: given the event and the unit of work."""

    heard: Mapping[type[Event], Sequence[Callable[[Any, Any], None]]]
