"""Time that only passes: what the ticker goes by, whatever somebody does to the system clock.

A scheduler that goes by the wall clock stands still for as long as the clock was set back, and
computes years of missed runs when it was set forward. What is due is asked by the engine with the
true present moment; only the beat is kept by this.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo

from apscheduler.triggers.base import BaseTrigger

_NOTHING = timedelta(0)


class SteadyTime(tzinfo):
    """A time zone whose present moment is the one of its beginning and what passed since then.

    APScheduler asks for ``datetime.now(zone)``, and the zone says what that is.
    """

    def __init__(self, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._elapsed, self._began, self._at = elapsed, elapsed(), datetime.now(UTC)

    def fromutc(self, _: datetime) -> datetime:
        """The present moment, whatever the clock says that it is."""
        passed = timedelta(seconds=self._elapsed() - self._began)
        return (self._at + passed).replace(tzinfo=self)

    def utcoffset(self, _: datetime | None) -> timedelta:
        """None: it begins as UTC."""
        return _NOTHING

    def dst(self, _: datetime | None) -> timedelta:
        """None."""
        return _NOTHING

    def tzname(self, _: datetime | None) -> str:
        """What it is called in the scheduler's own messages."""
        return "steady"


class Every(BaseTrigger):  # type: ignore[misc]  # published without types
    """Again so many seconds after the last time: a run that was missed is not made up for."""

    def __init__(self, seconds: float) -> None:
        self._pause = timedelta(seconds=seconds)

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        """``now`` of the scheduler's own time."""
        return now + self._pause
