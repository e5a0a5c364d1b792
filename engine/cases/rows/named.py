"""A case with the names that belong to it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    literal_column,
    select,
)

from engine.record.rows import EventWithActor
from engine.store.reading import all_of, first_of
from engine.store.shapes import CaseRow
from engine.store.tables import agencies, applicants, audit_events, cases, people

# Written out, not as a parameter: only so does SQLite see that the index of open cases fits.
IS_OPEN: ColumnElement[bool] = cases.c.status == literal_column("'open'")
#: Where cases without a due date stand in a list by it.
NO_DUE_DATE = date(9999, 12, 31)
handler = people.alias("handler")
WHOSE = (
    applicants.c.name.label("applicant_name"), applicants.c.kind.label("applicant_kind"),
    agencies.c.name.label("agency_name"), agencies.c.short_name.label("agency_short_name"),
    agencies.c.kind.label("agency_kind"),
)


class CaseWithNames(CaseRow):
    """A case with the names of its applicant, agency and handler."""

    applicant_name: str
    applicant_kind: str
    agency_name: str
    agency_short_name: str
    agency_kind: str
    handler_name: str | None


def with_names() -> Select[Any]:
    """Cases with applicant, agency and handler by name, still to be narrowed."""
    return (
        select(cases, *WHOSE, handler.c.name.label("handler_name"))
        .join(applicants, applicants.c.id == cases.c.applicant_id)
        .join(agencies, agencies.c.id == cases.c.agency_id)
        .outerjoin(handler, handler.c.id == cases.c.handler_id)
    )


def case_row(connection: Connection, case_id: int) -> CaseWithNames | None:
    """One case with the names of its applicant, agency and handler."""
    return first_of(connection, with_names().where(cases.c.id == case_id), CaseWithNames)


def timeline(connection: Connection, case_id: int) -> Sequence[EventWithActor]:
    """All events of a case, oldest first, with the name of who caused each."""
    return all_of(
        connection,
        select(audit_events, people.c.name.label("actor_name"))
        .outerjoin(people, people.c.id == audit_events.c.actor_id)
        .where(audit_events.c.case_id == case_id).order_by(audit_events.c.seq),
        EventWithActor,
    )
