"""Where a case stands on its usual way, in one line."""

from dataclasses import dataclass

from engine.cases.glance.status import CaseStatus
from engine.cases.visible import processes_of, visible
from engine.processes.usual_way import asked_in_turn
from engine.sign_off.chain import levels_ahead
from engine.sign_off.rounds import CONCLUDED
from engine.tasks.task import ended_tasks, open_tasks
from engine.transaction.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A step of the usual way, or where the case is beside it. state: done | now | ahead"""

    name: str
    state: str
    beside: bool = False    # not on the usual way: a consultation, a correction, an extension


def stages(at: Snapshot, case_id: int) -> tuple[Stage, ...]:
    """The steps of the release that the case began on, and which of them is being done.

    Raises NotFound.
    """
    case = visible(at, case_id)
    life = processes_of(at, case_id)[0]
    levels = levels_ahead(at, case_id)
    way = life.process.usual_way(levels, lambda: asked_in_turn(
        "sign_off/next", "level", [*(level.value for level in levels), CONCLUDED]
    ))
    place = {(step.process, step.element): index for index, step in enumerate(way)}
    if case["status"] == CaseStatus.ARCHIVED:
        return tuple(Stage(name=step.name, state="done") for step in way)
    waiting = open_tasks(at, case_id)
    here = [(task["process"], task["element"]) for task in waiting]
    here += [(each.process, each.element) for each in life.instance.messages()]
    now = [place[key] for key in here if key in place]
    done = [place[key] for task in ended_tasks(at, case_id)
            if (key := (task["process"], task["element"])) in place]
    reached = min(now) if now else (done[-1] + 1 if done else 0)
    found = [
        Stage(name=step.name, state="now" if index in now
              else "done" if index < reached else "ahead")
        for index, step in enumerate(way)
    ]
    if not now:
        names = dict.fromkeys(task["name"] for task in waiting) or {case["step_name"]: None}
        found[reached:reached] = [
            Stage(name=name, state="now", beside=True) for name in names if name
        ]
    return tuple(found)
