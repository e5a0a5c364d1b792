"""Asking the applicant to make a request clear, and what the clear request does to the period."""

from engine.statute.clock.ledger import Entry
from engine.statute.clock.reading import Reading


def requested(reading: Reading, entry: Entry) -> None:
    """第三十条：自收到申请之日起7个工作日内一次性告知申请人作出补正，说明合理的补正期限。

    2007年条例第二十一条第四项 neither limits the rounds nor sets a limit for telling. In a term
    that a decision or judgment has set, the seven days have no beginning.
    """
    rules = reading.rules
    again = bool(reading.correction)
    if again and not (rules.is_2007 or reading.discretion.second_correction == "allowed"):
        reading.note("second_correction", entry)
        return
    told = reading.told(entry)
    if (
        reading.served_too_early(entry) or reading.idle(entry)
        or reading.passed(entry, "correction_out_of_time", told)
    ):
        return
    if rules.correction_notice is not None and reading.term is None:
        since = reading.corrected_on or reading.ledger.received
        limit = reading.calendar.add(since, rules.correction_notice)
        if told > limit:
            reading.note(
                "late_correction_notice", entry, on=told, since=since,
                days=rules.correction_notice, limit=limit)
    if again and not rules.is_2007:
        reading.note("correction_again", entry)
    if reading.term is not None:
        reading.note("correction_in_term", entry, decision=reading.term.reopening.title)
    period = entry.working_days or reading.discretion.correction_period_days
    by_issue = reading.discretion.correction_period_starts == "issued"
    reading.correction = "requested"
    reading.correction_limit = reading.limit_from(entry.on if by_issue else entry.arrived, period)
    reading.note_awaited(entry)
    effect = _effect(reading)
    if effect != "runs":
        reading.suspending = effect == "suspends"
        reading.wait("correction", entry.on, reading.correction_limit, rules.correction_article)


def received(reading: Reading, entry: Entry) -> None:
    """第三十条：答复期限自行政机关收到补正的申请之日起计算。"""
    if reading.correction != "requested":
        asked = reading.last_asked
        if asked is not None and asked > entry.on and not reading.correction:
            reading.note("correction_before_notice", entry, asked=asked)
        else:
            reading.note("correction_not_asked", entry)
        return
    if reading.correction_limit is not None and entry.on > reading.correction_limit:
        reading.note("late_correction", entry, limit=reading.correction_limit)
    reading.correction, reading.corrected_on = "received", entry.on
    if reading.waiting == "correction" and reading.suspending:
        reading.resume(entry.on)
    elif reading.waiting == "correction":
        reading.restart(entry.on, reading.rules.correction_article)


def _effect(reading: Reading) -> str:
    """What a correction does to the running period: restarts, runs or suspends."""
    if reading.term is not None:
        return reading.discretion.correction_in_term
    return reading.discretion.correction_2007 if reading.rules.is_2007 else "restarts"
