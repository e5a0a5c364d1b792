"""What was said of agencies. Rows are added or cancelled, never changed."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypedDict

from sqlalchemy import Connection, String, bindparam, insert, select, update

from engine.store.reading import all_of, first_of
from engine.store.shapes import AgencyChangeRow, AgencyRow, NewAgencyChangeRow
from engine.store.statements import PreparedRows
from engine.store.tables import agencies, agency_changes, people


class ChangeWithNames(AgencyChangeRow):
    """A change with the names of those who recorded and cancelled it; none: the installation."""

    recorded_by_name: str | None
    cancelled_by_name: str | None


_STANDING = (
    select(agency_changes).where(agency_changes.c.cancelled_at.is_(None))
    .order_by(agency_changes.c.from_day, agency_changes.c.id)
)
_STANDING_OF = PreparedRows(
    _STANDING.where(agency_changes.c.agency_id == bindparam("agency")), AgencyChangeRow
)


#: How much each fact holds, by name.
LONGEST: Mapping[str, int] = {
    column.name: column.type.length for column in agencies.c
    if isinstance(column.type, String) and column.type.length
}


def standing_of(connection: Connection, agency_id: int) -> Sequence[AgencyChangeRow]:
    """The changes of one agency that were not cancelled, the earliest day first."""
    return _STANDING_OF.all(connection, {"agency": agency_id})


def standing(connection: Connection) -> Sequence[AgencyChangeRow]:
    """The same of every agency."""
    return all_of(connection, _STANDING, AgencyChangeRow)


def agencies_with_days(connection: Connection) -> Sequence[AgencyRow]:
    """Every agency with its first and last day, in the order in which they were added."""
    return all_of(connection, select(agencies).order_by(agencies.c.id), AgencyRow)


class Merged(TypedDict):
    """An agency that goes into another one, and its last day."""

    id: int
    successor_id: int | None
    valid_to: date | None


_MERGED = PreparedRows(
    select(agencies.c.id, agencies.c.successor_id, agencies.c.valid_to)
    .where(agencies.c.successor_id.is_not(None)), Merged,
)


def merged(connection: Connection) -> Sequence[Merged]:
    """The agencies that have a successor, or will have one."""
    return _MERGED.all(connection, {})


def with_names(connection: Connection, agency_id: int) -> Sequence[ChangeWithNames]:
    """All changes of an agency, the cancelled ones too, the latest recorded first."""
    giver, taker = people.alias("giver"), people.alias("taker")
    return all_of(
        connection,
        select(agency_changes, giver.c.name.label("recorded_by_name"),
               taker.c.name.label("cancelled_by_name"))
        .outerjoin(giver, giver.c.id == agency_changes.c.recorded_by)
        .outerjoin(taker, taker.c.id == agency_changes.c.cancelled_by)
        .where(agency_changes.c.agency_id == agency_id)
        .order_by(agency_changes.c.id.desc()),
        ChangeWithNames,
    )


def lock_all(connection: Connection) -> dict[int, AgencyRow]:
    """Every agency by id, kept from other changes: names are compared over all of them."""
    return {
        row["id"]: row for row in all_of(
            connection,
            select(agencies).order_by(agencies.c.id).with_for_update(key_share=True), AgencyRow,
        )
    }


def add(connection: Connection, values: NewAgencyChangeRow) -> int:
    """Keep a change; returns its id."""
    result = connection.execute(insert(agency_changes), values)
    assert result.inserted_primary_key is not None
    return int(result.inserted_primary_key[0])


def find(connection: Connection, change_id: int) -> AgencyChangeRow | None:
    """A change that was not cancelled."""
    return first_of(connection, _STANDING.where(agency_changes.c.id == change_id), AgencyChangeRow)


def cancel(connection: Connection, change_id: int, *, at: datetime, by: int | None) -> None:
    """Mark a change that is to have no effect."""
    connection.execute(
        update(agency_changes).where(agency_changes.c.id == change_id)
        .values(cancelled_at=at, cancelled_by=by)
    )


def show(connection: Connection, agency_id: int, facts: Mapping[str, Any]) -> None:
    """The agency's own row says these facts: what lists show."""
    connection.execute(update(agencies).where(agencies.c.id == agency_id).values(**facts))


def end(
    connection: Connection, agency_id: int, *, valid_to: date | None, successor_id: int | None
) -> None:
    """The agency's last day and who follows it; None: it goes on."""
    connection.execute(
        update(agencies).where(agencies.c.id == agency_id)
        .values(valid_to=valid_to, successor_id=successor_id)
    )


def parents(connection: Connection, agency_ids: Collection[int]) -> Sequence[AgencyRow]:
    """The agencies that stand under one of these."""
    return all_of(
        connection,
        select(agencies).where(agencies.c.parent_id.in_(sorted(agency_ids)))
        .order_by(agencies.c.id), AgencyRow,
    )
