"""What a correction of a registration would change: asked by the page before, done by the handler.

《政府信息公开条例》第三十一条 says from which day a request counts, 第四十五条 wants it registered.
What happened since stays, and what the applicant was told in writing is told anew.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

import letters
from declared.characters import unprintable
from engine.arrivals import rows as arrival_rows
from engine.arrivals.taking import check_received
from engine.cases.case import Dates
from engine.cases.dates import discretion_of
from engine.cases.glance.status import CaseStatus
from engine.cases.rows import cases as case_rows
from engine.cases.visible import check_goes_on, processes_of
from engine.correspondence import facts as letter_facts, rows as letter_rows
from engine.correspondence.letter import LetterState
from engine.correspondence.receipts import receipt
from engine.errors import CaseClosed, InvalidInput, Refusal, UnlawfulAct
from engine.registration import application
from engine.registration.applicants import rows as applicant_rows
from engine.registration.applicants.rows import Beside
from engine.registration.commands import RegisterRequest
from engine.registration.versions import rows as version_rows, version
from engine.registration.versions.version import Registration
from engine.statute import Assessment, Discretion, Ledger, assess
from engine.statute.calendar.zone import local_day
from engine.statute.values.findings import EVENT_NAMES, Finding, date_in_words
from engine.store.shapes import ApplicantRow, CaseRow, LetterRow
from engine.transaction.snapshot import Snapshot

ARTICLE = "《条例》第四十五条"
_LONGEST_REASON = 200


@dataclass(frozen=True, kw_only=True)
class Correction:
    """What it would come to. fields: names of ``version.REGISTERED``. paper: the receipt that would
    take the place of the former; None where that states nothing of what changes. recalled: receipts
    that have not left, and then will not. stating: issued letters that state what was wrong;
    drafted: whether a draft does."""

    fields: tuple[str, ...]
    before: Registration
    after: Registration
    ledger: Ledger
    discretion: Discretion
    was: Assessment
    will_be: Assessment
    paper: letters.Composition | None
    former: receipt.Former | None
    recalled: tuple[LetterRow, ...]
    stating: tuple[LetterRow, ...]
    drafted: bool

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the clock remarks of the other day that it did not remark before."""
        known = {each.message for each in self.was.findings}
        return tuple(each for each in self.will_be.findings if each.message not in known)


def check_may_correct(at: Snapshot, row: CaseRow) -> None:
    """Until the archive, where it was registered. Raises CaseClosed, CaseVoided, UnlawfulAct …"""
    if row["status"] == CaseStatus.ARCHIVED:
        raise CaseClosed()
    check_goes_on(at, row["id"], row["status"])
    if row["registered_in"] is not None:
        raise UnlawfulAct(
            reason="本办件由原机关登记后转入，登记编号和期限照原机关的登记，登记事项不能更正；"
                   "确有错误的，请在答复中说明", article=ARTICLE)


def may_correct(at: Snapshot, row: CaseRow) -> bool:
    """Whether the page offers it."""
    try:
        check_may_correct(at, row)
    except Refusal:
        return False
    return True


def registered(at: Snapshot, row: CaseRow) -> Registration:
    """What the case is registered as now."""
    return version.as_it_holds(
        row, case_rows.find_applicant(at.connection, row["applicant_id"]),
        applicant_rows.beside(at.connection, row["id"]),
    )


def reason_of(text: str, problems: dict[str, str]) -> str:
    """Why something is put right, on one line; what is wrong with it goes to the problems."""
    reason = " ".join(text.split())
    if not reason:
        problems["reason"] = "请写明原因。"
    elif len(reason) > _LONGEST_REASON:
        problems["reason"] = f"原因不能超过{_LONGEST_REASON}个字，现有{len(reason)}个字。"
    elif found := unprintable(reason):
        problems["reason"] = found.told("原因")
    return reason


def checked(
    at: Snapshot, row: CaseRow, file: Dates, right: RegisterRequest, why: str
) -> tuple[Correction, str]:
    """What would change, and the reason. file: the case's dates as they are. Raises InvalidInput
    naming the fields, UnlawfulAct, NotConfirmed, LetterNotReady; and as ``check_may_correct``."""
    problems: dict[str, str] = {}
    reason = reason_of(why, problems)
    try:
        made = _correction_of(at, row, file, right)
    except InvalidInput as refused:
        raise InvalidInput({**refused.problems, **problems}) from None
    if problems:
        raise InvalidInput(problems)
    return made, reason


def _correction_of(
    at: Snapshot, row: CaseRow, file: Dates, right: RegisterRequest
) -> Correction:
    check_may_correct(at, row)
    before = registered(at, row)
    after = version.as_checked(application.check(right, at.today))
    fields = version.changed(before, after)
    if not fields:
        raise InvalidInput({"": "登记事项没有变动，不需要更正。请先改正有误的事项，再提交。"})
    case = after.case
    if case["received_on"] != row["received_on"]:
        _check_day(row, file.ledger, case["received_on"])
    if {"channel", "arrived_on", "received_on"} & set(fields):
        _check_confirmed(at, row, case["channel"], case["received_on"])
    ledger = replace(
        file.ledger, received=case["received_on"], channel=case["channel"],
        arrived=case["arrived_on"],
    )
    discretion = discretion_of(at, {
        "agency_id": row["agency_id"], "registered_in": row["registered_in"],
        "received_on": case["received_on"],
    })
    return _with_letters(at, row, Correction(
        fields=fields, before=before, after=after, ledger=ledger, discretion=discretion,
        was=file.assessment,
        will_be=assess(ledger, calendar=file.calendar, discretion=discretion),
        paper=None, former=None, recalled=(), stating=(), drafted=False,
    ))


def _check_day(row: CaseRow, ledger: Ledger, received_on: date) -> None:
    """What happened to a request happened after it was received, its registering among it."""
    registered_on = local_day(row["registered_at"])
    problem = ""
    if received_on > registered_on:
        problem = (f"收到日期不能晚于登记之日（{date_in_words(registered_on)}），请核对。"
                   "（依据：《条例》第三十一条）")
    first = min(ledger.entries, key=lambda entry: entry.on, default=None)
    if first is not None and received_on > first.on:
        problem = (
            f"收到日期不能晚于{date_in_words(first.on)}：当日已经记载“{EVENT_NAMES[first.type]}”，"
            "那一天记错的，请先更正那一天。（依据：《条例》第三十一条）")
    if problem:
        raise InvalidInput({"received_on": problem})


def _check_confirmed(at: Snapshot, row: CaseRow, channel: str, received_on: date) -> None:
    arrival_id = arrival_rows.of_case(at.connection, row["id"])
    arrival = None if arrival_id is None else arrival_rows.find(at.connection, arrival_id)
    if arrival is not None:
        check_received(at, arrival, channel, received_on)


def _with_letters(at: Snapshot, row: CaseRow, made: Correction) -> Correction:
    """With the receipt that it would lead to, and the letters that state what was wrong."""
    known = letter_facts.source(
        at.connection, row, made.was.reading.ledger, made.was, at.today,
        made.discretion.correction_period_days,
    )
    right = replace(_registered_as(known, made.after), ledger=made.ledger, assessment=made.will_be)
    paper, former, recalled = None, None, tuple[LetterRow, ...]()
    if letter_facts.stated(known) != letter_facts.stated(right):
        former, recalled = _former(at, known)
    if former is not None and receipt.changes(former, letter_facts.stated(right)):
        paper = letter_facts.compose(
            receipt.CORRECTED, replace(right, former=former), {}, at.today)
    stating = [each for each in letter_rows.of_case(at.connection, row["id"])
               if each["state"] != LetterState.VOID and each not in recalled
               and _states(each, known, right)]
    return replace(
        made, paper=paper, former=former, recalled=recalled,
        stating=tuple(each for each in stating if each["state"] != LetterState.DRAFT),
        drafted=any(each["state"] == LetterState.DRAFT for each in stating),
    )


def _former(
    at: Snapshot, known: letter_facts.Source
) -> tuple[receipt.Former | None, tuple[LetterRow, ...]]:
    """The receipt that the applicant has, with what it states; and those that have not left."""
    case_id = known.case["id"]
    served = "letter_issued" in processes_of(at, case_id)[0].process.release.beside
    held, waiting = receipt.receipts(at.connection, case_id, served=served)
    if held is None:
        return None, tuple(waiting)
    versions = list(version_rows.of_case(at.connection, case_id))
    since = next((place + 1 for place, each in enumerate(versions)
                  if each["receipt_id"] == held["id"]), 0)
    stated = letter_facts.stated(known)
    if versions[since:]:        # put right before, and the applicant was not told of it yet
        earlier = version.as_it_held(at.connection, versions[since])
        stated = letter_facts.stated(_registered_as(known, earlier)) | {
            "due_on": versions[since]["due_on"]}
    issued_at = held["issued_at"]
    return receipt.Former(
        held["id"], held["number"], None if issued_at is None else local_day(issued_at), stated,
    ), tuple(waiting)


def _registered_as(known: letter_facts.Source, registration: Registration) -> letter_facts.Source:
    """The same case, registered otherwise."""
    return replace(
        known, case=cast("CaseRow", {**known.case, **registration.case}),
        applicant=cast("ApplicantRow", registration.applicant),
        beside=[cast("Beside", {**who, "part": part, "authority": authority})
                for who, part, authority in registration.beside],
    )


def _states(letter: LetterRow, known: letter_facts.Source, right: letter_facts.Source) -> bool:
    """Whether a letter states what would no longer hold."""
    kind = letters.kinds()[letter["kind"]]
    old = letter_facts.gather(kind, known, letter["facts"])
    new = letter_facts.gather(kind, right, letter["facts"])
    return any(
        words in letter["text"]
        for name, fact in kind.facts.items()
        if fact.source == "rule" and old.get(name) != new.get(name)
        for words in _printed(fact, old.get(name))
    )


def _printed(fact: letters.Fact, value: Any) -> Iterable[str]:
    if isinstance(value, date):
        yield letters.date_in_words(value)
    elif isinstance(value, str) and value:
        yield dict(fact.choices).get(value, value)
