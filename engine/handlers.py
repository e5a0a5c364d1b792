"""One function a command; ``COMMAND_HANDLERS`` at the foot names them all.

Each is given the command and the unit of work and returns what the command's docstring says.
Who may do what is checked here, first; the web checks only what it shows.
"""

from collections.abc import Callable, Mapping
from typing import Any

from engine import (
    calendar_acts,
    commands,
    events,
    intake,
    people_acts,
    settings_acts,
    sign_in,
    uploads,
)
from engine.act import Act
from engine.errors import (
    CaseClosed,
    InvalidInput,
    LetterNotReady,
    NotFound,
    NotPermitted,
    SeparationOfDuties,
    TaskAlreadyDone,
    TaskHeldByAnother,
    TaskNoLongerOpen,
)
from engine.letter_acts import draft, jsonable, review
from engine.limits import ZONE
from engine.live_case import LiveCase, scalars
from engine.operations import perform
from engine.roles import Role
from engine.statute import Ledger
from engine.store import Row, cases, letters, people, tasks
from engine.task_forms import Choice, Form
from engine.unit_of_work import UnitOfWork, digest_of
from engine.workflow import NotOpen

MAIN_PROCESS = "disclosure_request"


# -- registering ---------------------------------------------------------------------------


def register_request(command: commands.RegisterRequest, unit: UnitOfWork) -> int:
    _require(unit, Role.INTAKE_OFFICER)
    values = intake.check(command, unit.today)
    agency_id = unit.actor.agency_id
    assert agency_id is not None
    agency = people.agency(unit.connection, agency_id)
    files = [uploads.inspect(upload.name, upload.content) for upload in command.attachments]
    sequence = cases.next_number(
        unit.connection, agency_id, "register", command.received_on.year
    )
    program = unit.around.programs.latest(MAIN_PROCESS)
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
        row, Ledger(command.received_on, command.channel, arrived=command.arrived_on), program
    )
    cases.add_instance(unit.connection, {
        "case_id": case.id, "process": MAIN_PROCESS, "version": program.bundle.version,
        "bundle_digest": program.digest, "revision": 0, "state": b"", "state_digest": "",
    })
    case.instance = program.start(perform(Act(unit, case)), {})
    for upload, inspected in zip(command.attachments, files, strict=True):
        _attach(unit, case, inspected, upload.content)
    unit.settle(case)
    return case.id


# -- tasks ---------------------------------------------------------------------------------


def _open_task(unit: UnitOfWork, task_id: str) -> tuple[Row, LiveCase]:
    """An open task that this person may do, its case locked. Raises what stands against it."""
    task = tasks.lock(unit.connection, task_id)
    if task is None or not sees_agency(unit.actor, task["agency_id"]):
        raise NotFound()
    if task["state"] == "completed":
        by = people.name_of(unit.connection, task["ended_by"])
        at = task["ended_at"].astimezone(ZONE).strftime("%m月%d日%H:%M")
        raise TaskAlreadyDone(task=task["name"], by=by, at=at)
    if task["state"] != "open":
        raise TaskNoLongerOpen(task=task["name"])
    role = Role(task["role"])
    if unit.actor.agency_id != task["agency_id"] or role not in unit.actor.roles:
        raise NotPermitted(roles=role.title)
    return task, unit.case(task["case_id"], task["revision"])


def _not_held_by_another(unit: UnitOfWork, task: Row) -> None:
    holder = task["assignee_id"]
    if holder is not None and holder != unit.actor.person_id:
        raise TaskHeldByAnother(
            task=task["name"], holder=people.name_of(unit.connection, holder)
        )


def claim_task(command: commands.ClaimTask, unit: UnitOfWork) -> None:
    task, case = _open_task(unit, command.task_id)
    _not_held_by_another(unit, task)
    if not people.holds(unit.connection, unit.actor.person_id, task["role"]):
        raise NotPermitted(roles=Role(task["role"]).title)     # no longer, since he asked
    tasks.assign(unit.connection, task["id"], unit.actor.person_id)
    if task["role"] == Role.HANDLER.value and not people.holds(
        unit.connection, case.row["handler_id"], task["role"]
    ):
        case.set(handler_id=unit.actor.person_id)   # the one before is no handler any more
    unit.record(events.TaskClaimed(task_id=task["id"], name=task["name"]), case)


def release_task(command: commands.ReleaseTask, unit: UnitOfWork) -> None:
    task, case = _open_task(unit, command.task_id)
    _not_held_by_another(unit, task)
    tasks.assign(unit.connection, task["id"], None)
    unit.record(events.TaskReleased(task_id=task["id"], name=task["name"]), case)


def hand_over_task(command: commands.HandOverTask, unit: UnitOfWork) -> None:
    task, case = _open_task(unit, command.task_id)
    _not_held_by_another(unit, task)
    colleagues = people.holders(unit.connection, task["agency_id"], task["role"])
    if command.to_person_id not in {row["id"] for row in colleagues} or not people.holds(
        unit.connection, command.to_person_id, task["role"]
    ):
        raise InvalidInput({"to_person_id": "请从本机关承担这项工作的人员中选择。"})
    tasks.assign(unit.connection, task["id"], command.to_person_id)
    if task["role"] == Role.HANDLER.value:      # what comes back comes to who has it now
        case.set(handler_id=command.to_person_id)
    unit.record(events.TaskHandedOver(
        task_id=task["id"], name=task["name"], to_person_id=command.to_person_id
    ), case)


def save_task_draft(command: commands.SaveTaskDraft, unit: UnitOfWork) -> None:
    task, _case = _open_task(unit, command.task_id)
    _not_held_by_another(unit, task)
    form = _form(unit, task)
    names = {each.name for each in form.fields if each.type != "file"}
    kept = {name: value for name, value in command.values.items() if name in names}
    tasks.save_draft(unit.connection, task["id"], kept)


def complete_task(command: commands.CompleteTask, unit: UnitOfWork) -> int:
    task, case = _open_task(unit, command.task_id)
    _not_held_by_another(unit, task)
    form = _form(unit, task)
    _separated(unit, task, form)
    values, problems = form.read(command.values, case.instance.variables(task["id"]))
    _people_of_the_agency(unit, task, form, values, problems)
    if problems:
        raise InvalidInput(problems)
    act = Act(unit, case, handed_in=values)
    choice = form.outcome.choice(values[form.outcome.variable])
    assert choice is not None
    _carry_out(act, task, form, values, choice)
    kept = jsonable({k: v for k, v in values.items() if not _is_file(form, k)})
    tasks.end(
        unit.connection, task["id"], state="completed", at=unit.now, by=unit.actor.person_id,
        outcome=choice.value, values=kept,
    )
    del case.open_tasks[task["id"]]
    unit.record(events.TaskCompleted(
        task_id=task["id"], element=task["element"], name=task["name"], outcome=choice.value,
        outcome_label=choice.label, values_digest=digest_of(kept),
    ), case)
    variables = scalars(values, frozenset({form.outcome.variable}))
    try:
        case.instance.complete(task["id"], variables, perform(act))
    except NotOpen:
        raise TaskNoLongerOpen(task=task["name"]) from None
    unit.settle(case)
    return case.id


def _carry_out(
    act: Act, task: Row, form: Form, values: Mapping[str, Any], choice: Choice
) -> None:
    """What handing in the form does to the case before the process moves on."""
    for each in form.fields:
        if each.type == "letter" and each.name in values:
            letter = values[each.name]
            try:
                draft(act, str(letter.get("kind", "")), letter.get("facts", {}))
            except LetterNotReady:
                # An opinion or more time may be asked for before the letter is complete; what
                # is written of it stays with the task and is there again afterwards.
                if each.name in choice.requires:
                    raise
        if each.type == "file" and each.name in values:
            for upload in values[each.name]:
                inspected = uploads.inspect(upload.name, upload.content)
                _attach(act.unit, act.case, inspected, upload.content)
    if form.reviews_letter:
        review(act, passed=choice.value == form.reviews_letter)


def _form(unit: UnitOfWork, task: Row) -> Form:
    return unit.around.deployments.at(task["process"], task["version"]).forms[task["element"]]


def _separated(unit: UnitOfWork, task: Row, form: Form) -> None:
    """Nobody checks his own work (``separate_from`` of the form)."""
    for element in form.separate_from:
        earlier = tasks.latest(unit.connection, task["case_id"], element)
        if earlier is not None and earlier["ended_by"] == unit.actor.person_id:
            raise SeparationOfDuties(task=task["name"], earlier=earlier["name"])


def _people_of_the_agency(
    unit: UnitOfWork, task: Row, form: Form, values: Mapping[str, Any],
    problems: dict[str, str],
) -> None:
    for each in form.fields:
        if each.type == "person" and each.name in values:
            role = each.role.value if each.role else task["role"]
            known = {row["id"] for row in people.holders(unit.connection, task["agency_id"], role)}
            if values[each.name] not in known:
                problems[each.name] = f"请从名单中选择{each.label}。"


def _is_file(form: Form, name: str) -> bool:
    return any(each.name == name and each.type == "file" for each in form.fields)


# -- time ----------------------------------------------------------------------------------


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


# -- cases ---------------------------------------------------------------------------------


def add_attachment(command: commands.AddAttachment, unit: UnitOfWork) -> int:
    revision = cases.lock(unit.connection, command.case_id)
    row = cases.find(unit.connection, command.case_id)
    if revision is None or row is None or row["agency_id"] != unit.actor.agency_id:
        raise NotFound()
    _require(unit, Role.INTAKE_OFFICER, Role.HANDLER)
    if row["status"] == "archived":
        raise CaseClosed()
    case = unit.case(command.case_id, revision)
    inspected = uploads.inspect(command.upload.name, command.upload.content)
    return _attach(unit, case, inspected, command.upload.content)


def _attach(unit: UnitOfWork, case: LiveCase, file: uploads.Inspected, content: bytes) -> int:
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
    revision = cases.lock(unit.connection, command.case_id)
    row = cases.find(unit.connection, command.case_id)
    if revision is None or row is None or row["agency_id"] != unit.actor.agency_id:
        raise NotFound()
    _require(unit, Role.INTAKE_OFFICER, Role.HANDLER)
    reason = command.reason.strip()
    if not reason:
        raise InvalidInput({"reason": "请写明查看的原因。"})
    case = unit.case(command.case_id, revision)
    unit.record(events.ApplicantRevealed(reason=reason[:200]), case)
    return dict(cases.find_applicant(unit.connection, row["applicant_id"]))


# -- the installation ----------------------------------------------------------------------


def add_agency(command: commands.AddAgency, unit: UnitOfWork) -> int:
    _require(unit, Role.ADMINISTRATOR)
    agency_id = people.add_agency(unit.connection, command)
    unit.record(events.AgencyAdded(agency_id=agency_id, name=command.name))
    return agency_id


def add_person(command: commands.AddPerson, unit: UnitOfWork) -> int:
    _require(unit, Role.ADMINISTRATOR)
    person_id = sign_in.add_person(unit.connection, unit.around.settings, command, unit.now)
    unit.record(events.PersonAdded(
        person_id=person_id, roles=tuple(role.value for role in command.roles)
    ))
    return person_id


def change_password(command: commands.ChangePassword, unit: UnitOfWork) -> None:
    if unit.actor.person_id is None:
        raise NotPermitted(roles="本人")
    sign_in.change_password(
        unit.connection, unit.around.settings, unit.actor.person_id, old=command.old,
        new=command.new, now=unit.now, keep=unit.actor.session,
    )
    unit.record(events.PasswordChanged(person_id=unit.actor.person_id))


# -- who may -------------------------------------------------------------------------------


def sees_agency(actor: Any, agency_id: int) -> bool:
    """Own agency, or all for the supervising department (reading only)."""
    return actor.agency_id == agency_id or bool(actor.sees_all_agencies)


def _require(unit: UnitOfWork, *roles: Role) -> None:
    if not unit.actor.roles & set(roles):
        raise NotPermitted(roles="、".join(role.title for role in roles))


Handler = Callable[[Any, UnitOfWork], Any]

COMMAND_HANDLERS: Mapping[type, Handler] = {
    commands.RegisterRequest: register_request,
    commands.ClaimTask: claim_task,
    commands.ReleaseTask: release_task,
    commands.HandOverTask: hand_over_task,
    commands.SaveTaskDraft: save_task_draft,
    commands.CompleteTask: complete_task,
    commands.TriggerTimers: trigger_timers,
    commands.AddAttachment: add_attachment,
    commands.RevealApplicant: reveal_applicant,
    commands.AddAgency: add_agency,
    commands.AddPerson: add_person,
    commands.ChangePassword: change_password,
    commands.ResetPassword: people_acts.reset_password,
    commands.ChangeDuties: people_acts.change_duties,
    commands.DisablePerson: people_acts.disable_person,
    commands.RestorePerson: people_acts.restore_person,
    commands.ImportNotice: calendar_acts.import_notice,
    commands.AddLocalDays: calendar_acts.add_local_days,
    commands.WithdrawNotice: calendar_acts.withdraw_notice,
    commands.SetAgencySetting: settings_acts.set_agency_setting,
    commands.CancelAgencySetting: settings_acts.cancel_agency_setting,
    commands.RecalculateCase: calendar_acts.recalculate_case,
}
