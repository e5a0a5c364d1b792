"""Which cases have a timer due."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from engine.store.statements import Prepared
from engine.store.tables import timers

_DUE = Prepared(
    select(timers.c.case_id).where(timers.c.due_at <= bindparam("now")).order_by(timers.c.due_at)
    .limit(bindparam("most"))
)


def cases_due(connection: Connection, now: datetime, limit: int) -> Sequence[int]:
    """Cases with a timer due, the longest overdue first."""
    return _DUE.scalars(connection, {"now": now, "most": limit})
