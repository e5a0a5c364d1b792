"""Calendar notices that were taken up here."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    RowMapping,
    insert,
    select,
    text,
    update,
)

from engine.store.tables import agencies, calendar_notices, people

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


def notices(connection: Connection) -> Sequence[RowMapping]:
    """Every notice ever taken up here, the withdrawn ones too, in the order of their taking up."""
    return connection.execute(_EVERY).mappings().all()


def with_names(connection: Connection) -> Sequence[RowMapping]:
    """The same, the latest first, with the names of those who took them up or withdrew them."""
    giver, taker = people.alias("giver"), people.alias("taker")
    return connection.execute(
        select(calendar_notices, giver.c.name.label("by_name"),
               taker.c.name.label("withdrawn_by_name"), agencies.c.name.label("agency_name"),
               agencies.c.short_name.label("agency_short_name"),
               agencies.c.kind.label("agency_kind"))
        .join_from(calendar_notices, giver,
                   giver.c.id == calendar_notices.c.taken_effect_by, isouter=True)
        .join(taker, taker.c.id == calendar_notices.c.withdrawn_by, isouter=True)
        .join(agencies, agencies.c.id == calendar_notices.c.agency_id, isouter=True)
        .order_by(calendar_notices.c.id.desc())
    ).mappings().all()


def add(connection: Connection, values: Mapping[str, Any]) -> int:
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
