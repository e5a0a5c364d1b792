"""A case's timers."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from engine.store.shapes import TimerFired, TimerRow
from engine.store.statements import Prepared, PreparedRows
from engine.store.tables import timers

_OF_CASE = PreparedRows(
    select(timers).where(timers.c.case_id == bindparam("of_case")), TimerRow
)
_ADD = Prepared(insert(timers))
_CHANGE = Prepared(update(timers).where(timers.c.id == bindparam("timer")))
_REMOVE = Prepared(delete(timers).where(timers.c.id == bindparam("timer")))


def of_case(connection: Connection, case_id: int) -> Sequence[TimerRow]:
    """All timers that wait in a case."""
    return _OF_CASE.all(connection, {"of_case": case_id})


def add(connection: Connection, rows: Sequence[TimerRow]) -> None:
    """Keep timers that have begun to wait."""
    _ADD.run_each(connection, rows)


def change(connection: Connection, timer_id: str, changes: TimerFired) -> None:
    """Set columns of a timer."""
    _CHANGE.run(connection, {**changes, "timer": timer_id})


def move(connection: Connection, rows: Sequence[TimerRow]) -> None:
    """Store the ``due_at`` and ``legal_date`` of these timers, in one statement."""
    _CHANGE.run_each(connection, [
        {"timer": row["id"], "due_at": row["due_at"], "legal_date": row["legal_date"]}
        for row in rows
    ])


def remove(connection: Connection, timer_ids: Sequence[str]) -> None:
    """Forget timers that no longer wait."""
    _REMOVE.run_each(connection, [{"timer": timer_id} for timer_id in timer_ids])
