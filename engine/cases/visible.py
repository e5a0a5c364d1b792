"""A case that somebody may look at, or act on."""

from engine.actors.permissions import own, sight
from engine.cases.rows import cases as rows, named as register_rows
from engine.cases.rows.named import CaseWithNames
from engine.errors import NotFound
from engine.processes.executable import ExecutableProcess, ExecutableProcesses
from engine.processes.runtime import Instance
from engine.store.shapes import CaseRow
from engine.transaction.snapshot import Snapshot
from engine.transaction.unit_of_work import UnitOfWork


def visible(at: Snapshot, case_id: int) -> CaseWithNames:
    """Its row with the names that belong to it. Raises NotFound, also for another agency's."""
    row = register_rows.case_row(at.connection, case_id)
    if row is None or not sight(at.actor).covers(row["agency_id"]):
        raise NotFound()
    return row


def process_of(at: Snapshot, case_id: int) -> tuple[ExecutableProcess, Instance]:
    """Where a case's process stands in this snapshot. Only to be looked at. Raises StateRefused."""
    return at.once(("process", case_id), lambda: at.around[ExecutableProcesses].restore(
        rows.instance(at.connection, case_id)
    ))


def own_case(unit: UnitOfWork, case_id: int) -> tuple[CaseRow, int]:
    """Its row and its revision, locked. Raises NotFound, also for another agency's."""
    revision = rows.lock(unit.connection, case_id)
    row = rows.find(unit.connection, case_id)
    if revision is None or row is None or not own(unit.actor).covers(row["agency_id"]):
        raise NotFound()
    return row, revision
