"""Who advises agencies. Rows are added or cancelled, never changed."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from engine.store.reading import all_of, first_of
from engine.store.shapes import LegalAdviserRow, NewLegalAdviserRow
from engine.store.statements import PreparedRows
from engine.store.tables import agencies, legal_advisers, people


class AdviserWithNames(LegalAdviserRow):
    """An arrangement with the names of the advising agency and of who made and cancelled it."""

    adviser_agency: str | None
    set_by_name: str | None
    cancelled_by_name: str | None


_STANDING = select(legal_advisers).where(legal_advisers.c.cancelled_at.is_(None))
_IN_EFFECT = PreparedRows(
    _STANDING.where(
        legal_advisers.c.agency_id == bindparam("of_agency"),
        legal_advisers.c.from_day <= bindparam("on_day"),
    ).order_by(legal_advisers.c.from_day.desc(), legal_advisers.c.id.desc()).limit(1),
    LegalAdviserRow,
)


def in_effect(connection: Connection, agency_id: int, day: date) -> LegalAdviserRow | None:
    """The one that holds for an agency on a day; None while it has arranged nothing."""
    return _IN_EFFECT.first(connection, {"of_agency": agency_id, "on_day": day})


def standing(connection: Connection, agency_id: int) -> Sequence[LegalAdviserRow]:
    """Every arrangement of an agency that was not cancelled."""
    return all_of(
        connection, _STANDING.where(legal_advisers.c.agency_id == agency_id)
        .order_by(legal_advisers.c.id), LegalAdviserRow,
    )


def with_names(connection: Connection, agency_id: int) -> Sequence[AdviserWithNames]:
    """All of an agency's, the latest day first, and who made or cancelled each."""
    canceller, adviser = people.alias("canceller"), agencies.alias("adviser")
    return all_of(
        connection,
        select(legal_advisers, adviser.c.name.label("adviser_agency"),
               people.c.name.label("set_by_name"), canceller.c.name.label("cancelled_by_name"))
        .join(adviser, adviser.c.id == legal_advisers.c.adviser_id, isouter=True)
        .join(people, people.c.id == legal_advisers.c.set_by, isouter=True)
        .join(canceller, canceller.c.id == legal_advisers.c.cancelled_by, isouter=True)
        .where(legal_advisers.c.agency_id == agency_id)
        .order_by(legal_advisers.c.from_day.desc(), legal_advisers.c.id.desc()),
        AdviserWithNames,
    )


def add(connection: Connection, values: NewLegalAdviserRow) -> int:
    """Keep an arrangement; returns its id."""
    found: int = connection.execute(
        insert(legal_advisers).values(**values).returning(legal_advisers.c.id)
    ).scalar_one()
    return found


def find(connection: Connection, arrangement_id: int) -> LegalAdviserRow | None:
    """An arrangement that was not cancelled."""
    return first_of(
        connection, _STANDING.where(legal_advisers.c.id == arrangement_id).with_for_update(),
        LegalAdviserRow,
    )


def cancel(
    connection: Connection, arrangement_id: int, *, at: datetime, by: int | None
) -> None:
    """Mark an arrangement that is to have no effect."""
    connection.execute(
        update(legal_advisers).where(legal_advisers.c.id == arrangement_id)
        .values(cancelled_at=at, cancelled_by=by)
    )
