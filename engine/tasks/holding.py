"""Who holds a task, and with the handler's own tasks, who is the handler of the case."""

from engine.actors.roles import Role
from engine.cases.case import Case
from engine.tasks import rows
from engine.tasks.events import TaskReleased
from engine.tasks.rows import TaskColumns
from engine.transaction.unit_of_work import UnitOfWork


def give(unit: UnitOfWork, case: Case, task: TaskColumns, person_id: int) -> None:
    """The task is this person's; what comes back to the handler comes to who has it now."""
    rows.assign(unit.connection, task["id"], person_id)
    handled_by(case, task, person_id)


def handled_by(case: Case, task: TaskColumns, person_id: int | None) -> None:
    """Whoever does the handler's work is the handler, in lists and counts too; not who answers
    something beside it."""
    if task["role"] == Role.HANDLER.value and not task["about"]:
        case.set(handler_id=person_id)


def give_back(unit: UnitOfWork, case: Case, task: TaskColumns) -> None:
    """放回: the task waits for anybody of its role; who held it handles the case no more."""
    rows.assign(unit.connection, task["id"], None)
    if case.row["handler_id"] is not None and case.row["handler_id"] == task["assignee_id"]:
        handled_by(case, task, None)
    unit.record(TaskReleased(task_id=task["id"], name=task["name"]), case)
