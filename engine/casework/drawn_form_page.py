"""The form of a task as its version has it: by it what is posted is read, also once it is done."""

from dataclasses import dataclass

from declared.field import Field
from engine.actors.permissions import SIGNED_IN, sight
from engine.errors import NotFound
from engine.tasks import rows
from engine.tasks.task import form_of
from engine.transaction.messages import Question
from engine.transaction.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class DrawnForm:
    """What a form asks, and the variable that its buttons set."""

    fields: tuple[Field, ...]
    outcome_variable: str


@dataclass(frozen=True, kw_only=True)
class DrawnFormOf(Question[DrawnForm], permission=SIGNED_IN):
    """A task's form, whatever became of the task. Raises NotFound."""

    task_id: str


def drawn_form_of(question: DrawnFormOf, at: Snapshot) -> DrawnForm:
    row = rows.task_with_case(at.connection, question.task_id)
    if row is None or not sight(at.actor).covers(row["agency_id"]):
        raise NotFound()
    form = form_of(at, row)
    return DrawnForm(fields=form.fields, outcome_variable=form.outcome.variable)
