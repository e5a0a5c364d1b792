"""What the managers watch."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from engine.cases.scope import Scope
from engine.people.agencies import AgencyRef, PersonRef
from engine.register import rows as register_rows_
from engine.register.case_row import CaseRow, case_row
from engine.register.page import RegisterFilter, conditions_of
from engine.supervision import rows as supervision_rows


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
    today: date
    total: MonitorLine
    by_agency: tuple[MonitorLine, ...]  # these two: where most is overdue or soon will be first
    by_step: tuple[MonitorLine, ...]
    overdue: tuple[CaseRow, ...]     # the worst first, at most 50
    near: tuple[CaseRow, ...]        # due within 5 working days, at most 50
    load: tuple[tuple[PersonRef, int, int], ...] = field(default=())  # officer, open, overdue
    unassigned: tuple[int, int] = (0, 0)                              # open, overdue


def monitor(scope: Scope) -> MonitorView:
    seen = None if scope.actor.sees_all_agencies else [scope.actor.agency_id or 0]
    horizon = {
        "overdue": register_rows_.due_by(date.fromordinal(scope.today.toordinal() - 1)),
        **{f"within_{n}": register_rows_.due_by(*scope.last_day_within(n)) for n in (1, 3, 5)},
    }
    rows = supervision_rows.open_counts(scope.connection, seen, horizon)
    return MonitorView(
        today=scope.today, total=_line(rows, None, "", ""),
        by_agency=_worst_first(
            _line([r for r in rows if r["agency_id"] == agency_id], first, "", "")
            for agency_id, first in _first_of(rows, "agency_id").items()
        ),
        by_step=_worst_first(
            _line([r for r in rows if r["step"] == step], None, step, first["step_name"])
            for step, first in _first_of(rows, "step").items()
        ),
        overdue=_watched(scope, "overdue"), near=_watched(scope, "within_5"),
        load=_load(rows), unassigned=_unassigned(rows),
    )


def _worst_first(lines: Iterable[MonitorLine]) -> tuple[MonitorLine, ...]:
    return tuple(sorted(lines, key=lambda line: (
        -line.overdue, -line.within_1, -line.within_3, -line.within_5, -line.open,
        line.agency.id if line.agency else 0, line.step,
    )))


def _unassigned(rows: Any) -> tuple[int, int]:
    """Open and overdue cases that nobody handles yet."""
    those = [row for row in rows if row["handler_id"] is None]
    return sum(row["open"] for row in those), sum(int(row["overdue"] or 0) for row in those)


def _watched(scope: Scope, due: str) -> tuple[CaseRow, ...]:
    wanted = RegisterFilter(due=due, sort="due", limit=50)
    rows = register_rows_.page(
        scope.connection, conditions_of(scope, wanted), sort="due", after=[], limit=50,
        dated_only=True,
    )
    return tuple(case_row(scope, row) for row in rows)


def _first_of(rows: Any, name: str) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for row in rows:
        found.setdefault(row[name], row)
    return found


def _line(rows: Any, agency: Any, step: str, step_name: str) -> MonitorLine:
    def total(name: str) -> int:
        return sum(int(row[name] or 0) for row in rows)

    overdue = total("overdue")
    return MonitorLine(
        agency=None if agency is None else AgencyRef(
            id=agency["agency_id"], name=agency["name"], short_name=agency["short_name"],
            kind=agency["kind"]),
        step=step, step_name=step_name, open=total("open"), overdue=overdue,
        within_1=total("within_1") - overdue, within_3=total("within_3") - overdue,
        within_5=total("within_5") - overdue,
    )


def _load(rows: Any) -> tuple[tuple[PersonRef, int, int], ...]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        if row["handler_id"] is not None:
            line = found.setdefault(row["handler_id"], [row["handler_name"], 0, 0])
            line[1] += row["open"]
            line[2] += int(row["overdue"] or 0)
    return tuple(
        (PersonRef(id=person, name=name), total, late)
        for person, (name, total, late) in sorted(
            found.items(), key=lambda item: (-item[1][2], -item[1][1])
        )
    )
