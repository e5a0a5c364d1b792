"""What the rules know of a letter: from the case, the calendar and the statute.

A handler types only what a person alone can know; everything here is filled in and locked.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import Any

import letters
from declared.field import lines
from engine.cases.rows import cases as case_rows, tasks as task_rows
from engine.charging import fee
from engine.charging.facts import FEE_FACTS, fee_facts
from engine.consultations import consultation, rows as consultation_rows
from engine.correspondence import of_items, rows as letter_rows
from engine.correspondence.receipts import receipt
from engine.correspondence.typed.earlier import EarlierReply, earlier_replies
from engine.correspondence.typed.printed import as_one_line, as_printed
from engine.errors import LetterFactsRefused, LetterNotReady
from engine.excess import excess
from engine.excess.facts import EXCESS_FACTS, excess_facts
from engine.items import answers, item
from engine.items.item import RequestItem
from engine.people.changes.facts import agency_on
from engine.registration.applicants import rows as applicant_rows
from engine.registration.applicants.addressee import addressee, form_of_address
from engine.registration.applicants.rows import Beside
from engine.remedies import reopening
from engine.secrecy import finding
from engine.statute import Assessment, Ledger
from engine.statute.calendar.zone import local_day
from engine.statute.clock.assessment import speaks_against
from engine.statute.clock.what_if import before_last
from engine.statute.values import grounds, remedies
from engine.store import Connection
from engine.store.shapes import AgencyFacts, ApplicantRow, CaseRow, LetterRow
from engine.transfers import rows as transfer_rows
from letters import Composition, Fact, Kind, LetterError


@dataclass(frozen=True)
class Source:
    """All that a rule may look at. in_turns: several letters may answer; by_item: so reviewed."""

    connection: Connection
    case: CaseRow
    agency: AgencyFacts
    applicant: ApplicantRow
    beside: Sequence[Beside]
    ledger: Ledger
    assessment: Assessment
    today: date
    correction_days: int
    written: Callable[[str], Any]
    in_turns: bool = False
    former: receipt.Former | None = None        # whose place a corrected receipt takes
    by_item: bool = False

    @cached_property
    def items(self) -> tuple[RequestItem, ...]:
        """What the request asks for, as it holds; read when a letter speaks of it."""
        return item.of_case(self.connection, self.case["id"])


def source(
    connection: Connection, case: CaseRow, ledger: Ledger, assessment: Assessment,
    today: date, correction_days: int, written: Callable[[str], Any] | None = None,
    in_turns: bool = False, by_item: bool = False,
) -> Source:
    """``written``: what a form of the case says under a field's name, if not the latest one."""
    return Source(
        connection, case, agency_on(connection, case["agency_id"], today),
        case_rows.find_applicant(connection, case["applicant_id"]),
        applicant_rows.beside(connection, case["id"]), ledger, assessment, today,
        correction_days, written or partial(task_rows.latest_value, connection, case["id"]),
        in_turns, by_item=by_item)


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


def _taken_over(known: Source, name: str) -> Any:
    """A fact of the transfer by which the case came to its agency last; None without one."""
    found = transfer_rows.taken_over(known.connection, known.case["id"])
    if found is not None and name == "from_agency":
        return agency_on(known.connection, found["from_agency_id"], known.today)["name"]
    return None if found is None else dict(found)[name]


def _contact(known: Source) -> str:
    agency = known.agency
    return "，".join(
        part for part in (
            agency["disclosure_office"], f"地址：{agency['address']}" if agency["address"] else "",
            f"电话：{agency['phone']}" if agency["phone"] else "",
        ) if part
    )


def _provisional_note(known: Source, last_days: Iterable[date | None]) -> str | None:
    """That the last days which a letter names may still move, and why; None when none may."""
    reading = known.assessment.reading
    latest = max((day for day in last_days if day is not None), default=None)
    if latest is None:
        return None
    missing = [
        year for year in range(reading.ledger.received.year, latest.year + 1)
        if not reading.calendar.published(year)
    ]
    if missing:
        years = "、".join(f"{year}年" for year in missing)
        return f"因{years}放假安排尚未公布，上述届满之日为暂定，公布后以重新计算的日期为准。"
    if known.assessment.provisional and latest == known.assessment.due:
        return "上述届满之日为暂定，以重新计算的日期为准。"
    return None


def _request(known: Source) -> str:
    """What is asked for: as corrected, once a correction came in (art. 30)."""
    if known.assessment.reading.correction == "received":
        text = known.written("corrected_description")
        if isinstance(text, str) and (said := as_one_line(text)):
            return said
    return known.case["subject"]


def _of_fee(name: str, known: Source) -> Any:
    return fee_facts(known.connection, known.case["id"], known.assessment).get(name)


def _of_excess(name: str, known: Source) -> Any:
    address = form_of_address(known.applicant, known.beside)
    return excess_facts(known.connection, known.case["id"], address).get(name)


_RULES: Mapping[str, Callable[[Source], Any]] = {
    **{name: partial(_of_fee, name) for name in sorted(FEE_FACTS)},
    **{name: partial(_of_excess, name) for name in sorted(EXCESS_FACTS)},
    "agency_name": lambda known: known.agency["name"],
    "applicant_name": lambda known: addressee(known.applicant, known.beside),
    "form_of_address": lambda known: form_of_address(known.applicant, known.beside),
    "request_subject": _request,
    "request_intro": lambda known: (
        "经补正，申请公开" if known.assessment.reading.correction == "received" else None
    ),
    "received_on": lambda known: known.case["received_on"],
    "case_number": lambda known: known.case["number"],
    "agency_contact": _contact,
    "channel": lambda known: known.case["channel"],
    "due_on": lambda known: known.assessment.due,
    "due_on_note": lambda known: _provisional_note(known, [known.assessment.due]),
    "due_before_extension": _due_before_extension,
    "extension_days": _extension_days,
    "correction_days": lambda known: known.correction_days,
    "notice_on": _notice_on,
    "notice_number": _notice_number,
    "notice_served_on": lambda known: _last(known, "correction_requested"),
    "correction_due_on": lambda known: known.assessment.limits.correction_received,
    "corrected_on": lambda known: _last(known, "correction_received"),
    "former_number": lambda known: known.former and known.former.number,
    "former_on": lambda known: known.former and known.former.on,
    "registration_changes": lambda known: (
        known.former and receipt.changes(known.former, stated(known))),
    "withdrawn_on": lambda known: _last(known, "withdrawn"),
    "transferred_from": lambda known: _taken_over(known, "from_agency"),
    "transferred_on": lambda known: _taken_over(known, "received_on"),
    "number_here": lambda known: _taken_over(known, "number_there"),
    "order_paragraph": lambda known: reopening.order_in_words(known.connection, known.ledger),
    "consultation": lambda known: consultation.third_party_opinion(
        consultation_rows.of_case(known.connection, known.case["id"])),
}


def stated(known: Source) -> dict[str, Any]:
    """What a receipt states of a case."""
    return {name: _RULES[name](known) for name in receipt.STATED}


#: Facts that a rule supplies; a letter may need no other of the kind ``source: rule``.
RULE_FACTS = frozenset(_RULES) | of_items.ITEM_FACTS
#: Last days that the clock computes: a letter that names one says when it may still move.
LAST_DAYS = ("due_before_extension", "due_on", "correction_due_on", "fee_due_on")
#: Fields of forms that a rule prints, by the fact that they become.
PRINTED: Mapping[str, str] = {"corrected_description": "request_subject"}


def gather(kind: Kind, known: Source, own: Mapping[str, Any]) -> dict[str, Any]:
    """Every fact of a kind: what people wrote, the rest by rule, the remedy last.

    A rule's fact cannot be overridden: what an officer sends under its name is dropped.
    """
    facts = written(kind, known, own)
    for name, fact in kind.facts.items():
        if fact.source == "rule" and name in _RULES:
            facts[name] = _RULES[name](known)
    if kind.series == "reply" and of_items.ITEM_FACTS & set(kind.facts):
        facts |= of_items.facts(
            kind, known.items, known.case["received_on"], _RULES["form_of_address"](known)
        )
    if "due_on_note" in kind.facts:
        facts["due_on_note"] = _provisional_note(known, [facts.get(name) for name in LAST_DAYS])
    if "remedy_paragraph" in kind.facts:
        where: dict[str, Any] = {
            "reconsideration_organ": known.agency["reconsideration_organ"],
            "court": known.agency["court"], "online_url": known.agency["online_url"],
        }
        facts["remedy_paragraph"] = answers.remedy_of(
            of_items.answered_by(kind, known.items), known.today, **where
        ) if of_items.by_item(kind) else remedies.paragraph(
            kind.remedy_class(facts), known.today, **where
        )
    return facts


def written(kind: Kind, known: Source, own: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that people wrote: ``own`` for this letter, others in forms of the case."""
    facts: dict[str, Any] = {}
    typed = filled(kind, known, own)
    for name, fact in kind.facts.items():
        if fact.source == "officer" and name in typed and not fact.offers:
            facts[name] = typed[name]
            if fact.type == "list" and isinstance(typed[name], str):
                facts[name] = lines(typed[name])
        elif fact.source == "form":
            facts[name] = as_printed(fact, known.written(fact.form_field))
    return facts


def filled(kind: Kind, known: Source, own: Mapping[str, Any]) -> dict[str, Any]:
    """What an officer gave for a letter, with what his choice of an earlier reply says itself."""
    given = dict(own)
    for fact in kind.officer_facts:
        if fact.offers and given.get(fact.name):
            chosen = next(
                (each for each in offered(fact, known) if each.value == given[fact.name]), None
            )
            given.update({name: chosen.fills[name] for name in fact.fills} if chosen else {})
    return given


def offered(fact: Fact, known: Source) -> tuple[EarlierReply, ...]:
    """What a fact offers to choose from, in this case."""
    assert fact.offers == "earlier_replies", fact.offers
    return earlier_replies(known.connection, known.case, known.applicant)


def unsuitable(kind: Kind, known: Source, own: Mapping[str, Any]) -> dict[str, str]:
    """What an officer typed that the letter cannot hold or cannot be, by fact, in Chinese."""
    found: dict[str, str] = {}
    typed = written(kind, known, own)
    for fact in kind.officer_facts:
        value = own.get(fact.name) if fact.offers else typed.get(fact.name)
        if fact.offers:
            values = {each.value for each in offered(fact, known)} if value else set()
            told = f"请从名单中选择{fact.label}。" if value and value not in values else ""
        else:
            told = letters.problem(fact, value) or _beyond(fact, kind, known, value)
        if told:
            found[fact.name] = told
    return found


def _beyond(fact: Fact, kind: Kind, known: Source, value: Any) -> str:
    """Why a typed date is a slip: before or after another day that it has to do with."""
    if fact.type != "date" or letters.is_blank(value):
        return ""
    day = value if isinstance(value, date) else date.fromisoformat(str(value).strip())
    for name, wrong, words in (
        (fact.not_before, day.__lt__, "早于"), (fact.not_after, day.__gt__, "晚于"),
    ):
        other = known.today if name == "today" else _RULES[name](known) if name else None
        if isinstance(other, date) and wrong(other):
            label = "今天" if name == "today" else kind.facts[name].label
            return f"{fact.label}不能{words}{label}（{letters.date_in_words(other)}），请核对。"
    return ""


def compose(kind_name: str, known: Source, own: Mapping[str, Any], dated_on: date | None
            ) -> Composition:
    """The letter's words. Raises LetterNotReady naming the missing or unsuitable fact."""
    kind = letters.kinds().get(kind_name)
    if kind is None:
        raise LetterNotReady(reason=f"没有“{kind_name}”这种文书")
    if against := contradiction(kind, known):
        raise LetterNotReady(reason=against)
    if problems := unsuitable(kind, known, own):
        raise LetterFactsRefused(problems)
    facts = gather(kind, known, own)
    if dated_on is not None:
        facts["dated_on"] = dated_on
    try:
        return letters.compose(kind_name, facts)
    except LetterError as error:
        raise LetterNotReady(reason=str(error)) from error


def contradiction(kind: Kind, known: Source) -> str:
    """Why a letter would state what ledger or items say is not so, in Chinese; "" else."""
    need = grounds.need_of(kind.ground) if kind.ground else ""
    if need and (against := speaks_against(need, known.assessment, known.today)):
        return against
    if kind.series != "reply":
        return ""
    if against := of_items.speaks_against(kind, known.items, known.in_turns):
        return against
    answered = {each.number: each.ground or kind.ground
                for each in of_items.answered_by(kind, known.items)}
    of, stated = (known.connection, known.case["id"]), {*answered.values()}
    return (finding.speaks_against(*of, known.items, answered) if known.by_item else "") or (
        fee.speaks_against(*of, stated, known.ledger)) or excess.speaks_against(*of, stated) or (
        consultation.speaks_against(*of, answered, known.case["received_on"], known.today))
