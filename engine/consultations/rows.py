"""Consultations."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, insert, select, update

from engine.store.shapes import ConsultationChanges, ConsultationRow, NewConsultationRow
from engine.store.statements import Prepared, PreparedRows
from engine.store.tables import consultations

_CHANGE = Prepared(update(consultations).where(consultations.c.id == bindparam("consultation")))
_OF_CASE = PreparedRows(
    select(consultations).where(consultations.c.case_id == bindparam("of_case"))
    .order_by(consultations.c.number),
    ConsultationRow,
)
_FIND = PreparedRows(
    select(consultations).where(consultations.c.id == bindparam("consultation")), ConsultationRow
)


def add(connection: Connection, values: NewConsultationRow) -> int:
    """Keep one; returns its id."""
    found: int = connection.execute(
        insert(consultations).values(**values).returning(consultations.c.id)
    ).scalar_one()
    return found


def change(connection: Connection, consultation_id: int, changes: ConsultationChanges) -> None:
    """Set what became of it."""
    _CHANGE.run(connection, {**changes, "consultation": consultation_id})


def of_case(connection: Connection, case_id: int) -> Sequence[ConsultationRow]:
    """Every consultation of a case, in the order in which they began."""
    return _OF_CASE.all(connection, {"of_case": case_id})


def find(connection: Connection, consultation_id: int) -> ConsultationRow | None:
    """One; None when there is none."""
    return _FIND.first(connection, {"consultation": consultation_id})
