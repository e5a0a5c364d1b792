"""What the rules know of a letter: from the case, the calendar and the statute.

A handler types only what a person alone can know; everything here is filled in and locked.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import letters
from declared.field import lines
from engine.cases.rows import cases as case_rows, tasks as task_rows
from engine.correspondence import rows as letter_rows
from engine.errors import LetterNotReady
from engine.people import rows as people_rows
from engine.statute import Assessment, Ledger
from engine.statute.calendar.zone import local_day
from engine.statute.clock.what_if import before_last
from engine.statute.values import remedies
from engine.store import Connection
from engine.store.shapes import AgencyRow, ApplicantRow, CaseRow, LetterRow
from letters import Composition, Kind, LetterError


@dataclass(frozen=True, slots=True)
class Source:
    """All that a rule may look at."""

    connection: Connection
    case: CaseRow
    agency: AgencyRow
    applicant: ApplicantRow
    ledger: Ledger
    assessment: Assessment
    today: date
    correction_days: int
    written: Callable[[str], Any]


def source(
    connection: Connection, case: CaseRow, ledger: Ledger, assessment: Assessment,
    today: date, correction_days: int, written: Callable[[str], Any] | None = None,
) -> Source:
    """``written``: what a form of the case says under a field's name, if not the latest one."""
    return Source(
        connection, case, people_rows.agency(connection, case["agency_id"]),
        case_rows.find_applicant(connection, case["applicant_id"]), ledger, assessment, today,
        correction_days, written or partial(task_rows.latest_value, connection, case["id"]),
    )


def _last(known: Source, kind: str) -> date | None:
    return next((e.on for e in reversed(known.ledger.entries) if e.type == kind), None)


def _due_before_extension(known: Source) -> date | None:
    before = before_last("extended", known.assessment)
    return None if before is None else before.due


def _extension_days(known: Source) -> int | None:
    return next((e.working_days for e in reversed(known.ledger.entries) if e.type == "extended"),
                None)


def _correction_notice(known: Source) -> LetterRow | None:
    return next(
        (row for row in letter_rows.of_case(known.connection, known.case["id"])
         if row["kind"] == "correction_notice" and row["number"]), None,
    )


def _notice_number(known: Source) -> str | None:
    found = _correction_notice(known)
    return None if found is None else found["number"]


def _notice_on(known: Source) -> date | None:
    found = _correction_notice(known)
    issued_at = None if found is None else found["issued_at"]
    return None if issued_at is None else local_day(issued_at)


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
    "due_before_extension": _due_before_extension,
    "extension_days": _extension_days,
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
    """Every fact of a kind: what people wrote, the rest by rule, the remedy last.

    A rule's fact cannot be overridden: what an officer sends under its name is dropped.
    """
    facts = written(kind, known, own)
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


def written(kind: Kind, known: Source, own: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that people wrote: ``own`` for this letter, others in forms of the case."""
    facts: dict[str, Any] = {}
    for name, fact in kind.facts.items():
        if fact.source == "officer" and name in own:
            facts[name] = own[name]
        elif fact.source == "form":
            value = known.written(fact.form_field)
            facts[name] = _phrase(value) if fact.type == "text" else value
        if fact.type == "list" and isinstance(facts.get(name), str):
            facts[name] = lines(facts[name])
    return facts


_BECAUSE = re.compile(r"因为|由于|因(?![特素果])")     # but 因特网, 因素 and 因果 are words


def _phrase(value: Any) -> Any:
    """What was written in sentences, as one phrase within a sentence that says 因 itself."""
    if not isinstance(value, str):
        return value
    lines = (line.strip().strip("，。；") for line in value.splitlines())
    text = "，".join(line for line in lines if line)
    because = _BECAUSE.match(text)
    return text[because.end():] if because else text


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


__all__ = ["RULE_FACTS", "Source", "compose", "gather", "reply_kinds", "source", "written"]
