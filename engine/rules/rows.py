"""Whether anything has changed of what every date is computed with: one look at small tables."""

from typing import NamedTuple, TypedDict

from sqlalchemy import Connection, func, select, true

from engine.store.statements import PreparedRows
from engine.store.tables import agency_settings, calendar_notices

_calendar = select(
    func.count().label("notices"), func.count(calendar_notices.c.withdrawn_at).label("withdrawn"),
).select_from(calendar_notices).subquery()
_choices = select(
    func.count().label("choices"), func.count(agency_settings.c.cancelled_at).label("cancelled"),
).select_from(agency_settings).subquery()


class _Counts(TypedDict):
    notices: int
    withdrawn: int
    choices: int
    cancelled: int


_STATE = PreparedRows(
    select(_calendar, _choices).select_from(_calendar.join(_choices, true())), _Counts
)


class State(NamedTuple):
    """Differs whenever a notice or a choice has come or gone; each begins with its count."""

    calendar: tuple[int, int]
    choices: tuple[int, int]


def state(connection: Connection) -> State:
    """Every change adds a row or marks one, so counting tells all of them."""
    found = _STATE.one(connection, {})
    return State((found["notices"], found["withdrawn"]), (found["choices"], found["cancelled"]))
