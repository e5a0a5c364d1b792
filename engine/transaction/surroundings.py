"""What every transaction of one engine shares, each found by its type."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from engine.store.database import Database

T = TypeVar("T")


@dataclass(frozen=True)
class Surroundings:
    """The database, the present moment, and what the rooms above put here for themselves."""

    database: Database
    now: Callable[[], datetime]
    things: dict[type, Any]

    def __getitem__(self, kind: type[T]) -> T:
        """The one thing of that type. Raises KeyError when the house was put together wrong."""
        thing: T = self.things[kind]
        return thing
