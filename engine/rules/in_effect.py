"""What is in effect in one transaction: the calendars, and what agencies chose where law is silent.

Looked at once a transaction, by one small statement; made anew only when something changed,
whichever process changed it.
"""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.rules import rows as in_effect
from engine.rules.calendars import rows as notice_rows
from engine.rules.calendars.calendars import AgencyCalendars, Calendars
from engine.rules.choices import rows as agency_settings
from engine.rules.choices.choices import AgencySettings


@dataclass(frozen=True, slots=True)
class InEffect:
    """A value: another transaction may hold another one."""

    calendars: AgencyCalendars
    settings: AgencySettings


class Lookout:
    """Keeps what was in effect last. Safe to share between threads."""

    def __init__(self, calendars: Calendars) -> None:
        self._calendars = calendars
        self._known: tuple[in_effect.State, InEffect] | None = None

    def look(self, connection: Connection) -> InEffect:
        """What is in effect for this transaction.

        Ask before the transaction itself changes any of it: what it then takes up is in effect
        only once it is durable.
        """
        state = in_effect.state(connection)
        known = self._known
        if known is not None and known[0] == state:
            return known[1]
        if known is not None and known[0].calendar == state.calendar:
            calendars = known[1].calendars
        else:
            rows = notice_rows.notices(connection) if state.calendar[0] else ()
            calendars = self._calendars.made_of(
                [row for row in rows if row["withdrawn_at"] is None]
            )
        if known is not None and known[0].settings == state.settings:
            settings = known[1].settings
        else:
            settings = AgencySettings(
                agency_settings.standing(connection) if state.settings[0] else ()
            )
        found = InEffect(calendars, settings)
        self._known = (state, found)
        return found
