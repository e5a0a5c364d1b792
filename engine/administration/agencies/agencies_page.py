"""Agencies as those who look after them see them: the list, and one with its history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from engine.actors.permissions import ADMINISTRATORS
from engine.administration.agencies import rows
from engine.errors import NotFound
from engine.people.agencies import AGENCY_KINDS, AgencyRef
from engine.people.changes import facts as held, rows as change_rows
from engine.people.changes.facts import FACTS
from engine.people.units import rows as unit_rows
from engine.store.shapes import AgencyChangeRow, AgencyRow
from engine.transaction.messages import Question
from engine.transaction.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class AgencyLine:
    """An agency of the list. state: valid | coming | ending | ended. changes: yet to come."""

    agency: AgencyRef
    phone: str
    state: str
    valid_from: date
    valid_to: date | None
    successor: AgencyRef | None
    changes: int
    open_cases: int
    people: int


@dataclass(frozen=True, kw_only=True)
class AgencyChangeView:
    """Facts from a day on: label, what held before, what holds then. state: in_effect | coming |
    cancelled. first: what the agency began with."""

    id: int
    from_day: date
    state: str
    first: bool
    facts: tuple[tuple[str, str, str], ...]
    reason: str
    recorded_at: datetime
    recorded_by: str
    cancelled_at: datetime | None
    cancelled_by: str


@dataclass(frozen=True, kw_only=True)
class AgencyEndingView:
    """An ending that was recorded. state: carried_out | coming | cancelled."""

    id: int
    from_day: date
    successor: AgencyRef | None
    state: str
    reason: str
    recorded_at: datetime
    recorded_by: str
    cancelled_at: datetime | None
    cancelled_by: str
    cases_moved: int
    people_moved: int


@dataclass(frozen=True, kw_only=True)
class UnitView:
    """A unit of an agency. people: who may sign in and belong to it."""

    id: int
    name: str
    valid_from: date
    valid_to: date | None
    people: int


@dataclass(frozen=True, kw_only=True)
class AgencyView:
    """One agency. facts: label and words by name, as of today; values: the same as typed in forms.

    then: the values when ``known`` was the last change. known: the id of the last change now.
    """

    line: AgencyLine
    facts: Mapping[str, tuple[str, str]]
    values: Mapping[str, str]
    then: Mapping[str, str]
    known: int
    parent: AgencyRef | None
    below: tuple[AgencyRef, ...]
    predecessors: tuple[AgencyRef, ...]
    changes: tuple[AgencyChangeView, ...]
    endings: tuple[AgencyEndingView, ...]
    units: tuple[UnitView, ...]
    agencies: tuple[AgencyRef, ...]         # that may stand above it, or take it over


@dataclass(frozen=True, kw_only=True)
class AgenciesPage(Question[tuple[AgencyLine, ...]], permission=ADMINISTRATORS):
    """Every agency, the ended ones too; those whose name, code or telephone has the text in it."""

    text: str = ""


@dataclass(frozen=True, kw_only=True)
class AgencyPage(Question[AgencyView], permission=ADMINISTRATORS):
    """One agency. known: the last change that a form was made from. Raises NotFound."""

    agency_id: int
    known: int | None = None


def agencies_page(question: AgenciesPage, at: Snapshot) -> tuple[AgencyLine, ...]:
    agencies = {row["id"]: row for row in change_rows.agencies_with_days(at.connection)}
    wanted = held.plain(question.text)
    return tuple(
        line for line in _lines(at, agencies).values()
        if not wanted or wanted in held.plain("\n".join((
            line.agency.name, line.agency.short_name, line.agency.letter_code, line.phone,
        )))
    )


def agency_page(question: AgencyPage, at: Snapshot) -> AgencyView:
    agencies = {row["id"]: row for row in change_rows.agencies_with_days(at.connection)}
    if question.agency_id not in agencies:
        raise NotFound()
    lines, row = _lines(at, agencies), agencies[question.agency_id]
    changes = change_rows.standing_of(at.connection, row["id"])
    today = max(held.shown_on(row, at.today), row["valid_from"])
    facts = cast("Mapping[str, Any]", held.on(changes, today))
    seen = [each for each in changes if question.known is None or each["id"] <= question.known]
    then = cast("Mapping[str, Any]", held.on(seen or changes, today))
    recorded = change_rows.with_names(at.connection, row["id"])
    return AgencyView(
        line=lines[row["id"]], known=max(each["id"] for each in recorded),
        facts={name: (label, _words(name, facts[name], agencies)) for name, label in FACTS.items()},
        values=_typed(facts), then=_typed(then),
        parent=None if facts["parent_id"] is None else lines[facts["parent_id"]].agency,
        below=tuple(lines[each["id"]].agency for each in agencies.values()
                    if each["parent_id"] == row["id"] and held.is_valid(each, at.today)),
        predecessors=tuple(lines[each].agency for each in sorted(
            held.predecessors(at.connection, row["id"], at.today))),
        changes=tuple(_change(at, each, changes, agencies) for each in recorded),
        endings=tuple(_ending(each, lines) for each in rows.with_names(at.connection, row["id"])),
        units=_units(at, row["id"]),
        agencies=tuple(line.agency for line in lines.values()
                       if line.state != "ended" and line.agency.id != row["id"]),
    )


def _units(at: Snapshot, agency_id: int) -> tuple[UnitView, ...]:
    counts = unit_rows.counts(at.connection)
    return tuple(
        UnitView(
            id=row["id"], name=row["name"], valid_from=row["valid_from"],
            valid_to=row["valid_to"], people=counts.get(row["id"], 0),
        )
        for row in unit_rows.of_agency(at.connection, agency_id)
    )


def _lines(at: Snapshot, agencies: Mapping[int, AgencyRow]) -> dict[int, AgencyLine]:
    coming: dict[int, int] = {}
    for change in change_rows.standing(at.connection):
        if change["from_day"] > max(at.today, agencies[change["agency_id"]]["valid_from"]):
            coming[change["agency_id"]] = coming.get(change["agency_id"], 0) + 1
    open_cases, people = rows.open_cases(at.connection), rows.active_people(at.connection)
    return {
        row["id"]: AgencyLine(
            agency=_ref(row, at.today), phone=row["phone"], state=_state(row, at.today),
            valid_from=row["valid_from"], valid_to=row["valid_to"],
            successor=None if row["successor_id"] is None
            else _ref(agencies[row["successor_id"]], at.today),
            changes=coming.get(row["id"], 0), open_cases=open_cases.get(row["id"], 0),
            people=people.get(row["id"], 0),
        )
        for row in agencies.values()
    }


def _ref(row: AgencyRow, today: date) -> AgencyRef:
    return AgencyRef(
        id=row["id"], name=row["name"], short_name=row["short_name"], kind=row["kind"],
        letter_code=row["letter_code"], reconsideration_organ=row["reconsideration_organ"],
        ended=not held.is_valid(row, today),
    )


def _state(row: AgencyRow, today: date) -> str:
    if row["valid_to"] is not None:
        return "ending" if held.is_valid(row, today) else "ended"
    return "coming" if row["valid_from"] > today else "valid"


def _words(name: str, value: Any, agencies: Mapping[int, AgencyRow]) -> str:
    if name == "parent_id":
        return "" if value is None else agencies[value]["name"]
    return AGENCY_KINDS.get(value, value) if name == "kind" else str(value)


def _typed(facts: Mapping[str, Any]) -> dict[str, str]:
    return {name: "" if facts[name] is None else str(facts[name]) for name in FACTS}


def _change(
    at: Snapshot, row: change_rows.ChangeWithNames, standing: Any,
    agencies: Mapping[int, AgencyRow],
) -> AgencyChangeView:
    first = row["id"] == standing[0]["id"]
    return AgencyChangeView(
        id=row["id"], from_day=row["from_day"], first=first, reason=row["reason"],
        state="cancelled" if row["cancelled_at"] is not None
        else "coming" if row["from_day"] > at.today else "in_effect",
        facts=tuple(
            (FACTS[name], "" if first else _words(name, before, agencies),
             _words(name, row["facts"][name], agencies))
            for name, before in _before(row, standing).items()
        ),
        recorded_at=row["recorded_at"], recorded_by=row["recorded_by_name"] or "",
        cancelled_at=row["cancelled_at"], cancelled_by=row["cancelled_by_name"] or "",
    )


def _before(row: AgencyChangeRow, standing: list[AgencyChangeRow]) -> dict[str, Any]:
    """What a change met: of each of its facts, what was recorded until then for its day."""
    earlier = [each for each in standing if each["id"] < row["id"]] or standing[:1]
    facts = cast("Mapping[str, Any]", held.on(earlier, row["from_day"]))
    return {name: facts[name] for name in FACTS if name in row["facts"]}


def _ending(
    row: rows.EndingWithNames, lines: Mapping[int, AgencyLine]
) -> AgencyEndingView:
    return AgencyEndingView(
        id=row["id"], from_day=row["from_day"],
        successor=None if row["successor_id"] is None else lines[row["successor_id"]].agency,
        state="cancelled" if row["cancelled_at"] is not None
        else "carried_out" if row["carried_out_at"] is not None else "coming",
        reason=row["reason"], recorded_at=row["recorded_at"],
        recorded_by=row["recorded_by_name"] or "", cancelled_at=row["cancelled_at"],
        cancelled_by=row["cancelled_by_name"] or "", cases_moved=row["cases_moved"],
        people_moved=row["people_moved"],
    )
