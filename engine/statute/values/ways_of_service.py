"""The day of a reply, by the way in which it is served (国办公开办函〔2016〕235号)."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from declared.yaml_file import Item, read

FILE = Path(__file__).parent / "ways_of_service.yaml"


@dataclass(frozen=True, slots=True)
class ServiceRule:
    """``counts``: the day of posting ("on") or the day served ("served"). ``finding``: the code of
    what is remarked about this way, "" for nothing."""

    counts: str
    article: str
    finding: str


@dataclass(frozen=True, slots=True)
class WayOfService:
    """A way of service with its rules by the day of the reply."""

    code: str
    title: str
    rules: tuple[tuple[date, ServiceRule], ...]

    def at(self, day: date) -> ServiceRule:
        """The rule for a reply of that day."""
        return [rule for since, rule in self.rules if since <= day or since == self.rules[0][0]][-1]


@cache
def ways_of_service() -> dict[str, WayOfService]:
    """Every way of service by its code."""
    return {code: _way(code, item) for code, item in read(FILE).pairs()}


def reply_date(service: str, on: date, served: date | None) -> date:
    """The day the reply is dated by; where the day served is not known, the day ``on``."""
    way = ways_of_service().get(service)
    by_service = way is not None and way.at(on).counts == "served"
    return served if by_service and served is not None else on


def _way(code: str, item: Item) -> WayOfService:
    row = item.table("title values")
    rules: list[tuple[date, ServiceRule]] = []
    for entry in row["values"].list():
        dated = entry.table("from counts article", "finding")
        since = dated["from"].day()
        if rules and since <= rules[-1][0]:
            raise dated["from"].refuse(f"{since}应当晚于上一项的{rules[-1][0]}，请改正")
        rules.append((since, ServiceRule(
            dated["counts"].one_of(("on", "served")), dated["article"].text(),
            dated["finding"].text() if "finding" in dated else "",
        )))
    if not rules:
        raise item.refuse("没有写任何值，请补上")
    return WayOfService(code, row["title"].text(), tuple(rules))
