"""Acts on a case as a whole: registering, files, its applicant's identity, the time that passes."""

from typing import Any

from engine import commands, events, intake, uploads
from engine.act import Act
from engine.errors import CaseClosed, InvalidInput, NotFound
from engine.live_case import LiveCase
from engine.operations import perform
from engine.roles import Role
from engine.statute import Ledger
from engine.store import Row, cases, letters, people
from engine.unit_of_work import UnitOfWork
from engine.who_may import require


def register_request(command: commands.RegisterRequest, unit: UnitOfWork) -> int:
    require(unit.actor, Role.INTAKE_OFFICER)
    values = intake.check(command, unit.today)
    agency_id = unit.actor.agency_id
    assert agency_id is not None
    agency = people.agency(unit.connection, agency_id)
    files = [uploads.inspect(upload.name, upload.content) for upload in command.attachments]
    sequence = cases.next_number(
        unit.connection, agency_id, "register", command.received_on.year
    )
    process = unit.around.processes.latest()
    release = process.release
    row: dict[str, Any] = {
        **values.case, "agency_id": agency_id,
        "applicant_id": cases.add_applicant(unit.connection, values.applicant),
        "number": f"{agency['letter_code']}申〔{command.received_on.year}〕{sequence}号",
        "registered_by": unit.actor.person_id, "registered_at": unit.now, "handler_id": None,
        "status": "open", "step": "", "step_name": "", "step_since": unit.now,
        "letter_kind": "", "ground": "", "rule_set": "", "due_on": None,
        "warning_due_on": None, "provisional": False, "clock_state": "", "replied_on": None,
        "on_time": None, "archived_at": None, "calendar_version": "",
    }
    row["id"] = cases.add(unit.connection, row)
    case = unit.adopt(
        row, Ledger(command.received_on, command.channel, arrived=command.arrived_on), process
    )
    cases.add_instance(unit.connection, {
        "case_id": case.id, "process": release.main, "version": release.version,
        "release": release.number, "bundle_digest": release.digest, "revision": 0,
        "state": b"", "state_digest": "",
    })
    case.instance = process.start(perform(Act(unit, case)), {})
    for upload, inspected in zip(command.attachments, files, strict=True):
        attach(unit, case, inspected, upload.content)
    unit.settle(case)
    return case.id


def add_attachment(command: commands.AddAttachment, unit: UnitOfWork) -> int:
    row, revision = _own_case(unit, command.case_id)
    if row["status"] == "archived":
        raise CaseClosed()
    case = unit.case(command.case_id, revision)
    inspected = uploads.inspect(command.upload.name, command.upload.content)
    return attach(unit, case, inspected, command.upload.content)


def attach(unit: UnitOfWork, case: LiveCase, file: uploads.Inspected, content: bytes) -> int:
    digest = letters.keep(unit.connection, content)
    attachment_id = letters.add_attachment(unit.connection, {
        "case_id": case.id, "name": file.name, "media_type": file.media_type,
        "size": len(content), "digest": digest, "added_by": unit.actor.person_id,
        "added_at": unit.now,
    })
    unit.record(events.AttachmentAdded(
        attachment_id=attachment_id, digest=digest, size=len(content)
    ), case)
    return attachment_id


def reveal_applicant(command: commands.RevealApplicant, unit: UnitOfWork) -> dict[str, Any]:
    row, revision = _own_case(unit, command.case_id)
    reason = command.reason.strip()
    if not reason:
        raise InvalidInput({"reason": "请写明查看的原因。"})
    case = unit.case(command.case_id, revision)
    unit.record(events.ApplicantRevealed(reason=reason[:200]), case)
    return dict(cases.find_applicant(unit.connection, row["applicant_id"]))


def _own_case(unit: UnitOfWork, case_id: int) -> tuple[Row, int]:
    """A case of the officer's own agency, locked: its row and revision."""
    revision = cases.lock(unit.connection, case_id)
    row = cases.find(unit.connection, case_id)
    if revision is None or row is None or row["agency_id"] != unit.actor.agency_id:
        raise NotFound()
    require(unit.actor, Role.INTAKE_OFFICER, Role.HANDLER)
    return row, revision


def trigger_timers(command: commands.TriggerTimers, unit: UnitOfWork) -> int:
    """All due timers of one case in the order of their moments; a second sweep finds none."""
    revision = cases.lock(unit.connection, command.case_id)
    if revision is None:
        raise NotFound()
    case = unit.case(command.case_id, revision)
    fired = 0
    while True:
        due = sorted(
            (t for t in case.timers.values() if t["due_at"] is not None
             and t["due_at"] <= unit.now),
            key=lambda timer: (timer["due_at"], timer["id"]),
        )
        if not due:
            return fired
        timer = due[0]
        act = Act(unit, case, timer=dict(timer))
        case.instance.ring(timer["id"], perform(act))
        fired += 1
        if timer["id"] in case.timers:
            unit.mark_fired(case, timer)
        unit.settle(case)
