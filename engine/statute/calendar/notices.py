"""The notices that set the working days of a year, as data with their source.

A year's file under ``working_days/`` holds the yearly notice and, as entries of their own,
its later amendments. Where two notices speak of one day, the later one holds.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from declared.yaml_file import FileRefused, Item, read

FOLDER = Path(__file__).parent / "years"
SATURDAY = 5


class ContradictoryNotice(ValueError):
    """A notice says two things about a day, or makes a weekday a make-up day (Chinese)."""


@dataclass(frozen=True, slots=True)
class OffRange:
    """Days off, both ends included, and the holiday's name in Chinese."""

    name: str
    first: date
    last: date

    def days(self) -> Iterator[date]:
        """Every day of the range."""
        for offset in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=offset)


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice on the working days of ``year``.

    ``url`` names the source: an address, or the document number of a local notice.
    ``off`` and ``worked`` may reach into the last days of the December before.
    A local addition (``whole_year`` False) does not make its year a published one.
    ``doubts`` (Chinese): what in the text that was read has to be compared with the original.
    """

    year: int
    title: str
    published: date
    url: str
    off: tuple[OffRange, ...]
    worked: tuple[date, ...]
    whole_year: bool = True
    doubts: tuple[str, ...] = field(default=(), repr=False, compare=False)

    def days(self) -> frozenset[date]:
        """Every day that the notice speaks of."""
        return frozenset(self.worked).union(*(stretch.days() for stretch in self.off))

    def check(self) -> "Notice":
        """The notice itself, when it does not contradict itself; else ContradictoryNotice."""
        seen: dict[date, str] = {}
        for stretch in self.off:
            if stretch.last < stretch.first:
                raise ContradictoryNotice(f"{stretch.name}：{stretch.last}早于{stretch.first}")
            if (stretch.last - stretch.first).days > 31:
                raise ContradictoryNotice(f"{stretch.name}：放假超过一个月，请核对日期")
            for day in stretch.days():
                self._belongs(day)
                if day in seen:
                    raise ContradictoryNotice(f"{day}写了两次：{seen[day]}、{stretch.name}")
                seen[day] = stretch.name
        for day in self.worked:
            self._belongs(day)
            if day.weekday() < SATURDAY:
                raise ContradictoryNotice(f"{day}不是星期六、星期日，不能作为调休上班日")
            if day in seen:
                raise ContradictoryNotice(f"{day}写了两次：{seen[day]}、调休上班")
            seen[day] = "调休上班"
        return self

    def to_json(self) -> dict[str, Any]:
        """The notice as JSON, for keeping an imported one."""
        return {
            "year": self.year,
            "title": self.title,
            "published": self.published.isoformat(),
            "url": self.url,
            "off": [[s.name, s.first.isoformat(), s.last.isoformat()] for s in self.off],
            "worked": [day.isoformat() for day in self.worked],
            "whole_year": self.whole_year,
        }

    @classmethod
    def from_json(cls, obj: Mapping[str, Any]) -> "Notice":
        """What :meth:`to_json` made, checked again. Raises KeyError, ValueError."""
        off = [
            OffRange(name, date.fromisoformat(first), date.fromisoformat(last))
            for name, first, last in obj["off"]
        ]
        return cls(
            year=obj["year"],
            title=obj["title"],
            published=date.fromisoformat(obj["published"]),
            url=obj["url"],
            off=tuple(off),
            worked=tuple(date.fromisoformat(day) for day in obj["worked"]),
            whole_year=obj["whole_year"],
        ).check()

    def _belongs(self, day: date) -> None:
        if day.year != self.year and not (day.year == self.year - 1 and day.month == 12):
            raise ContradictoryNotice(f"{day}不在{self.year}年，也不在上一年十二月")


@cache
def published() -> tuple[Notice, ...]:
    """All notices that come with the product, in the order of publication."""
    notices: list[Notice] = []
    for path in sorted(FOLDER.glob("*.yaml")):
        notices.extend(load(path))
    return tuple(sorted(notices, key=lambda notice: (notice.published, notice.year)))


def load(path: Path) -> tuple[Notice, ...]:
    """The notices of one year's file. Raises FileRefused naming file and line."""
    whole = read(path)
    fields = whole.table("year notices")
    year = fields["year"].whole(2000)
    if path.stem != str(year):
        raise fields["year"].refuse(f"文件名是{path.name}，年份应当与它一致")
    found: list[Notice] = []
    for item in fields["notices"].list():
        notice = _notice(year, item)
        if found and notice.published <= found[-1].published:
            raise item.refuse("调整通知应当晚于它所调整的通知发布，请改正published")
        found.append(notice)
    if not found:
        raise FileRefused(path.name, whole.line, "这一年没有写任何通知，请补上")
    return tuple(found)


def _notice(year: int, item: Item) -> Notice:
    fields = item.table("title published url off worked")
    off: list[OffRange] = []
    for entry in fields["off"].list():
        row = entry.table("name from to")
        off.append(OffRange(row["name"].text(), row["from"].day(), row["to"].day()))
    worked = tuple(entry.day() for entry in fields["worked"].list())
    notice = Notice(
        year=year,
        title=fields["title"].text(),
        published=fields["published"].day(),
        url=fields["url"].text(),
        off=tuple(off),
        worked=worked,
    )
    try:
        return notice.check()
    except ContradictoryNotice as error:
        raise item.refuse(str(error)) from error
