"""Proceedings on screen."""

from dataclasses import dataclass
from datetime import date, datetime

from engine.cases.glance.status import CaseStatus
from engine.cases.visible import processes_of
from engine.people import rows as people_rows
from engine.people.changes.facts import agency_on
from engine.remedies import rows
from engine.remedies.commands import EnterRemedy
from engine.remedies.policy import may_enter
from engine.remedies.remedy import RemedyState, about, answer_by, calendar_for
from engine.remedies.reopening import term_ends
from engine.statute.proceedings import remedy_cases
from engine.store.shapes import CaseRow
from engine.transaction.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class Hearing:
    """A hearing, or another day that counts."""

    on: date
    note: str


@dataclass(frozen=True, kw_only=True)
class RemedyView:
    """One of them. answer_by: the last day of our answer, by ``answer_article``; None where the
    law of its day set none. overdue: it has passed without an answer. state: of ``RemedyState``.
    term, term_unit, counted_from, term_from: what it orders, None and "" for nothing; term_ends:
    the last day of that."""

    id: int
    number: int
    about: str
    kind: str
    procedure: str
    body: str
    case_number: str
    received_on: date
    state: str
    entered_by: str
    entered_at: datetime
    answer_by: date | None
    answer_article: str
    overdue: bool
    answered_on: date | None
    answered_late: bool
    answer_number: str
    hearings: tuple[Hearing, ...]
    outcome: str
    outcome_note: str
    decided_on: date | None
    decision_number: str
    decision_received_on: date | None
    term: int | None
    term_unit: str
    counted_from: str
    term_from: date | None
    term_ends: date | None
    may_mend: bool
    may_mend_term: bool


@dataclass(frozen=True, kw_only=True)
class RemediesView:
    """All of a case. bodies: by kind who decides it for the case's agency today."""

    remedies: tuple[RemedyView, ...]
    may_enter: bool
    bodies: dict[str, str]


def remedies_view(at: Snapshot, case: CaseRow, *, acting: bool) -> RemediesView:
    """What a case's page shows. acting: whether this person belongs to its agency."""
    acts = acting and EnterRemedy.permission.allows(at.actor)
    process = processes_of(at, case["id"])[0].process
    goes_on = acts and may_enter(at, case, process)
    calendar = calendar_for(at, case)
    found = []
    for row in rows.of_case(at.connection, case["id"]):
        limit = answer_by(row, calendar)
        law = remedy_cases.answer_limit(row["kind"], row["procedure"], row["received_on"])
        answered = row["answered_on"]
        found.append(RemedyView(
            id=row["id"], number=row["number"], about=about(row["kind"], row["number"]),
            kind=row["kind"], procedure=row["procedure"], body=row["body"],
            case_number=row["case_number"], received_on=row["received_on"], state=row["state"],
            entered_by=people_rows.name_of(at.connection, row["entered_by"]),
            entered_at=row["entered_at"], answer_by=limit,
            answer_article="" if law is None else law.article,
            overdue=row["state"] == RemedyState.TO_ANSWER
            and limit is not None and limit < at.today,
            answered_on=answered,
            answered_late=answered is not None and limit is not None and limit < answered,
            answer_number=row["answer_number"],
            hearings=tuple(sorted(
                (Hearing(on=date.fromisoformat(each["on"]), note=each["note"])
                 for each in row["hearings"]), key=lambda each: each.on)),
            outcome=row["outcome"], outcome_note=row["outcome_note"],
            decided_on=row["decided_on"], decision_number=row["decision_number"],
            decision_received_on=row["decision_received_on"],
            term=row["term"], term_unit=row["term_unit"], counted_from=row["counted_from"],
            term_from=row["term_from"], term_ends=term_ends(row, calendar), may_mend=goes_on,
            may_mend_term=goes_on and row["term"] is not None
            and case["status"] != CaseStatus.ARCHIVED,
        ))
    return RemediesView(
        remedies=tuple(found), may_enter=goes_on, bodies=_bodies(at, case) if goes_on else {})


def _bodies(at: Snapshot, case: CaseRow) -> dict[str, str]:
    facts = agency_on(at.connection, case["agency_id"], at.today)
    return {
        kind.name: facts["court"] if kind.body == "court" else facts["reconsideration_organ"]
        for kind in remedy_cases.remedy_kinds().values()
    }
