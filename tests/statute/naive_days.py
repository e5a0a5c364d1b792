"""The days of the naive clock: which are working days, by a library's calendar."""

from datetime import date, timedelta
from functools import cache

import chinese_calendar
from holidays.calendars.chinese import _ChineseLunisolar

ONE = timedelta(days=1)


_MOON = _ChineseLunisolar()


@cache
def rests(year: int) -> frozenset[date]:
    """The thirteen days that the law fixes by itself since 2025."""
    eve = date(year, *_MOON.LUNAR_NEW_YEAR_DATES[year]) - ONE
    return frozenset({
        date(year, 1, 1), eve, eve + ONE, eve + 2 * ONE, eve + 3 * ONE,
        _MOON.qingming_date(year)[0], date(year, 5, 1), date(year, 5, 2),
        date(year, *_MOON.DRAGON_BOAT_DATES[year]),
        date(year, *_MOON.MID_AUTUMN_DATES[year]),
        date(year, 10, 1), date(year, 10, 2), date(year, 10, 3),
    })


@cache
def works(day: date) -> bool:
    """Do offices work? After 2026 nobody has said more than the law: else Monday to Friday."""
    if day.year > 2026:
        return day.weekday() < 5 and day not in rests(day.year)
    return bool(chinese_calendar.is_workday(day))


@cache
def nth(day: date, n: int) -> date:
    """Walk on until n working days have gone by."""
    while n:
        day += ONE
        n -= works(day)
    return day
