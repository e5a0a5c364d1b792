"""The rows of the record: events in one chain, and the head that ends it."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict

from sqlalchemy import Connection, Select, insert, select, update

from engine.store.reading import all_of, each_of
from engine.store.shapes import AuditEventRow
from engine.store.statements import Prepared, PreparedRows
from engine.store.tables import agencies, audit_events, audit_head, cases, people


class EventWithActor(AuditEventRow):
    """An event with the name of who caused it; none: the clock or the installation."""

    actor_name: str | None


class EventAsTold(EventWithActor):
    """An event with the names that a reader needs; None where it concerns no case or agency."""

    case_number: str | None
    agency_name: str | None


class _Head(TypedDict):
    seq: int
    hash: str


_HEAD = PreparedRows(
    select(audit_head.c.seq, audit_head.c.hash).where(audit_head.c.id == 1).with_for_update(),
    _Head,
)
_APPEND = Prepared(insert(audit_events))
_MOVE_HEAD = Prepared(update(audit_head).where(audit_head.c.id == 1))
_EVERY = select(audit_events).order_by(audit_events.c.seq).execution_options(yield_per=5000)


def lock_head(connection: Connection) -> tuple[int, str]:
    """Number and hash of the last event, locked until the transaction ends: no gap can arise."""
    row = _HEAD.one(connection, {})
    return row["seq"], row["hash"]


def append(
    connection: Connection, rows: Sequence[AuditEventRow], *, seq: int, digest: str
) -> None:
    """Add events and move the head to the last of them."""
    _APPEND.run_each(connection, rows)
    _MOVE_HEAD.run(connection, {"seq": seq, "hash": digest})


def head(connection: Connection) -> tuple[int, str]:
    """Number and hash of the last event."""
    row = connection.execute(select(audit_head.c.seq, audit_head.c.hash)).one()
    return row.seq, row.hash


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which events somebody looks for; empty for all. since, until: moments, until excluded.

    person: who acted, or whose account it concerns. before: only events with a smaller number.
    """

    since: datetime | None = None
    until: datetime | None = None
    kind: str = ""
    actor_id: int | None = None
    case_number: str = ""
    before: int | None = None


def latest(connection: Connection, wanted: Wanted, most: int) -> Sequence[EventAsTold]:
    """The events that are wanted, the latest first."""
    query = _told(wanted).order_by(audit_events.c.seq.desc()).limit(most)
    return all_of(connection, query, EventAsTold)


def in_order(
    connection: Connection, wanted: Wanted
) -> AbstractContextManager[Iterator[EventAsTold]]:
    """The same from the first on, read in pieces."""
    query = _told(wanted).order_by(audit_events.c.seq).execution_options(yield_per=1000)
    return each_of(connection, query, EventAsTold)


def kinds(connection: Connection) -> Sequence[str]:
    """Every kind of event that the record holds."""
    return connection.execute(
        select(audit_events.c.kind).distinct().order_by(audit_events.c.kind)
    ).scalars().all()


def _told(wanted: Wanted) -> Select[Any]:
    events = audit_events.c
    conditions = []
    if wanted.since is not None:
        conditions.append(events.at >= wanted.since)
    if wanted.until is not None:
        conditions.append(events.at < wanted.until)
    if wanted.kind:
        conditions.append(events.kind == wanted.kind)
    if wanted.actor_id is not None:
        conditions.append(events.actor_id == wanted.actor_id)
    if wanted.case_number:
        conditions.append(cases.c.number == wanted.case_number)
    if wanted.before is not None:
        conditions.append(events.seq < wanted.before)
    return (
        select(
            audit_events, people.c.name.label("actor_name"), cases.c.number.label("case_number"),
            agencies.c.short_name.label("agency_name"),
        )
        .join_from(audit_events, people, people.c.id == events.actor_id, isouter=True)
        .join(cases, cases.c.id == events.case_id, isouter=True)
        .join(agencies, agencies.c.id == events.agency_id, isouter=True)
        .where(*conditions)
    )


def last_caused(
    connection: Connection, *, case_id: int, kind: str, actor_id: int | None
) -> datetime | None:
    """When somebody last caused an event of that kind on a case."""
    found: datetime | None = connection.execute(
        select(audit_events.c.at)
        .where(audit_events.c.case_id == case_id, audit_events.c.kind == kind,
               audit_events.c.actor_id == actor_id)
        .order_by(audit_events.c.seq.desc()).limit(1)
    ).scalar()
    return found


def every(connection: Connection) -> AbstractContextManager[Iterator[AuditEventRow]]:
    """All events in order, read in pieces: the record does not fit into memory."""
    return each_of(connection, _EVERY, AuditEventRow)
