"""The page of a case: everything about it and the task that one does on it, from one snapshot."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.actors.permissions import SIGNED_IN, own
from engine.attachments.attachment import check_takes_files
from engine.attachments.commands import AddAttachment
from engine.cases.visible import processes_of
from engine.casework.case_view import CaseView, case_view
from engine.casework.diagrams import DiagramView, diagrams
from engine.casework.stages import Stage, stages
from engine.correspondence.editor import LetterEditor, letter_editor
from engine.errors import NotFound, Refusal
from engine.people.agencies import PersonRef
from engine.people.names import people_seen
from engine.tasks import rows, rules
from engine.tasks.form import TaskForm, task_form
from engine.tasks.task import TaskItem, form_of, open_tasks, work_of
from engine.transaction.messages import Question
from engine.transaction.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class CaseFileView:
    """What the page of a case shows.

    at_hand: the task that lies open on it, if one does; editor: where a letter is drafted there
    by this person; others: the forms of the other open tasks. people: whom its record may name.
    my_work: what else waits for this person, where it was asked for. no_files: why this person
    can put no file on the case now, if so.
    """

    case: CaseView
    at_hand: TaskForm | None
    editor: LetterEditor | None
    others: tuple[TaskForm, ...]
    stages: tuple[Stage, ...]
    diagrams: tuple[DiagramView, ...]
    people: tuple[PersonRef, ...]
    my_work: tuple[TaskItem, ...] = ()
    no_files: Refusal | None = None


@dataclass(frozen=True, kw_only=True)
class CasePage(Question[CaseFileView], permission=SIGNED_IN):
    """The whole case; a task that this person may do lies open. Raises NotFound.

    with_my_work: also what else waits for this person, for who has just done something.
    """

    case_id: int
    with_my_work: bool = False


@dataclass(frozen=True, kw_only=True)
class TaskPage(Question[CaseFileView], permission=SIGNED_IN):
    """The whole case with this task lying open. letter: what stands typed in the editor, if not
    what the task keeps. with_my_work: as above. Raises NotFound, TaskAlreadyDone,
    TaskNoLongerOpen.
    """

    task_id: str
    letter: Mapping[str, Any] | None = field(default=None, repr=False)
    with_my_work: bool = False


@dataclass(frozen=True, kw_only=True)
class CaseOf(Question[CaseView], permission=SIGNED_IN):
    """The case alone: its facts, clock, letters and record. Raises NotFound."""

    case_id: int


@dataclass(frozen=True, kw_only=True)
class TaskFormOf(Question[TaskForm], permission=SIGNED_IN):
    """Only the form of an open task: what a posted form is read by. Raises as ``TaskPage``.

    typed: values that stand on the page, for what its buttons would bring.
    """

    task_id: str
    typed: Mapping[str, Any] | None = field(default=None, repr=False)


def case_page(question: CasePage, at: Snapshot) -> CaseFileView:
    return _file(at, question.case_id, "", None, question.with_my_work)


def task_page(question: TaskPage, at: Snapshot) -> CaseFileView:
    row = rules.check_open(at, rows.task_with_case(at.connection, question.task_id))
    return _file(at, row["case_id"], question.task_id, question.letter, question.with_my_work)


def case_of(question: CaseOf, at: Snapshot) -> CaseView:
    return case_view(at, question.case_id)


def task_form_of(question: TaskFormOf, at: Snapshot) -> TaskForm:
    row = rules.check_open(at, rows.task_with_case(at.connection, question.task_id))
    return task_form(at, row, question.typed)


def _file(
    at: Snapshot, case_id: int, task_id: str, letter: Mapping[str, Any] | None, with_my_work: bool
) -> CaseFileView:
    case = case_view(at, case_id)
    # A letter that waits to be served comes before what the life of the case waits for; what others
    # are asked, after it.
    serves = processes_of(at, case_id)[0].process.release.beside.get("letter_issued")
    forms = [task_form(at, row) for row in sorted(
        open_tasks(at, case_id),
        key=lambda row: (row["process"] != serves, row["about"] != ""))]
    at_hand = next(
        (form for form in forms if (form.task.id == task_id if task_id else form.may_act)), None
    )
    return CaseFileView(
        case=case, at_hand=at_hand, editor=_editor(at, at_hand, letter),
        others=tuple(form for form in forms if form is not at_hand),
        stages=stages(at, case_id), diagrams=diagrams(at, case_id), people=people_seen(at),
        my_work=work_of(at) if with_my_work else (), no_files=_no_files(at, case),
    )


def _no_files(at: Snapshot, case: CaseView) -> Refusal | None:
    try:
        AddAttachment.permission.check(at.actor)
        if not own(at.actor).covers(case.agency.id):
            raise NotFound()
        check_takes_files(
            at, case.id, case.status, (form_of(at, row) for row in open_tasks(at, case.id)))
    except Refusal as refusal:
        return refusal
    return None


def _editor(
    at: Snapshot, form: TaskForm | None, letter: Mapping[str, Any] | None
) -> LetterEditor | None:
    if form is None or not form.may_act:
        return None
    drafted = next((each.name for each in form.fields if each.type == "letter"), None)
    if drafted is None:
        return None
    typed = letter if letter is not None else form.values.get(drafted) or {}
    return letter_editor(at, form.task.case_id, typed)
