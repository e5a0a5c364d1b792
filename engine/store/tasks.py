"""User tasks: the projection of a process's waiting tokens, and what was handed in."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, func, insert, select, update

from engine.store.tables import instances, people, tasks

# Statements stand ready: building one anew on each act costs more than running it.
_LOCK = (
    select(tasks, instances.c.revision)
    .join(instances, instances.c.case_id == tasks.c.case_id)
    .where(tasks.c.id == bindparam("task")).with_for_update()
)
_OPEN = (
    select(tasks).where(tasks.c.case_id == bindparam("of_case"), tasks.c.state == "open")
    .order_by(tasks.c.ordinal)
)
_COUNT = select(func.count()).where(tasks.c.case_id == bindparam("of_case"))
_LATEST = (
    select(tasks)
    .where(tasks.c.case_id == bindparam("of_case"), tasks.c.element == bindparam("step"),
           tasks.c.state == "completed")
    .order_by(tasks.c.ordinal.desc()).limit(1)
)
_ADD = insert(tasks)
_END = (
    update(tasks).where(tasks.c.id == bindparam("task"), tasks.c.state == "open")
    .values(state=bindparam("new_state"), ended_at=bindparam("at"), ended_by=bindparam("by"),
            outcome=bindparam("result"), values=bindparam("handed_in"), draft=None)
)
_CHANGE = update(tasks).where(tasks.c.id == bindparam("task"))


def lock(connection: Connection, task_id: str) -> RowMapping | None:
    """A task and the ``revision`` of its case's process, both locked against other writers."""
    return connection.execute(_LOCK, {"task": task_id}).mappings().first()


def open_of(connection: Connection, case_id: int) -> Sequence[RowMapping]:
    return connection.execute(_OPEN, {"of_case": case_id}).mappings().all()


def count(connection: Connection, case_id: int) -> int:
    """How many tasks the case has had so far."""
    return int(connection.execute(_COUNT, {"of_case": case_id}).scalar_one())


def ended_of(connection: Connection, case_id: int) -> Sequence[RowMapping]:
    """Completed tasks of a case with the name of who did it, oldest first."""
    return connection.execute(
        select(tasks, people.c.name.label("by_name"))
        .outerjoin(people, people.c.id == tasks.c.ended_by)
        .where(tasks.c.case_id == case_id, tasks.c.state == "completed")
        .order_by(tasks.c.ended_at, tasks.c.ordinal)
    ).mappings().all()


def latest(connection: Connection, case_id: int, element: str) -> RowMapping | None:
    """The last time a step was completed in a case."""
    return connection.execute(
        _LATEST, {"of_case": case_id, "step": element}
    ).mappings().first()


def add(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    connection.execute(_ADD, rows)


def end(
    connection: Connection, task_id: str, *, state: str, at: datetime, by: int | None,
    outcome: str = "", values: Mapping[str, Any] | None = None,
) -> None:
    connection.execute(_END, {
        "task": task_id, "new_state": state, "at": at, "by": by, "result": outcome,
        "handed_in": values,
    })


def assign(connection: Connection, task_id: str, person_id: int | None) -> None:
    connection.execute(_CHANGE, {"task": task_id, "assignee_id": person_id})


def save_draft(connection: Connection, task_id: str, values: Mapping[str, Any]) -> None:
    connection.execute(_CHANGE, {"task": task_id, "draft": values})
