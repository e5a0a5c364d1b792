"""Items and search records. Nothing is written over: the latest version of an item holds."""

from collections.abc import Sequence
from typing import TypedDict

from sqlalchemy import Connection, bindparam, func, insert, select, union

from engine.store.reading import all_of
from engine.store.shapes import ItemRow, NewSearchRecordRow, SearchRecordRow
from engine.store.statements import Prepared, PreparedRows
from engine.store.tables import items, letters, people, search_records


class ItemWithName(ItemRow):
    """A version of an item with the name of who recorded it; none: made without anybody."""

    recorded_by_name: str | None


class SearchWithName(SearchRecordRow):
    """A search record with the name of who recorded it."""

    recorded_by_name: str | None


class ReplyState(TypedDict):
    """How far the latest reply of a case has come."""

    state: str


_ADD = Prepared(insert(items))
_ADD_SEARCH = Prepared(insert(search_records).returning(search_records.c.id))
_HOLDING = PreparedRows(
    select(items).where(
        items.c.case_id == bindparam("of_case"),
        items.c.version == (
            select(func.max((later := items.alias()).c.version)).where(
                later.c.case_id == items.c.case_id, later.c.number == items.c.number)
            .correlate(items).scalar_subquery()
        ),
    ).order_by(items.c.number),
    ItemRow,
)
_SEARCHES = PreparedRows(
    select(search_records).where(search_records.c.case_id == bindparam("of_case"))
    .order_by(search_records.c.id),
    SearchRecordRow,
)
_REPLIES = PreparedRows(
    select(letters.c.state).where(
        letters.c.case_id == bindparam("of_case"), letters.c.series == "reply")
    .order_by(letters.c.id.desc()),
    ReplyState,
)


def add(connection: Connection, rows: Sequence[ItemRow]) -> None:
    """Keep versions of items."""
    _ADD.run_each(connection, rows)


def add_search(connection: Connection, row: NewSearchRecordRow) -> int:
    """Keep a search record; returns its id."""
    return int(_ADD_SEARCH.scalar(connection, row))


def holding(connection: Connection, case_id: int) -> Sequence[ItemRow]:
    """The items of a case as they hold, by number."""
    return _HOLDING.all(connection, {"of_case": case_id})


def searches(connection: Connection, case_id: int) -> Sequence[SearchRecordRow]:
    """Every search record of a case, replaced ones too, oldest first."""
    return _SEARCHES.all(connection, {"of_case": case_id})


def replies(connection: Connection, case_id: int) -> Sequence[ReplyState]:
    """The reply letters of a case, the latest first."""
    return _REPLIES.all(connection, {"of_case": case_id})


def versions(connection: Connection, case_id: int) -> Sequence[ItemWithName]:
    """Every version of every item of a case, oldest first within its number."""
    return all_of(
        connection,
        select(items, people.c.name.label("recorded_by_name"))
        .outerjoin(people, people.c.id == items.c.recorded_by)
        .where(items.c.case_id == case_id).order_by(items.c.number, items.c.version),
        ItemWithName,
    )


def searches_with_names(connection: Connection, case_id: int) -> Sequence[SearchWithName]:
    """Every search record of a case with who recorded it, oldest first."""
    return all_of(
        connection,
        select(search_records, people.c.name.label("recorded_by_name"))
        .outerjoin(people, people.c.id == search_records.c.recorded_by)
        .where(search_records.c.case_id == case_id).order_by(search_records.c.id),
        SearchWithName,
    )


def writers(connection: Connection, case_id: int) -> frozenset[int]:
    """Who wrote what a reply prints of the items: their findings, and what was searched."""
    found = connection.execute(union(
        select(items.c.recorded_by).where(
            items.c.case_id == case_id, items.c.state == "open", items.c.ground != "",
            items.c.recorded_by.is_not(None)),
        select(search_records.c.recorded_by).where(
            search_records.c.case_id == case_id, search_records.c.recorded_by.is_not(None)),
    )).scalars()
    return frozenset(found)
