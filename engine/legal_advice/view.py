"""Legal opinions on the page of a case, and earlier advice for like ones: on the same ground, or
on a question of like words."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import letters
from engine.actors.permissions import own
from engine.actors.roles import Role
from engine.cases.dates import dated
from engine.configuration import Configuration
from engine.correspondence import rows as letter_rows
from engine.items import item
from engine.legal_advice import rows
from engine.legal_advice.advice import (
    MOST_FOUND,
    MOST_LOOKED_FOR,
    AdviceState,
    pairs,
    shared_at_least,
)
from engine.legal_advice.advisers.adviser import AdviserKind, adviser_of
from engine.legal_advice.commands import NameMaterials
from engine.people import rows as people_rows
from engine.rules.alarms import limits
from engine.store import Connection
from engine.store.shapes import CaseRow, LegalAdviceRow
from engine.transaction.snapshot import Snapshot

_LIMIT = "legal_opinion"


@dataclass(frozen=True, kw_only=True)
class EarlierAdvice:
    """An opinion that was given before. like: its question is like this one; else its draft had
    the same ground. case_number: "" for the legal office of another agency."""

    id: int
    case_id: int
    case_number: str
    question: str
    conclusion: str
    opinion: str
    reasons: str
    given_by: str
    given_on: date
    like: bool


@dataclass(frozen=True, kw_only=True)
class AdviceView:
    """One round. state: of ``AdviceState``; conclusion: of ``CONCLUSIONS``, "" before. limit: the
    last day for the opinion, None once it is there."""

    id: int
    number: int
    adviser_kind: str
    adviser_name: str
    question: str
    draft_title: str
    materials: tuple[int, ...]
    state: str
    asked_by: str
    asked_on: date
    limit: date | None
    overdue: bool
    conclusion: str
    opinion: str
    reasons: str
    given_by: str
    given_on: date | None
    end_reason: str
    may_name: bool


@dataclass(frozen=True, kw_only=True)
class LegalAdviceView:
    """All of a case. adviser_kind, adviser_name: who would be asked today. earlier: what was said
    in like cases of the agency, for who asks or advises."""

    rounds: tuple[AdviceView, ...]
    adviser_kind: str
    adviser_name: str
    earlier: tuple[EarlierAdvice, ...]


def legal_advice_view(at: Snapshot, case: CaseRow, *, acting: bool) -> LegalAdviceView:
    """What a case's page shows. acting: whether this person belongs to its agency."""
    adviser = adviser_of(at.connection, case["agency_id"], at.today)
    found = rows.of_case(at.connection, case["id"])
    may = acting and NameMaterials.permission.allows(at.actor)
    wants = acting and bool(at.actor.roles & {Role.HANDLER, Role.LEGAL_OFFICER})
    return LegalAdviceView(
        rounds=tuple(_round(at, case, each, may=may) for each in found),
        adviser_kind=adviser.kind.value, adviser_name=adviser.name,
        earlier=_earlier(at, case, found[-1]["question"] if found else "")
        if wants and case["status"] == "open" else (),
    )


def _round(at: Snapshot, case: CaseRow, row: LegalAdviceRow, *, may: bool) -> AdviceView:
    awaited = row["state"] == AdviceState.ASKED
    limit = last_day(at, case, row["asked_on"]) if awaited else None
    return AdviceView(
        id=row["id"], number=row["number"], adviser_kind=row["adviser_kind"],
        adviser_name=row["adviser_name"], question=row["question"],
        draft_title=row["draft_title"], materials=tuple(row["materials"]), state=row["state"],
        asked_by=people_rows.name_of(at.connection, row["asked_by"]), asked_on=row["asked_on"],
        limit=limit, overdue=limit is not None and limit < at.today,
        conclusion=row["conclusion"], opinion=row["opinion"], reasons=row["reasons"],
        given_by=row["given_by"], given_on=row["given_on"], end_reason=row["end_reason"],
        may_name=may and awaited and row["adviser_kind"] != AdviserKind.AGENCY,
    )


def last_day(at: Snapshot, case: CaseRow, asked_on: date) -> date | None:
    """Until when an opinion is to be given: the office's own rule (``legal_opinion_days``)."""
    file = dated(at, case["id"], case)
    return limits()[_LIMIT].last_day(
        file.assessment, file.calendar, at.around[Configuration], asked_on, {})


def _earlier(at: Snapshot, case: CaseRow, question: str) -> tuple[EarlierAdvice, ...]:
    reply = letter_rows.reply_of(at.connection, case["id"])
    kind = None if reply is None else letters.kinds().get(reply["kind"])
    wanted = [each.row["description"] for each in item.of_case(at.connection, case["id"])]
    return earlier_advice(
        at.connection, case["id"], own(at.actor).agencies or frozenset({case["agency_id"]}),
        "\n".join([question, *wanted]), kind.ground if kind else "",
    )


def earlier_advice(
    connection: Connection, case_id: int, agencies: Collection[int], text: str, ground: str,
    advisers: Collection[int] | None = None,
) -> tuple[EarlierAdvice, ...]:
    """The likest few. agencies: whose questions; advisers: only what their legal offices said."""
    words = pairs(text, MOST_LOOKED_FOR)
    found: dict[int, rows.AdviceFound] = {}
    for each in (
        *rows.like(connection, agencies, words, shared_at_least(len(words)), case_id, advisers,
                   MOST_FOUND),
        *rows.of_ground(connection, agencies, ground, case_id, advisers, MOST_FOUND),
    ):
        found.setdefault(each["id"], each)
    return tuple(_shown(each, inside=advisers is None) for each in [*found.values()][:MOST_FOUND])


def _shown(row: rows.AdviceFound, *, inside: bool) -> EarlierAdvice:
    assert row["given_on"] is not None      # it was given
    return EarlierAdvice(
        id=row["id"], case_id=row["case_id"] if inside else 0,
        case_number=row["case_number"] if inside else "",
        question=row["question"], conclusion=row["conclusion"], opinion=row["opinion"],
        reasons=row["reasons"], given_by=row["given_by"], given_on=row["given_on"],
        like=row["shared"] > 0,
    )
