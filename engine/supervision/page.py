"""What the managers watch."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from engine.actors.permissions import WATCHERS, sight
from engine.people.agencies import AgencyRef, PersonRef, person_of
from engine.people.names import people_by_agency
from engine.register import rows as register_rows
from engine.register.columns import RegisterFilter, RegisterLine, register_line
from engine.register.horizon import last_day_within
from engine.register.narrowing import conditions
from engine.rules.calendars.alarm import calendar_alarm
from engine.supervision import rows as supervision_rows
from engine.supervision.rows import OpenCount
from engine.transaction.messages import Question
from engine.transaction.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class MonitorLine:
    """Counts for one agency or step. Every figure opens its cases by a RegisterFilter."""

    agency: AgencyRef | None
    step: str
    step_name: str
    open: int
    overdue: int
    within_1: int
    within_3: int
    within_5: int


@dataclass(frozen=True, kw_only=True)
class MonitorView:
    """alarm: which year's arrangement is missing, "" when none. agency_of: by the person's id,
    for who watches several agencies."""

    today: date
    total: MonitorLine
    by_agency: tuple[MonitorLine, ...]  # these two: where most is overdue or soon will be first
    by_step: tuple[MonitorLine, ...]
    overdue: tuple[RegisterLine, ...]     # the worst first, at most 50
    near: tuple[RegisterLine, ...]        # due within 5 working days, at most 50
    load: tuple[tuple[PersonRef, int, int], ...] = field(default=())  # officer, open, overdue
    unassigned: tuple[int, int] = (0, 0)                              # open, overdue
    alarm: str = ""
    agency_of: Mapping[int, AgencyRef] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class MonitorPage(Question[MonitorView], permission=WATCHERS):
    """What is overdue, what becomes so, where it is stuck and with whom."""


def monitor_page(question: MonitorPage, at: Snapshot) -> MonitorView:
    horizon = {
        "overdue": register_rows.due_by(date.fromordinal(at.today.toordinal() - 1)),
        **{f"within_{n}": register_rows.due_by(*last_day_within(at, n)) for n in (1, 3, 5)},
    }
    rows = supervision_rows.open_counts(at.connection, sight(at.actor).agencies, horizon)
    return MonitorView(
        today=at.today, total=_line(rows),
        by_agency=_worst_first(
            _line(those, agency=those[0])
            for those in _grouped(rows, lambda row: row["agency_id"]).values()
        ),
        by_step=_worst_first(
            _line(those, step=those[0])
            for those in _grouped(rows, lambda row: row["step"]).values()
        ),
        overdue=_watched(at, "overdue"), near=_watched(at, "within_5"),
        load=_load(rows), unassigned=_unassigned(rows), alarm=calendar_alarm(at),
        agency_of={
            person.id: agency for agency, people in people_by_agency(at) for person in people
        } if at.actor.sees_all_agencies else {},
    )


def _worst_first(lines: Iterable[MonitorLine]) -> tuple[MonitorLine, ...]:
    return tuple(sorted(lines, key=lambda line: (
        -line.overdue, -line.within_1, -line.within_3, -line.within_5, -line.open,
        line.agency.id if line.agency else 0, line.step,
    )))


def _unassigned(rows: Sequence[OpenCount]) -> tuple[int, int]:
    """Open and overdue cases that nobody handles yet."""
    those = [row for row in rows if row["handler_id"] is None]
    return sum(row["open"] for row in those), sum(row["overdue"] for row in those)


def _watched(at: Snapshot, due: str) -> tuple[RegisterLine, ...]:
    wanted = RegisterFilter(due=due, sort="due", limit=50)
    rows = register_rows.page(
        at.connection, conditions(at, wanted), sort="due", after=[], limit=50,
        dated_only=True,
    )
    return tuple(register_line(at, row) for row in rows)


def _grouped(
    rows: Sequence[OpenCount], by: Callable[[OpenCount], int | str]
) -> dict[int | str, list[OpenCount]]:
    found: dict[int | str, list[OpenCount]] = {}
    for row in rows:
        found.setdefault(by(row), []).append(row)
    return found


def _line(
    rows: Sequence[OpenCount], agency: OpenCount | None = None, step: OpenCount | None = None
) -> MonitorLine:
    """The sums of these rows. ``agency``, ``step``: one of them that names what all belong to."""
    overdue = sum(row["overdue"] for row in rows)
    return MonitorLine(
        agency=None if agency is None else AgencyRef(
            id=agency["agency_id"], name=agency["name"], short_name=agency["short_name"],
            kind=agency["kind"]),
        step=step["step"] if step else "", step_name=step["step_name"] if step else "",
        open=sum(row["open"] for row in rows), overdue=overdue,
        within_1=sum(row["within_1"] for row in rows) - overdue,
        within_3=sum(row["within_3"] for row in rows) - overdue,
        within_5=sum(row["within_5"] for row in rows) - overdue,
    )


def _load(rows: Sequence[OpenCount]) -> tuple[tuple[PersonRef, int, int], ...]:
    found: dict[PersonRef, tuple[int, int]] = {}
    for row in rows:
        handler = person_of(row["handler_id"], row["handler_name"])
        if handler is not None:
            total, late = found.get(handler, (0, 0))
            found[handler] = (total + row["open"], late + row["overdue"])
    return tuple(
        (handler, total, late)
        for handler, (total, late) in sorted(
            found.items(), key=lambda item: (-item[1][1], -item[1][0])
        )
    )
