"""Open and done tasks on a desk."""

from dataclasses import dataclass
from datetime import datetime

from engine.actors.permissions import SIGNED_IN
from engine.tasks import rows
from engine.tasks.task import TaskItem, outcome_label, work_of
from engine.transaction.messages import Question
from engine.transaction.snapshot import Snapshot


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
class MyWork(Question[tuple[TaskItem, ...]], permission=SIGNED_IN):
    """Open tasks that I may do: of my duties, not held by another. Whose limit ends first stands
    first; those that no limit binds last. ``limit``: how many at most, of the cases due first."""

    limit: int = 500


@dataclass(frozen=True, kw_only=True)
class MyDone(Question[tuple[DoneItem, ...]], permission=SIGNED_IN):
    """Tasks that I completed, the latest first."""

    limit: int = 50


def my_work(question: MyWork, at: Snapshot) -> tuple[TaskItem, ...]:
    return work_of(at, question.limit)


def my_done(question: MyDone, at: Snapshot) -> tuple[DoneItem, ...]:
    if at.actor.person_id is None:
        return ()
    return tuple(
        DoneItem(
            task_id=row["id"], case_id=row["case_id"], case_number=row["number"],
            subject=row["subject"], name=row["name"],
            outcome=outcome_label(at, row), ended_at=row["done_at"],
        )
        for row in rows.done_by(at.connection, at.actor.person_id, question.limit)
    )
