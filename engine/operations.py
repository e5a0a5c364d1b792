"""The verbs that a service task may speak: ``room/verb``, nothing else.

Each acts at once on the case in memory and in this transaction: the next timer or gateway of
the same step sees what it did. None of them sends anything anywhere; a failure undoes the
whole command.
"""

from collections.abc import Callable, Mapping
from datetime import date

import letters
from engine import events, letter_acts
from engine.act import Act
from engine.errors import InvalidInput, UnlawfulAct
from engine.limits import local_day
from engine.processes.contract import Contract, Wanted
from engine.roles import Role
from engine.statute import Entry
from engine.statute.ways_of_service import ways_of_service
from engine.statute.what_if import prospect
from engine.store import letters as stored_letters
from engine.workflow import Perform, Scalar


def perform(act: Act) -> Perform:
    """What the process library calls for the service tasks of one move."""
    return lambda operation, parameters: OPERATIONS[operation](act, parameters)


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
    draft = letter_acts.reply_draft(act)
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
    """Served: the reply is dated by the posting, the signature or the delivery online."""
    served_on = act.handed_in["served_on"]
    _not_later_than_today(served_on, act, "served_on")
    letter = letter_acts.issued_reply(act)
    if served_on < local_day(letter["issued_at"]):
        raise UnlawfulAct(
            reason="送达日期不能早于文书签发日期", article="国办公开办函〔2016〕235号"
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
    would = prospect(
        act.case.ledger, entry, calendar=act.unit.calendar_of(act.case),
        settings=act.unit.settings_of(act.case),
    )
    if refused := would.refused:
        raise UnlawfulAct(reason=refused.message.rstrip("。"), article=refused.article)
    act.case.enter(entry)


def _not_later_than_today(day: date, act: Act, name: str) -> None:
    if day > act.unit.today:
        raise InvalidInput({name: "日期不能晚于今天。"})
    if day < act.case.ledger.received:
        raise InvalidInput({name: "日期不能早于收到申请之日。"})


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
    "letter/issue": letter_acts.issue,
}

#: What each operation reads of the form, of the diagram and of the case, and what it leaves:
#: ``engine.processes.checks.contracts`` holds every process to it before it is published.
CONTRACTS: Mapping[str, Contract] = {
    "record/registered": Contract(does=frozenset({"registered"})),
    "record/accepted": Contract(fields={"handler": Wanted(type="person")}),
    "record/warning": Contract(
        parameters={"limit": "limit"},
        timers=frozenset(
            {"reply_warning", "correction_notice_warning", "legal_opinion_warning"}
        ),
    ),
    "record/overdue": Contract(
        parameters={"limit": "limit"}, timers=frozenset({"reply_overdue"}),
    ),
    "record/correction_lapsed": Contract(
        sets={"correction": frozenset({"lapsed"})}, timers=frozenset({"correction_period"}),
        weighty=True,
    ),
    "record/decided": Contract(
        role=Role.REVIEWER.title, weighty=True,
        needs=frozenset({"reply_drafted"}), does=frozenset({"reply_decided"}),
    ),
    "record/archived": Contract(weighty=True, does=frozenset({"archived"})),
    "clock/correction_requested": Contract(
        clock="correction_requested", weighty=True, does=frozenset({"correction_requested"}),
    ),
    "clock/correction_received": Contract(
        fields={
            "corrected_on": Wanted(type="date"),
            "corrected_description": Wanted(type="paragraphs"),
        },
        clock="correction_received", weighty=True,
    ),
    "clock/extended": Contract(
        fields={"working_days": Wanted(type="number")},
        clock="extended", role=Role.REVIEWER.title, weighty=True,
        does=frozenset({"extended"}),
    ),
    "clock/replied": Contract(
        fields={
            "served_on": Wanted(type="date"),
            "service_method": Wanted(type="choice", values=frozenset(ways_of_service())),
            "tracking_number": Wanted(type="text", required=False),
        },
        clock="replied", weighty=True,
        needs=frozenset({"reply_issued"}), does=frozenset({"reply_served"}),
    ),
    "letter/issue": Contract(
        parameters={"kind": "letter_kind"}, optional=frozenset({"kind"}), weighty=True, by="kind",
        variants={
            "": Contract(
                role=Role.REVIEWER.title, weighty=True,
                needs=frozenset({"reply_drafted", "reply_reviewed"}),
                does=frozenset({"reply_issued"}),
            ),
            "correction_notice": Contract(
                fields={
                    "items": Wanted(type="paragraphs"),
                    "guidance": Wanted(type="paragraphs", required=False),
                },
                gives=frozenset({"items", "guidance"}), weighty=True,
            ),
            "extension_notice": Contract(
                fields={"extension_reason": Wanted(type="paragraphs", earlier=True)},
                gives=frozenset({"due_on", "new_due_on", "extension_days", "reason"}),
                weighty=True,
            ),
        },
    ),
}
