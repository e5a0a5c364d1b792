"""What ends a request, and what opens it again."""

from datetime import timedelta

from engine.statute.clock.acts import reopenings
from engine.statute.clock.ledger import Entry
from engine.statute.clock.reading import Reading
from engine.statute.clock.stretches import Phase
from engine.statute.values.rule_sets import PARTIES
from engine.statute.values.ways_of_service import reply_date, ways_of_service

LAPSE_CODES = {"correction": "30-B", "fee": "FEE-X"}
_ONE_DAY = timedelta(days=1)


def withdrawn(reading: Reading, entry: Entry) -> None:
    """The applicant wants nothing more."""
    reading.closed, reading.closed_on = "withdrawn", entry.on


def replied(reading: Reading, entry: Entry) -> None:
    """国办公开办函〔2016〕235号：直接送达以签收之日、邮寄以交邮之日为答复日期。"""
    if reading.served_too_early(entry):
        return
    way = ways_of_service().get(entry.service)
    if way is None:
        reading.note("service_unknown", entry)
    elif found := way.at(entry.on).finding:
        reading.note(found, entry)
    day = reply_date(entry.service, entry.on, entry.served)
    due = reading.ended_before(day)
    reading.on_time = due is None
    if due is not None:
        late = reading.calendar.count(due, day)
        reading.note("late_reply", entry, replied=day, due=due, days=late)
    for made in reading.consultations.values() if reading.term is None else ():
        if made.article and (made.told is None or made.told > day):
            reading.note(
                "consultation_not_told", entry, id=made.id, party=PARTIES[made.party])
    limit = reading.waiting_limit
    if not reading.closed and limit is not None and day > limit:
        reading.lapsed = LAPSE_CODES[reading.waiting]
    reading.closed, reading.closed_on = "replied", day


def reopened(reading: Reading, entry: Entry) -> None:
    """A decision or judgment orders a (new) reply within a term that counts from the day ``on``.

    Whatever was awaited, extended or deferred belongs to what the decision has set aside.
    """
    assert entry.term is not None
    before = [day for day in (reading.due(), reading.closed_on) if day is not None]
    if before and min(before) + _ONE_DAY < entry.on:
        reading.phases.append(Phase("ended", min(before) + _ONE_DAY, ""))
    decision = reopenings.at(entry.by, entry.on)
    reading.term = reopenings.Term(entry.term, entry.unit, decision)
    reading.closed, reading.closed_on = "", None
    reading.on_time = reading.lapsed = None
    reading.correction, reading.correction_limit = "", None
    if reading.fee == "noticed":
        reading.fee, reading.fee_limit = "", None
    reading.extension = 0
    reading.waiting = ""
    reading.restart(entry.on, decision.article)
