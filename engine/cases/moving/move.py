"""Handing a case to another agency."""

from engine.cases.case import Case
from engine.cases.moving.events import CaseMoved
from engine.cases.rows import cases as rows, tasks as task_rows
from engine.people import rows as people_rows
from engine.transaction.unit_of_work import UnitOfWork


def move_to_agency(unit: UnitOfWork, case: Case, agency_id: int) -> None:
    """Another agency goes on with a case of one that went into it, or in whose place it is."""
    before = case.agency_id
    hand_to(unit, case, agency_id)
    unit.record(CaseMoved(
        case_id=case.id, from_agency_id=before, to_agency_id=agency_id,
        from_agency=people_rows.agency(unit.connection, before)["short_name"],
        to_agency=people_rows.agency(unit.connection, agency_id)["short_name"],
    ), case)


def hand_to(unit: UnitOfWork, case: Case, agency_id: int) -> None:
    """Another agency has a case that this transaction has taken.

    It keeps number, ledger, calendar and the choices of the agency that registered it, so that no
    date moves. Its open tasks wait in the new agency: held by the same people where they belong to
    it, else for anybody of the role. A number names its agency by a letter code that no other
    bears in the same year, so none is there twice.
    """
    before, connection = case.agency_id, unit.connection
    origin = case.row["registered_in"] or before
    case.row["agency_id"] = agency_id
    case.row["registered_in"] = None if origin == agency_id else origin
    rows.move_to_agency(connection, case.id, agency_id, case.row["registered_in"])
    given_back = []
    for task in case.open_tasks.values():
        task["agency_id"], task["unit_id"] = agency_id, None
        holder = task["assignee_id"]
        if holder is not None and not people_rows.belongs(connection, holder, agency_id):
            task["assignee_id"] = None
            given_back.append(task["id"])
    task_rows.move_to_agency(connection, case.id, agency_id, given_back)
    handler = case.row["handler_id"]
    if handler is not None and not people_rows.belongs(connection, handler, agency_id):
        case.set(handler_id=None)
