"""Consultations on screen."""

from dataclasses import dataclass
from datetime import date, datetime

from engine.cases.visible import processes_of
from engine.consultations import rows
from engine.consultations.commands import OpenConsultation
from engine.consultations.consultation import OPEN, ConsultationState, about
from engine.consultations.policy import may_open
from engine.items import item
from engine.people import rows as people_rows
from engine.statute import Assessment
from engine.statute.values import rule_sets
from engine.store.shapes import CaseRow
from engine.transaction.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class ConsultationView:
    """One of them. limit: the last day for the opinion, None while none runs or the law sets
    none; provisional: reckoned from the sending, for want of the delivery. state: of
    ``ConsultationState``; opinion, decision: of ``OPINIONS``, ``DECISIONS``."""

    id: int
    number: int
    about: str
    party: str
    name: str
    contact: str
    asked: str
    item: int | None
    state: str
    asked_by: str
    asked_at: datetime
    issued_on: date | None
    told_on: date | None
    delivered_on: date | None
    limit: date | None
    overdue: bool
    answered_on: date | None
    opinion: str
    opinion_reasons: str
    agreed_by_silence: bool
    decision: str
    decision_reasons: str
    public_interest: str
    decided_by: str
    decided_at: datetime | None
    party_told_on: date | None
    disclose_from: date | None
    end_reason: str
    may_end: bool
    may_mend: bool


@dataclass(frozen=True, kw_only=True)
class ConsultationsView:
    """All of a case. items: the numbers that one may be about."""

    consultations: tuple[ConsultationView, ...]
    may_open: bool
    items: tuple[int, ...]


def consultations_view(
    at: Snapshot, case: CaseRow, assessment: Assessment, *, acting: bool
) -> ConsultationsView:
    """What a case's page shows. acting: whether this person belongs to its agency."""
    acts = acting and OpenConsultation.permission.allows(at.actor)
    known = item.of_case(at.connection, case["id"])
    process = processes_of(at, case["id"])[0].process
    silent = rule_sets.of(case["received_on"]).agrees_by_silence
    limits = assessment.limits.consultations
    found = []
    # What the review referred upward is no process beside the life, and is not stopped by itself.
    waits = {(each.about_id, each.about) for each in processes_of(at, case["id"])
             if not each.instance.completed}
    for row in rows.of_case(at.connection, case["id"]):
        limit = limits.get(str(row["id"])) if row["delivered_on"] else None
        open_ = row["state"] in OPEN
        found.append(ConsultationView(
            id=row["id"], number=row["number"], about=about(row["party"], row["number"]),
            party=row["party"], name=row["name"], contact=row["contact"], asked=row["asked"],
            item=row["item"], state=row["state"],
            asked_by=people_rows.name_of(at.connection, row["asked_by"]),
            asked_at=row["asked_at"], issued_on=row["issued_on"], told_on=row["told_on"],
            delivered_on=row["delivered_on"], limit=limit,
            overdue=row["state"] == ConsultationState.DELIVERED
            and limit is not None and limit < at.today,
            answered_on=row["answered_on"], opinion=row["opinion"],
            opinion_reasons=row["opinion_reasons"],
            agreed_by_silence=row["opinion"] == "silent" and row["party"] in silent,
            decision=row["decision"], decision_reasons=row["decision_reasons"],
            public_interest=row["public_interest"],
            decided_by=people_rows.name_of(at.connection, row["decided_by"]),
            decided_at=row["decided_at"], party_told_on=row["party_told_on"],
            disclose_from=row["disclose_from"], end_reason=row["end_reason"],
            may_end=acts and open_
            and (row["id"], about(row["party"], row["number"])) in waits,
            may_mend=acts and row["issued_on"] is not None and case["status"] != "archived"
            and row["state"] != ConsultationState.ENDED,
        ))
    return ConsultationsView(
        consultations=tuple(found), may_open=acts and may_open(at, case, process, known),
        items=tuple(each.number for each in item.still_open(known)) if len(known) > 1 else (),
    )
