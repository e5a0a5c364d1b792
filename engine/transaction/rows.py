"""Keys of forms already handed in, with what the first time gave."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict

from sqlalchemy import Connection, bindparam, delete, insert, select

from engine.errors import SentWithOtherContent
from engine.statute.calendar.zone import ZONE
from engine.store.statements import Prepared, PreparedRows
from engine.store.tables import idempotency_keys


class _Sent(TypedDict):
    command: str
    result: str | int | bool | None
    content: str
    at: datetime


_FIND = PreparedRows(select(
    idempotency_keys.c.command, idempotency_keys.c.result, idempotency_keys.c.content,
    idempotency_keys.c.at,
).where(
    idempotency_keys.c.key == bindparam("form"),
    idempotency_keys.c.actor_id.is_not_distinct_from(bindparam("actor")),
), _Sent)
_KEEP = Prepared(insert(idempotency_keys))


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was sent with a form's key before, and what it gave. content: its digest."""

    command: str
    content: str
    at: datetime
    result: Any

    def is_the_same(self, command: str, content: str) -> bool:
        """Whether this command says what was sent then. Of keys of an earlier day only the kind
        is known."""
        return command == self.command and self.content in ("", content)

    def with_other_content(self) -> SentWithOtherContent:
        """What is said to a form that comes again and says something else."""
        return SentWithOtherContent(
            at=self.at.astimezone(ZONE).strftime("%m月%d日%H:%M"), result=self.result,
        )


def find(connection: Connection, key: str, actor_id: int | None) -> Earlier | None:
    """What this person sent with this key before; None the first time."""
    row = _FIND.first(connection, {"form": key, "actor": actor_id})
    return None if row is None else Earlier(
        command=row["command"], content=row["content"], at=row["at"], result=row["result"]
    )


def keep(
    connection: Connection, key: str, actor_id: int | None, command: str, content: str,
    result: Any, now: datetime,
) -> None:
    """Remember what a form said and gave; only a number or a text can be given again."""
    _KEEP.run(connection, {
        "key": key, "actor_id": actor_id, "command": command, "content": content,
        "result": result if isinstance(result, int | str) else None, "at": now,
    })


def forget_before(connection: Connection, moment: datetime) -> int:
    """Remove keys no browser will send again. Returns how many."""
    return connection.execute(
        delete(idempotency_keys).where(idempotency_keys.c.at < moment)
    ).rowcount
