"""What units and colleagues were given, on screen."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from engine.actors.roles import Role
from engine.assistance import rows
from engine.assistance.assistance import OPEN, AssistanceState, about
from engine.assistance.commands import AskAssistance
from engine.assistance.policy import may_ask
from engine.cases.visible import processes_of
from engine.items import item
from engine.people import rows as people_rows
from engine.people.agencies import PersonRef
from engine.people.units import rows as unit_rows
from engine.store.shapes import AssistanceTurnRow, CaseRow
from engine.transaction.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class TurnView:
    """Who had it from when on. outcome: answered | returned | "" while it lasts, or was stopped."""

    unit: str
    person: str
    given_by: str
    given_at: datetime
    due_on: date
    outcome: str
    said: str
    ended_by: str
    ended_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class AssistanceView:
    """One of them. kind: of ``ASSISTANCE_KINDS``; state: of ``AssistanceState``. The last turn is
    the one that holds."""

    id: int
    number: int
    about: str
    kind: str
    item: int | None
    asked: str
    asked_by: str
    asked_at: datetime
    state: str
    overdue: bool
    turns: tuple[TurnView, ...]
    end_reason: str
    may_end: bool

    @property
    def open(self) -> bool:
        """Whether an answer is still waited for."""
        return self.state in OPEN


@dataclass(frozen=True, kw_only=True)
class AssistancesView:
    """All of a case. units, people: to whom something may be given, people with their unit."""

    assistances: tuple[AssistanceView, ...]
    may_ask: bool
    items: tuple[int, ...]
    units: tuple[tuple[int, str], ...]
    people: tuple[tuple[PersonRef, str], ...]


def assistances_view(at: Snapshot, case: CaseRow, *, acting: bool) -> AssistancesView:
    """What a case's page shows. acting: whether this person belongs to its agency."""
    acts = acting and AskAssistance.permission.allows(at.actor)
    asks = acts and may_ask(at, case, processes_of(at, case["id"])[0].process)
    found = rows.of_case(at.connection, case["id"])
    turns: dict[int, list[AssistanceTurnRow]] = {}
    for turn in rows.turns(at.connection, [each["id"] for each in found]):
        turns.setdefault(turn["assistance_id"], []).append(turn)
    waiting = item.still_open(item.of_case(at.connection, case["id"])) if asks else ()
    return AssistancesView(
        assistances=tuple(
            AssistanceView(
                id=row["id"], number=row["number"], about=about(row["kind"], row["number"]),
                kind=row["kind"], item=row["item"], asked=row["asked"],
                asked_by=people_rows.name_of(at.connection, row["asked_by"]),
                asked_at=row["asked_at"], state=row["state"],
                overdue=row["state"] == AssistanceState.ASKED
                and turns[row["id"]][-1]["due_on"] < at.today,
                turns=tuple(_turns(at, turns[row["id"]])), end_reason=row["end_reason"],
                may_end=acts and row["state"] in OPEN,
            ) for row in found
        ),
        may_ask=asks, items=tuple(each.number for each in waiting) if len(waiting) > 1 else (),
        units=tuple(_units(at, case["agency_id"])) if asks else (),
        people=tuple(_people(at, case["agency_id"])) if asks else (),
    )


def _turns(at: Snapshot, turns: list[AssistanceTurnRow]) -> Iterator[TurnView]:
    for turn in turns:
        unit = None if turn["unit_id"] is None else unit_rows.find(at.connection, turn["unit_id"])
        yield TurnView(
            unit="" if unit is None else unit["name"],
            person=people_rows.name_of(at.connection, turn["person_id"]),
            given_by=people_rows.name_of(at.connection, turn["given_by"]),
            given_at=turn["given_at"], due_on=turn["due_on"], outcome=turn["outcome"],
            said=turn["said"], ended_by=people_rows.name_of(at.connection, turn["ended_by"]),
            ended_at=turn["ended_at"],
        )


def _units(at: Snapshot, agency_id: int) -> Iterator[tuple[int, str]]:
    for unit in unit_rows.of_agency(at.connection, agency_id):
        if unit_rows.stands(unit, at.today) and unit_rows.holders(
            at.connection, unit["id"], Role.HANDLER.value
        ):
            yield unit["id"], unit["name"]


def _people(at: Snapshot, agency_id: int) -> Iterator[tuple[PersonRef, str]]:
    names = {unit["id"]: unit["name"] for unit in unit_rows.of_agency(at.connection, agency_id)}
    for person in people_rows.holders(at.connection, agency_id, Role.HANDLER.value):
        if person["id"] != at.actor.person_id:
            row = people_rows.find(at.connection, person["id"])
            unit = None if row is None else row["unit_id"]
            yield (PersonRef(id=person["id"], name=person["name"]),
                   "" if unit is None else names.get(unit, ""))
