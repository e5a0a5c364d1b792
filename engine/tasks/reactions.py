"""What a change of people means for the tasks that they hold."""

from collections.abc import Callable

from engine.cases.open_cases import open_cases
from engine.people.events import DutiesChanged, PersonDisabled
from engine.store.shapes import TaskRow
from engine.tasks import holding, rows
from engine.transaction.unit_of_work import UnitOfWork


def give_back_all(event: PersonDisabled, unit: UnitOfWork) -> None:
    """Whoever can no longer sign in holds nothing."""
    _give_back(unit, event.person_id, lambda _: True)


def give_back_what_is_no_duty(event: DutiesChanged, unit: UnitOfWork) -> None:
    """Tasks of duties taken away wait for somebody else."""
    _give_back(unit, event.person_id, lambda task: task["role"] not in event.after)


def _give_back(unit: UnitOfWork, person_id: int, which: Callable[[TaskRow], bool]) -> None:
    """Open tasks that he holds wait for anybody of their role again."""
    for held in rows.held_by(unit.connection, person_id):
        task = rows.lock(unit.connection, held["id"]) if which(held) else None
        if task is None or task["state"] != "open" or task["assignee_id"] != person_id:
            continue
        case = open_cases(unit).take(task["case_id"], task["revision"])
        holding.give_back(unit, case, task)
