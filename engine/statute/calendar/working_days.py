"""The working-day calendar: an immutable value made from notices.

Working days are Monday to Friday, less the days off and plus the make-up days that the
State Council's notices set. For a year without a notice nothing is guessed: the days that
《全国年节及纪念日放假办法》 itself fixes rest, Monday to Friday count else, and whoever asks is
told that the year is unpublished.
"""

import hashlib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import accumulate

from engine.statute.calendar import statutory_days
from engine.statute.calendar.notices import Notice, published

FIRST_DAY = date(2007, 1, 1)
LAST_DAY = date(2099, 12, 31)
_BASE = FIRST_DAY.toordinal()
_LENGTH = LAST_DAY.toordinal() - _BASE + 1


class OutsideCalendar(ValueError):
    """A day beyond 2007-2099 was asked for (message in Chinese)."""

    def __init__(self) -> None:
        super().__init__(f"日期超出工作日历的范围（{FIRST_DAY}至{LAST_DAY}）")


@dataclass(frozen=True, slots=True)
class DayReason:
    """Why a day is, or is not, a working day.

    ``kind``: weekday, weekend, holiday, make_up, or unpublished (no notice for the year yet).
    ``notice``: the source of the notice that says so ("" where none is needed).
    ``name``: the holiday in Chinese, for kind holiday.
    """

    working: bool
    kind: str
    notice: str = ""
    name: str = ""


class WorkingDays:
    """A calendar that never changes; a new notice makes a new one (:meth:`with_notice`).

    Day 0 is the day counted from: ``add(day, 1)`` is the next working day after ``day``.
    """

    __slots__ = (
        "_dates", "_marks", "_notices", "_prefix", "_statutory", "_version", "_working", "_years",
    )

    def __init__(self, notices: tuple[Notice, ...], *, statutory: bool = True) -> None:
        """``statutory``: False for a calendar as it was before days fixed by law were known."""
        self._notices, self._statutory = notices, statutory
        self._marks: dict[int, tuple[bool, Notice, str]] = {}
        self._years = frozenset(notice.year for notice in notices if notice.whole_year)
        first_weekday = FIRST_DAY.weekday()
        week = bytes(1 if (first_weekday + n) % 7 < 5 else 0 for n in range(7))
        working = bytearray((week * (_LENGTH // 7 + 1))[:_LENGTH])
        for year in range(FIRST_DAY.year, LAST_DAY.year + 1) if statutory else ():
            if year not in self._years:
                for day, name, law in statutory_days.of(year):
                    self._mark(working, day, False, law, name)
        for notice in notices:
            for stretch in notice.off:
                for day in stretch.days():
                    self._mark(working, day, False, notice, stretch.name)
            for day in notice.worked:
                self._mark(working, day, True, notice, "")
        self._working = bytes(working)
        self._prefix = list(accumulate(working))
        self._dates = [date.fromordinal(_BASE + n) for n, flag in enumerate(working) if flag]
        self._version = self.version_of(notices, statutory=statutory)

    def _mark(self, working: bytearray, day: date, works: bool, notice: Notice, name: str) -> None:
        position = day.toordinal() - _BASE
        if not 0 <= position < _LENGTH:
            raise OutsideCalendar
        working[position] = works
        self._marks[position] = (works, notice, name)

    @classmethod
    def load(cls, as_known_on: date | None = None) -> "WorkingDays":
        """The calendar of all published notices, or only of those known on a day."""
        return _load(as_known_on)

    @staticmethod
    def version_of(notices: tuple[Notice, ...], *, statutory: bool = True) -> str:
        """The version of the calendar that these notices would make, without making it."""
        newest = max((notice.published for notice in notices), default=FIRST_DAY)
        words = repr(notices) + (statutory_days.digest() if statutory else "")
        return f"{newest.isoformat()}-{hashlib.sha256(words.encode()).hexdigest()[:12]}"

    @property
    def version(self) -> str:
        """Names exactly this calendar: day of its newest notice and a digest of all."""
        return self._version

    @property
    def notices(self) -> tuple[Notice, ...]:
        """The notices it is made of, in the order in which they apply."""
        return self._notices

    @property
    def last_published_year(self) -> int:
        """The newest year that has a notice (0 without any)."""
        return max(self._years, default=0)

    def published(self, year: int) -> bool:
        """Whether the arrangement of that year has been made known."""
        return year in self._years

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on that day."""
        return bool(self._working[self._position(day)])

    def add(self, day: date, n: int) -> date:
        """The n-th working day after ``day`` (before it when n is negative)."""
        position = day.toordinal() - _BASE
        if not 0 <= position < _LENGTH:
            raise OutsideCalendar
        if n > 0:
            index = self._prefix[position] + n - 1
        elif n < 0:
            index = self._prefix[position] - self._working[position] + n
        else:
            return day
        if not 0 <= index < len(self._dates):
            raise OutsideCalendar
        return self._dates[index]

    def count(self, after: date, upto: date) -> int:
        """Working days after ``after`` up to and including ``upto``; 0 if none lie between."""
        if upto <= after:
            return 0
        first, last = after.toordinal() - _BASE, upto.toordinal() - _BASE
        if first < 0 or last >= _LENGTH:
            raise OutsideCalendar
        return self._prefix[last] - self._prefix[first]

    def left(self, today: date, last: date) -> int:
        """Working days left of a limit until its last day: 0 on it, negative when it is over (and
        0 still on days off that follow it)."""
        return self.count(today, last) if today <= last else -self.count(last, today)

    def add_each(self, days: Sequence[date], n: int) -> list[date]:
        """``add(day, n)`` for many days at once; ``n`` is at least 1."""
        dates, prefix, base, shift = self._dates, self._prefix, _BASE, n - 1
        if n < 1 or not days:
            return [self.add(day, n) for day in days]
        self._position(min(days))
        try:
            return [dates[prefix[day - base] + shift] for day in map(date.toordinal, days)]
        except IndexError:
            raise OutsideCalendar from None

    def count_each(self, afters: Sequence[date], uptos: Sequence[date]) -> list[int]:
        """``count(after, upto)`` for many pairs of days at once."""
        if not afters or min(afters) < FIRST_DAY:
            return [self.count(*pair) for pair in zip(afters, uptos, strict=True)]
        prefix, base, ordinal = self._prefix, _BASE, date.toordinal
        try:
            return [
                prefix[last - base] - prefix[first - base] if last > first else 0
                for first, last in zip(map(ordinal, afters), map(ordinal, uptos), strict=True)
            ]
        except IndexError:
            raise OutsideCalendar from None

    def next_working_day(self, day: date) -> date:
        """The day itself when it is a working day, else the first one after it."""
        return day if self.is_working_day(day) else self.add(day, 1)

    def why(self, day: date) -> DayReason:
        """Why that day counts or does not, and which notice says so."""
        position = self._position(day)
        mark = self._marks.get(position)
        if mark is not None:
            works, notice, name = mark
            weekend = day.weekday() >= 5
            if not works:
                return DayReason(False, "holiday", notice.url, name)
            return DayReason(True, "make_up" if weekend else "weekday", notice.url)
        if day.weekday() >= 5:
            return DayReason(False, "weekend")
        return DayReason(True, "weekday" if self.published(day.year) else "unpublished")

    def source(self, day: date) -> Notice | None:
        """The notice that decides about that day; None when none speaks of it."""
        mark = self._marks.get(self._position(day))
        return None if mark is None else mark[1]

    def notice(self, url: str) -> Notice | None:
        """The notice with that source, or the law that fixes days off itself."""
        found = next((notice for notice in self._notices if notice.url == url), None)
        return found or statutory_days.source(url)

    def with_notice(self, notice: Notice) -> "WorkingDays":
        """A new calendar in which ``notice`` holds over what earlier ones said."""
        notice.check()
        return WorkingDays((*self._notices, notice), statutory=self._statutory)

    def differences(self, other: "WorkingDays") -> tuple[date, ...]:
        """The days that are working days in only one of the two calendars."""
        pairs = enumerate(zip(self._working, other._working, strict=True))
        return tuple(date.fromordinal(_BASE + n) for n, (mine, theirs) in pairs if mine != theirs)

    def _position(self, day: date) -> int:
        position = day.toordinal() - _BASE
        if not 0 <= position < _LENGTH:
            raise OutsideCalendar
        return position

    def __eq__(self, other: object) -> bool:
        return isinstance(other, WorkingDays) and self._version == other._version

    def __hash__(self) -> int:
        return hash(self._version)

    def __repr__(self) -> str:
        return f"<WorkingDays {self._version}>"


@lru_cache(maxsize=8)
def _load(as_known_on: date | None) -> WorkingDays:
    notices = published()
    if as_known_on is not None:
        known = bisect_right(notices, as_known_on, key=lambda notice: notice.published)
        notices = notices[:known]
    return WorkingDays(notices)
