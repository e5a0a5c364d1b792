"""A case of the officer's own agency."""

from engine.actors.permissions import require
from engine.actors.roles import Role
from engine.cases import rows as case_rows
from engine.errors import NotFound
from engine.store import Row
from engine.transaction.unit_of_work import UnitOfWork


def own_case(unit: UnitOfWork, case_id: int) -> tuple[Row, int]:
    """A case of the officer's own agency, locked: its row and revision."""
    revision = case_rows.lock(unit.connection, case_id)
    row = case_rows.find(unit.connection, case_id)
    if revision is None or row is None or row["agency_id"] != unit.actor.agency_id:
        raise NotFound()
    require(unit.actor, Role.INTAKE_OFFICER, Role.HANDLER)
    return row, revision
