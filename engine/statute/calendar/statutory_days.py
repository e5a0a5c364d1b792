"""Days off that the law itself fixes, for years whose holiday notice is not out yet.

《全国年节及纪念日放假办法》第二条：全体公民放假的节日。 Every notice so far gave them; which days
beside them are off, and which weekends are worked, only the notice says.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from declared.yaml_file import Item, read
from engine.statute.calendar.notices import Notice

FILE = Path(__file__).parent / "statutory_days.yaml"
TITLE = "全国年节及纪念日放假办法"
FEASTS = ("new_year", "qingming", "dragon_boat", "mid_autumn")
_MONTH_DAY = re.compile(r"\d\d-\d\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Holiday:
    """Days ``first`` to ``last``, counted from a month and day or from a feast."""

    name: str
    anchor: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Law:
    since: date
    source: Notice      # named where a day says why it is off
    holidays: tuple[_Holiday, ...]


@dataclass(frozen=True, slots=True)
class StatutoryDays:
    """The law by date, and the feasts of each year."""

    laws: tuple[_Law, ...]
    feasts: Mapping[int, Mapping[str, date]]

    def of(self, year: int) -> Iterator[tuple[date, str, Notice]]:
        """Every day off of a year: the day, the holiday's name, the law as its source."""
        held = [law for law in self.laws if law.since <= date(year, 1, 1)]
        if not held or year not in self.feasts:
            return
        found: dict[date, str] = {}
        for holiday in held[-1].holidays:
            start = self.feasts[year].get(holiday.anchor) or _on(year, holiday.anchor)
            for offset in range(holiday.first, holiday.last + 1):
                day = start + timedelta(days=offset)
                found[day] = f"{found[day]}、{holiday.name}" if day in found else holiday.name
        for day, name in sorted(found.items()):
            yield day, name, held[-1].source


@cache
def known() -> StatutoryDays:
    """What ``statutory_days.yaml`` holds. Raises FileRefused naming file and line."""
    return load(FILE)


@cache
def digest() -> str:
    """SHA-256 (hex) of all that the file says: another law makes another calendar."""
    return hashlib.sha256(repr(known()).encode()).hexdigest()


def of(year: int) -> tuple[tuple[date, str, Notice], ...]:
    """The days off that the law fixes in a year: day, holiday's name, the law as its source."""
    return tuple(known().of(year))


def source(url: str) -> Notice | None:
    """The law with that document number."""
    return next((law.source for law in known().laws if law.source.url == url), None)


def load(path: Path) -> StatutoryDays:
    """The days of a file. Raises FileRefused naming file and line."""
    whole = read(path).table("law feasts")
    laws: list[_Law] = []
    for item in whole["law"].list():
        law = _law(item)
        if laws and law.since <= laws[-1].since:
            raise item.refuse(f"{law.since}应当晚于上一项的{laws[-1].since}，请改正from")
        laws.append(law)
    feasts = {int(year): _feasts(int(year), item) for year, item in whole["feasts"].pairs()}
    return StatutoryDays(tuple(laws), feasts)


def _law(item: Item) -> _Law:
    row = item.table("from document published days")
    since, document = row["from"].day(), row["document"].text()
    notice = Notice(since.year, TITLE, row["published"].day(), document, off=(), worked=())
    return _Law(since, notice, tuple(_holiday(each) for each in row["days"].list()))


def _holiday(item: Item) -> _Holiday:
    row = item.table("name", "on feast from to")
    if ("on" in row) == ("feast" in row):
        raise item.refuse("on和feast应当写且只写一个")
    if "on" in row:
        anchor = row["on"].text()
        _day(row["on"], 2024)
    else:
        anchor = row["feast"].one_of(FEASTS)
    first = row["from"].whole(-9) if "from" in row else 0
    return _Holiday(row["name"].text(), anchor, first, row["to"].whole(first) if "to" in row else 0)


def _feasts(year: int, item: Item) -> dict[str, date]:
    days = [_day(each, year) for each in item.list()]
    if len(days) != len(FEASTS):
        raise item.refuse("应当依次写四个日期：正月初一、清明、端午、中秋")
    return dict(zip(FEASTS, days, strict=True))


def _day(item: Item, year: int) -> date:
    text = item.scalar()
    try:
        if not _MONTH_DAY.fullmatch(text):
            raise ValueError
        return _on(year, text)
    except ValueError:
        raise item.refuse(f"“{text}”不是日期，请写成月-日，例如02-06") from None


def _on(year: int, month_day: str) -> date:
    return date(year, int(month_day[:2]), int(month_day[3:]))
