"""What each act in a ledger does to the clock, with the article that gives it its effect.

An act that the law does not allow leaves a finding and has no effect.
"""

from bisect import bisect_right
from datetime import date

from engine.statute.calendar.working_days import WorkingDays
from engine.statute.clock.ledger import Entry, Ledger
from engine.statute.clock.reading import Consultation, Phase, Reading
from engine.statute.values import parameters
from engine.statute.values.discretion import Discretion
from engine.statute.values.parameters import NotInForce
from engine.statute.values.rule_sets import PARTIES, RuleSet
from engine.statute.values.ways_of_service import reply_date

LAPSE_CODES = {"correction": "30-B", "fee": "FEE-X"}


def read_through(
    ledger: Ledger,
    rules: RuleSet,
    calendar: WorkingDays,
    discretion: Discretion,
    *,
    dates_only: bool = False,
) -> Reading:
    """Read a ledger whose entries stand in the order of their dates.

    ``dates_only`` leaves out the findings.
    """
    reading = Reading(ledger, rules, calendar, discretion, ledger.received, dates_only)
    reading.phases.append(Phase("counting", ledger.received, rules.reply_article))
    for position, entry in enumerate(ledger.entries):
        if entry.on < ledger.received:
            reading.note("before_receipt", entry, received=ledger.received)
        elif reading.closed and not (reading.closed == "lapsed" and entry.type == "replied"):
            reading.note("after_close", entry, closed=reading.closed_on)
        elif entry.type == "consultation_opened":
            _opened(reading, entry, position)
        elif entry.type in ("consultation_delivered", "consultation_answered"):
            _opinion(reading, entry, position)
        else:
            _EFFECTS[entry.type](reading, entry)
    return reading


def _opened(reading: Reading, entry: Entry, position: int) -> None:
    """第三十二条、第三十四条：自收到征求意见书之日起15个工作日内提出意见。

    第三十三条第三款：征求第三方和其他机关意见所需时间不计算在答复期限内。
    """
    rules, discretion = reading.rules, reading.discretion
    if entry.id in reading.consultations:
        reading.note("duplicate_consultation", entry, id=entry.id)
        return
    if reading.passed(entry, "consultation_out_of_time"):
        return
    made = Consultation(entry.id, entry.party, entry.on)
    _take_up(made, reading, position)
    days = rules.consultation.get(entry.party)
    if days is not None:
        made.limit = reading.calendar.add(made.delivered or made.opened, days)
        made.projected = made.delivered is None
    article = rules.excluded.get(entry.party, "")
    if not article:
        reading.note("consultation_counts", entry, party=PARTIES[entry.party], id=entry.id)
    elif entry.party != "secrecy_authority" or discretion.determination_excluded:
        issued = discretion.suspension_starts == "issued"
        made.article = article
        made.excluded_from = made.opened if issued else made.delivered
    if made.projected:
        reading.note("undelivered_consultation", entry, id=entry.id)
    reading.consultations[entry.id] = made


def _take_up(made: Consultation, reading: Reading, position: int) -> None:
    """Find the letter's delivery and the opinion: the first of each, until the case closes."""
    entries = reading.ledger.entries
    if not reading.opinions:
        _index_opinions(reading)
    closings = reading.closings
    place = bisect_right(closings, position)
    end = closings[place] if place < len(closings) else len(entries)
    own = reading.opinions.get(made.id, [])
    for later in own[bisect_right(own, position):]:
        entry = entries[later]
        if later > end:
            return
        if entry.type == "consultation_answered":
            made.answered = entry.on
            made.recorded_at |= {later}
            return
        if entry.type == "consultation_delivered" and made.delivered is None:
            made.delivered = entry.on
            made.recorded_at |= {later}


def _index_opinions(reading: Reading) -> None:
    """Where each consultation's entries stand, and what closes the case: read through once."""
    for position, entry in enumerate(reading.ledger.entries):
        if entry.type in ("consultation_delivered", "consultation_answered"):
            reading.opinions.setdefault(entry.id, []).append(position)
        elif _closes(entry):
            reading.closings.append(position)
    reading.opinions.setdefault("", [])     # read through, though there were none


def _closes(entry: Entry) -> bool:
    return entry.type == "withdrawn" or (entry.type == "replied" and not entry.served_too_early)


def _opinion(reading: Reading, entry: Entry, position: int) -> None:
    made = reading.consultations.get(entry.id)
    if made is None:
        reading.note("consultation_not_opened", entry, id=entry.id)
    elif position not in made.recorded_at:
        reading.note("consultation_closed", entry, id=entry.id)
    elif entry.type == "consultation_answered" and made.limit and entry.on > made.limit:
        reading.note("late_opinion", entry, id=entry.id, limit=made.limit)


def _correction_requested(reading: Reading, entry: Entry) -> None:
    """第三十条：自收到申请之日起7个工作日内一次性告知申请人作出补正，说明合理的补正期限。"""
    rules = reading.rules
    if reading.correction:
        reading.note("second_correction", entry)
        return
    told = reading.told(entry)
    if (
        reading.served_too_early(entry) or reading.idle(entry)
        or reading.passed(entry, "correction_out_of_time", told)
    ):
        return
    if rules.correction_notice is not None:
        limit = reading.calendar.add(reading.ledger.received, rules.correction_notice)
        if told > limit:
            reading.note(
                "late_correction_notice", entry, on=told, days=rules.correction_notice, limit=limit)
    period = entry.working_days or reading.discretion.correction_period_days
    by_issue = reading.discretion.correction_period_starts == "issued"
    reading.correction = "requested"
    reading.correction_limit = reading.limit_from(entry.on if by_issue else entry.arrived, period)
    reading.note_awaited(entry)
    if not rules.is_2007 or reading.discretion.correction_2007 == "restarts":
        reading.wait("correction", entry.on, reading.correction_limit, rules.correction_article)


def _correction_received(reading: Reading, entry: Entry) -> None:
    """第三十条：答复期限自行政机关收到补正的申请之日起计算。"""
    if reading.correction != "requested":
        reading.note("correction_not_asked", entry)
        return
    if reading.correction_limit is not None and entry.on > reading.correction_limit:
        reading.note("late_correction", entry, limit=reading.correction_limit)
    reading.correction = "received"
    if reading.waiting == "correction":
        reading.restart(entry.on, reading.rules.correction_article)


def _extended(reading: Reading, entry: Entry) -> None:
    """第三十三条第二款：经工作机构负责人同意并告知申请人，延长最长不得超过20个工作日。"""
    rules = reading.rules
    if reading.served_too_early(entry) or reading.idle(entry):
        return
    if reading.until is not None:
        reading.note("already_deferred", entry, until=reading.until)
        return
    refused = reading.passed(entry, "extension_out_of_time", reading.told(entry))
    if reading.extensions >= rules.extension_times:
        reading.note("second_extension", entry)
        refused = True
    if entry.working_days is None or entry.working_days < 1:
        reading.note("extension_without_days", entry)
        return
    if entry.working_days > rules.extension:
        reading.note("extension_too_long", entry, days=entry.working_days, most=rules.extension)
        refused = True
    if not refused:
        if entry.served is not None:
            reading.passed(entry, "extension_told_late", entry.served)
        reading.note_awaited(entry)
        reading.extension = entry.working_days
        reading.extensions += 1


def _reasons_requested(reading: Reading, entry: Entry) -> None:
    """第三十五条：申请数量、频次明显超过合理范围的，可以要求申请人说明理由。"""
    if reading.rules.is_2007:
        reading.note("reasons_not_available", entry)
        return
    if reading.reasons:
        reading.note("reasons_not_asked", entry)
        return
    if reading.idle(entry):
        return
    reading.reasons = "requested"
    if reading.discretion.reasons_effect == "restarts":
        reading.wait("reasons", entry.on, None, reading.rules.reasons_article)


def _reasons_received(reading: Reading, entry: Entry) -> None:
    if reading.reasons != "requested":
        reading.note("reasons_not_asked", entry)
        return
    reading.reasons = "received"
    if reading.waiting == "reasons":
        reading.restart(entry.on, reading.rules.reasons_article)


def _deferred(reading: Reading, entry: Entry) -> None:
    """第三十五条：申请理由合理但无法按期答复的，可以确定延迟答复的合理期限并告知申请人。"""
    if reading.reasons != "received":
        reading.note("reasons_not_asked", entry)
        return
    if reading.until is not None:
        reading.note("already_deferred", entry, until=reading.until)
        return
    if reading.idle(entry) or reading.passed(entry, "deferral_out_of_time"):
        return
    due = reading.due()
    if entry.until is None or (due is not None and entry.until <= due):
        reading.note("deferral_not_later", entry, until=entry.until, due=due)
        return
    reading.until, reading.deferred_on = entry.until, entry.on


def _fee_noticed(reading: Reading, entry: Entry) -> None:
    """国办函〔2020〕109号：答复期限内发出收费通知；自收到次日起20个工作日内缴纳。"""
    issued = entry.issued or entry.on
    if entry.served is None and issued > entry.on:
        reading.note("fee_issued_too_late", entry, issued=issued)
        return
    if entry.served is not None and issued > entry.served:
        reading.note("served_too_early", entry, served=entry.served)
        return
    try:
        value = parameters.at("fee_payment", issued)
    except NotInForce:
        reading.note("fee_not_in_force", entry)
        return
    if reading.fee:
        reading.note("second_fee_notice", entry)
        return
    if reading.idle(entry) or reading.passed(entry, "fee_notice_late", issued):
        return
    assert value.number is not None
    reading.fee = "noticed"
    reading.fee_limit = reading.limit_from(entry.arrived, value.number)
    reading.note_awaited(entry)
    reading.wait("fee", entry.on, reading.fee_limit, value.article)


def _fee_paid(reading: Reading, entry: Entry) -> None:
    """国办函〔2020〕109号：逾期未缴视为放弃申请；缴费完成次日起重新计算答复期限。"""
    if reading.fee != "noticed":
        reading.note("fee_not_noticed", entry)
        return
    if reading.fee_limit is not None and entry.on > reading.fee_limit:
        reading.note("fee_paid_late", entry, limit=reading.fee_limit)
        reading.lapsed, reading.closed = LAPSE_CODES["fee"], "lapsed"
        reading.closed_on = reading.calendar.add(reading.fee_limit, 1)
        return
    reading.fee = "paid"
    reading.restart(entry.on, parameters.at("fee_payment", entry.on).article)


def _withdrawn(reading: Reading, entry: Entry) -> None:
    reading.closed, reading.closed_on = "withdrawn", entry.on


def _replied(reading: Reading, entry: Entry) -> None:
    """国办公开办函〔2016〕235号：直接送达以签收之日、邮寄以交邮之日为答复日期。"""
    if reading.served_too_early(entry):
        return
    if not entry.service:
        reading.note("service_unknown", entry)
    elif entry.service == "courier":
        reading.note("not_postal_enterprise", entry)
    day = reply_date(entry.service, entry.on, entry.served)
    due = reading.ended_before(day)
    reading.on_time = due is None
    if due is not None:
        late = reading.calendar.count(due, day)
        reading.note("late_reply", entry, replied=day, due=due, days=late)
    limit = reading.waiting_limit
    if not reading.closed and limit is not None and day > limit:
        reading.lapsed = LAPSE_CODES[reading.waiting]
    reading.closed, reading.closed_on = "replied", day


_EFFECTS = {
    "correction_requested": _correction_requested,
    "correction_received": _correction_received,
    "extended": _extended,
    "reasons_requested": _reasons_requested,
    "reasons_received": _reasons_received,
    "deferred": _deferred,
    "fee_noticed": _fee_noticed,
    "fee_paid": _fee_paid,
    "withdrawn": _withdrawn,
    "replied": _replied,
}


def lapse(reading: Reading, today: date) -> str | None:
    """The reason code once the applicant's own period has run out by ``today``."""
    limit = reading.waiting_limit
    if reading.closed or limit is None or today <= limit:
        return reading.lapsed
    return LAPSE_CODES[reading.waiting]
