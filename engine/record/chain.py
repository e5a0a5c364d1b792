"""The record: every event in one chain, each hash over the event and the hash before it.

Written in the transaction of the command that caused the events. ``verify`` recomputes the
whole chain; a chain alone does not show a cut-off tail, so the head is what an office prints
or sends away (``head``).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

from engine.record import rows as record
from engine.record.event import Event
from engine.store import Connection
from engine.store.shapes import AuditEventRow

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """An event about to be appended."""

    event: Event
    case_id: int | None
    agency_id: int | None


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where the chain does not hold."""

    seq: int
    reason: str


def append(
    connection: Connection, entries: Sequence[Entry], *, at: datetime, actor_id: int | None,
    command: str,
) -> None:
    """Append events; the head row is locked until the transaction ends, so no gap can arise."""
    if not entries:
        return
    seq, previous = record.lock_head(connection)
    rows: list[AuditEventRow] = []
    for entry in entries:
        seq += 1
        # What is hashed is what a reader gets back: plain JSON values.
        data = orjson.loads(orjson.dumps(entry.event))
        kind = entry.event.stored_as
        previous = digest(
            previous, seq, at, entry.case_id, entry.agency_id, actor_id, command, kind, data
        )
        rows.append({
            "seq": seq, "at": at, "case_id": entry.case_id, "agency_id": entry.agency_id,
            "actor_id": actor_id, "command": command, "kind": kind, "data": data,
            "hash": previous,
        })
    record.append(connection, rows, seq=seq, digest=previous)


def digest(
    previous: str, seq: int, at: datetime, case_id: int | None, agency_id: int | None,
    actor_id: int | None, command: str, kind: str, data: Any,
) -> str:
    """SHA-256 over the canonical JSON array of an event and the hash before it, its time in UTC."""
    canonical = orjson.dumps(
        [previous, seq, at.astimezone(UTC).isoformat(), case_id, agency_id, actor_id, command,
         kind, data],
        option=orjson.OPT_SORT_KEYS,
    )
    return hashlib.sha256(canonical).hexdigest()


def head(connection: Connection) -> tuple[int, str]:
    """Number and hash of the last event: what to keep outside of this database."""
    return record.head(connection)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Number and hash of an event as they were written down outside of the database.

    A chain that was written anew, or cut off behind its head, holds in itself; not against this.
    """

    seq: int
    digest: str


def verify(connection: Connection, since: Anchor | None = None) -> Break | None:
    """Recompute the chain from its first event; None when all of it holds.

    since: what was kept outside has to be in it. Reasons of a Break: missing, altered, head;
    other (another event stands where the anchor says), cut (the record ends before it).
    """
    previous, expected = GENESIS, 0
    with record.every(connection) as rows:
        for row in rows:
            expected += 1
            if row["seq"] != expected:
                return Break(expected, "missing")
            previous = digest(
                previous, row["seq"], row["at"], row["case_id"], row["agency_id"], row["actor_id"],
                row["command"], row["kind"], row["data"],
            )
            if row["hash"] != previous:
                return Break(row["seq"], "altered")
            if since is not None and since.seq == expected and since.digest != previous:
                return Break(expected, "other")
    if head(connection) != (expected, previous):
        return Break(expected + 1, "head")
    if since is not None and since.seq > expected:
        return Break(expected + 1, "cut")
    if since is not None and since.seq == 0 and since.digest != GENESIS:
        return Break(0, "other")
    return None
