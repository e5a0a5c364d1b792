"""Lists over many cases: the register, my work, the monitor. Every query is bounded."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    and_,
    case,
    func,
    literal,
    literal_column,
    or_,
    select,
)

from engine.store.tables import agencies, applicants, audit_events, cases, people, tasks

# Counting stops here: beyond it a list says "more than", which is all a reader needs.
COUNTED_AT_MOST = 10_000
NO_DUE_DATE = date(9999, 12, 31)
# Written out, not as a parameter: only so does SQLite see that the index of open cases fits.
IS_OPEN: ColumnElement[bool] = cases.c.status == literal_column("'open'")
_TASK_IS_OPEN: ColumnElement[bool] = tasks.c.state == literal_column("'open'")

_handler = people.alias("handler")
_WHOSE = (
    applicants.c.name.label("applicant_name"), applicants.c.kind.label("applicant_kind"),
    agencies.c.name.label("agency_name"), agencies.c.short_name.label("agency_short_name"),
    agencies.c.kind.label("agency_kind"),
)


def _rows() -> Select[Any]:
    return (
        select(cases, *_WHOSE, _handler.c.name.label("handler_name"))
        .join(applicants, applicants.c.id == cases.c.applicant_id)
        .join(agencies, agencies.c.id == cases.c.agency_id)
        .outerjoin(_handler, _handler.c.id == cases.c.handler_id)
    )


def _tasks_with_cases() -> Select[Any]:
    """Tasks with the holder's name, and what a list or a page says of the case of each."""
    return (
        select(tasks, cases.c.number, cases.c.subject, cases.c.received_on, cases.c.due_on,
               cases.c.warning_due_on, cases.c.provisional, cases.c.clock_state,
               cases.c.replied_on, cases.c.on_time, cases.c.status,
               *_WHOSE, people.c.name.label("assignee_name"))
        .join(cases, cases.c.id == tasks.c.case_id)
        .join(applicants, applicants.c.id == cases.c.applicant_id)
        .join(agencies, agencies.c.id == cases.c.agency_id)
        .outerjoin(people, people.c.id == tasks.c.assignee_id)
    )


def case_row(connection: Connection, case_id: int) -> RowMapping | None:
    """One case with the names of its applicant, agency and handler."""
    return connection.execute(_rows().where(cases.c.id == case_id)).mappings().first()


def page(
    connection: Connection, conditions: Sequence[ColumnElement[bool]], *, sort: str,
    after: Sequence[Any], limit: int, dated_only: bool = False,
) -> Sequence[RowMapping]:
    """One page of the register. ``after``: the sort key of the last row seen, then its id.

    dated_only: the conditions leave no case without a due date, so none is looked for.
    """
    query = _rows().where(*conditions)
    if sort == "due":
        return _page_by_due(connection, query, after, limit, dated_only)
    oldest = sort == "oldest"
    if after:
        last = int(after[-1])
        query = query.where(cases.c.id > last if oldest else cases.c.id < last)
    ordered = query.order_by(cases.c.id if oldest else cases.c.id.desc())
    return connection.execute(ordered.limit(limit)).mappings().all()


def _page_by_due(
    connection: Connection, query: Select[Any], after: Sequence[Any], limit: int,
    dated_only: bool,
) -> Sequence[RowMapping]:
    """Cases with a due date first, by it; then those without, which stand at 9999-12-31.

    Two reads, each along an index, so that the page costs the same however many are stored.
    """
    day, last = (date.fromisoformat(after[0]), int(after[1])) if after else (date.min, 0)
    found: list[RowMapping] = []
    if day < NO_DUE_DATE:
        dated = query.where(
            cases.c.due_on >= day, or_(cases.c.due_on > day, cases.c.id > last)
        ).order_by(cases.c.due_on, cases.c.id)
        found += connection.execute(dated.limit(limit)).mappings()
        last = 0
    if len(found) < limit and not dated_only:
        undated = query.where(cases.c.due_on.is_(None), cases.c.id > last).order_by(cases.c.id)
        found += connection.execute(undated.limit(limit - len(found))).mappings()
    return found


def count(
    connection: Connection, conditions: Sequence[ColumnElement[bool]],
    at_most: int = COUNTED_AT_MOST,
) -> int:
    """How many cases match, up to at_most + 1."""
    found = select(literal(1)).select_from(cases).where(*conditions).limit(at_most + 1)
    if any("applicants" in str(condition) for condition in conditions):
        found = (
            select(literal(1)).select_from(cases)
            .join(applicants, applicants.c.id == cases.c.applicant_id)
            .where(*conditions).limit(at_most + 1)
        )
    return int(connection.execute(select(func.count()).select_from(found.subquery())).scalar_one())


def text_condition(text: str) -> ColumnElement[bool]:
    """Number, subject or applicant contains the words."""
    pattern = "%" + text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"
    return or_(
        cases.c.number.like(pattern, escape="\\"), cases.c.subject.like(pattern, escape="\\"),
        applicants.c.name.like(pattern, escape="\\"),
    )


def my_tasks(
    connection: Connection, agency_id: int, roles: Sequence[str], person_id: int, limit: int
) -> Sequence[RowMapping]:
    """Open tasks that a person may do: of his roles, not held by another. Most urgent first."""
    return connection.execute(
        _tasks_with_cases()
        .where(
            tasks.c.agency_id == agency_id, _TASK_IS_OPEN, tasks.c.role.in_(roles),
            or_(tasks.c.assignee_id.is_(None), tasks.c.assignee_id == person_id),
        )
        .order_by(func.coalesce(cases.c.due_on, NO_DUE_DATE), tasks.c.opened_at)
        .limit(limit)
    ).mappings().all()


def task_with_case(connection: Connection, task_id: str) -> RowMapping | None:
    """A task with what a page says of its case."""
    return connection.execute(
        _tasks_with_cases().where(tasks.c.id == task_id)
    ).mappings().first()


def open_tasks_of(connection: Connection, case_id: int) -> Sequence[RowMapping]:
    """A case's open tasks, the longest open first."""
    return connection.execute(
        _tasks_with_cases().where(tasks.c.case_id == case_id, tasks.c.state == "open")
        .order_by(tasks.c.opened_at)
    ).mappings().all()


def done_by(connection: Connection, person_id: int, limit: int) -> Sequence[RowMapping]:
    """Tasks that a person completed, the latest first."""
    return connection.execute(
        select(tasks, cases.c.number, cases.c.subject)
        .join(cases, cases.c.id == tasks.c.case_id)
        .where(tasks.c.ended_by == person_id, tasks.c.state == "completed")
        .order_by(tasks.c.ended_at.desc()).limit(limit)
    ).mappings().all()


def timeline(connection: Connection, case_id: int) -> Sequence[RowMapping]:
    """All events of a case, oldest first, with the name of who caused each."""
    return connection.execute(
        select(audit_events, people.c.name.label("actor_name"))
        .outerjoin(people, people.c.id == audit_events.c.actor_id)
        .where(audit_events.c.case_id == case_id).order_by(audit_events.c.seq)
    ).mappings().all()


def similar(
    connection: Connection, agency_id: int, applicant: str, words: Sequence[str], limit: int
) -> Sequence[RowMapping]:
    """Requests of the same applicant, or whose subject holds all of the words; newest first.

    Looks only at the agency's latest 2,000 requests, so that it stays quick while typing.
    """
    recent = (
        select(cases.c.id).where(cases.c.agency_id == agency_id)
        .order_by(cases.c.id.desc()).limit(2000).subquery()
    )
    conditions: list[ColumnElement[bool]] = []
    if applicant:
        conditions.append(applicants.c.name == applicant)
    if words:
        conditions.append(and_(*(cases.c.subject.contains(w, autoescape=True) for w in words)))
    if not conditions:
        return []
    return connection.execute(
        _rows().where(cases.c.id.in_(select(recent.c.id)), or_(*conditions))
        .order_by(cases.c.id.desc()).limit(limit)
    ).mappings().all()


def due_by(
    last: date, of_agencies: Mapping[int, date] | None = None
) -> list[ColumnElement[bool]]:
    """Due on that day or before; of some agencies, on another day or before."""
    if not of_agencies:
        return [cases.c.due_on <= last]
    own = case(dict(of_agencies), value=cases.c.agency_id, else_=last)
    return [cases.c.due_on <= max(last, *of_agencies.values()), cases.c.due_on <= own]


def open_counts(
    connection: Connection, agency_ids: Sequence[int] | None,
    due: Mapping[str, Sequence[ColumnElement[bool]]],
) -> Sequence[RowMapping]:
    """Open cases by agency, step and handler with how many are due by each day.

    ``due``: a name for what each count counts (see ``due_by``). Grows with open cases, not
    stored ones.
    """
    sums = [
        func.sum(case((and_(*conditions), 1), else_=0)).label(name)
        for name, conditions in due.items()
    ]
    query = (
        select(cases.c.agency_id, agencies.c.name, agencies.c.short_name, agencies.c.kind,
               cases.c.step, cases.c.step_name, cases.c.handler_id,
               _handler.c.name.label("handler_name"), func.count().label("open"), *sums)
        .join(agencies, agencies.c.id == cases.c.agency_id)
        .outerjoin(_handler, _handler.c.id == cases.c.handler_id)
        .where(IS_OPEN)
        .group_by(cases.c.agency_id, agencies.c.name, agencies.c.short_name, agencies.c.kind,
                  cases.c.step, cases.c.step_name, cases.c.handler_id, _handler.c.name)
    )
    if agency_ids is not None:
        query = query.where(cases.c.agency_id.in_(agency_ids))
    return connection.execute(query).mappings().all()
