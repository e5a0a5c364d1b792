"""Two agencies of one installation, and a case that goes from one to the other."""

from datetime import date
from typing import Any

from engine import (
    AcceptTransfer,
    CompleteTask,
    ProposeTransfer,
    RefuseTransfer,
    Role,
    TransfersList,
    TransfersPage,
    TransferView,
)
from tests.engine.office import Office, accepted, day


def other(office: Office, code: str = "周民公开") -> Office:
    """Another agency, with somebody in every role."""
    return Office.open(
        office.engine.configuration, office.clock, code=code, engine=office.engine)


def case_of(office: Office, **changes: Any) -> int:
    """Received on Monday 2 March, accepted on Tuesday: due on Monday 30 March."""
    case_id = office.register(**changes)
    office.take(case_id, accepted(day(3, 3)))
    return case_id


def propose(
    office: Office, to: Office, case_id: int, by: Role = Role.HANDLER, **changes: Any
) -> int:
    return office.engine.handle(ProposeTransfer(**{
        "case_id": case_id, "to_agency_id": to.agency_id, "manner": "between",
        "reason": "所申请的信息由区民政局制作。", **changes,
    }), office.people[by])


def decide(
    office: Office, case_id: int, element: str, by: Role = Role.OFFICE_HEAD, **values: Any
) -> None:
    office.engine.handle(
        CompleteTask(task_id=office.task(case_id, element).id, values=values), office.people[by])


def approve(office: Office, case_id: int) -> None:
    decide(office, case_id, "approve_transfer", transfer_decision="approved")


def offer(office: Office, to: Office, case_id: int, **changes: Any) -> int:
    """Proposed and approved."""
    transfer_id = propose(office, to, case_id, **changes)
    approve(office, case_id)
    return transfer_id


def accept(office: Office, transfer_id: int, on: date | None = None) -> int:
    return office.engine.handle(AcceptTransfer(
        transfer_id=transfer_id, received_on=on or office.clock.moment.date(),
    ), office.people[Role.INTAKE_OFFICER])


def refuse(office: Office, transfer_id: int, reason: str = "由区财政局制作") -> None:
    office.engine.handle(
        RefuseTransfer(transfer_id=transfer_id, reason=reason), office.people[Role.INTAKE_OFFICER])


def view(office: Office, case_id: int, number: int = 1) -> TransferView:
    return office.case(case_id).transfers.transfers[number - 1]


def page(office: Office, by: Role = Role.INTAKE_OFFICER) -> TransfersList:
    return office.engine.ask(TransfersPage(), office.people[by])
