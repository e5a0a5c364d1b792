"""Registering."""

from engine.arrivals.taking import check_received, registered, take as arrived
from engine.attachments.attachment import attach, labelled
from engine.cases.act import Act
from engine.cases.glance.status import CaseStatus
from engine.cases.open_cases import open_cases
from engine.cases.process import moving
from engine.cases.rows import cases as case_rows
from engine.drafts import rows as draft_rows
from engine.drafts.draft import INTAKE, new_version
from engine.errors import InvalidInput
from engine.items import item as items
from engine.people import rows as people_rows
from engine.people.changes.facts import agency_on, is_valid
from engine.processes.executable import ExecutableProcesses
from engine.registration import application
from engine.registration.applicants import rows as applicant_rows
from engine.registration.commands import DropIntakeDraft, RegisterRequest, SaveIntakeDraft
from engine.statute import Ledger
from engine.store import numbers
from engine.store.shapes import NewCaseRow
from engine.transaction import rows as sent_rows
from engine.transaction.unit_of_work import UnitOfWork


def register_request(command: RegisterRequest, unit: UnitOfWork) -> int:
    values = application.check(command, unit.today)
    agency_id = unit.actor.agency_id
    person_id = unit.actor.person_id
    assert agency_id is not None
    assert person_id is not None
    _refuse_for_none(unit, agency_id)
    agency = agency_on(unit.connection, agency_id, command.received_on)
    arrival = arrived(unit, command.arrival_id) if command.arrival_id else None
    if arrival:
        check_received(unit, arrival, command.channel, command.received_on)
    files = labelled(unit, command.attachments)
    sequence = numbers.next_number(
        unit.connection, agency_id, "register", command.received_on.year
    )
    process = unit.around[ExecutableProcesses].latest()
    row: NewCaseRow = {
        **values.case, "agency_id": agency_id,
        "applicant_id": case_rows.add_applicant(unit.connection, values.applicant),
        "number": f"{agency['letter_code']}申〔{command.received_on.year}〕{sequence}号",
        "registered_by": person_id, "registered_at": unit.now, "handler_id": None,
        "status": CaseStatus.OPEN.value, "step": "", "step_name": "", "step_since": unit.now,
        "letter_kind": "", "ground": "", "rule_set": "", "due_on": None,
        "warning_due_on": None, "provisional": False, "clock_state": "", "replied_on": None,
        "on_time": None, "archived_at": None, "calendar_version": "", "revision": 0,
        "item_count": len(values.items),
        "registered_in": None,
    }
    case = open_cases(unit).adopt(
        {**row, "id": case_rows.add(unit.connection, row)},
        Ledger(command.received_on, command.channel, arrived=command.arrived_on),
    )
    applicant_rows.add_beside(unit.connection, case.id, values.beside)
    items.begin(unit, case.id, values.items)
    moving.begin(Act(unit, case), process)
    if arrival:
        registered(unit, arrival, case)
    for file, label in files:
        attach(unit, case, file, label)
    draft_rows.remove(unit.connection, INTAKE, command.page, person_id)
    draft_rows.remove_version(unit.connection, INTAKE, person_id, command.came_from)
    return case.id


def _refuse_for_none(unit: UnitOfWork, agency_id: int) -> None:
    """A page from before an agency ended: whoever sends it belongs to another one by now."""
    agency = people_rows.agency(unit.connection, agency_id)
    if not is_valid(agency, unit.today):
        raise InvalidInput({"": f"“{agency['short_name']}”已不再办理申请，请刷新页面，"
                                "以您现在所在的机关登记。填写的内容仍在页面上。"})


def save_intake_draft(command: SaveIntakeDraft, unit: UnitOfWork) -> bool:
    person_id = unit.actor.person_id
    assert person_id is not None
    registered = sent_rows.find(unit.connection, command.page, person_id)
    if registered is not None:      # it saved itself while the form was on its way
        raise registered.with_other_content()
    draft_rows.remove_version(unit.connection, INTAKE, person_id, command.came_from)
    draft_rows.put(unit.connection, {
        "page": command.page, "form": INTAKE, "person_id": person_id,
        "version": new_version(command.page), "values": dict(command.values),
        "saved_at": unit.now,
    })
    return len(draft_rows.of_form(unit.connection, INTAKE, person_id)) > 1


def drop_intake_draft(command: DropIntakeDraft, unit: UnitOfWork) -> None:
    draft_rows.remove(unit.connection, INTAKE, command.page, unit.actor.person_id)
