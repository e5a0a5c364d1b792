"""Keys of forms already handed in, with what the first time gave."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict

from sqlalchemy import Connection, bindparam, delete, insert, select

from engine.store.statements import Prepared, PreparedRows
from engine.store.tables import idempotency_keys


class _Result(TypedDict):
    result: str | int | bool | None


_FIND = PreparedRows(select(idempotency_keys.c.result).where(
    idempotency_keys.c.key == bindparam("form"),
    idempotency_keys.c.actor_id.is_not_distinct_from(bindparam("actor")),
    idempotency_keys.c.command == bindparam("name"),
), _Result)
_KEEP = Prepared(insert(idempotency_keys))


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the same form gave the first time."""

    result: Any


def find(connection: Connection, key: str, actor_id: int | None, command: str) -> Earlier | None:
    """What this person's same form gave before; None the first time."""
    row = _FIND.first(connection, {"form": key, "actor": actor_id, "name": command})
    return None if row is None else Earlier(row["result"])


def keep(
    connection: Connection, key: str, actor_id: int | None, command: str, result: Any,
    now: datetime,
) -> None:
    """Remember what a form gave; only a number or a text can be given again."""
    _KEEP.run(connection, {
        "key": key, "actor_id": actor_id, "command": command,
        "result": result if isinstance(result, int | str) else None, "at": now,
    })


def forget_before(connection: Connection, moment: datetime) -> int:
    """Remove keys no browser will send again. Returns how many."""
    return connection.execute(
        delete(idempotency_keys).where(idempotency_keys.c.at < moment)
    ).rowcount
