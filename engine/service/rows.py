"""Attempts to serve a letter."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, insert, select, update

from engine.store.shapes import NewServiceRow, ServiceChanges, ServiceRow
from engine.store.statements import Prepared, PreparedRows
from engine.store.tables import services

_ADD = Prepared(insert(services))
_CHANGE = Prepared(update(services).where(services.c.id == bindparam("service")))
_OF_CASE = PreparedRows(
    select(services).where(services.c.case_id == bindparam("of_case")).order_by(services.c.id),
    ServiceRow,
)
_FIND = PreparedRows(select(services).where(services.c.id == bindparam("service")), ServiceRow)
_LATEST = PreparedRows(
    select(services).where(services.c.letter_id == bindparam("letter"))
    .order_by(services.c.id.desc()).limit(1),
    ServiceRow,
)


def add(connection: Connection, values: NewServiceRow) -> None:
    """Keep an attempt."""
    _ADD.run(connection, values)


def change(connection: Connection, service_id: int, changes: ServiceChanges) -> None:
    """Set what became of an attempt."""
    _CHANGE.run(connection, {**changes, "service": service_id})


def of_case(connection: Connection, case_id: int) -> Sequence[ServiceRow]:
    """Every attempt for every letter of a case, oldest first; also what was put right later."""
    return _OF_CASE.all(connection, {"of_case": case_id})


def find(connection: Connection, service_id: int) -> ServiceRow | None:
    """An attempt; None when there is none."""
    return _FIND.first(connection, {"service": service_id})


def latest(connection: Connection, letter_id: int) -> ServiceRow | None:
    """The last attempt to serve a letter; None before the first."""
    return _LATEST.first(connection, {"letter": letter_id})
