"""Units, and who belongs to them."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, func, insert, select, update

from engine.store.reading import all_of, first_of
from engine.store.shapes import UnitRow
from engine.store.tables import duties, people, units


def of_agency(connection: Connection, agency_id: int) -> Sequence[UnitRow]:
    """Every unit that an agency has or had, in the order in which they were added."""
    return all_of(
        connection, select(units).where(units.c.agency_id == agency_id).order_by(units.c.id),
        UnitRow,
    )


def find(connection: Connection, unit_id: int) -> UnitRow | None:
    """A unit; None when there is none."""
    return first_of(connection, select(units).where(units.c.id == unit_id), UnitRow)


def stands(unit: UnitRow, day: date) -> bool:
    """Whether there is this unit on a day."""
    return unit["valid_from"] <= day and (unit["valid_to"] is None or day <= unit["valid_to"])


def unit_of(connection: Connection, person_id: int | None) -> int | None:
    """The unit that a person belongs to now."""
    found: int | None = connection.execute(
        select(people.c.unit_id).where(people.c.id == person_id)
    ).scalar()
    return found


def holders(connection: Connection, unit_id: int, role: str) -> Sequence[int]:
    """Who of a unit has a duty and may sign in, by id."""
    return connection.execute(
        select(people.c.id).join(duties, duties.c.person_id == people.c.id)
        .where(people.c.unit_id == unit_id, people.c.active, duties.c.role == role)
        .order_by(people.c.id)
    ).scalars().all()


def add(connection: Connection, agency_id: int, name: str, valid_from: date) -> int:
    """Keep a unit; returns its id."""
    result = connection.execute(
        insert(units), {"agency_id": agency_id, "name": name, "valid_from": valid_from}
    )
    assert result.inserted_primary_key is not None
    return int(result.inserted_primary_key[0])


def end(connection: Connection, unit_id: int, last_day: date) -> int:
    """The unit's last day; its people are of none. Returns how many they were."""
    connection.execute(update(units).where(units.c.id == unit_id).values(valid_to=last_day))
    return connection.execute(
        update(people).where(people.c.unit_id == unit_id).values(unit_id=None)
    ).rowcount


def assign(connection: Connection, person_id: int, unit_id: int | None) -> None:
    """A person belongs to a unit, or to none."""
    connection.execute(update(people).where(people.c.id == person_id).values(unit_id=unit_id))


def counts(connection: Connection) -> dict[int, int]:
    """How many who may sign in belong to each unit."""
    return {
        unit_id: int(n) for unit_id, n in connection.execute(
            select(people.c.unit_id, func.count())
            .where(people.c.active, people.c.unit_id.is_not(None)).group_by(people.c.unit_id)
        )
    }
