"""Which year's arrangement of working days is missing."""

from engine.rules.in_effect import in_effect
from engine.statute.clock import periods
from engine.transaction.snapshot import Snapshot


def calendar_alarm(at: Snapshot) -> str:
    """In Chinese, for who looks; "" when none is missing."""
    known = in_effect(at)
    return periods.calendar_alarm(
        at.today, calendar=known.calendars.national,
        discretion=known.choices.of(at.actor.agency_id, at.today),
    )
