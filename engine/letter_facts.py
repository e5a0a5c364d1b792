"""What the rules know of a letter: from the case, the calendar and the statute.

A handler types only what a person alone can know; everything here is filled in and locked.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

import letters
from engine.errors import LetterNotReady
from engine.limits import local_day
from engine.statute import Assessment, Ledger, remedies
from engine.store import Row, cases, people
from engine.store import letters as stored_letters
from letters import Composition, Kind, LetterError


@dataclass(frozen=True, slots=True)
class Source:
    """All that a rule may look at."""

    connection: Connection
    case: Row
    agency: Row
    applicant: Row
    ledger: Ledger
    assessment: Assessment
    today: date
    correction_days: int


def source(
    connection: Connection, case: Row, ledger: Ledger, assessment: Assessment,
    today: date, correction_days: int,
) -> Source:
    return Source(
        connection, case, people.agency(connection, case["agency_id"]),
        cases.find_applicant(connection, case["applicant_id"]), ledger, assessment, today,
        correction_days,
    )


def _last(known: Source, kind: str) -> date | None:
    return next((e.on for e in reversed(known.ledger.entries) if e.type == kind), None)


def _notice(known: Source) -> Row | None:
    return next(
        (row for row in stored_letters.of_case(known.connection, known.case["id"])
         if row["kind"] == "correction_notice" and row["number"]), None,
    )


def _notice_number(known: Source) -> str | None:
    notice = _notice(known)
    return None if notice is None else str(notice["number"])


def _notice_on(known: Source) -> date | None:
    notice = _notice(known)
    return None if notice is None else local_day(notice["issued_at"])


def _contact(known: Source) -> str:
    agency = known.agency
    return "，".join(
        part for part in (
            agency["disclosure_office"], f"地址：{agency['address']}" if agency["address"] else "",
            f"电话：{agency['phone']}" if agency["phone"] else "",
        ) if part
    )


def _provisional_note(known: Source) -> str | None:
    if not known.assessment.provisional or known.assessment.due is None:
        return None
    return (
        f"因{known.assessment.due.year}年放假安排尚未公布，上述届满之日为暂定，"
        "公布后以重新计算的日期为准。"
    )


_RULES: Mapping[str, Callable[[Source], Any]] = {
    "agency_name": lambda known: known.agency["name"],
    "applicant_name": lambda known: known.applicant["name"],
    "form_of_address": lambda known: (
        "person" if known.applicant["kind"] == "natural_person" else "organisation"
    ),
    "request_subject": lambda known: known.case["subject"],
    "received_on": lambda known: known.case["received_on"],
    "case_number": lambda known: known.case["number"],
    "agency_contact": _contact,
    "channel": lambda known: known.case["channel"],
    "due_on": lambda known: known.assessment.due,
    "due_on_note": _provisional_note,
    "correction_days": lambda known: known.correction_days,
    "notice_on": _notice_on,
    "notice_number": _notice_number,
    "notice_served_on": lambda known: _last(known, "correction_requested"),
    "correction_due_on": lambda known: known.assessment.limits.correction_received,
    "corrected_on": lambda known: _last(known, "correction_received"),
    "withdrawn_on": lambda known: _last(known, "withdrawn"),
}

#: Facts that a rule supplies; a letter may need no other of the kind ``source: rule``.
RULE_FACTS = frozenset(_RULES)


def gather(kind: Kind, known: Source, own: Mapping[str, Any]) -> dict[str, Any]:
    """Every fact of a kind: ``own`` from the officer, the rest by rule, the remedy last.

    A rule's fact cannot be overridden: what an officer sends under its name is dropped, unless
    no rule here knows it (then the act that issues the letter passes it in ``own``).
    """
    facts = {
        name: value for name, value in own.items()
        if name in kind.facts and (
            kind.facts[name].source == "officer" or name not in _RULES or name in _BY_THE_ACT
        )
    }
    for name, value in facts.items():
        if kind.facts[name].type == "list" and isinstance(value, str):
            facts[name] = [line.strip() for line in value.splitlines() if line.strip()]
    for name in kind.facts:
        if name in _RULES and name not in facts:
            facts[name] = _RULES[name](known)
    if "remedy_paragraph" in kind.facts:
        facts["remedy_paragraph"] = remedies.paragraph(
            kind.remedy_class(facts), known.today,
            reconsideration_organ=known.agency["reconsideration_organ"],
            court=known.agency["court"], online_url=known.agency["online_url"],
        )
    return facts


# The act of extending knows the date before and after it; no rule can see both.
_BY_THE_ACT = frozenset({"due_on"})


def compose(kind_name: str, known: Source, own: Mapping[str, Any], dated_on: date | None
            ) -> Composition:
    """The letter's words. Raises LetterNotReady naming the missing or unsuitable fact."""
    kind = letters.kinds().get(kind_name)
    if kind is None:
        raise LetterNotReady(reason=f"没有“{kind_name}”这种文书")
    facts = gather(kind, known, own)
    if dated_on is not None:
        facts["dated_on"] = dated_on
    try:
        return letters.compose(kind_name, facts)
    except LetterError as error:
        raise LetterNotReady(reason=str(error)) from error


def reply_kinds(known: Source) -> list[Kind]:
    """The reply letters that this case allows: those whose rule facts exist, and that the
    rules in force on the day of receipt know."""
    allowed = []
    for kind in letters.kinds().values():
        if kind.series != "reply" or known.case["received_on"] < kind.applies_from:
            continue
        facts = gather(kind, known, {})
        missing = [
            fact.name for fact in kind.facts.values()
            if fact.source == "rule" and fact.required and facts.get(fact.name) in (None, "")
        ]
        if not missing:
            allowed.append(kind)
    return allowed


__all__ = ["RULE_FACTS", "Source", "compose", "gather", "reply_kinds", "source"]
