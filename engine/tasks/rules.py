"""What stands against doing an open task: enforced by handlers, told by pages, the same rules.

Permission says who may ask; these say whether this person may do this task now.
"""

from typing import TypeVar

from engine.actors.permissions import own, sight
from engine.actors.roles import Role
from engine.cases.rows import cases as case_rows, tasks as task_rows
from engine.cases.visible import check_goes_on
from engine.errors import (
    NotFound,
    NotPermitted,
    Refusal,
    SeparationOfDuties,
    SignedBefore,
    TaskAlreadyDone,
    TaskHeldByAnother,
    TaskNoLongerOpen,
    WrittenByHimself,
)
from engine.people import rows as people_rows
from engine.people.units import rows as unit_rows
from engine.processes.forms.form import Form
from engine.sign_off.rounds import signed_elsewhere
from engine.statute.calendar.zone import ZONE
from engine.tasks.forms.authors import writers_of_letters
from engine.tasks.rows import TaskColumns
from engine.transaction.snapshot import Snapshot

T = TypeVar("T", bound=TaskColumns)     # as much of the task as was read

# What a page says instead of the whole refusal, to somebody who has not tried anything.
_IN_SHORT: dict[type[Refusal], str] = {
    NotPermitted: "这项工作由{roles}办理。",
    TaskHeldByAnother: "已由{holder}签收。",
    SeparationOfDuties: "“{task}”不能由办理“{earlier}”的同一人完成。",
    SignedBefore: "您已在本轮“{earlier}”环节签署意见，本环节应当由其他人员办理。",
    WrittenByHimself: "“{earlier}”中有您写过的文字，“{task}”应当由其他人员完成。",
}


def check_open(at: Snapshot, task: T | None) -> T:
    """The task, when it is there to see and still open.

    Raises NotFound, TaskAlreadyDone, TaskNoLongerOpen (both with the ``case_id``), and as
    ``check_goes_on``.
    """
    if task is None or not sight(at.actor).covers(task["agency_id"]):
        raise NotFound()
    if task["state"] == "completed":
        assert task["ended_at"] is not None
        raise TaskAlreadyDone(
            task=task["name"], by=people_rows.name_of(at.connection, task["ended_by"]),
            at=task["ended_at"].astimezone(ZONE).strftime("%m月%d日%H:%M"),
            case_id=task["case_id"],
        )
    if task["state"] != "open":
        case = case_rows.find(at.connection, task["case_id"])
        assert case is not None     # it has the task
        check_goes_on(at, case["id"], case["status"])
        raise TaskNoLongerOpen(task=task["name"], case_id=task["case_id"])
    return task


def check_duty(at: Snapshot, task: TaskColumns) -> None:
    """The task's duty is one of the actor's, in the task's agency and unit. Raises NotPermitted."""
    role = Role(task["role"])
    if not own(at.actor).covers(task["agency_id"]) or role not in at.actor.roles:
        raise NotPermitted(roles=role.title)
    if task["unit_id"] is None or task["assignee_id"] is not None:
        return      # who holds it was given it, whichever unit is his
    if unit_rows.unit_of(at.connection, at.actor.person_id) != task["unit_id"]:
        unit = unit_rows.find(at.connection, task["unit_id"])
        raise NotPermitted(roles=f"{unit['name'] if unit else ''}{role.title}")


def check_hold(at: Snapshot, task: TaskColumns) -> None:
    """Nobody else has taken it. Raises TaskHeldByAnother."""
    holder = task["assignee_id"]
    if holder is not None and holder != at.actor.person_id:
        raise TaskHeldByAnother(
            task=task["name"], holder=people_rows.name_of(at.connection, holder)
        )


def kept_from(at: Snapshot, task: TaskColumns, form: Form) -> dict[int, SeparationOfDuties]:
    """Who may not check this work because it is his own (``separate_from`` of the form), by
    person, with what he is told: who handed it in last, and who wrote any of it. Nobody signs at
    two levels of one round either."""
    found: dict[int, SeparationOfDuties] = {}
    for element in form.separate_from:
        earlier = task_rows.latest(at.connection, task["case_id"], element)
        if earlier is None:
            continue
        facts = {"task": task["name"], "earlier": earlier["name"]}
        if earlier["ended_by"] is not None:
            found.setdefault(earlier["ended_by"], SeparationOfDuties(**facts))
        for writer in writers_of_letters(at, task["case_id"], element):
            found.setdefault(writer, WrittenByHimself(**facts))
    for person, level in (
        signed_elsewhere(at, task["case_id"], form.signs) if form.signs is not None else ()
    ):
        found.setdefault(person, SignedBefore(task=task["name"], earlier=level.title))
    return found


def check_separation(at: Snapshot, task: TaskColumns, form: Form) -> None:
    """Nobody checks his own work. Raises SeparationOfDuties."""
    refusal = kept_from(at, task, form).get(at.actor.person_id or 0)
    if refusal is not None:
        raise refusal


def may_reassign(at: Snapshot, task: TaskColumns) -> bool:
    """改派: a manager of the agency gives anybody's work to who has its duty."""
    return Role.MANAGER in at.actor.roles and own(at.actor).covers(task["agency_id"])


def check_act(at: Snapshot, task: TaskColumns, form: Form) -> None:
    """All of them. Raises NotPermitted, TaskHeldByAnother, SeparationOfDuties."""
    check_duty(at, task)
    check_hold(at, task)
    check_separation(at, task, form)


def why_not(at: Snapshot, task: TaskColumns, form: Form) -> str:
    """What stands against it, in Chinese; empty when he may."""
    try:
        check_act(at, task, form)
    except (NotPermitted, TaskHeldByAnother, SeparationOfDuties) as refusal:
        return _IN_SHORT[type(refusal)].format(**refusal.facts)
    return ""
