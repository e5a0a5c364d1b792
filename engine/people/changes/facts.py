"""What held of an agency on a day: every change that stands, folded up to that day.

A change says only the facts that it changes, so that a telephone recorded for a day before a
renaming holds after it as well.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from engine.people.changes import rows
from engine.store import Connection
from engine.store.shapes import AgencyChangeRow, AgencyFacts, AgencyRow
from engine.transaction.snapshot import Snapshot

#: What is said of an agency, by the names of its columns, in the order of the form.
_LABELS = (
    ("name", "机关全称"), ("short_name", "简称"), ("letter_code", "机关代字"), ("kind", "种类"),
    ("parent_id", "上级机关"), ("disclosure_office", "公开工作机构"), ("address", "办公地址"),
    ("postcode", "邮政编码"), ("phone", "联系电话"), ("reconsideration_organ", "行政复议机关"),
    ("court", "管辖法院"), ("online_url", "网上复议网址"),
)
FACTS: Mapping[str, str] = dict(_LABELS)


def on(changes: Sequence[AgencyChangeRow], day: date) -> AgencyFacts:
    """The facts of an agency on a day; before its first day those of the first.

    changes: those of one agency that stand, by day. Empty for none that was ever added.
    """
    facts: dict[str, Any] = {}
    for place, change in enumerate(changes):
        if place == 0 or change["from_day"] <= day:
            facts |= change["facts"]
    return cast("AgencyFacts", facts)


def agency_on(connection: Connection, agency_id: int, day: date) -> AgencyFacts:
    """What letters of that day and numbers of that day say of an agency, which must be there."""
    return on(rows.standing_of(connection, agency_id), day)


@dataclass(frozen=True, slots=True)
class Span:
    """A value from its first to its last day, both included; last None: goes on."""

    agency_id: int
    value: str
    first: date
    last: date | None

    def meets(self, other: "Span") -> bool:
        """Whether both hold on some day."""
        return (self.last is None or other.first <= self.last) and (
            other.last is None or self.first <= other.last
        )

    def in_whole_years(self) -> "Span":
        """From the first day of its first year to the last day of its last one."""
        last = None if self.last is None else date(self.last.year, 12, 31)
        return Span(self.agency_id, self.value, date(self.first.year, 1, 1), last)


def spans(
    name: str, changes: Sequence[AgencyChangeRow], valid_to: date | None
) -> Iterator[Span]:
    """The values that a fact of one agency has had and will have, each with its days."""
    said = [
        change for change in changes
        if name in change["facts"] and (valid_to is None or change["from_day"] <= valid_to)
    ]
    for place, change in enumerate(said):
        later = said[place + 1]["from_day"] if place + 1 < len(said) else None
        last = valid_to if later is None else date.fromordinal(later.toordinal() - 1)
        if last is None or change["from_day"] <= last:
            yield Span(
                change["agency_id"], plain(change["facts"][name]), change["from_day"], last
            )


def by_agency(changes: Iterable[AgencyChangeRow]) -> dict[int, list[AgencyChangeRow]]:
    """The changes of each agency, in the order given."""
    found: dict[int, list[AgencyChangeRow]] = {}
    for change in changes:
        found.setdefault(change["agency_id"], []).append(change)
    return found


def predecessors(connection: Connection, agency_id: int, day: date) -> frozenset[int]:
    """The agencies that were merged into one by that day, or into one that was itself."""
    into: dict[int | None, set[int]] = {}
    for row in rows.merged(connection):
        if row["valid_to"] is not None and row["valid_to"] < day:
            into.setdefault(row["successor_id"], set()).add(row["id"])
    found, ahead = set[int](), [agency_id]
    while ahead:
        new = into.get(ahead.pop(), set()) - found
        found |= new
        ahead.extend(new)
    return frozenset(found - {agency_id})


def plain(text: object) -> str:
    """A name as it is compared: blanks and the width of letters make no other name."""
    return "".join(unicodedata.normalize("NFKC", str(text)).casefold().split())


def is_valid(agency: AgencyRow, day: date) -> bool:
    """Whether an agency has not ended by that day; one that is yet to begin may be prepared."""
    return agency["valid_to"] is None or day <= agency["valid_to"]


def shown_on(agency: AgencyRow, today: date) -> date:
    """The day whose facts an agency's own row shows: today, or the last day it had."""
    return today if agency["valid_to"] is None else min(today, agency["valid_to"])


def valid_ids(at: Snapshot) -> frozenset[int]:
    """The agencies that have not ended by today."""
    return frozenset(
        row["id"] for row in rows.agencies_with_days(at.connection) if is_valid(row, at.today)
    )
