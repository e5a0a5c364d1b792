"""Registrations as they held before they were put right. Nothing is written over."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, insert, select, update

from engine.store.shapes import NewRegistrationVersionRow, RegistrationVersionRow
from engine.store.statements import Prepared, PreparedRows
from engine.store.tables import people, registration_versions


class VersionWithName(RegistrationVersionRow):
    """A version with the name of who put it right."""

    corrected_by_name: str


_ADD = Prepared(insert(registration_versions).returning(registration_versions.c.id))
_OF_CASE = PreparedRows(
    select(registration_versions, people.c.name.label("corrected_by_name"))
    .join(people, people.c.id == registration_versions.c.corrected_by)
    .where(registration_versions.c.case_id == bindparam("of_case"))
    .order_by(registration_versions.c.id),
    VersionWithName,
)


def add(connection: Connection, values: NewRegistrationVersionRow) -> int:
    """Keep what held until now; returns its id."""
    return int(_ADD.scalar(connection, values))


def receipt_issued(
    connection: Connection, version_id: int, receipt_id: int, former_receipt_id: int | None
) -> None:
    """A receipt was issued for what holds now, in the place of the former one."""
    connection.execute(
        update(registration_versions).where(registration_versions.c.id == version_id)
        .values(receipt_id=receipt_id, former_receipt_id=former_receipt_id)
    )


def of_case(connection: Connection, case_id: int) -> Sequence[VersionWithName]:
    """What held before, the oldest first; what holds now stands with the case."""
    return _OF_CASE.all(connection, {"of_case": case_id})
