"""A task in a list, and what somebody wrote when completing one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.actors.permissions import own
from engine.actors.roles import Role
from engine.cases.glance.applicant import mask_name
from engine.cases.glance.clock_strip import ClockStrip, strip
from engine.people.agencies import AgencyRef, PersonRef, agency_of, person_of
from engine.processes.forms.form import Form
from engine.processes.published import Published
from engine.store.shapes import TaskRow
from engine.tasks import rows, rules
from engine.tasks.forms.binding import TaskLimit, binding
from engine.tasks.rows import TaskColumns
from engine.transaction.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class TaskItem:
    """An open task of my work."""

    id: str
    case_id: int
    case_number: str
    subject: str
    applicant: str             # masked
    agency: AgencyRef
    element: str
    name: str
    role: Role
    assignee: PersonRef | None
    mine: bool
    opened_at: datetime
    clock: ClockStrip
    has_draft: bool
    limit: TaskLimit | None = None      # the one that binds this task
    about: str = ""                     # the letter, … of a process beside the life


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """What somebody wrote when completing a step."""

    step_name: str
    outcome_label: str
    text: str
    by: str
    at: datetime


def form_of(at: Snapshot, task: TaskColumns) -> Form:
    """The form of a task, of the version that its case began with."""
    return at.around[Published].at(task["process"], task["version"]).forms[task["element"]]


def outcome_label(at: Snapshot, task: TaskRow) -> str:
    """What stood on the button by which a task was completed."""
    choice = form_of(at, task).outcome.choice(task["outcome"])
    return choice.label if choice else task["outcome"]


def open_tasks(at: Snapshot, case_id: int) -> Sequence[rows.TaskWithCase]:
    """The open tasks of a case; the parts of its page ask for them once."""
    return at.once(("open tasks", case_id), lambda: rows.open_tasks_of(at.connection, case_id))


def ended_tasks(at: Snapshot, case_id: int) -> Sequence[rows.DoneBy]:
    """The completed tasks of a case, oldest first; the parts of its page ask for them once."""
    return at.once(("ended tasks", case_id), lambda: rows.ended_of(at.connection, case_id))


def opinions(at: Snapshot, case_id: int) -> tuple[Opinion, ...]:
    """What was said on a case so far, oldest first."""
    return tuple(
        Opinion(
            step_name=task["name"], outcome_label=outcome_label(at, task),
            text=opinion_text(form_of(at, task), task["values"] or {}),
            by=task["by_name"] or "", at=task["done_at"],
        )
        for task in ended_tasks(at, case_id)
    )


def task_item(at: Snapshot, row: rows.TaskWithCase) -> TaskItem:
    """A task for a list or a page."""
    return TaskItem(
        id=row["id"], case_id=row["case_id"], case_number=row["number"],
        subject=row["subject"], applicant=mask_name(row["applicant_name"],
                                                    row["applicant_kind"]),
        agency=agency_of(row), element=row["element"], name=row["name"],
        role=Role(row["role"]),
        assignee=person_of(row["assignee_id"], row["assignee_name"]),
        mine=row["assignee_id"] is not None and row["assignee_id"] == at.actor.person_id,
        opened_at=row["opened_at"], clock=strip(at, row["case_id"], row),
        has_draft=row["draft"] is not None, limit=binding(at, row), about=row["about"],
    )


def work_of(at: Snapshot, most: int = 500) -> tuple[TaskItem, ...]:
    """Open tasks that the actor may do: of his duties, not held by another, no check of his own
    work unless he holds it already. Most urgent first."""
    if at.actor.agency_id is None or at.actor.person_id is None:
        return ()
    found = rows.my_tasks(
        at.connection, own(at.actor).agencies, [role.value for role in at.actor.roles],
        at.actor.person_id, most,
    )
    return tuple(sorted(
        (task_item(at, row) for row in found if not _own_work(at, row)), key=_by_its_limit
    ))


def _own_work(at: Snapshot, row: rows.TaskWithCase) -> bool:
    """A check that he may not take. Who has one duty alone has none: nothing is looked up."""
    if row["assignee_id"] is not None or len(at.actor.roles) < 2:
        return False
    return at.actor.person_id in rules.kept_from(at, row, form_of(at, row))


def _by_its_limit(item: TaskItem) -> tuple[bool, date, datetime]:
    return item.limit is None, item.limit.last_day if item.limit else date.max, item.opened_at


def opinion_text(form: Form, values: Mapping[str, Any]) -> str:
    """The longer texts and the numbers somebody wrote in a step, for those who act after him."""
    shown = {"paragraphs": "{value}", "number": "{label}：{value}"}
    return "\n".join(
        shown[each.type].format(label=each.label, value=values[each.name])
        for each in form.fields
        if each.type in shown and values.get(each.name) not in (None, "")
    )
