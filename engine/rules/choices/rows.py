"""What agencies chose where the law is silent. Rows are added or cancelled, never changed."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection, insert, or_, select, update

from engine.store.reading import all_of, first_of
from engine.store.shapes import AgencyChoiceRow, NewAgencyChoiceRow
from engine.store.tables import agencies, agency_settings, people


class ChoiceWithNames(AgencyChoiceRow):
    """A choice with the names of those who made and cancelled it."""

    set_by_name: str | None
    cancelled_by_name: str | None


_STANDING = (
    select(agency_settings).where(agency_settings.c.cancelled_at.is_(None))
    .order_by(agency_settings.c.id)
)


def standing(connection: Connection) -> Sequence[AgencyChoiceRow]:
    """Every choice that was not cancelled, of all agencies."""
    return all_of(connection, _STANDING, AgencyChoiceRow)


def with_names(connection: Connection, agency_id: int) -> Sequence[ChoiceWithNames]:
    """All of an agency's choices, the latest day first, and who made or cancelled each."""
    canceller = people.alias("canceller")
    return all_of(
        connection,
        select(agency_settings, people.c.name.label("set_by_name"),
               canceller.c.name.label("cancelled_by_name"))
        .join(people, people.c.id == agency_settings.c.set_by, isouter=True)
        .join(canceller, canceller.c.id == agency_settings.c.cancelled_by, isouter=True)
        .where(agency_settings.c.agency_id == agency_id)
        .order_by(agency_settings.c.from_day.desc(), agency_settings.c.id.desc()),
        ChoiceWithNames,
    )


def lock(connection: Connection, agency_id: int, day: date) -> bool:
    """Let nobody else choose for this agency meanwhile; False when there is none on that day."""
    return connection.execute(
        select(agencies.c.id)
        .where(agencies.c.id == agency_id,
               or_(agencies.c.valid_to.is_(None), agencies.c.valid_to >= day))
        .with_for_update()
    ).first() is not None


def add(connection: Connection, values: NewAgencyChoiceRow) -> int:
    """Keep a choice; returns its id."""
    result = connection.execute(insert(agency_settings), values)
    assert result.inserted_primary_key is not None
    return int(result.inserted_primary_key[0])


def find(connection: Connection, choice_id: int) -> AgencyChoiceRow | None:
    """A choice that was not cancelled."""
    return first_of(
        connection, _STANDING.where(agency_settings.c.id == choice_id).with_for_update(),
        AgencyChoiceRow,
    )


def cancel(
    connection: Connection, choice_id: int, *, at: datetime, by: int | None
) -> None:
    """Mark a choice that is to have no effect."""
    connection.execute(
        update(agency_settings).where(agency_settings.c.id == choice_id)
        .values(cancelled_at=at, cancelled_by=by)
    )
