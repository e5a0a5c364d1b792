"""A case's tasks: the projection of its process's waiting tokens."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypedDict

from sqlalchemy import Connection, bindparam, func, insert, select, update

from engine.store.shapes import JsonObject, TaskRow
from engine.store.statements import Prepared, PreparedRows
from engine.store.tables import tasks


class CompletedStep(TypedDict):
    """Who completed a step, and what with."""

    name: str
    ended_by: int | None
    ended_at: datetime | None
    values: JsonObject | None


class Round(TypedDict):
    """One time that a step of a case was come to: who holds or ended it, who wrote in it."""

    process: str
    version: int
    state: str
    assignee_id: int | None
    ended_by: int | None
    authors: JsonObject | None


_OPEN = PreparedRows(
    select(tasks).where(tasks.c.case_id == bindparam("of_case"), tasks.c.state == "open")
    .order_by(tasks.c.ordinal),
    TaskRow,
)
_COUNT = Prepared(select(func.count()).where(tasks.c.case_id == bindparam("of_case")))
_LATEST = PreparedRows(
    select(tasks.c.name, tasks.c.ended_by, tasks.c.ended_at, tasks.c["values"])
    .where(tasks.c.case_id == bindparam("of_case"), tasks.c.element == bindparam("step"),
           tasks.c.state == "completed")
    .order_by(tasks.c.ordinal.desc()).limit(1),
    CompletedStep,
)
_ROUNDS = PreparedRows(
    select(tasks.c.process, tasks.c.version, tasks.c.state, tasks.c.assignee_id,
           tasks.c.ended_by, tasks.c.authors)
    .where(tasks.c.case_id == bindparam("of_case"), tasks.c.element == bindparam("step"))
    .order_by(tasks.c.ordinal),
    Round,
)
_HANDED_IN = Prepared(
    select(tasks.c["values"])
    .where(tasks.c.case_id == bindparam("of_case"), tasks.c.state == "completed")
    .order_by(tasks.c.ended_at.desc(), tasks.c.ordinal.desc())
)
_ADD = Prepared(insert(tasks))
_END = Prepared(
    update(tasks).where(tasks.c.id == bindparam("task"), tasks.c.state == "open")
    .values(state=bindparam("new_state"), ended_at=bindparam("at"), ended_by=bindparam("by"),
            outcome=bindparam("result"), values=bindparam("handed_in"), draft=None,
            authors=bindparam("written_by"))
)


def open_of(connection: Connection, case_id: int) -> Sequence[TaskRow]:
    """A case's open tasks in the order in which they were opened."""
    return _OPEN.all(connection, {"of_case": case_id})


def count(connection: Connection, case_id: int) -> int:
    """How many tasks the case has had so far."""
    return int(_COUNT.scalar(connection, {"of_case": case_id}))


def latest(connection: Connection, case_id: int, element: str) -> CompletedStep | None:
    """Who completed a step of a case last, and what with."""
    return _LATEST.first(connection, {"of_case": case_id, "step": element})


def rounds(connection: Connection, case_id: int, element: str) -> Sequence[Round]:
    """Every time that a case came to a step, oldest first."""
    return _ROUNDS.all(connection, {"of_case": case_id, "step": element})


def latest_value(connection: Connection, case_id: int, name: str) -> Any:
    """What was last handed in under a field's name in any form of a case; None when nothing."""
    forms = (values or {} for values in _HANDED_IN.scalars(connection, {"of_case": case_id}))
    return next((values[name] for values in forms if name in values), None)


def add(connection: Connection, rows: Sequence[TaskRow]) -> None:
    """Keep tasks that a process has opened."""
    _ADD.run_each(connection, rows)


def move_to_agency(
    connection: Connection, case_id: int, agency_id: int, given_back: Sequence[str]
) -> None:
    """A case's open tasks wait in another agency, for no unit of it; those given back for anybody
    of their role."""
    open_tasks = update(tasks).where(tasks.c.case_id == case_id, tasks.c.state == "open")
    connection.execute(open_tasks.values(agency_id=agency_id, unit_id=None))
    if given_back:
        connection.execute(
            open_tasks.where(tasks.c.id.in_(given_back)).values(assignee_id=None)
        )


def end(
    connection: Connection, task_id: str, *, state: str, at: datetime, by: int | None,
    outcome: str = "", values: Mapping[str, Any] | None = None,
    authors: Mapping[str, Any] | None = None,
) -> None:
    """Close an open task. state: completed | cancelled; ``values``: what was handed in,
    ``authors``: who wrote it, by field."""
    _END.run(connection, {
        "task": task_id, "new_state": state, "at": at, "by": by, "result": outcome,
        "handed_in": values, "written_by": authors,
    })
