"""Asks the statute before an act: would it have its effect, and what date would it lead to?"""

from dataclasses import dataclass
from datetime import date

from engine.statute import (
    Assessment,
    Entry,
    Finding,
    Ledger,
    Settings,
    WorkingDays,
    assess,
    parameters,
)

# What is late or irregular and yet takes effect: told to the officer, not forbidden.
_TAKES_EFFECT = frozenset({
    "calendar_unpublished", "late_correction", "late_correction_notice", "late_opinion",
    "late_reply", "out_of_order", "unknown_channel",
})


@dataclass(frozen=True, slots=True)
class Outlook:
    """What an act would bring. ``objection``: why the law gives it no effect; else None."""

    objection: Finding | None
    assessment: Assessment


def outlook(
    ledger: Ledger, entry: Entry, *, calendar: WorkingDays, settings: Settings
) -> Outlook:
    """The case as it would stand after ``entry``."""
    before = {
        (f.code, f.message)
        for f in assess(ledger, calendar=calendar, settings=settings).findings
    }
    after = assess(ledger.with_entry(entry), calendar=calendar, settings=settings)
    objection = next(
        (f for f in after.findings
         if (f.code, f.message) not in before and f.code not in _TAKES_EFFECT), None,
    )
    return Outlook(objection, after)


def foreseen(kind: str, today: date, received_on: date) -> Entry:
    """The ledger entry that a choice on a form stands for, if it were made today.

    ``kind``: the choice's ``clock``. An extension is foreseen at its longest.
    """
    if kind == "extended":
        most = parameters.number("reply_extension", received_on)
        return Entry(type=kind, on=today, working_days=most)
    if kind == "replied":
        return Entry(type=kind, on=today, service="post", served=today)
    return Entry(type=kind, on=today)
