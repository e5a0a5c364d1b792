"""What agencies chose where the law is silent. Rows are added or cancelled, never changed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from engine.store.tables import agencies, agency_settings, people

_STANDING = (
    select(agency_settings).where(agency_settings.c.cancelled_at.is_(None))
    .order_by(agency_settings.c.id)
)


def standing(connection: Connection) -> Sequence[RowMapping]:
    """Every choice that was not cancelled, of all agencies."""
    return connection.execute(_STANDING).mappings().all()


def with_names(connection: Connection, agency_id: int) -> Sequence[RowMapping]:
    """All of an agency's choices, the latest day first, and who made or cancelled each."""
    canceller = people.alias("canceller")
    return connection.execute(
        select(agency_settings, people.c.name.label("set_by_name"),
               canceller.c.name.label("cancelled_by_name"))
        .join(people, people.c.id == agency_settings.c.set_by, isouter=True)
        .join(canceller, canceller.c.id == agency_settings.c.cancelled_by, isouter=True)
        .where(agency_settings.c.agency_id == agency_id)
        .order_by(agency_settings.c.from_day.desc(), agency_settings.c.id.desc())
    ).mappings().all()


def lock(connection: Connection, agency_id: int) -> bool:
    """Let nobody else choose for this agency meanwhile; False when there is no such agency."""
    return connection.execute(
        select(agencies.c.id).where(agencies.c.id == agency_id).with_for_update()
    ).first() is not None


def add(connection: Connection, values: Mapping[str, Any]) -> int:
    """Keep a choice; returns its id."""
    result = connection.execute(insert(agency_settings), values)
    assert result.inserted_primary_key is not None
    return int(result.inserted_primary_key[0])


def find(connection: Connection, choice_id: int) -> RowMapping | None:
    """A choice that was not cancelled."""
    return connection.execute(
        _STANDING.where(agency_settings.c.id == choice_id).with_for_update()
    ).mappings().first()


def cancel(
    connection: Connection, choice_id: int, *, at: datetime, by: int | None
) -> None:
    """Mark a choice that is to have no effect."""
    connection.execute(
        update(agency_settings).where(agency_settings.c.id == choice_id)
        .values(cancelled_at=at, cancelled_by=by)
    )
