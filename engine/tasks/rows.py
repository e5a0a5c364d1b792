"""Tasks: locked, held, listed."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypedDict

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    update,
)

from engine.cases.rows.named import NO_DUE_DATE, WHOSE
from engine.store.reading import all_of, first_of
from engine.store.scope import within
from engine.store.shapes import TaskRow
from engine.store.statements import Prepared, PreparedRows
from engine.store.tables import agencies, applicants, cases, people, tasks


class TaskColumns(TypedDict):
    """What a task is and how it stands, without its forms."""

    id: str
    case_id: int
    agency_id: int
    process: str
    version: int
    element: str
    name: str
    role: str
    state: str
    assignee_id: int | None
    draft_version: str
    ended_at: datetime | None
    ended_by: int | None
    about: str
    unit_id: int | None


class LockedTask(TaskColumns):
    """A task and the revision of its case's process."""

    revision: int


class DoneBy(TaskRow):
    """A completed task with the name of who did it. done_at: its end, which it has."""

    by_name: str | None
    done_at: datetime


class DoneTask(TaskRow):
    """A completed task with the number and subject of its case. done_at: as above."""

    number: str
    subject: str
    done_at: datetime


class TaskWithCase(TaskRow):
    """A task with its holder's name, and what a list or a page says of its case."""

    number: str
    subject: str
    channel: str
    arrived_on: date
    received_on: date
    calendar_version: str
    registered_in: int | None
    due_on: date | None
    warning_due_on: date | None
    provisional: bool
    clock_state: str
    replied_on: date | None
    on_time: bool | None
    status: str
    applicant_name: str
    applicant_kind: str
    agency_name: str
    agency_short_name: str
    agency_kind: str
    assignee_name: str | None


_LOCK = PreparedRows(
    select(
        tasks.c.id, tasks.c.case_id, tasks.c.agency_id, tasks.c.process, tasks.c.version,
        tasks.c.element, tasks.c.name, tasks.c.role, tasks.c.state, tasks.c.assignee_id,
        tasks.c.draft_version,
        tasks.c.ended_at, tasks.c.ended_by, tasks.c.about, tasks.c.unit_id, cases.c.revision,
    )
    .join(cases, cases.c.id == tasks.c.case_id)
    .where(tasks.c.id == bindparam("task")).with_for_update(key_share=True),
    LockedTask,
)
_CHANGE = Prepared(update(tasks).where(tasks.c.id == bindparam("task")))


def lock(connection: Connection, task_id: str) -> LockedTask | None:
    """A task without its forms, and the ``revision`` of its case's process, both locked."""
    return _LOCK.first(connection, {"task": task_id})


def held_by(connection: Connection, person_id: int) -> Sequence[TaskRow]:
    """A person's open tasks, case by case in one order, so that two who lock them never cross."""
    return all_of(
        connection,
        select(tasks).where(tasks.c.assignee_id == person_id, tasks.c.state == "open")
        .order_by(tasks.c.case_id, tasks.c.ordinal),
        TaskRow,
    )


def ended_of(connection: Connection, case_id: int) -> Sequence[DoneBy]:
    """Completed tasks of a case with the name of who did it, oldest first."""
    return all_of(
        connection,
        select(tasks, tasks.c.ended_at.label("done_at"), people.c.name.label("by_name"))
        .outerjoin(people, people.c.id == tasks.c.ended_by)
        .where(tasks.c.case_id == case_id, tasks.c.state == "completed")
        .order_by(tasks.c.ended_at, tasks.c.ordinal),
        DoneBy,
    )


def assign(connection: Connection, task_id: str, person_id: int | None) -> None:
    """Give a task to a person; None: back to its role."""
    _CHANGE.run(connection, {"task": task_id, "assignee_id": person_id})


def save_draft(
    connection: Connection, task_id: str, values: Mapping[str, Any] | None, version: str
) -> None:
    """Keep what is typed so far, to be gone on with."""
    _CHANGE.run(connection, {"task": task_id, "draft": values, "draft_version": version})


def save_authors(connection: Connection, task_id: str, authors: Mapping[str, Any]) -> None:
    """Keep who wrote what is typed so far, by field."""
    _CHANGE.run(connection, {"task": task_id, "authors": authors})


_TASK_IS_OPEN: ColumnElement[bool] = tasks.c.state == literal_column("'open'")


def _tasks_with_cases() -> Select[Any]:
    """Tasks with the holder's name, and what a list or a page says of the case of each."""
    return (
        select(tasks, cases.c.number, cases.c.subject, cases.c.channel, cases.c.arrived_on,
               cases.c.received_on, cases.c.calendar_version, cases.c.registered_in, cases.c.due_on,
               cases.c.warning_due_on, cases.c.provisional, cases.c.clock_state,
               cases.c.replied_on, cases.c.on_time, cases.c.status,
               *WHOSE, people.c.name.label("assignee_name"))
        .join(cases, cases.c.id == tasks.c.case_id)
        .join(applicants, applicants.c.id == cases.c.applicant_id)
        .join(agencies, agencies.c.id == cases.c.agency_id)
        .outerjoin(people, people.c.id == tasks.c.assignee_id)
    )


def my_tasks(
    connection: Connection, agency_ids: Collection[int] | None, roles: Sequence[str],
    person_id: int, limit: int,
) -> Sequence[TaskWithCase]:
    """Open tasks that a person may do: of his roles, not held by another, and not for another
    unit. Most urgent first."""
    his_unit = select(people.c.unit_id).where(people.c.id == person_id).scalar_subquery()
    return all_of(
        connection,
        _tasks_with_cases()
        .where(
            *within(tasks.c.agency_id, agency_ids), _TASK_IS_OPEN, tasks.c.role.in_(roles),
            or_(tasks.c.assignee_id == person_id, and_(tasks.c.assignee_id.is_(None), or_(
                tasks.c.unit_id.is_(None), tasks.c.unit_id == his_unit))),
        )
        .order_by(func.coalesce(cases.c.due_on, NO_DUE_DATE), tasks.c.opened_at)
        .limit(limit),
        TaskWithCase,
    )


def task_with_case(connection: Connection, task_id: str) -> TaskWithCase | None:
    """A task with what a page says of its case."""
    return first_of(connection, _tasks_with_cases().where(tasks.c.id == task_id), TaskWithCase)


def open_tasks_of(connection: Connection, case_id: int) -> Sequence[TaskWithCase]:
    """A case's open tasks, the longest open first."""
    return all_of(
        connection,
        _tasks_with_cases().where(tasks.c.case_id == case_id, tasks.c.state == "open")
        .order_by(tasks.c.opened_at),
        TaskWithCase,
    )


def done_by(connection: Connection, person_id: int, limit: int) -> Sequence[DoneTask]:
    """Tasks that a person completed, the latest first."""
    return all_of(
        connection,
        select(tasks, tasks.c.ended_at.label("done_at"), cases.c.number, cases.c.subject)
        .join(cases, cases.c.id == tasks.c.case_id)
        .where(tasks.c.ended_by == person_id, tasks.c.state == "completed")
        .order_by(tasks.c.ended_at.desc()).limit(limit),
        DoneTask,
    )
