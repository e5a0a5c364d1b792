"""The page of a case: everything about it, from one snapshot."""

from dataclasses import dataclass

from engine.actors.permissions import SIGNED_IN
from engine.casework.case_view import CaseView, case_view
from engine.casework.diagrams import DiagramView, diagrams
from engine.people.agencies import PersonRef
from engine.people.names import people_seen
from engine.tasks import rows
from engine.tasks.form import TaskForm, task_form
from engine.transaction.messages import Question
from engine.transaction.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class CaseFileView:
    """What the page of a case shows. people: whom its record may name."""

    case: CaseView
    forms: tuple[TaskForm, ...]
    diagrams: tuple[DiagramView, ...]
    people: tuple[PersonRef, ...]


@dataclass(frozen=True, kw_only=True)
class CasePage(Question[CaseFileView], permission=SIGNED_IN):
    """The whole case with its open tasks, diagrams and record. Raises NotFound."""

    case_id: int


@dataclass(frozen=True, kw_only=True)
class CaseOf(Question[CaseView], permission=SIGNED_IN):
    """The case alone: its facts, clock, letters and record. Raises NotFound."""

    case_id: int


def case_page(question: CasePage, at: Snapshot) -> CaseFileView:
    case = case_view(at, question.case_id)
    open_tasks = rows.open_tasks_of(at.connection, question.case_id)
    return CaseFileView(
        case=case, forms=tuple(task_form(at, row) for row in open_tasks),
        diagrams=diagrams(at, question.case_id), people=people_seen(at),
    )


def case_of(question: CaseOf, at: Snapshot) -> CaseView:
    return case_view(at, question.case_id)
