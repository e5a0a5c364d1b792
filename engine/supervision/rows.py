"""Counts for managers."""

from collections.abc import Collection, Mapping, Sequence
from typing import TypedDict

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    case,
    func,
    select,
)

from engine.cases.rows.named import IS_OPEN, handler
from engine.store.reading import all_of
from engine.store.scope import within
from engine.store.tables import agencies, cases


class OpenCount(TypedDict):
    """How many cases are open at a step of an agency with one handler, and how many due by when."""

    agency_id: int
    name: str
    short_name: str
    kind: str
    step: str
    step_name: str
    handler_id: int | None
    handler_name: str | None
    open: int
    overdue: int
    within_1: int
    within_3: int
    within_5: int


def open_counts(
    connection: Connection, agency_ids: Collection[int] | None,
    due: Mapping[str, Sequence[ColumnElement[bool]]],
) -> Sequence[OpenCount]:
    """Open cases by agency, step and handler with how many are due by each day.

    ``due``: what each count counts, by its column (see ``due_by``). Grows with open cases, not
    stored ones.
    """
    sums = [
        func.sum(case((and_(*conditions), 1), else_=0)).label(name)
        for name, conditions in due.items()
    ]
    query = (
        select(cases.c.agency_id, agencies.c.name, agencies.c.short_name, agencies.c.kind,
               cases.c.step, cases.c.step_name, cases.c.handler_id,
               handler.c.name.label("handler_name"), func.count().label("open"), *sums)
        .join(agencies, agencies.c.id == cases.c.agency_id)
        .outerjoin(handler, handler.c.id == cases.c.handler_id)
        .where(IS_OPEN, *within(cases.c.agency_id, agency_ids))
        .group_by(cases.c.agency_id, agencies.c.name, agencies.c.short_name, agencies.c.kind,
                  cases.c.step, cases.c.step_name, cases.c.handler_id, handler.c.name)
    )
    return all_of(connection, query, OpenCount)
