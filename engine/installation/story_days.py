"""On which days a life happens that is told to a lawyer, by the statute's own clock.

The request is handed in in person on a Monday. Each act of a person follows on the next working
day, whatever a limit brings on the first day on which its alarm rings.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Final

from engine.configuration import Configuration
from engine.processes.contract import Happening
from engine.rules.alarms import alarms
from engine.statute import Entry, Ledger, WorkingDays, assess
from engine.statute.calendar.zone import local_day

RECEIVED: Final = date(2026, 3, 2)
_LATER: Final = 1             # working days from one act of a story to the next
_DEFERRED_BY: Final = timedelta(days=60)
_EXTENDED_BY: Final = 20     # working days, the most that article 33 allows


def story_days(happenings: Sequence[Happening]) -> list[date]:
    """The day of each step, the first being the receipt."""
    calendar, configuration = _calendar(), Configuration.at(Path())
    ledger = Ledger(RECEIVED, "in_person")
    days: list[date] = []
    for happening in happenings:
        day = calendar.add(days[-1], _LATER) if days else RECEIVED
        if happening.alarm in alarms():
            moment = alarms()[happening.alarm].moment(
                assess(ledger, calendar=calendar), calendar, configuration,
                days[happening.since] if days else RECEIVED, {}, about=1,
            )
            day = day if moment is None else max(days[-1] if days else RECEIVED,
                                                 local_day(moment.at))
        for entry in happening.entries:
            ledger = ledger.with_entry(_entry(entry, day))
        days.append(day)
    return days


def _entry(kind: str, day: date) -> Entry:
    """An entry of the ledger with what its kind must say."""
    return Entry(
        kind, day,
        id="1" if kind.startswith("consultation_") else "",
        party="third_party" if kind == "consultation_opened" else "",
        working_days=_EXTENDED_BY if kind == "extended" else None,
        until=day + _DEFERRED_BY if kind == "deferred" else None,
        service="in_person" if kind == "replied" else "",
    )


@cache
def _calendar() -> WorkingDays:
    return WorkingDays.load()
