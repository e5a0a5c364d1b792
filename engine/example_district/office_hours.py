"""Office time as one count of minutes, so that nobody works at night or on a holiday.

A working day has 450 minutes, 8:30-12:00 and 13:30-17:30; rest days have none.
"""

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from engine.statute import WorkingDays
from engine.statute.calendar.zone import ZONE

A_DAY = 450
_MORNING = 210
_OPENS = time(8, 30)
_AFTERNOON = time(13, 30)


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """Office minutes since ``anchor``; all moments are in the legal time of China."""

    calendar: WorkingDays
    anchor: date

    def opening(self, day: date) -> int:
        """The first minute of a working day; of the last one before it for a rest day."""
        return self.calendar.count(self.anchor, day) * A_DAY

    def day(self, minute: int) -> date:
        """The working day in which a minute lies."""
        return self.calendar.add(self.anchor, minute // A_DAY)

    def moment(self, minute: int) -> datetime:
        """When the clock shows that minute."""
        within = minute % A_DAY
        start, passed = (_OPENS, within) if within < _MORNING else (_AFTERNOON, within - _MORNING)
        return datetime.combine(self.day(minute), start, ZONE) + timedelta(minutes=passed)

    def last_before(self, moment: datetime) -> int:
        """The last office minute that is not after a moment."""
        local = moment.astimezone(ZONE)
        opening = self.opening(local.date())
        if not self.calendar.is_working_day(local.date()):
            return opening + A_DAY - 1
        seconds = (local - datetime.combine(local.date(), _OPENS, ZONE)).total_seconds()
        minutes = int(seconds // 60)
        pause = (_AFTERNOON.hour * 60 + 30) - (_OPENS.hour * 60 + 30) - _MORNING
        if minutes < 0:
            return opening - 1
        if minutes < _MORNING + pause:
            return opening + min(minutes, _MORNING - 1)
        return opening + min(minutes - pause, A_DAY - 1)


def spread(
    draw: random.Random, start: int, end: int, weights: list[float], longest: list[float]
) -> list[int]:
    """Minutes between ``start`` and ``end``, apart from each other by about these weights.

    longest: days that the wait before each act takes at most. One weight more than acts: what
    passes between the last act and ``end``. Never two in one minute while there is room.
    """
    shares = [weight * draw.uniform(0.5, 1.5) for weight in weights]
    minutes: list[int] = []
    minute = start
    for place, most in enumerate(longest):
        wait = (end - minute) * shares[place] / sum(shares[place:])
        minute += int(min(wait, most * A_DAY))
        if minutes:
            minute = max(minute, minutes[-1] + 1)
        minutes.append(minute)
    return minutes
