"""What is in effect in one transaction: calendars, agencies' choices, the levels of sign-off.

Looked at once a transaction, by one small statement; made anew only when something changed,
whichever process changed it.
"""

from dataclasses import dataclass

from engine.rules import rows
from engine.rules.calendars import rows as notice_rows
from engine.rules.calendars.calendars import AgencyCalendars, Calendars
from engine.rules.choices import rows as choice_rows
from engine.rules.choices.choices import AgencyChoices
from engine.rules.sign_off import rows as arrangement_rows
from engine.rules.sign_off.arrangements import AgencyArrangements
from engine.store import Connection
from engine.transaction.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class InEffect:
    """A value: another transaction may hold another one."""

    calendars: AgencyCalendars
    choices: AgencyChoices
    arrangements: AgencyArrangements


class Lookout:
    """Keeps what was in effect last. Safe to share between threads."""

    def __init__(self, calendars: Calendars) -> None:
        self._calendars = calendars
        self._known: tuple[rows.State, InEffect] | None = None

    def look(self, connection: Connection) -> InEffect:
        """What is in effect for this transaction.

        Ask before the transaction itself changes any of it: what it then takes up is in effect
        only once it is durable.
        """
        state = rows.state(connection)
        known = self._known
        if known is not None and known[0] == state:
            return known[1]
        if known is not None and known[0].calendar == state.calendar:
            calendars = known[1].calendars
        else:
            notices = notice_rows.notices(connection) if state.calendar[0] else ()
            calendars = self._calendars.made_of(
                [row for row in notices if row["withdrawn_at"] is None]
            )
        if known is not None and known[0].choices == state.choices:
            choices = known[1].choices
        else:
            choices = AgencyChoices(
                choice_rows.standing(connection) if state.choices[0] else ()
            )
        if known is not None and known[0].arrangements == state.arrangements:
            arrangements = known[1].arrangements
        else:
            arrangements = AgencyArrangements(
                arrangement_rows.standing(connection) if state.arrangements[0] else ()
            )
        found = InEffect(calendars, choices, arrangements)
        self._known = (state, found)
        return found


def in_effect(at: Snapshot) -> InEffect:
    """Calendars and agencies' choices as they are when this transaction first asks."""
    return at.once(InEffect, lambda: at.around[Lookout].look(at.connection))
