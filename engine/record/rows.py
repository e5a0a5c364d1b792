"""The rows of the record: events in one chain, and the head that ends it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from engine.store.statements import Prepared
from engine.store.tables import audit_events, audit_head

_HEAD = Prepared(
    select(audit_head.c.seq, audit_head.c.hash).where(audit_head.c.id == 1).with_for_update()
)
_APPEND = Prepared(insert(audit_events))
_MOVE_HEAD = Prepared(update(audit_head).where(audit_head.c.id == 1))
_EVERY = select(audit_events).order_by(audit_events.c.seq).execution_options(yield_per=5000)


def lock_head(connection: Connection) -> tuple[int, str]:
    """Number and hash of the last event, locked until the transaction ends: no gap can arise."""
    seq, digest = _HEAD.one(connection, {}).values()
    return seq, digest


def append(
    connection: Connection, rows: Sequence[Mapping[str, Any]], *, seq: int, digest: str
) -> None:
    """Add events and move the head to the last of them."""
    _APPEND.run_each(connection, rows)
    _MOVE_HEAD.run(connection, {"seq": seq, "hash": digest})


def head(connection: Connection) -> tuple[int, str]:
    """Number and hash of the last event."""
    row = connection.execute(select(audit_head.c.seq, audit_head.c.hash)).one()
    return row.seq, row.hash


@contextmanager
def every(connection: Connection) -> Iterator[Iterator[Row[Any]]]:
    """All events in order, read in pieces: the record does not fit into memory."""
    with connection.execute(_EVERY) as rows:
        yield iter(rows)
