"""The days of the naive clock: which are working days, by a library's calendar."""

from datetime import date, timedelta
from functools import cache

import chinese_calendar

ONE = timedelta(days=1)


@cache
def works(day: date) -> bool:
    """Do offices work? After 2026 nobody has said, so Monday to Friday."""
    if day.year > 2026:
        return day.weekday() < 5
    return bool(chinese_calendar.is_workday(day))


@cache
def nth(day: date, n: int) -> date:
    """Walk on until n working days have gone by."""
    while n:
        day += ONE
        n -= works(day)
    return day
