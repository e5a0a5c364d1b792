"""Registering."""

from engine.attachments.attachment import attach, inspected
from engine.cases import projection
from engine.cases.act import Act, perform
from engine.cases.glance.status import CaseStatus
from engine.cases.open_cases import open_cases
from engine.cases.rows import cases as case_rows
from engine.people import rows as people_rows
from engine.processes.executable import ExecutableProcesses
from engine.registration import application
from engine.registration.commands import RegisterRequest
from engine.statute import Ledger
from engine.store import numbers
from engine.store.shapes import NewCaseRow
from engine.transaction.unit_of_work import UnitOfWork


def register_request(command: RegisterRequest, unit: UnitOfWork) -> int:
    values = application.check(command, unit.today)
    agency_id = unit.actor.agency_id
    person_id = unit.actor.person_id
    assert agency_id is not None
    assert person_id is not None
    agency = people_rows.agency(unit.connection, agency_id)
    files = inspected(unit, command.attachments)
    sequence = numbers.next_number(
        unit.connection, agency_id, "register", command.received_on.year
    )
    process = unit.around[ExecutableProcesses].latest()
    release = process.release
    row: NewCaseRow = {
        **values.case, "agency_id": agency_id,
        "applicant_id": case_rows.add_applicant(unit.connection, values.applicant),
        "number": f"{agency['letter_code']}申〔{command.received_on.year}〕{sequence}号",
        "registered_by": person_id, "registered_at": unit.now, "handler_id": None,
        "status": CaseStatus.OPEN.value, "step": "", "step_name": "", "step_since": unit.now,
        "letter_kind": "", "ground": "", "rule_set": "", "due_on": None,
        "warning_due_on": None, "provisional": False, "clock_state": "", "replied_on": None,
        "on_time": None, "archived_at": None, "calendar_version": "",
    }
    case = open_cases(unit).adopt(
        {**row, "id": case_rows.add(unit.connection, row)},
        Ledger(command.received_on, command.channel, arrived=command.arrived_on), process,
    )
    case_rows.add_instance(unit.connection, {
        "case_id": case.id, "process": release.main, "version": release.version,
        "release": release.number, "bundle_digest": release.digest, "revision": 0,
        "state": b"", "state_digest": "",
    })
    case.instance = process.start(perform(Act(unit, case)), {})
    for file in files:
        attach(unit, case, file)
    projection.settle(unit, case)
    return case.id
