"""The register's columns and filters: what a line shows, and what the list can be narrowed to.

A filter stands here once, with its words and the kind of input that it is; the pages, the address
of a list and its export read them here. A filter of kind ``code`` or ``text`` whose name is a
column of the cases needs no more than its line here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

import letters
from engine.cases.glance.applicant import mask_name
from engine.cases.glance.clock_strip import ClockStrip, strip
from engine.cases.glance.status import CaseStatus
from engine.cases.rows.named import CaseWithNames
from engine.people.agencies import AgencyRef, PersonRef, agency_of, person_of
from engine.registration.application import AREAS
from engine.statute.values.receipt import channel_labels
from engine.transaction.snapshot import Snapshot

NOBODY = 0                     # no person has this id
DUE: Mapping[str, str] = {
    "overdue": "已逾期", "within_1": "1 个工作日内到期", "within_3": "3 个工作日内到期",
    "within_5": "5 个工作日内到期", "provisional": "期限暂定", "paused": "暂停计时",
}
SORTS: Mapping[str, str] = {
    "newest": "最近登记的在前", "oldest": "最早登记的在前", "due": "最先到期的在前",
}


def _filter(
    label: str, kind: str, codes: Mapping[str, str] | None = None, default: Any = "",
) -> Any:
    """kind: code (one of ``codes``) | text | step | letter | number | person | agency | from_day |
    to_day | flag"""
    return field(default=default, metadata={"label": label, "kind": kind, "codes": codes or {}})


@dataclass(frozen=True, kw_only=True)
class RegisterFilter:
    """What the register list is narrowed to. Empty means all. Sorted as ``sort`` says.

    due: overdue | within_1 | within_3 | within_5 (working days) | provisional | paused
    sort: due | newest | oldest (in the order of registration)
    handler_id: NOBODY for cases that nobody handles yet
    after: the opaque mark of the last row seen (keyset paging), from ``RegisterView.next``
    """

    text: str = _filter("编号、内容、申请人", "text")
    status: str = _filter("状态", "code", {status.value: status.title for status in CaseStatus})
    due: str = _filter("时限", "code", DUE)
    agency_id: int | None = _filter("机关", "agency", default=None)
    channel: str = _filter("渠道", "code", channel_labels())
    area: str = _filter("领域", "code", AREAS)
    handler_id: int | None = _filter("承办人", "person", default=None)
    received_from: date | None = _filter("收到日期自", "from_day", default=None)  # noqa: RUF009 - a field
    received_to: date | None = _filter("收到日期至", "to_day", default=None)  # noqa: RUF009 - a field
    step: str = _filter("环节", "step")
    letter_kind: str = _filter("答复", "letter")
    mine: bool = _filter("登记人", "flag", default=False)
    sort: str = "newest"
    after: str = ""
    limit: int = 50

    def in_force(self) -> Iterator[tuple["FilterField", Any]]:
        """The filters that narrow the list, with their values. NOBODY is such a value too."""
        for each in FILTERS:
            value = getattr(self, each.name)
            if value != getattr(_EVERYTHING, each.name):
                yield each, value


@dataclass(frozen=True)
class FilterField:
    """One filter as pages offer it; ``kind`` as ``_filter`` says, ``codes`` with their words."""

    name: str
    label: str
    kind: str
    codes: Mapping[str, str]


FILTERS: tuple[FilterField, ...] = tuple(
    FilterField(each.name, **each.metadata) for each in fields(RegisterFilter) if each.metadata
)
_EVERYTHING = RegisterFilter()


@dataclass(frozen=True, kw_only=True)
class RegisterLine:
    """One line of the register."""

    id: int
    number: str
    subject: str
    applicant: str             # masked
    applicant_kind: str
    agency: AgencyRef
    channel: str
    area: str
    step: str                  # element id
    step_name: str
    handler: PersonRef | None
    status: str                # one of CaseStatus
    letter_kind: str           # empty until decided
    letter_title: str
    clock: ClockStrip
    items: int = 1             # how many things are asked for


def letter_title(kind: str) -> str:
    """What menus call a kind of letter; a kind that is gone keeps its name."""
    known = letters.kinds().get(kind)
    return known.title if known else kind


def register_line(at: Snapshot, row: CaseWithNames) -> RegisterLine:
    """A row of the register as a line of it."""
    return RegisterLine(
        id=row["id"], number=row["number"], subject=row["subject"],
        applicant=mask_name(row["applicant_name"], row["applicant_kind"]),
        applicant_kind=row["applicant_kind"], agency=agency_of(row), channel=row["channel"],
        area=row["area"], step=row["step"], step_name=row["step_name"],
        handler=person_of(row["handler_id"], row["handler_name"]),
        status=row["status"], letter_kind=row["letter_kind"],
        letter_title=letter_title(row["letter_kind"]), clock=strip(at, row["id"], row),
        items=row["item_count"],
    )
