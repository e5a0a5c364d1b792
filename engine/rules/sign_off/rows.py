"""By which levels agencies sign. Rows are added or cancelled, never changed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from engine.store.reading import all_of, first_of
from engine.store.shapes import ArrangementRow, NewArrangementRow
from engine.store.tables import people, sign_off_arrangements


class ArrangementWithNames(ArrangementRow):
    """An arrangement with the names of those who made and cancelled it."""

    set_by_name: str | None
    cancelled_by_name: str | None


_STANDING = (
    select(sign_off_arrangements).where(sign_off_arrangements.c.cancelled_at.is_(None))
    .order_by(sign_off_arrangements.c.id)
)


def standing(connection: Connection) -> Sequence[ArrangementRow]:
    """Every arrangement that was not cancelled, of all agencies."""
    return all_of(connection, _STANDING, ArrangementRow)


def with_names(connection: Connection, agency_id: int) -> Sequence[ArrangementWithNames]:
    """All of an agency's, the latest day first, and who made or cancelled each."""
    canceller = people.alias("canceller")
    return all_of(
        connection,
        select(sign_off_arrangements, people.c.name.label("set_by_name"),
               canceller.c.name.label("cancelled_by_name"))
        .join(people, people.c.id == sign_off_arrangements.c.set_by, isouter=True)
        .join(canceller, canceller.c.id == sign_off_arrangements.c.cancelled_by, isouter=True)
        .where(sign_off_arrangements.c.agency_id == agency_id)
        .order_by(sign_off_arrangements.c.from_day.desc(), sign_off_arrangements.c.id.desc()),
        ArrangementWithNames,
    )


def add(connection: Connection, values: NewArrangementRow) -> int:
    """Keep an arrangement; returns its id."""
    result = connection.execute(insert(sign_off_arrangements), values)
    assert result.inserted_primary_key is not None
    return int(result.inserted_primary_key[0])


def find(connection: Connection, arrangement_id: int) -> ArrangementRow | None:
    """An arrangement that was not cancelled."""
    return first_of(
        connection,
        _STANDING.where(sign_off_arrangements.c.id == arrangement_id).with_for_update(),
        ArrangementRow,
    )


def cancel(
    connection: Connection, arrangement_id: int, *, at: datetime, by: int | None
) -> None:
    """Mark an arrangement that is to have no effect."""
    connection.execute(
        update(sign_off_arrangements).where(sign_off_arrangements.c.id == arrangement_id)
        .values(cancelled_at=at, cancelled_by=by)
    )
