"""Whether anything has changed of what every date is computed with: one look at small tables."""

from typing import NamedTuple, TypedDict

from sqlalchemy import Connection, func, select, true

from engine.store.statements import PreparedRows
from engine.store.tables import agency_settings, calendar_notices, sign_off_arrangements

_calendar = select(
    func.count().label("notices"), func.count(calendar_notices.c.withdrawn_at).label("withdrawn"),
).select_from(calendar_notices).subquery()
_choices = select(
    func.count().label("choices"), func.count(agency_settings.c.cancelled_at).label("cancelled"),
).select_from(agency_settings).subquery()
_arrangements = select(
    func.count().label("arrangements"),
    func.count(sign_off_arrangements.c.cancelled_at).label("called_off"),
).select_from(sign_off_arrangements).subquery()


class _Counts(TypedDict):
    notices: int
    withdrawn: int
    choices: int
    cancelled: int
    arrangements: int
    called_off: int


_STATE = PreparedRows(
    select(_calendar, _choices, _arrangements).select_from(
        _calendar.join(_choices, true()).join(_arrangements, true())
    ), _Counts
)


class State(NamedTuple):
    """Differs whenever one of these has come or gone; each begins with its count."""

    calendar: tuple[int, int]
    choices: tuple[int, int]
    arrangements: tuple[int, int]


def state(connection: Connection) -> State:
    """Every change adds a row or marks one, so counting tells all of them."""
    found = _STATE.one(connection, {})
    return State(
        (found["notices"], found["withdrawn"]), (found["choices"], found["cancelled"]),
        (found["arrangements"], found["called_off"]),
    )
