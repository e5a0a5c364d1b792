"""Timers: rows with an indexed moment. The scheduler only asks which cases have one due."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, delete, insert, select, update

from engine.store.tables import timers

_OF_CASE = select(timers).where(timers.c.case_id == bindparam("of_case"))
_DUE = (
    select(timers.c.case_id).where(timers.c.due_at <= bindparam("now")).order_by(timers.c.due_at)
    .limit(bindparam("most"))
)
_ADD = insert(timers)
_CHANGE = update(timers).where(timers.c.id == bindparam("timer"))
_REMOVE = delete(timers).where(timers.c.id == bindparam("timer"))


def of_case(connection: Connection, case_id: int) -> Sequence[RowMapping]:
    return connection.execute(_OF_CASE, {"of_case": case_id}).mappings().all()


def cases_due(connection: Connection, now: datetime, limit: int) -> Sequence[int]:
    """Cases with a timer due, the longest overdue first."""
    return connection.execute(_DUE, {"now": now, "most": limit}).scalars().all()


def next_due(connection: Connection) -> datetime | None:
    return connection.execute(
        select(timers.c.due_at).where(timers.c.due_at.is_not(None))
        .order_by(timers.c.due_at).limit(1)
    ).scalar()


def add(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    connection.execute(_ADD, rows)


def change(connection: Connection, timer_id: str, changes: Mapping[str, Any]) -> None:
    connection.execute(_CHANGE, {**changes, "timer": timer_id})


def remove(connection: Connection, timer_ids: Sequence[str]) -> None:
    connection.execute(_REMOVE, [{"timer": timer_id} for timer_id in timer_ids])
