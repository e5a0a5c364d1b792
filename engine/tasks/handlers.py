"""Acts on an open task: taking it, giving it back, handing it over, keeping a draft, doing it."""

from collections.abc import Mapping
from typing import Any

from engine.actors.roles import Role
from engine.attachments.attachment import (
    attach,
    check_open_to_files,
    inspected,
    open_forms,
)
from engine.cases.act import Act
from engine.cases.case import Case, scalars
from engine.cases.open_cases import open_cases
from engine.cases.process import moving
from engine.cases.rows import tasks as task_rows
from engine.correspondence.drafting import draft, jsonable, review
from engine.correspondence.typed import limits
from engine.drafts import rows as draft_rows
from engine.drafts.draft import goes_on, new_version
from engine.errors import (
    InvalidInput,
    LetterNotReady,
    NotFound,
    NotPermitted,
    TaskNoLongerOpen,
)
from engine.people import rows as people_rows
from engine.processes.forms.form import Choice, Form
from engine.processes.published import Published
from engine.processes.runtime import NotOpen
from engine.record.event import digest_of
from engine.store.shapes import TaskRow
from engine.tasks import holding, rows, rules
from engine.tasks.commands import (
    ClaimTask,
    CompleteTask,
    DropTaskDraft,
    HandOverTask,
    ReleaseTask,
    SaveTaskDraft,
    TakeUpTaskDraft,
)
from engine.tasks.events import TaskClaimed, TaskCompleted, TaskHandedOver, TextWritten
from engine.tasks.forms import choices
from engine.tasks.forms.authors import standing, with_writer, writers
from engine.transaction.unit_of_work import UnitOfWork


def _open_task(
    unit: UnitOfWork, task_id: str, *, to_give: bool = False
) -> tuple[rows.LockedTask, Case]:
    """An open task that is this person's to do, its case locked; to_give: or to give away, as a
    manager gives anybody's. Raises what stands against it."""
    task = rules.check_open(unit, rows.lock(unit.connection, task_id))
    reassigned = to_give and rules.may_reassign(unit, task)
    if not reassigned:
        rules.check_duty(unit, task)
    case = open_cases(unit).take(task["case_id"], task["revision"])
    if not reassigned:
        rules.check_hold(unit, task)
    return task, case


def claim_task(command: ClaimTask, unit: UnitOfWork) -> None:
    task, case = _open_task(unit, command.task_id)
    if not people_rows.holds(unit.connection, unit.actor.person_id, task["role"]):
        raise NotPermitted(roles=Role(task["role"]).title)     # no longer, since he asked
    assert unit.actor.person_id is not None     # he holds the duty
    rules.check_separation(unit, task, _form(unit, task))
    holding.give(unit, case, task, unit.actor.person_id)
    unit.record(TaskClaimed(task_id=task["id"], name=task["name"]), case)


def release_task(command: ReleaseTask, unit: UnitOfWork) -> None:
    task, case = _open_task(unit, command.task_id)
    holding.give_back(unit, case, task)


def hand_over_task(command: HandOverTask, unit: UnitOfWork) -> None:
    task, case = _open_task(unit, command.task_id, to_give=True)
    colleagues = people_rows.holders(unit.connection, task["agency_id"], task["role"])
    if command.to_person_id not in {row["id"] for row in colleagues} or not people_rows.holds(
        unit.connection, command.to_person_id, task["role"]
    ):
        raise InvalidInput({"to_person_id": "请从本机关承担这项工作的人员中选择。"})
    if command.to_person_id in rules.kept_from(unit, task, _form(unit, task)):
        raise InvalidInput({
            "to_person_id": "这位同事办理过前一环节，或者写过要审查的文字，请选择其他人员。",
        })
    holding.give(unit, case, task, command.to_person_id)
    unit.record(TaskHandedOver(
        task_id=task["id"], name=task["name"], to_person_id=command.to_person_id
    ), case)


def save_task_draft(command: SaveTaskDraft, unit: UnitOfWork) -> bool:
    task, case = _open_task(unit, command.task_id)
    form, row = _form(unit, task), case.open_tasks[task["id"]]
    rules.check_separation(unit, task, form)
    names = {each.name for each in form.fields if each.type != "file"}
    kept = {name: value for name, value in command.values.items() if name in names}
    before = writers(row["authors"] or {})
    authors = _written(unit, form, row, kept)
    row["authors"] = authors
    rows.save_authors(unit.connection, task["id"], authors)
    beside = row["draft"] != kept and not goes_on(
        task["draft_version"], command.page, command.came_from
    )
    version = new_version(command.page)
    if beside:
        _keep_beside(unit, task["id"], command.page, version, kept)
    else:
        row["draft"], row["draft_version"] = kept, version
        rows.save_draft(unit.connection, task["id"], kept, version)
        draft_rows.remove(unit.connection, task["id"], command.page)
    if writers(authors) != before:
        unit.record(TextWritten(
            task_id=task["id"], element=task["element"], name=task["name"],
            text_digest=digest_of(kept),
        ), case)
    return beside


def _keep_beside(
    unit: UnitOfWork, task_id: str, page: str, version: str, values: Mapping[str, Any]
) -> None:
    assert unit.actor.person_id is not None     # who may do the task has an account
    draft_rows.put(unit.connection, {
        "page": page, "form": task_id, "person_id": unit.actor.person_id, "version": version,
        "values": dict(values), "saved_at": unit.now,
    })


def take_up_task_draft(command: TakeUpTaskDraft, unit: UnitOfWork) -> None:
    task, case = _open_task(unit, command.task_id)
    row = case.open_tasks[task["id"]]
    found = draft_rows.find(unit.connection, task["id"], command.page)
    if found is None:
        raise NotFound()
    draft_rows.remove(unit.connection, task["id"], command.page)
    if row["draft"]:
        version = task["draft_version"] or new_version("")
        _keep_beside(unit, task["id"], version.rpartition(":")[0], version, row["draft"])
    row["draft"], row["draft_version"] = found["values"], found["version"]
    rows.save_draft(unit.connection, task["id"], found["values"], found["version"])


def drop_task_draft(command: DropTaskDraft, unit: UnitOfWork) -> None:
    task, _case = _open_task(unit, command.task_id)
    draft_rows.remove(unit.connection, task["id"], command.page)


def complete_task(command: CompleteTask, unit: UnitOfWork) -> int:
    task, case = _open_task(unit, command.task_id)
    form = _form(unit, task)
    rules.check_separation(unit, task, form)
    variables = case.where(task["id"]).instance.variables(task["id"])
    values, problems = form.read(command.values, variables)
    _people_of_the_agency(unit, task, form, values, problems)
    chosen = form.outcome.choice(values.get(form.outcome.variable))
    if chosen is not None:
        problems |= limits.problems(form, chosen, values)
    if problems:
        raise InvalidInput(problems)
    if task["assignee_id"] is None:
        holding.handled_by(case, task, unit.actor.person_id)
    act = Act(unit, case, form=form, handed_in=values)
    choice = form.outcome.choice(values[form.outcome.variable])
    assert choice is not None
    choices.check_lawful(form, choice, case, values, unit.today)
    kept = jsonable({k: v for k, v in values.items() if not _is_file(form, k)})
    authors = _written(unit, form, case.open_tasks[task["id"]], kept)   # before the draft is anew
    _carry_out(act, task, form, values, choice)
    task_rows.end(
        unit.connection, task["id"], state="completed", at=unit.now, by=unit.actor.person_id,
        outcome=choice.value, values=kept, authors=authors,
    )
    draft_rows.remove_form(unit.connection, task["id"])
    del case.open_tasks[task["id"]]
    unit.record(TaskCompleted(
        task_id=task["id"], element=task["element"], name=task["name"], outcome=choice.value,
        outcome_label=choice.label, values_digest=digest_of(kept),
        written_by=tuple(writers(authors)),
    ), case)
    try:
        moving.complete(
            act, task["id"], scalars(values, frozenset({form.outcome.variable}))
        )
    except NotOpen:
        raise TaskNoLongerOpen(task=task["name"]) from None
    return case.id


def _carry_out(
    act: Act, task: rows.TaskColumns, form: Form, values: Mapping[str, Any], choice: Choice
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
            check_open_to_files(act.unit, act.case.id, open_forms(act.unit, act.case))
            for file in inspected(act.unit, values[each.name]):
                attach(act.unit, act.case, file)
    if form.reviews_letter:
        review(act, None if choice.undecided else choice.value == form.reviews_letter)


def _written(
    unit: UnitOfWork, form: Form, row: TaskRow, values: Mapping[str, Any]
) -> dict[str, list[int]]:
    """Who wrote in a task, by field, now that this is left in its form."""
    return with_writer(
        row["authors"], form, standing(unit, form, row), values, unit.actor.person_id
    )


def _form(unit: UnitOfWork, task: rows.TaskColumns) -> Form:
    return unit.around[Published].at(task["process"], task["version"]).forms[task["element"]]


def _people_of_the_agency(
    unit: UnitOfWork, task: rows.TaskColumns, form: Form, values: Mapping[str, Any],
    problems: dict[str, str],
) -> None:
    for each in form.fields:
        if each.type == "person" and each.name in values:
            role = each.role.value if each.role else task["role"]
            holders = people_rows.holders(unit.connection, task["agency_id"], role)
            known = {row["id"] for row in holders}
            if values[each.name] not in known:
                problems[each.name] = f"请从名单中选择{each.label}。"


def _is_file(form: Form, name: str) -> bool:
    return any(each.name == name and each.type == "file" for each in form.fields)
