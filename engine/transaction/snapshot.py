"""One question's view of the data: who asks, at which moment, over one snapshot."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from engine.actors.actor import Actor
from engine.statute.calendar.zone import local_day
from engine.store import Connection
from engine.transaction.surroundings import Surroundings

T = TypeVar("T")


@dataclass
class Snapshot:
    """``now`` is one moment for all that is read here."""

    around: Surroundings
    connection: Connection
    actor: Actor
    now: datetime
    _kept: dict[Hashable, Any] = field(default_factory=dict, repr=False)

    @property
    def today(self) -> date:
        """The legal day of this moment."""
        return local_day(self.now)

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` gives, made once for this snapshot under that key."""
        if key not in self._kept:
            self._kept[key] = make()
        found: T = self._kept[key]
        return found
