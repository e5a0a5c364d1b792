"""The record: read, handed out whole, and checked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import letters
from engine.actors.actor import AT_THE_KEYBOARD, CLOCK
from engine.actors.permissions import ADMINISTRATORS, READING_THE_RECORD
from engine.cases.commands import RecalculateCase
from engine.identity import sign_in
from engine.people import rows as people_rows
from engine.record import chain, rows
from engine.statute.calendar.zone import start_of
from engine.timers.commands import TriggerTimers
from engine.transaction.messages import Listing, Question
from engine.transaction.snapshot import Snapshot

ON_A_PAGE = 100      # events
_BY_THE_CLOCK = frozenset({TriggerTimers.stored_as, RecalculateCase.stored_as})


@dataclass(frozen=True, kw_only=True)
class RecordState:
    """broken: the first place where the chain does not hold. seq, digest: of the last event."""

    broken: chain.Break | None
    seq: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class RecordFilter:
    """Which events are wanted; empty for all. first, last: legal days, both included.

    kind: an event's name. actor_id: who acted. case_number: as it stands on the case.
    """

    first: date | None = None
    last: date | None = None
    kind: str = ""
    actor_id: int | None = None
    case_number: str = ""


@dataclass(frozen=True, kw_only=True)
class RecordedEvent:
    """One event as it was hashed, with the names that a reader needs.

    about: the person whose account it concerns; "" for none. by: who acted.
    """

    seq: int
    at: datetime
    kind: str
    by: str
    command: str
    data: Mapping[str, Any]
    case_id: int | None
    case_number: str
    agency_id: int | None
    agency: str
    actor_id: int | None
    about: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class RecordView:
    """A page of the record, the latest first. older: there are more before the last one shown.

    people, letters: names by id, titles by kind, for the sentences. kinds: what may be chosen.
    """

    events: tuple[RecordedEvent, ...]
    older: bool
    kinds: tuple[str, ...]
    people: Mapping[int, str]
    letters: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class VerifyRecord(Question[RecordState], permission=ADMINISTRATORS):
    """Recompute the whole chain from its first event; what was kept outside has to be in it."""

    since: chain.Anchor | None = None


@dataclass(frozen=True, kw_only=True)
class RecordPage(Question[RecordView], permission=READING_THE_RECORD):
    """What happened, of whoever and whichever agency. before: only events of a smaller number."""

    wanted: RecordFilter = RecordFilter()
    before: int | None = None


@dataclass(frozen=True, kw_only=True)
class EveryEvent(Listing[RecordedEvent], permission=READING_THE_RECORD):
    """The same events, all of them from the first on."""

    wanted: RecordFilter = RecordFilter()


def verify_record(question: VerifyRecord, at: Snapshot) -> RecordState:
    seq, digest = chain.head(at.connection)
    return RecordState(broken=chain.verify(at.connection, question.since), seq=seq, digest=digest)


def record_page(question: RecordPage, at: Snapshot) -> RecordView:
    names = _names(at)
    found = rows.latest(
        at.connection, _wanted(question.wanted, question.before), ON_A_PAGE + 1
    )
    return RecordView(
        events=tuple(_event(row, names) for row in found[:ON_A_PAGE]),
        older=len(found) > ON_A_PAGE, kinds=tuple(rows.kinds(at.connection)), people=names,
        letters={each.name: each.title for each in letters.kinds().values()},
    )


def every_event(question: EveryEvent, at: Snapshot) -> Iterator[RecordedEvent]:
    names = _names(at)
    with rows.in_order(at.connection, _wanted(question.wanted, None)) as found:
        for row in found:
            yield _event(row, names)


def _wanted(given: RecordFilter, before: int | None) -> rows.Wanted:
    return rows.Wanted(
        since=None if given.first is None else start_of(given.first),
        until=None if given.last is None else start_of(given.last + timedelta(days=1)),
        kind=given.kind, actor_id=given.actor_id, case_number=given.case_number.strip(),
        before=before,
    )


def _nobody(command: str) -> str:
    """Who acted where it was nobody's account; "" for somebody who was not let in."""
    if command == sign_in.COMMAND:
        return ""
    return CLOCK.name if command in _BY_THE_CLOCK else AT_THE_KEYBOARD.name


def _names(at: Snapshot) -> Mapping[int, str]:
    return {row["id"]: row["name"] for row in people_rows.of_agencies(at.connection, None)}


def _event(row: rows.EventAsTold, names: Mapping[int, str]) -> RecordedEvent:
    person_id = row["data"].get("person_id")
    return RecordedEvent(
        seq=row["seq"], at=row["at"], kind=row["kind"],
        by=row["actor_name"] or _nobody(row["command"]),
        command=row["command"], data=row["data"], case_id=row["case_id"],
        case_number=row["case_number"] or "", agency_id=row["agency_id"],
        agency=row["agency_name"] or "", actor_id=row["actor_id"],
        about=names.get(person_id, "") if isinstance(person_id, int) else "",
        digest=row["hash"],
    )
