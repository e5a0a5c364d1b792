"""What came in: the list of what waits, one arrival, its papers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from engine.actors.permissions import INTAKE, own
from engine.arrivals import rows
from engine.arrivals.arrival import Standing, channel_of, confirmed_days, standing
from engine.cases.glance.clock_strip import urgency_of
from engine.errors import NotFound
from engine.people import rows as people_rows
from engine.store import blobs
from engine.store.shapes import ArrivalPaperRow, ArrivalRow
from engine.transaction.messages import Question
from engine.transaction.snapshot import Snapshot

_ENDED_SHOWN = 50


@dataclass(frozen=True, kw_only=True)
class ArrivalItem:
    """An arrival in a list. urgency: overdue | today | near | ample | "" once it has ended.
    calls: how many times somebody tried; tried_on: the last of them."""

    id: int
    way: str
    arrived_on: date
    sender: str
    subject: str
    state: str
    standing: Standing
    urgency: str
    calls: int
    tried_on: date | None
    case_id: int | None
    closed_on: date | None
    passed_to: str


@dataclass(frozen=True, kw_only=True)
class ArrivalsView:
    """What waits, the most urgent first; and what ended, the latest first. more: others wait."""

    waiting: tuple[ArrivalItem, ...]
    ended: tuple[ArrivalItem, ...]
    more: bool


@dataclass(frozen=True, kw_only=True)
class ArrivalsPage(Question[ArrivalsView], permission=INTAKE):
    """The arrivals of one's own agency. limit: how many that wait, the oldest of them."""

    limit: int = 200


@dataclass(frozen=True, kw_only=True)
class ArrivalView:
    """All of an arrival. channel: of article 31, for registering it."""

    row: ArrivalRow
    item: ArrivalItem
    channel: str
    calls: tuple[rows.CallByName, ...]
    papers: tuple[rows.KnownPaper, ...]
    taken_by: str
    taken_at: datetime
    closed_by: str


@dataclass(frozen=True, kw_only=True)
class ArrivalPage(Question[ArrivalView], permission=INTAKE):
    """One arrival. Raises NotFound, also for another agency's."""

    arrival_id: int


@dataclass(frozen=True, kw_only=True)
class ArrivalPaper(Question[tuple[ArrivalPaperRow, bytes]], permission=INTAKE):
    """A paper as it came. Raises NotFound, also for another agency's and a quarantined one."""

    paper_id: int


def arrivals_page(question: ArrivalsPage, at: Snapshot) -> ArrivalsView:
    agencies = own(at.actor).agencies
    found = rows.listed(at.connection, agencies, ended=False, limit=question.limit + 1)
    ended = rows.listed(at.connection, agencies, ended=True, limit=_ENDED_SHOWN)
    waiting = sorted(
        _items(at, found[:question.limit]), key=lambda each: (each.standing.by or date.max, each.id)
    )
    return ArrivalsView(
        waiting=tuple(waiting), ended=tuple(_items(at, ended)), more=len(found) > question.limit
    )


def arrival_page(question: ArrivalPage, at: Snapshot) -> ArrivalView:
    row = _own(at, question.arrival_id)
    (item,) = _items(at, [row])
    return ArrivalView(
        row=row, item=item, channel=channel_of(row["way"]),
        calls=tuple(rows.calls(at.connection, [row["id"]])),
        papers=tuple(rows.papers(at.connection, row["id"])),
        taken_by=people_rows.name_of(at.connection, row["taken_by"]), taken_at=row["taken_at"],
        closed_by="" if row["closed_by"] is None
        else people_rows.name_of(at.connection, row["closed_by"]),
    )


def arrival_paper(question: ArrivalPaper, at: Snapshot) -> tuple[ArrivalPaperRow, bytes]:
    paper = rows.find_paper(at.connection, question.paper_id)
    if paper is None or paper["quarantined"]:
        raise NotFound()
    _own(at, paper["arrival_id"])
    return paper, blobs.content(at.connection, paper["digest"])


def _own(at: Snapshot, arrival_id: int) -> ArrivalRow:
    row = rows.find(at.connection, arrival_id)
    if row is None or not own(at.actor).covers(row["agency_id"]):
        raise NotFound()
    return row


def _items(at: Snapshot, found: Sequence[ArrivalRow]) -> list[ArrivalItem]:
    calls: dict[int, list[rows.CallByName]] = {}
    for call in rows.calls(at.connection, [row["id"] for row in found]):
        calls.setdefault(call["arrival_id"], []).append(call)
    return [_item(at, row, calls.get(row["id"], [])) for row in found]


def _item(at: Snapshot, row: ArrivalRow, calls: list[rows.CallByName]) -> ArrivalItem:
    days = confirmed_days(list(calls))
    stands = standing(at, row, days[-1] if days else None)
    return ArrivalItem(
        id=row["id"], way=row["way"], arrived_on=row["arrived_on"], sender=row["sender"],
        subject=row["subject"], state=row["state"], standing=stands,
        urgency=urgency_of(stands.by, at.today, stands.remaining) if stands.by else "",
        calls=len(calls), tried_on=calls[-1]["called_on"] if calls else None,
        case_id=row["case_id"], closed_on=row["closed_on"], passed_to=row["passed_to"],
    )
