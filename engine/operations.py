"""The verbs that a service task may speak: ``room/verb``, nothing else.

Each acts at once on the case in memory and in this transaction: the next timer or gateway of
the same step sees what it did. None of them sends anything anywhere; a failure undoes the
whole command. What a person handed in with the step before is in ``Act.handed_in``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import letters
from engine import events, letter_facts
from engine.errors import LetterNotReady, UnlawfulAct
from engine.live_case import LiveCase
from engine.statute import Entry, Finding, assess
from engine.store import cases, people, tasks
from engine.store import letters as stored_letters
from engine.unit_of_work import UnitOfWork, statute_settings
from engine.workflow import Scalar


@dataclass
class Act:
    """One move of a case. ``timer``: the timer that rang, when no person moved it."""

    unit: UnitOfWork
    case: LiveCase
    handed_in: Mapping[str, Any] = field(default_factory=dict)
    timer: Mapping[str, Any] | None = None

    def perform(self, operation: str, parameters: Mapping[str, str]) -> Mapping[str, Scalar]:
        """What the process library calls for a service task."""
        return OPERATIONS[operation](self, parameters)


# -- record --------------------------------------------------------------------------------


def record_registered(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """Entered in the register (art. 45)."""
    row = act.case.row
    act.unit.record(events.RequestRegistered(
        number=row["number"], channel=row["channel"], received_on=row["received_on"],
        due_on=act.unit.assessment(act.case).due,
    ), act.case)
    return {}


def record_accepted(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """Clear enough to be handled, and by whom."""
    handler = int(act.handed_in["handler"])
    act.case.set(handler_id=handler)
    act.unit.record(events.RequestAccepted(handler_id=handler), act.case)
    return {}


def record_warning(act: Act, parameters: Mapping[str, str]) -> Mapping[str, Scalar]:
    """A limit comes near: once for each limit and date."""
    if act.timer is not None and act.timer["legal_date"] is not None:
        act.unit.record(events.TimeLimitWarned(
            limit=parameters["limit"], legal_date=act.timer["legal_date"]
        ), act.case)
    return {}


def record_overdue(act: Act, parameters: Mapping[str, str]) -> Mapping[str, Scalar]:
    """A limit passed: once for each limit and date."""
    if act.timer is not None and act.timer["legal_date"] is not None:
        act.unit.record(events.TimeLimitMissed(
            limit=parameters["limit"], legal_date=act.timer["legal_date"]
        ), act.case)
    return {}


def record_correction_lapsed(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """Art. 30: the applicant let the period pass. A person decides what follows."""
    act.unit.record(events.CorrectionLapsed(on=act.unit.today), act.case)
    return {"correction": "lapsed"}


def record_decided(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """Signed off: what the reply is."""
    draft = _reply_draft(act)
    kind = letters.kinds()[draft["kind"]]
    act.case.set(letter_kind=kind.name, ground=kind.ground)
    act.unit.record(events.ReplyDecided(letter_kind=kind.name, ground=kind.ground), act.case)
    return {}


def record_archived(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """Closed for good; read-only from now on."""
    act.case.set(
        status="archived", archived_at=act.unit.now, step="archived", step_name="已归档",
        step_since=act.unit.now,
    )
    act.unit.record(events.CaseArchived(on=act.unit.today), act.case)
    return {}


# -- clock ---------------------------------------------------------------------------------


def clock_correction_requested(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """Art. 30: told once what to correct; the reply period waits for the correction."""
    _enter(act, Entry(type="correction_requested", on=act.unit.today))
    limits = act.unit.assessment(act.case).limits
    act.unit.record(events.CorrectionRequested(
        on=act.unit.today, correct_by=limits.correction_received
    ), act.case)
    return {}


def clock_correction_received(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """Art. 30: the reply period runs anew from the day the corrected request was received."""
    on = act.handed_in["corrected_on"]
    _not_later_than_today(on, act, "corrected_on")
    _enter(act, Entry(type="correction_received", on=on))
    act.case.set(description=(
        f"{act.case.row['description']}\n\n【补正】{act.handed_in['corrected_description']}"
    ))
    act.unit.record(events.CorrectionReceived(
        on=on, due_on=act.unit.assessment(act.case).due
    ), act.case)
    return {}


def clock_extended(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """Art. 33: once, at most 20 working days, before the due date, by the office's head."""
    before = act.unit.assessment(act.case).due
    days = int(act.handed_in["working_days"])
    _enter(act, Entry(type="extended", on=act.unit.today, working_days=days))
    act.unit.record(events.TimeLimitExtended(
        on=act.unit.today, working_days=days, due_before=before,
        due_on=act.unit.assessment(act.case).due,
    ), act.case)
    return {}


def clock_replied(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """Served: the day that counts is posted, signed or put online (K13, K14)."""
    served_on = act.handed_in["served_on"]
    _not_later_than_today(served_on, act, "served_on")
    letter = _issued_reply(act)
    if served_on < act.unit.today and served_on < _day_of(letter["issued_at"]):
        raise UnlawfulAct(
            reason="送达日期不能早于文书签发日期", article="《中华人民共和国政府信息公开条例》第三十三条"
        )
    service = act.handed_in["service_method"]
    _enter(act, Entry(type="replied", on=served_on, service=service, served=served_on))
    assessment = act.unit.assessment(act.case)
    stored_letters.change(act.unit.connection, letter["id"], {
        "state": "served", "service": service, "served_on": served_on,
        "tracking_number": act.handed_in.get("tracking_number", ""),
    })
    act.case.set(status="replied", replied_on=served_on)
    act.unit.record(events.ReplyServed(
        letter_id=letter["id"], service=service, served_on=served_on, replied_on=served_on,
        on_time=bool(assessment.on_time),
    ), act.case)
    return {}


def _enter(act: Act, entry: Entry) -> None:
    """Enter a fact in the ledger, unless the statute gives it no effect. Raises UnlawfulAct."""
    known = {(f.code, f.message) for f in act.unit.assessment(act.case).findings}
    with_it = assess(
        act.case.ledger.with_entry(entry), calendar=act.unit.around.calendar,
        settings=statute_settings(act.case.row),
    )
    for finding in with_it.findings:
        if (finding.code, finding.message) not in known and not _only_noted(finding):
            raise UnlawfulAct(reason=finding.message.rstrip("。"), article=finding.article)
    act.case.enter(entry)


def _only_noted(finding: Finding) -> bool:
    """Late acts happen and count; they are flagged, not forbidden."""
    return finding.code in _FLAGS


_FLAGS = frozenset({"late_correction_notice", "late_reply", "service_unknown", "provisional"})


def _not_later_than_today(day: date, act: Act, name: str) -> None:
    from engine.errors import InvalidInput

    if day > act.unit.today:
        raise InvalidInput({name: "日期不能晚于今天。"})
    if day < act.case.received_on():
        raise InvalidInput({name: "日期不能早于收到申请之日。"})


def _day_of(moment: Any) -> date:
    from engine.limits import local_day

    return local_day(moment)


# -- letter --------------------------------------------------------------------------------


def letter_issue(act: Act, parameters: Mapping[str, str]) -> Mapping[str, Scalar]:
    """Number a letter, render it and keep its bytes. Without ``kind``: the drafted reply.

    The number is taken in this transaction: no gap when it fails, no double when two race.
    Raises LetterNotReady.
    """
    kind_name = parameters.get("kind")
    if kind_name is None:
        _issue_reply(act)
    else:
        _issue(act, kind_name, _own_facts(act, kind_name), None)
    return {}


def _own_facts(act: Act, kind: str) -> dict[str, Any]:
    """What procedural letters need beside the rules, from the step that led to them."""
    if kind == "correction_notice":
        return {
            "items": [line.strip() for line in act.handed_in["items"].splitlines()
                      if line.strip()],
            "guidance": act.handed_in.get("guidance", ""),
        }
    if kind == "extension_notice":
        # The act before this letter moved the date: tell both.
        extended = act.case.ledger.entries[-1]
        before = assess(
            type(act.case.ledger)(
                act.case.ledger.received, act.case.ledger.channel, act.case.ledger.entries[:-1]
            ),
            calendar=act.unit.around.calendar, settings=statute_settings(act.case.row),
        )
        asked = tasks.latest(act.unit.connection, act.case.id, "draft_reply")
        reason = (asked["values"] or {}).get("extension_reason", "") if asked else ""
        return {
            "due_on": before.due, "new_due_on": act.unit.assessment(act.case).due,
            "extension_days": extended.working_days,
            "reason": "，".join(reason.split()).strip("因，。；"),
        }
    return {}


def _known(act: Act) -> letter_facts.Source:
    return letter_facts.source(
        act.unit.connection, act.case.row, act.case.ledger, act.unit.assessment(act.case),
        act.unit.today, statute_settings(act.case.row).correction_period_days,
    )


def _issue_reply(act: Act) -> None:
    draft = _reply_draft(act)
    if draft["reviewed_digest"] != draft["text_digest"]:
        raise LetterNotReady(reason="文书内容在保密审查以后有变动，需要重新送保密审查")
    number_and_keep(act, draft["kind"], draft["facts"], draft)


def _issue(act: Act, kind: str, own: Mapping[str, Any], draft: Any) -> None:
    number_and_keep(act, kind, own, draft)


def number_and_keep(act: Act, kind_name: str, own: Mapping[str, Any], draft: Any) -> None:
    """Compose, compare with what was reviewed, number, render, keep."""
    unit, known = act.unit, _known(act)
    kind = letters.kinds()[kind_name]
    composition = letter_facts.compose(kind_name, known, own, unit.today)
    if draft is not None and composition.digest != draft["text_digest"]:
        raise LetterNotReady(reason="文书内容与审查、签发时不一致（如救济途径或者申请信息有变动），请退回重新拟制")
    agency = people.agency(unit.connection, act.case.agency_id)
    year = unit.today.year
    sequence = cases.next_number(unit.connection, act.case.agency_id, kind.series, year)
    number = letters.number(agency["letter_code"], kind.series_word, year, sequence)
    document = letters.render(composition, number=number)
    values = {
        "state": "issued", "year": year, "sequence": sequence, "number": number,
        "text": composition.text_with(number), "text_digest": composition.digest,
        "document_digest": stored_letters.keep(unit.connection, document),
        "issued_by": unit.actor.person_id, "issued_at": unit.now,
    }
    if draft is None:
        letter_id = stored_letters.add(unit.connection, {
            "case_id": act.case.id, "agency_id": act.case.agency_id, "kind": kind_name,
            "title": kind.title, "facts": jsonable(own), "reviewed_digest": "",
            "series": kind.series, "drafted_by": unit.actor.person_id, "drafted_at": unit.now,
            "service": "", "tracking_number": "", **values,
        })
    else:
        letter_id = draft["id"]
        stored_letters.change(unit.connection, letter_id, values)
    unit.record(events.LetterIssued(
        letter_id=letter_id, kind=kind_name, number=number,
        document_digest=values["document_digest"],
    ), act.case)


def jsonable(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as JSON keeps them: dates as ISO text."""
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in facts.items()}


def draft_reply(act: Act, kind_name: str, own: Mapping[str, Any]) -> None:
    """Keep the handler's reply as the case's draft; a changed text loses its review.

    Raises LetterNotReady.
    """
    unit = act.unit
    composition = letter_facts.compose(kind_name, _known(act), own, None)
    kind = letters.kinds()[kind_name]
    if kind.series != "reply":
        raise LetterNotReady(reason=f"“{kind.title}”不是答复文书")
    facts = {name: value for name, value in jsonable(own).items()
             if name in kind.facts and kind.facts[name].source == "officer"}
    values = {
        "kind": kind_name, "title": kind.title, "facts": facts, "text": composition.text,
        "text_digest": composition.digest, "drafted_by": unit.actor.person_id,
        "drafted_at": unit.now,
    }
    earlier = stored_letters.reply_of(unit.connection, act.case.id)
    if earlier is None:
        letter_id = stored_letters.add(unit.connection, {
            "case_id": act.case.id, "agency_id": act.case.agency_id, "state": "draft",
            "series": "reply", "number": "", "reviewed_digest": "", "service": "",
            "tracking_number": "", **values,
        })
    elif earlier["state"] != "draft":
        raise LetterNotReady(reason="答复文书已经签发，不能再修改")
    else:
        letter_id = earlier["id"]
        stored_letters.change(unit.connection, letter_id, values)
    unit.record(events.LetterDrafted(
        letter_id=letter_id, kind=kind_name, text_digest=composition.digest
    ), act.case)


def review_reply(act: Act, passed: bool) -> None:
    """Art. 17: tie the review to the very text that was reviewed."""
    draft = _reply_draft(act)
    stored_letters.change(act.unit.connection, draft["id"], {
        "reviewed_digest": draft["text_digest"] if passed else "",
    })
    act.unit.record(events.LetterReviewed(
        letter_id=draft["id"], text_digest=draft["text_digest"], passed=passed
    ), act.case)


def _reply_draft(act: Act) -> Any:
    draft = stored_letters.reply_of(act.unit.connection, act.case.id)
    if draft is None or draft["state"] != "draft":
        raise LetterNotReady(reason="还没有拟制答复文书")
    return draft


def _issued_reply(act: Act) -> Any:
    letter = stored_letters.reply_of(act.unit.connection, act.case.id)
    if letter is None or letter["state"] == "draft":
        raise LetterNotReady(reason="答复文书还没有签发")
    return letter


Operation = Callable[[Act, Mapping[str, str]], Mapping[str, Scalar]]

OPERATIONS: Mapping[str, Operation] = {
    "record/registered": record_registered,
    "record/accepted": record_accepted,
    "record/warning": record_warning,
    "record/overdue": record_overdue,
    "record/correction_lapsed": record_correction_lapsed,
    "record/decided": record_decided,
    "record/archived": record_archived,
    "clock/correction_requested": clock_correction_requested,
    "clock/correction_received": clock_correction_received,
    "clock/extended": clock_extended,
    "clock/replied": clock_replied,
    "letter/issue": letter_issue,
}
