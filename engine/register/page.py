"""The register: its filter and its pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement

from engine.cases.register_rows import IS_OPEN
from engine.cases.scope import Scope
from engine.errors import TooManyCases
from engine.register import rows as register_rows_
from engine.register.case_row import CaseRow, case_row, letter_title
from engine.register.rows import COUNTED_AT_MOST, NO_DUE_DATE
from engine.store import Row
from engine.store.tables import cases as cases_table

NOBODY = 0                     # no person has this id


@dataclass(frozen=True, kw_only=True)
class RegisterFilter:
    """What the register list is narrowed to. Empty means all. Sorted as ``sort`` says.

    due: overdue | within_1 | within_3 | within_5 (working days) | provisional | paused
    sort: due | newest | oldest (in the order of registration)
    handler_id: NOBODY for cases that nobody handles yet
    after: the opaque mark of the last row seen (keyset paging), from ``RegisterPage.next``
    """

    text: str = ""
    agency_id: int | None = None
    status: str = ""
    step: str = ""
    due: str = ""
    channel: str = ""
    area: str = ""
    letter_kind: str = ""
    handler_id: int | None = None
    received_from: date | None = None
    received_to: date | None = None
    mine: bool = False         # registered by me
    sort: str = "newest"
    after: str = ""
    limit: int = 50


@dataclass(frozen=True, kw_only=True)
class RegisterPage:
    rows: tuple[CaseRow, ...]
    total: int | None          # None when counting would cost too much; then say "more"
    next: str                  # empty at the end
    step_name: str             # of the step and the reply it is narrowed to; empty for all
    letter_title: str


_PAGE_AT_MOST = 200


def register_page(scope: Scope, wanted: RegisterFilter) -> RegisterPage:
    conditions = conditions_of(scope, wanted)
    rows, mark = _page(scope, conditions, wanted, max(1, min(wanted.limit, _PAGE_AT_MOST)))
    total = register_rows_.count(scope.connection, conditions)
    return RegisterPage(
        rows=tuple(case_row(scope, row) for row in rows),
        total=total if total <= COUNTED_AT_MOST else None, next=mark,
        step_name=_step_name(scope, wanted.step) if wanted.step else "",
        letter_title=letter_title(wanted.letter_kind),
    )


def every_case(
    scope: Scope, wanted: RegisterFilter, at_most: int
) -> Iterator[CaseRow]:
    """All pages one after the other, so that only one is in memory. Raises TooManyCases."""
    conditions = conditions_of(scope, wanted)
    if register_rows_.count(scope.connection, conditions, at_most) > at_most:
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
    scope: Scope, conditions: list[ColumnElement[bool]], wanted: RegisterFilter, limit: int
) -> tuple[Sequence[Row], str]:
    """One page, and the mark from which the next one goes on."""
    try:
        after = wanted.after.split("~") if wanted.after else []
        rows = register_rows_.page(
            scope.connection, conditions, sort=wanted.sort, after=after, limit=limit + 1,
            dated_only=wanted.due in _DATED,
        )
    except ValueError:  # a mark that was not made here
        rows = register_rows_.page(
            scope.connection, conditions, sort=wanted.sort, after=[], limit=limit + 1,
            dated_only=wanted.due in _DATED,
        )
    if len(rows) <= limit:
        return rows, ""
    last = rows[limit - 1]
    due = last["due_on"] or NO_DUE_DATE
    mark = f"{due}~{last['id']}" if wanted.sort == "due" else str(last["id"])
    return rows[:limit], mark


def _step_name(scope: Scope, step: str) -> str:
    """What the latest diagram that has the step calls it; a step of none keeps its id."""
    named = [
        deployment.elements[step].name
        for deployment in scope.around.deployments if step in deployment.elements
    ]
    return named[-1] if named else step


def conditions_of(scope: Scope, wanted: RegisterFilter) -> list[ColumnElement[bool]]:
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
            IS_OPEN if wanted.status == "open" else table.status == wanted.status)
    if wanted.received_from:
        found.append(table.received_on >= wanted.received_from)
    if wanted.received_to:
        found.append(table.received_on <= wanted.received_to)
    if wanted.mine:
        found.append(table.registered_by == scope.actor.person_id)
    if wanted.due:
        found.extend(_due_conditions(scope, wanted.due))
    if wanted.text.strip():
        found.append(register_rows_.text_condition(wanted.text.strip()))
    return found


# Filters that only a case with a due date passes.
_DATED = frozenset({"overdue", "within_1", "within_3", "within_5"})


def _due_conditions(scope: Scope, due: str) -> list[ColumnElement[bool]]:
    table = cases_table.c
    if due == "overdue":
        return [IS_OPEN, table.due_on < scope.today]
    if due == "provisional":
        return [IS_OPEN, table.provisional.is_(True)]
    if due == "paused":
        return [IS_OPEN, table.clock_state.like("paused%")]
    if due in {"within_1", "within_3", "within_5"}:
        return [IS_OPEN, table.due_on >= scope.today,
                *register_rows_.due_by(*scope.last_day_within(int(due[-1])))]
    return []
