"""The processing fee: noticed, and paid in time, late or not at all."""

from engine.statute.clock.acts.endings import LAPSE_CODES
from engine.statute.clock.ledger import Entry
from engine.statute.clock.reading import Reading
from engine.statute.values import parameters
from engine.statute.values.parameters import NotInForce


def noticed(reading: Reading, entry: Entry) -> None:
    """国办函〔2020〕109号：答复期限内发出收费通知；自收到次日起20个工作日内缴纳。"""
    issued = entry.issued or entry.on
    if issued > entry.on:
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


def paid(reading: Reading, entry: Entry) -> None:
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
