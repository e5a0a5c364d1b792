"""Reconsideration and litigation about cases."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import TypedDict

from sqlalchemy import Connection, and_, bindparam, insert, select, update

from engine.store.reading import all_of
from engine.store.scope import within
from engine.store.shapes import NewRemedyRow, RemedyChanges, RemedyRow
from engine.store.statements import Prepared, PreparedRows
from engine.store.tables import agencies, cases, remedy_cases, tasks


class RemedyOfAgency(RemedyRow):
    """One with what a list says of its case. file_number: the case's."""

    file_number: str
    subject: str
    status: str
    replied_on: date | None
    agency_id: int
    registered_in: int | None
    agency_name: str
    agency_short_name: str
    agency_kind: str


class OpenStep(TypedDict):
    """An open step that may be a proceeding's: ``about`` says of what it is."""

    remedy_id: int
    about: str
    name: str


_CHANGE = Prepared(update(remedy_cases).where(remedy_cases.c.id == bindparam("remedy")))
_OF_CASE = PreparedRows(
    select(remedy_cases).where(remedy_cases.c.case_id == bindparam("of_case"))
    .order_by(remedy_cases.c.number),
    RemedyRow,
)
_FIND = PreparedRows(
    select(remedy_cases).where(remedy_cases.c.id == bindparam("remedy")), RemedyRow
)


def add(connection: Connection, values: NewRemedyRow) -> int:
    """Keep one; returns its id."""
    found: int = connection.execute(
        insert(remedy_cases).values(**values).returning(remedy_cases.c.id)
    ).scalar_one()
    return found


def change(connection: Connection, remedy_id: int, changes: RemedyChanges) -> None:
    """Set what became of it."""
    _CHANGE.run(connection, {**changes, "remedy": remedy_id})


def of_case(connection: Connection, case_id: int) -> Sequence[RemedyRow]:
    """Every proceeding about a case, in the order in which they were entered."""
    return _OF_CASE.all(connection, {"of_case": case_id})


def find(connection: Connection, remedy_id: int) -> RemedyRow | None:
    """One; None when there is none."""
    return _FIND.first(connection, {"remedy": remedy_id})


def of_agencies(
    connection: Connection, agency_ids: Collection[int] | None
) -> Sequence[RemedyOfAgency]:
    """Every proceeding about cases of these agencies."""
    return all_of(
        connection,
        select(remedy_cases, cases.c.number.label("file_number"), cases.c.subject, cases.c.status,
               cases.c.replied_on, cases.c.agency_id, cases.c.registered_in,
               agencies.c.name.label("agency_name"),
               agencies.c.short_name.label("agency_short_name"),
               agencies.c.kind.label("agency_kind"))
        .join(cases, cases.c.id == remedy_cases.c.case_id)
        .join(agencies, agencies.c.id == cases.c.agency_id)
        .where(*within(cases.c.agency_id, agency_ids)).order_by(remedy_cases.c.id),
        RemedyOfAgency,
    )


def open_steps(
    connection: Connection, agency_ids: Collection[int] | None
) -> Sequence[OpenStep]:
    """The open steps of what stands beside cases with a proceeding, by the proceeding's id."""
    return all_of(
        connection,
        select(remedy_cases.c.id.label("remedy_id"), tasks.c.about, tasks.c.name)
        .join(tasks, and_(tasks.c.case_id == remedy_cases.c.case_id,
                          tasks.c.about_id == remedy_cases.c.id))
        .join(cases, cases.c.id == remedy_cases.c.case_id)
        .where(tasks.c.state == "open", *within(cases.c.agency_id, agency_ids)),
        OpenStep,
    )
