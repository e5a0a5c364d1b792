"""Timers: rows with an indexed moment. The scheduler only asks which cases have one due."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from engine.store.tables import timers


def of_case(connection: Connection, case_id: int) -> Sequence[RowMapping]:
    return connection.execute(
        select(timers).where(timers.c.case_id == case_id)
    ).mappings().all()


def cases_due(connection: Connection, now: datetime, limit: int) -> Sequence[int]:
    """Cases with a timer due, the longest overdue first."""
    return connection.execute(
        select(timers.c.case_id).where(timers.c.due_at <= now).order_by(timers.c.due_at)
        .limit(limit)
    ).scalars().all()


def next_due(connection: Connection) -> datetime | None:
    return connection.execute(
        select(timers.c.due_at).where(timers.c.due_at.is_not(None))
        .order_by(timers.c.due_at).limit(1)
    ).scalar()


def add(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    connection.execute(insert(timers), rows)


def change(connection: Connection, timer_id: str, changes: Mapping[str, Any]) -> None:
    connection.execute(update(timers).where(timers.c.id == timer_id).values(**changes))


def remove(connection: Connection, timer_ids: Sequence[str]) -> None:
    connection.execute(delete(timers).where(timers.c.id.in_(timer_ids)))
