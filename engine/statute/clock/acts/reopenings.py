"""What opens a request again: a decision or judgment that sets a term for the (new) reply."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from declared.yaml_file import Item, read
from engine.statute.calendar.working_days import WorkingDays
from engine.statute.values.parameters import FOLDER

FILE = FOLDER / "reopenings.yaml"
UNITS = {"working_days": "工作日", "calendar_days": "日（含休息日）"}


@dataclass(frozen=True, slots=True)
class Reopening:
    """Who may set a term, under which article. ``rolls``: the article under which its last day
    goes on to the next working day."""

    by: str
    title: str
    article: str
    rolls: str


@dataclass(frozen=True, slots=True)
class Term:
    """A term that was set: so many working or calendar days (a key of :data:`UNITS`)."""

    days: int
    unit: str
    reopening: Reopening

    @property
    def in_working_days(self) -> bool:
        """Whether only working days count."""
        return self.unit == "working_days"

    @property
    def words(self) -> str:
        """Its length in Chinese."""
        return f"{self.days}个工作日" if self.in_working_days else f"{self.days}日"

    def last_day(self, start: date, calendar: WorkingDays) -> date:
        """The last day of the term when ``start`` is its day 0."""
        if self.in_working_days:
            return calendar.add(start, self.days)
        return calendar.next_working_day(start + timedelta(days=self.days))


@cache
def titles() -> dict[str, str]:
    """What each kind of decision is called, by its name."""
    return {by: values[0][1].title for by, values in _all().items()}


def at(by: str, day: date) -> Reopening:
    """A kind of decision as the law stood on that day (or first stood). Raises KeyError."""
    values = _all()[by]
    return [made for since, made in values if since <= day or since == values[0][0]][-1]


@cache
def _all() -> dict[str, tuple[tuple[date, Reopening], ...]]:
    return {by: _values(by, item) for by, item in read(FILE).pairs()}


def _values(by: str, item: Item) -> tuple[tuple[date, Reopening], ...]:
    row = item.table("title values")
    title = row["title"].text()
    found: list[tuple[date, Reopening]] = []
    for entry in row["values"].list():
        dated = entry.table("from article rolls")
        since = dated["from"].day()
        if found and since <= found[-1][0]:
            raise dated["from"].refuse(f"{since}应当晚于上一项的{found[-1][0]}，请改正")
        made = Reopening(by, title, dated["article"].text(), dated["rolls"].text())
        found.append((since, made))
    if not found:
        raise item.refuse("没有写任何值，请补上")
    return tuple(found)
