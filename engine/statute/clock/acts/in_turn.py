"""The acts of a ledger read in turn, and what follows when the applicant lets his period pass."""

from collections.abc import Callable, Mapping
from datetime import date

from engine.statute.calendar.working_days import WorkingDays
from engine.statute.clock.acts import (
    consultations,
    corrections,
    endings,
    fees,
    longer,
    transfers,
)
from engine.statute.clock.ledger import Entry, Ledger
from engine.statute.clock.reading import Reading
from engine.statute.clock.stretches import Phase
from engine.statute.values.discretion import Discretion
from engine.statute.values.rule_sets import RuleSet


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
    asked = (entry.on for entry in ledger.entries if entry.type == "correction_requested")
    reading.last_asked = None if dates_only else max(asked, default=None)
    for position, entry in enumerate(ledger.entries):
        if entry.on < ledger.received:
            reading.note("before_receipt", entry, received=ledger.received)
        elif reading.closed and not _concerns_the_closed(reading, entry):
            late = entry.type == "correction_received" and reading.lapsed == "30-B"
            code = "correction_after_lapse" if late else "after_close"
            reading.note(code, entry, closed=reading.closed_on)
        elif entry.type == "consultation_opened":
            consultations.opened(reading, entry, position)
        elif entry.type in ("consultation_delivered", "consultation_answered"):
            consultations.opinion(reading, entry, position)
        else:
            _EFFECTS[entry.type](reading, entry)
    return reading


def _concerns_the_closed(reading: Reading, entry: Entry) -> bool:
    """A request that lapsed is still told so; any may be opened again."""
    return entry.type == "reopened" or (reading.closed == "lapsed" and entry.type == "replied")


_EFFECTS: Mapping[str, Callable[[Reading, Entry], None]] = {
    "correction_requested": corrections.requested,
    "correction_received": corrections.received,
    "extended": longer.extended,
    "reasons_requested": longer.reasons_requested,
    "reasons_given": longer.reasons_given,
    "deferred": longer.deferred,
    "fee_noticed": fees.noticed,
    "fee_paid": fees.paid,
    "transferred": transfers.transferred,
    "withdrawn": endings.withdrawn,
    "replied": endings.replied,
    "reopened": endings.reopened,
}


def lapse(reading: Reading, today: date) -> str | None:
    """The reason code once the applicant's own period has run out by ``today``."""
    limit = reading.waiting_limit
    if reading.closed or limit is None or today <= limit:
        return reading.lapsed
    return endings.LAPSE_CODES[reading.waiting]
