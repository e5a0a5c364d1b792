"""The page of one open task: its case, its form and, where a letter is drafted, its editor."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.actors.permissions import SIGNED_IN
from engine.casework.case_view import CaseView, case_view
from engine.correspondence.editor import LetterEditor, letter_editor
from engine.tasks import rows, rules
from engine.tasks.form import TaskForm, task_form
from engine.transaction.messages import Question
from engine.transaction.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class TaskView:
    """What the page of a task shows. editor: None where no letter is drafted by this person."""

    form: TaskForm
    case: CaseView
    editor: LetterEditor | None


@dataclass(frozen=True, kw_only=True)
class TaskPage(Question[TaskView], permission=SIGNED_IN):
    """An open task. letter: what stands typed in the editor, if not what the task keeps.

    Raises NotFound, TaskAlreadyDone, TaskNoLongerOpen.
    """

    task_id: str
    letter: Mapping[str, Any] | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True)
class TaskFormOf(Question[TaskForm], permission=SIGNED_IN):
    """Only the form of an open task: what a posted form is read by. Raises as ``TaskPage``.

    typed: values that stand on the page, for what its buttons would bring.
    """

    task_id: str
    typed: Mapping[str, Any] | None = field(default=None, repr=False)


def task_page(question: TaskPage, at: Snapshot) -> TaskView:
    row = rules.check_open(at, rows.task_with_case(at.connection, question.task_id))
    form = task_form(at, row)
    drafted = next((each.name for each in form.fields if each.type == "letter"), None)
    editor = None
    if drafted is not None and form.may_act:
        typed = question.letter if question.letter is not None else form.values.get(drafted) or {}
        editor = letter_editor(at, row["case_id"], typed)
    return TaskView(form=form, case=case_view(at, row["case_id"]), editor=editor)


def task_form_of(question: TaskFormOf, at: Snapshot) -> TaskForm:
    row = rules.check_open(at, rows.task_with_case(at.connection, question.task_id))
    return task_form(at, row, question.typed)
