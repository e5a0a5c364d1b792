"""The day of a reply, by the way in which it is served (国办公开办函〔2016〕235号)."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from declared.yaml_file import read

FILE = Path(__file__).parent / "ways_of_service.yaml"


@dataclass(frozen=True, slots=True)
class WayOfService:
    """A way of service. ``counts``: the posting day ("on") or the day served ("served")."""

    code: str
    title: str
    counts: str
    article: str


@cache
def ways_of_service() -> dict[str, WayOfService]:
    """Every way of service by its code."""
    found: dict[str, WayOfService] = {}
    for code, item in read(FILE).pairs():
        row = item.table("title counts article")
        counts = row["counts"].one_of(("on", "served"))
        found[code] = WayOfService(code, row["title"].text(), counts, row["article"].text())
    return found


def reply_date(service: str, on: date, served: date | None) -> date:
    """The day the reply is dated by; where the day served is not known, the day ``on``."""
    way = ways_of_service().get(service)
    return served if way is not None and way.counts == "served" and served is not None else on
