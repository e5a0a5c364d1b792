"""Asking others for their opinion: the limit for it, and the days not counted meanwhile."""

from bisect import bisect_right

from engine.statute.clock.ledger import Entry
from engine.statute.clock.reading import Reading
from engine.statute.clock.stretches import Consultation
from engine.statute.values.rule_sets import PARTIES


def opened(reading: Reading, entry: Entry, position: int) -> None:
    """第三十二条、第三十四条：自收到征求意见书之日起15个工作日内提出意见。

    第三十三条第三款：征求第三方和其他机关意见所需时间不计算在“前款规定的期限”内: so it counts in a
    term that a decision or judgment has set. Asked when the period is over already, the party has
    its limit all the same, for what concerns it may not be disclosed unasked (第三十二条): but no
    day is left out.
    """
    rules, discretion = reading.rules, reading.discretion
    if entry.id in reading.consultations:
        reading.note("duplicate_consultation", entry, id=entry.id)
        return
    late = reading.passed(entry, "consultation_out_of_time")
    made = Consultation(entry.id, entry.party, entry.on, told=entry.told)
    _take_up(made, reading, position)
    days = rules.consultation.get(entry.party)
    if days is not None:
        made.limit = reading.calendar.add(made.delivered or made.opened, days)
        made.projected = made.delivered is None
    article = "" if late or reading.term else rules.excluded.get(entry.party, "")
    if late:
        pass
    elif not article:
        reading.note("consultation_counts", entry, party=PARTIES[entry.party], id=entry.id)
    elif entry.party != "secrecy_authority" or discretion.determination_excluded:
        issued = discretion.suspension_starts == "issued"
        made.article = article
        made.excluded_from = made.opened if issued else made.delivered
    if made.projected:
        reading.note("undelivered_consultation", entry, id=entry.id)
    reading.consultations[entry.id] = made


def opinion(reading: Reading, entry: Entry, position: int) -> None:
    """The letter arrived, or the opinion came: found out already when the letter was read."""
    made = reading.consultations.get(entry.id)
    if made is None:
        reading.note("consultation_not_opened", entry, id=entry.id)
    elif position not in made.recorded_at:
        reading.note("consultation_closed", entry, id=entry.id)
    elif entry.type == "consultation_answered" and made.limit and entry.on > made.limit:
        reading.note("late_opinion", entry, id=entry.id, limit=made.limit)


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
