"""How agencies ended. Rows are added or cancelled; what was carried out is noted in them."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, func, insert, select, update

from engine.cases.rows.named import IS_OPEN
from engine.statute.calendar.zone import start_of
from engine.store.reading import all_of, first_of
from engine.store.shapes import AgencyEndingRow, NewAgencyEndingRow
from engine.store.statements import Prepared, PreparedRows
from engine.store.tables import agency_endings, cases, letters, people, units


class EndingWithNames(AgencyEndingRow):
    """An ending with the names of those who recorded and cancelled it; none: the installation."""

    recorded_by_name: str | None
    cancelled_by_name: str | None


_STANDING = select(agency_endings).where(agency_endings.c.cancelled_at.is_(None))
_MERGED_INTO = PreparedRows(
    _STANDING.where(
        agency_endings.c.successor_id == bindparam("agency"),
        agency_endings.c.carried_out_at >= bindparam("since"),
    ).order_by(agency_endings.c.id), AgencyEndingRow,
)
_DUE = Prepared(
    select(agency_endings.c.id).where(
        agency_endings.c.cancelled_at.is_(None), agency_endings.c.carried_out_at.is_(None),
        agency_endings.c.from_day <= bindparam("today"),
    ).order_by(agency_endings.c.from_day, agency_endings.c.id)
)


def add(connection: Connection, values: NewAgencyEndingRow) -> int:
    """Keep an ending; returns its id."""
    result = connection.execute(insert(agency_endings), values)
    assert result.inserted_primary_key is not None
    return int(result.inserted_primary_key[0])


def find(connection: Connection, ending_id: int) -> AgencyEndingRow | None:
    """An ending that was not cancelled, locked."""
    return first_of(
        connection, _STANDING.where(agency_endings.c.id == ending_id).with_for_update(),
        AgencyEndingRow,
    )


def standing_of(connection: Connection, agency_id: int) -> EndingWithNames | None:
    """How an agency ended or will end; None while it goes on."""
    return next((row for row in with_names(connection, agency_id) if not row["cancelled_at"]), None)


def into(connection: Connection, agency_id: int) -> Sequence[AgencyEndingRow]:
    """The agencies that go or went into this one."""
    return all_of(
        connection,
        _STANDING.where(agency_endings.c.successor_id == agency_id).order_by(agency_endings.c.id),
        AgencyEndingRow,
    )


def merged_since(
    connection: Connection, agency_id: int, since: datetime
) -> Sequence[AgencyEndingRow]:
    """The agencies whose people and cases came to this one since then."""
    return _MERGED_INTO.all(connection, {"agency": agency_id, "since": since})


def with_names(connection: Connection, agency_id: int) -> Sequence[EndingWithNames]:
    """Every ending that was recorded of an agency, the latest first."""
    giver, taker = people.alias("giver"), people.alias("taker")
    return all_of(
        connection,
        select(agency_endings, giver.c.name.label("recorded_by_name"),
               taker.c.name.label("cancelled_by_name"))
        .outerjoin(giver, giver.c.id == agency_endings.c.recorded_by)
        .outerjoin(taker, taker.c.id == agency_endings.c.cancelled_by)
        .where(agency_endings.c.agency_id == agency_id).order_by(agency_endings.c.id.desc()),
        EndingWithNames,
    )


def due(connection: Connection, today: date) -> Sequence[int]:
    """Endings whose day has come and that were not carried out."""
    return _DUE.scalars(connection, {"today": today})


def cancel(connection: Connection, ending_id: int, *, at: datetime, by: int | None) -> None:
    """Mark an ending that is to have no effect."""
    connection.execute(
        update(agency_endings).where(agency_endings.c.id == ending_id)
        .values(cancelled_at=at, cancelled_by=by)
    )


def carried_out(
    connection: Connection, ending_id: int, *, at: datetime, cases_moved: int, people_moved: int
) -> None:
    """Note that what was to move has moved."""
    connection.execute(
        update(agency_endings).where(agency_endings.c.id == ending_id)
        .values(carried_out_at=at, cases_moved=cases_moved, people_moved=people_moved)
    )


def end_units(connection: Connection, agency_id: int, last_day: date) -> None:
    """The units of an agency end with it."""
    connection.execute(
        update(units).where(units.c.agency_id == agency_id, units.c.valid_to.is_(None))
        .values(valid_to=last_day)
    )


def open_cases(connection: Connection) -> dict[int, int]:
    """How many cases are open, by agency."""
    return {
        agency_id: int(n) for agency_id, n in connection.execute(
            select(cases.c.agency_id, func.count()).where(IS_OPEN)
            .group_by(cases.c.agency_id)
        )
    }


def active_people(connection: Connection) -> dict[int, int]:
    """How many people may sign in, by agency."""
    return {
        agency_id: int(n) for agency_id, n in connection.execute(
            select(people.c.agency_id, func.count()).where(people.c.active)
            .group_by(people.c.agency_id)
        )
    }


def drafts(connection: Connection, agency_id: int) -> int:
    """How many letters of an agency's open cases are drafted and not issued."""
    return int(connection.execute(
        select(func.count()).select_from(letters).join(cases, cases.c.id == letters.c.case_id)
        .where(IS_OPEN, cases.c.agency_id == agency_id, letters.c.state == "draft")
    ).scalar_one())


def letters_since(connection: Connection, agency_id: int, day: date) -> int:
    """How many letters an agency issued from the beginning of a day on."""
    return int(connection.execute(
        select(func.count()).where(
            letters.c.agency_id == agency_id, letters.c.issued_at >= start_of(day)
        )
    ).scalar_one())
