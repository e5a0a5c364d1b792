"""Limits that are no case's own: each belongs to the thing that a step is about.

The answer to a complaint has its last day whatever the clock of the request says. The room that
knows the thing computes it, and the installation names it here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from engine.rules.alarms import Limit
from engine.transaction.snapshot import Snapshot


@dataclass(frozen=True)
class LimitsApart:
    """By the name of the limit: its last day for the thing of an id, None while it has none."""

    by_name: Mapping[str, Callable[[Snapshot, int], date | None]]


def last_day_apart(at: Snapshot, limit: Limit, about_id: int | None) -> date | None:
    """The last day of a limit for what a step is about."""
    return None if about_id is None else at.around[LimitsApart].by_name[limit.name](at, about_id)
