"""Open and done tasks on a desk."""

from dataclasses import dataclass
from datetime import datetime

from engine.cases.scope import Scope
from engine.tasks import rows as task_rows_
from engine.tasks.task import TaskItem, task_item


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


def my_work(scope: Scope) -> tuple[TaskItem, ...]:
    if scope.actor.agency_id is None or scope.actor.person_id is None:
        return ()
    rows = task_rows_.my_tasks(
        scope.connection, scope.actor.agency_id, [role.value for role in scope.actor.roles],
        scope.actor.person_id, 500,
    )
    return tuple(task_item(scope, row) for row in rows)


def done_by(scope: Scope, limit: int) -> tuple[DoneItem, ...]:
    if scope.actor.person_id is None:
        return ()
    return tuple(
        DoneItem(
            task_id=row["id"], case_id=row["case_id"], case_number=row["number"],
            subject=row["subject"], name=row["name"],
            outcome=scope.outcome_label(row), ended_at=row["ended_at"],
        )
        for row in task_rows_.done_by(scope.connection, scope.actor.person_id, limit)
    )
