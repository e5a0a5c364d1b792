"""My work, the register, similar requests, the managers' monitor."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement

import letters
from engine import views
from engine.errors import TooManyCases
from engine.reading.clock_strip import strip
from engine.reading.scope import Scope, agency_of, mask_name
from engine.roles import Role
from engine.store import Row, register
from engine.store.tables import cases as cases_table

_PAGE_AT_MOST = 200


def my_work(scope: Scope) -> tuple[views.TaskItem, ...]:
    if scope.actor.agency_id is None or scope.actor.person_id is None:
        return ()
    rows = register.my_tasks(
        scope.connection, scope.actor.agency_id, [role.value for role in scope.actor.roles],
        scope.actor.person_id, 500,
    )
    return tuple(task_item(scope, row) for row in rows)


def task_item(scope: Scope, row: Row) -> views.TaskItem:
    holder = row["assignee_id"]
    return views.TaskItem(
        id=row["id"], case_id=row["case_id"], case_number=row["number"],
        subject=row["subject"], applicant=mask_name(row["applicant_name"],
                                                    row["applicant_kind"]),
        agency=agency_of(row), element=row["element"], name=row["name"],
        role=Role(row["role"]),
        assignee=None if holder is None else views.PersonRef(
            id=holder, name=row["assignee_name"]),
        mine=holder is not None and holder == scope.actor.person_id,
        opened_at=row["opened_at"], clock=strip(scope, row),
        has_draft=row["draft"] is not None,
    )


def done_by(scope: Scope, limit: int) -> tuple[views.DoneItem, ...]:
    if scope.actor.person_id is None:
        return ()
    return tuple(
        views.DoneItem(
            task_id=row["id"], case_id=row["case_id"], case_number=row["number"],
            subject=row["subject"], name=row["name"],
            outcome=scope.outcome_label(row), ended_at=row["ended_at"],
        )
        for row in register.done_by(scope.connection, scope.actor.person_id, limit)
    )


def register_page(scope: Scope, wanted: views.RegisterFilter) -> views.RegisterPage:
    conditions = _conditions(scope, wanted)
    rows, mark = _page(scope, conditions, wanted, max(1, min(wanted.limit, _PAGE_AT_MOST)))
    total = register.count(scope.connection, conditions)
    return views.RegisterPage(
        rows=tuple(case_row(scope, row) for row in rows),
        total=total if total <= register.COUNTED_AT_MOST else None, next=mark,
        step_name=_step_name(scope, wanted.step) if wanted.step else "",
        letter_title=_letter_title(wanted.letter_kind),
    )


def every_case(
    scope: Scope, wanted: views.RegisterFilter, at_most: int
) -> Iterator[views.CaseRow]:
    """All pages one after the other, so that only one is in memory. Raises TooManyCases."""
    conditions = _conditions(scope, wanted)
    if register.count(scope.connection, conditions, at_most) > at_most:
        raise TooManyCases(most=at_most)
    wanted = replace(wanted, after="")
    while True:
        rows, mark = _page(scope, conditions, wanted, _PAGE_AT_MOST)
        for row in rows:
            yield case_row(scope, row)
        if not mark:
            return
        wanted = replace(wanted, after=mark)


def _page(
    scope: Scope, conditions: list[ColumnElement[bool]], wanted: views.RegisterFilter, limit: int
) -> tuple[Sequence[Row], str]:
    """One page, and the mark from which the next one goes on."""
    try:
        after = wanted.after.split("~") if wanted.after else []
        rows = register.page(
            scope.connection, conditions, sort=wanted.sort, after=after, limit=limit + 1,
            dated_only=wanted.due in _DATED,
        )
    except ValueError:  # a mark that was not made here
        rows = register.page(
            scope.connection, conditions, sort=wanted.sort, after=[], limit=limit + 1,
            dated_only=wanted.due in _DATED,
        )
    if len(rows) <= limit:
        return rows, ""
    last = rows[limit - 1]
    due = last["due_on"] or register.NO_DUE_DATE
    mark = f"{due}~{last['id']}" if wanted.sort == "due" else str(last["id"])
    return rows[:limit], mark


def _step_name(scope: Scope, step: str) -> str:
    """What the latest diagram that has the step calls it; a step of none keeps its id."""
    named = [
        definition.elements[step].name
        for definition in scope.around.published if step in definition.elements
    ]
    return named[-1] if named else step


def _letter_title(kind: str) -> str:
    known = letters.kinds().get(kind)
    return known.title if known else kind


def case_row(scope: Scope, row: Row) -> views.CaseRow:
    return views.CaseRow(
        id=row["id"], number=row["number"], subject=row["subject"],
        applicant=mask_name(row["applicant_name"], row["applicant_kind"]),
        applicant_kind=row["applicant_kind"], agency=agency_of(row), channel=row["channel"],
        area=row["area"], step=row["step"], step_name=row["step_name"],
        handler=None if row["handler_id"] is None else views.PersonRef(
            id=row["handler_id"], name=row["handler_name"]),
        status=row["status"], letter_kind=row["letter_kind"],
        letter_title=_letter_title(row["letter_kind"]), clock=strip(scope, row),
    )


def _conditions(scope: Scope, wanted: views.RegisterFilter) -> list[ColumnElement[bool]]:
    table, found = cases_table.c, list[ColumnElement[bool]]()
    if not scope.actor.sees_all_agencies:
        found.append(table.agency_id == scope.actor.agency_id)
    if wanted.agency_id is not None:
        found.append(table.agency_id == wanted.agency_id)
    for column, value in (
        (table.step, wanted.step), (table.channel, wanted.channel), (table.area, wanted.area),
        (table.letter_kind, wanted.letter_kind),
    ):
        if value:
            found.append(column == value)
    if wanted.handler_id is not None:
        found.append(table.handler_id == (wanted.handler_id or None))
    if wanted.status:
        found.append(
            register.IS_OPEN if wanted.status == "open" else table.status == wanted.status)
    if wanted.received_from:
        found.append(table.received_on >= wanted.received_from)
    if wanted.received_to:
        found.append(table.received_on <= wanted.received_to)
    if wanted.mine:
        found.append(table.registered_by == scope.actor.person_id)
    if wanted.due:
        found.extend(_due_conditions(scope, wanted.due))
    if wanted.text.strip():
        found.append(register.text_condition(wanted.text.strip()))
    return found


# Filters that only a case with a due date passes.
_DATED = frozenset({"overdue", "within_1", "within_3", "within_5"})


def _due_conditions(scope: Scope, due: str) -> list[ColumnElement[bool]]:
    table = cases_table.c
    if due == "overdue":
        return [register.IS_OPEN, table.due_on < scope.today]
    if due == "provisional":
        return [register.IS_OPEN, table.provisional.is_(True)]
    if due == "paused":
        return [register.IS_OPEN, table.clock_state.like("paused%")]
    if due in {"within_1", "within_3", "within_5"}:
        return [register.IS_OPEN, table.due_on >= scope.today,
                *register.due_by(*scope.last_day_within(int(due[-1])))]
    return []


def similar(scope: Scope, applicant: str, subject: str) -> tuple[views.Similar, ...]:
    if scope.actor.agency_id is None:
        return ()
    words = [w for w in _pieces(subject) if w][:3]
    rows = register.similar(
        scope.connection, scope.actor.agency_id, applicant.strip(), words, 8
    )
    return tuple(
        views.Similar(
            case_id=row["id"], number=row["number"], subject=row["subject"],
            received_on=row["received_on"],
            same_applicant=row["applicant_name"] == applicant.strip(), status=row["status"],
        )
        for row in rows
    )


def monitor(scope: Scope) -> views.MonitorView:
    seen = None if scope.actor.sees_all_agencies else [scope.actor.agency_id or 0]
    horizon = {
        "overdue": register.due_by(date.fromordinal(scope.today.toordinal() - 1)),
        **{f"within_{n}": register.due_by(*scope.last_day_within(n)) for n in (1, 3, 5)},
    }
    rows = register.open_counts(scope.connection, seen, horizon)
    return views.MonitorView(
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


def _worst_first(lines: Iterable[views.MonitorLine]) -> tuple[views.MonitorLine, ...]:
    return tuple(sorted(lines, key=lambda line: (
        -line.overdue, -line.within_1, -line.within_3, -line.within_5, -line.open,
        line.agency.id if line.agency else 0, line.step,
    )))


def _unassigned(rows: Any) -> tuple[int, int]:
    """Open and overdue cases that nobody handles yet."""
    those = [row for row in rows if row["handler_id"] is None]
    return sum(row["open"] for row in those), sum(int(row["overdue"] or 0) for row in those)


def _watched(scope: Scope, due: str) -> tuple[views.CaseRow, ...]:
    wanted = views.RegisterFilter(due=due, sort="due", limit=50)
    rows = register.page(
        scope.connection, _conditions(scope, wanted), sort="due", after=[], limit=50,
        dated_only=True,
    )
    return tuple(case_row(scope, row) for row in rows)


def _pieces(subject: str) -> list[str]:
    """A few characteristic pieces of a subject: runs of Han characters, digits or letters."""
    runs: list[str] = []
    for word in "".join(c if c.isalnum() else " " for c in subject).split():
        runs.extend(word[i:i + 4] for i in range(0, max(1, len(word) - 3), 4))
    return runs


def _first_of(rows: Any, name: str) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for row in rows:
        found.setdefault(row[name], row)
    return found


def _line(rows: Any, agency: Any, step: str, step_name: str) -> views.MonitorLine:
    def total(name: str) -> int:
        return sum(int(row[name] or 0) for row in rows)

    overdue = total("overdue")
    return views.MonitorLine(
        agency=None if agency is None else views.AgencyRef(
            id=agency["agency_id"], name=agency["name"], short_name=agency["short_name"],
            kind=agency["kind"]),
        step=step, step_name=step_name, open=total("open"), overdue=overdue,
        within_1=total("within_1") - overdue, within_3=total("within_3") - overdue,
        within_5=total("within_5") - overdue,
    )


def _load(rows: Any) -> tuple[tuple[views.PersonRef, int, int], ...]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        if row["handler_id"] is not None:
            line = found.setdefault(row["handler_id"], [row["handler_name"], 0, 0])
            line[1] += row["open"]
            line[2] += int(row["overdue"] or 0)
    return tuple(
        (views.PersonRef(id=person, name=name), total, late)
        for person, (name, total, late) in sorted(
            found.items(), key=lambda item: (-item[1][2], -item[1][1])
        )
    )
