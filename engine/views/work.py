"""Work on a desk: open and done tasks, and the page of one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.roles import Role
from engine.views.clock import ClockStrip
from engine.views.forms import FormChoice, FormField
from engine.views.letters import LetterView
from engine.views.people import AgencyRef, PersonRef


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


@dataclass(frozen=True, kw_only=True)
class DoneItem:
    """A task that I completed."""

    task_id: str
    case_id: int
    case_number: str
    subject: str
    name: str
    outcome: str
    ended_at: datetime


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """What somebody wrote when completing a step."""

    step_name: str
    outcome_label: str
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class TaskForm:
    """All that a page needs to let somebody do a task."""

    task: TaskItem
    title: str
    legal_basis: str
    instruction: str
    outcome_variable: str
    choices: tuple[FormChoice, ...]
    fields: tuple[FormField, ...]
    values: Mapping[str, Any]  # draft or prefilled
    may_act: bool
    may_claim: bool
    not_permitted_because: str = ""
    colleagues: tuple[PersonRef, ...] = ()  # to whom it may be handed over
    letter: "LetterView | None" = None      # what is to be reviewed, signed or served
    opinions: tuple["Opinion", ...] = ()    # what others said on this case so far
