"""Calendar notices that were taken up here."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    Connection,
    insert,
    select,
    text,
    update,
)

from engine.store.reading import all_of
from engine.store.shapes import CalendarNoticeRow, NewCalendarNoticeRow
from engine.store.tables import agencies, calendar_notices, people


class NoticeWithNames(CalendarNoticeRow):
    """A notice with the names of those who took it up and withdrew it."""

    by_name: str | None
    withdrawn_by_name: str | None


_EVERY = select(calendar_notices).order_by(calendar_notices.c.id)
_ONE_AT_A_TIME = text("LOCK TABLE calendar_notices IN SHARE ROW EXCLUSIVE MODE")
_AGENCIES = select(agencies.c.id).order_by(agencies.c.id)


def lock(connection: Connection) -> None:
    """Let nobody else change the notices meanwhile; whoever only reads them is not held up.

    Ask before anything is read: what another changed until then is seen by the next question.
    SQLite has one writer anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_ONE_AT_A_TIME)


def notices(connection: Connection) -> Sequence[CalendarNoticeRow]:
    """Every notice ever taken up here, the withdrawn ones too, in the order of their taking up."""
    return all_of(connection, _EVERY, CalendarNoticeRow)


def with_names(connection: Connection) -> Sequence[NoticeWithNames]:
    """The same, the latest first, with the names of those who took them up or withdrew them."""
    giver, taker = people.alias("giver"), people.alias("taker")
    return all_of(
        connection,
        select(calendar_notices, giver.c.name.label("by_name"),
               taker.c.name.label("withdrawn_by_name"))
        .join_from(calendar_notices, giver,
                   giver.c.id == calendar_notices.c.taken_effect_by, isouter=True)
        .join(taker, taker.c.id == calendar_notices.c.withdrawn_by, isouter=True)
        .order_by(calendar_notices.c.id.desc()),
        NoticeWithNames,
    )


def add(connection: Connection, values: NewCalendarNoticeRow) -> int:
    """Keep a notice; returns its id."""
    result = connection.execute(insert(calendar_notices), values)
    assert result.inserted_primary_key is not None
    return int(result.inserted_primary_key[0])


def withdraw(
    connection: Connection, notice_id: int, *, at: datetime, by: int | None, because: str
) -> bool:
    """Take a notice out of effect; False when it is not in effect."""
    return connection.execute(
        update(calendar_notices)
        .where(calendar_notices.c.id == notice_id, calendar_notices.c.withdrawn_at.is_(None))
        .values(withdrawn_at=at, withdrawn_by=by, withdrawn_because=because)
    ).rowcount == 1


def agency_ids(connection: Connection) -> list[int]:
    """Every agency."""
    return list(connection.execute(_AGENCIES).scalars())
