"""Fires due timers."""

from engine.cases.act import Act
from engine.cases.open_cases import open_cases
from engine.cases.process import moving, projection
from engine.cases.rows import cases as case_rows
from engine.errors import NotFound
from engine.timers.commands import TriggerTimers
from engine.transaction.unit_of_work import UnitOfWork


def trigger_timers(command: TriggerTimers, unit: UnitOfWork) -> int:
    """All due timers of one case in the order of their moments; a second sweep finds none."""
    row = case_rows.lock(unit.connection, command.case_id)
    if row is None:
        raise NotFound()
    case = open_cases(unit).take(command.case_id, row["revision"])
    fired = 0
    while True:
        due = sorted(
            (t for t in case.timers.values() if t["due_at"] is not None
             and t["due_at"] <= unit.now),
            key=lambda timer: (timer["due_at"], timer["id"]),
        )
        if not due:
            return fired
        timer = due[0]
        act = Act(unit, case, timer=timer.copy())
        if timer["repeats"]:
            projection.mark_fired(unit, timer)
        moving.fire(act, timer["id"])
        fired += 1
