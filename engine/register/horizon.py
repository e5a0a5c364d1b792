"""Until which day a due date counts as near."""

from collections.abc import Mapping
from datetime import date

from engine.rules.in_effect import in_effect
from engine.transaction.snapshot import Snapshot


def last_day_within(at: Snapshot, days: int) -> tuple[date, Mapping[int, date]]:
    """The last due date within so many working days from today, for the cases he sees.

    With it the agencies whose own calendar says another day.
    """
    calendars, today = in_effect(at).calendars, at.today
    if not at.actor.sees_all_agencies:
        return calendars.of(at.actor.agency_id).add(today, days), {}
    last = calendars.national.add(today, days)
    own = {agency: calendars.of(agency).add(today, days) for agency in calendars.agencies}
    return last, {agency: day for agency, day in own.items() if day != last}
