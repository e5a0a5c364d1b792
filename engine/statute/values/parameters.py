"""Dated values of the law: every limit with the article that sets it.

``at(name, day)`` is the only way to read one, so that no limit is ever used for a day
on which it was not the law. Values stand in ``time_limits.yaml`` and ``extensions.yaml``.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from declared.yaml_file import FileRefused, Item, read

FOLDER = Path(__file__).parent
FILES = ("time_limits.yaml", "extensions.yaml")
UNITS = ("working_days", "days", "months", "years", "times", "month_day")


class NotInForce(LookupError):
    """The law holds no value of this name on that day."""


@dataclass(frozen=True, slots=True)
class DatedValue:
    """One value with the day from which it applies and the article that sets it.

    ``number`` counts ``unit``; a calendar date of every year (``month_day``) is written as
    month * 100 + day, so 31 January is 131. ``number`` is None from the day of a repeal.
    """

    name: str
    title: str
    unit: str
    since: date
    number: int | None
    article: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """All values that one limit has had, oldest first."""

    name: str
    title: str
    values: tuple[DatedValue, ...]

    def at(self, day: date) -> DatedValue:
        """The value in force on ``day``; NotInForce before the first and after a repeal."""
        position = bisect_right(self.values, day, key=lambda value: value.since)
        if not position:
            raise NotInForce(f"{self.title}（{self.name}）在{day}尚无规定")
        value = self.values[position - 1]
        if value.number is None:
            raise NotInForce(f"{self.title}（{self.name}）自{value.since}起已废止：{value.article}")
        return value


def at(name: str, day: date) -> DatedValue:
    """The limit ``name`` as the law stood on ``day``. Raises NotInForce, KeyError."""
    return all_parameters()[name].at(day)


def number(name: str, day: date) -> int:
    """Only the number of :func:`at`."""
    found = at(name, day).number
    assert found is not None
    return found


@cache
def all_parameters() -> dict[str, Parameter]:
    """Every parameter by name, read once."""
    found: dict[str, Parameter] = {}
    for file in FILES:
        for name, parameter in load(FOLDER / file).items():
            if name in found:
                raise FileRefused(file, 1, f"“{name}”在另一个文件中也有，请删去一处")
            found[name] = parameter
    return found


def load(path: Path) -> dict[str, Parameter]:
    """The parameters of one file. Raises FileRefused naming file and line."""
    return {name: _parameter(name, item) for name, item in read(path).pairs()}


def _parameter(name: str, item: Item) -> Parameter:
    fields = item.table("title unit values")
    title, unit = fields["title"].text(), fields["unit"].text()
    if unit not in UNITS:
        raise fields["unit"].refuse(f"不认识的单位“{unit}”，请写{'、'.join(sorted(UNITS))}之一")
    values: list[DatedValue] = []
    for entry in fields["values"].list():
        row = entry.table("from article", "value repealed")
        since = row["from"].day()
        if values and since <= values[-1].since:
            raise row["from"].refuse(f"{since}应当晚于上一项的{values[-1].since}，请改正")
        if ("value" in row) == ("repealed" in row):
            raise entry.refuse("value和repealed应当写且只写一个")
        if "repealed" in row and not row["repealed"].flag():
            raise row["repealed"].refuse("repealed只能为true，没有废止就请删去")
        amount = row["value"].whole(1) if "value" in row else None
        values.append(DatedValue(name, title, unit, since, amount, row["article"].text()))
    if not values:
        raise item.refuse("没有写任何值，请补上")
    return Parameter(name, title, tuple(values))
