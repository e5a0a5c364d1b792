"""Counts for managers."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    and_,
    case,
    func,
    select,
)

from engine.cases.rows.named import IS_OPEN, handler
from engine.store.scope import within
from engine.store.tables import agencies, cases


def open_counts(
    connection: Connection, agency_ids: Collection[int] | None,
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
               handler.c.name.label("handler_name"), func.count().label("open"), *sums)
        .join(agencies, agencies.c.id == cases.c.agency_id)
        .outerjoin(handler, handler.c.id == cases.c.handler_id)
        .where(IS_OPEN, *within(cases.c.agency_id, agency_ids))
        .group_by(cases.c.agency_id, agencies.c.name, agencies.c.short_name, agencies.c.kind,
                  cases.c.step, cases.c.step_name, cases.c.handler_id, handler.c.name)
    )
    return connection.execute(query).mappings().all()
