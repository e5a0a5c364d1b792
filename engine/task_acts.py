"""Acts on an open task: taking it, giving it back, handing it over, keeping a draft, doing it."""

from collections.abc import Mapping
from typing import Any

from engine import commands, events, uploads
from engine.act import Act
from engine.case_acts import attach
from engine.errors import (
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
from engine.store import Row, people, tasks
from engine.task_forms import Choice, Form
from engine.unit_of_work import UnitOfWork, digest_of
from engine.who_may import sees_agency
from engine.workflow import NotOpen


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
    act = Act(unit, case, form=form, handed_in=values)
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
                attach(act.unit, act.case, inspected, upload.content)
    if form.reviews_letter:
        review(act, passed=choice.value == form.reviews_letter)


def _form(unit: UnitOfWork, task: Row) -> Form:
    return unit.around.published.at(task["process"], task["version"]).forms[task["element"]]


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
