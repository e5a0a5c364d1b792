"""The limit that binds a task: the first to end of those that it is there to keep.

《政府信息公开条例》第三十条：自收到申请之日起7个工作日内一次性告知申请人作出补正; the reply has 20
(第三十三条). A task that leads to the notice is late long before the reply would be.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from engine.cases.dates import dated, dated_by
from engine.cases.glance.clock_strip import urgency_of
from engine.configuration import Configuration
from engine.processes.published import Published
from engine.rules.alarms import Limit, alarms, limits
from engine.rules.apart import last_day_apart
from engine.rules.in_effect import in_effect
from engine.statute.calendar.zone import local_day
from engine.tasks.rows import TaskWithCase
from engine.transaction.snapshot import Snapshot

_REPLY = "reply"
_STANDS_STILL = ("paused_correction", "paused_fee", "lapsed", "withdrawn")


@dataclass(frozen=True, kw_only=True)
class TaskLimit:
    """Until when a task has to be done, and by which limit.

    remaining: working days left, negative when it is over. urgency: as of a case's clock.
    """

    name: str                  # as in alarms.yaml
    title: str
    last_day: date
    remaining: int
    urgency: str               # overdue | today | near | ample
    provisional: bool


def binding(at: Snapshot, row: TaskWithCase) -> TaskLimit | None:
    """The limit of an open task; None while none runs."""
    found = list(_last_days(at, row))
    if not found:
        return None
    last, limit = min(found, key=lambda each: (each[0], each[1].name == _REPLY))
    calendar = in_effect(at).calendars.of(dated_by(row))
    remaining = calendar.left(at.today, last)
    return TaskLimit(
        name=limit.name, title=limit.title, last_day=last, remaining=remaining,
        urgency=urgency_of(last, at.today, remaining),
        provisional=not calendar.published(last.year),
    )


def _last_days(at: Snapshot, row: TaskWithCase) -> Iterator[tuple[date, Limit]]:
    watched = _watched(at, row)
    if own := [limit for limit in watched if limit.apart]:      # and no other binds what it is for
        for limit in own:
            if (day := last_day_apart(at, limit, row["about_id"])) is not None:
                yield day, limit
        return
    if row["status"] != "open":
        return
    if row["due_on"] is not None and row["clock_state"] not in _STANDS_STILL:
        yield row["due_on"], limits()[_REPLY]
    wanted = [limit for limit in watched if limit.name != _REPLY]
    if not wanted:
        return
    file = dated(at, row["case_id"], row)
    entered = {entry.type for entry in file.ledger.entries}
    opened_on = local_day(row["opened_at"])
    arranged = in_effect(at).arrangements.of(row["agency_id"], opened_on).days
    for limit in wanted:
        day = None if limit.kept_by in entered else limit.last_day(
            file.assessment, file.calendar, at.around[Configuration], opened_on, arranged,
            row["about_id"],
        )
        if day is not None:
            yield day, limit


def _watched(at: Snapshot, row: TaskWithCase) -> list[Limit]:
    """The limits that the diagram has on the task, or that what follows it would keep."""
    definition = at.around[Published].at(row["process"], row["version"])
    names = {alarms()[name].limit.name for name in definition.watched.get(row["element"], ())}
    follows = definition.followed_by.get(row["element"], frozenset())
    return [
        limit for limit in limits().values()
        if limit.name in names or (limit.kept_by and f"clock/{limit.kept_by}" in follows)
    ]
