"""The rows of the record: events in one chain, and the head that ends it."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import TypedDict

from sqlalchemy import Connection, insert, select, update

from engine.store.reading import each_of
from engine.store.shapes import AuditEventRow
from engine.store.statements import Prepared, PreparedRows
from engine.store.tables import audit_events, audit_head


class EventWithActor(AuditEventRow):
    """An event with the name of who caused it; none: the clock or the installation."""

    actor_name: str | None


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


def every(connection: Connection) -> AbstractContextManager[Iterator[AuditEventRow]]:
    """All events in order, read in pieces: the record does not fit into memory."""
    return each_of(connection, _EVERY, AuditEventRow)
