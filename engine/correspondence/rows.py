"""Letters."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, insert, select, update

from engine.store import Row
from engine.store.statements import Prepared
from engine.store.tables import letters, people

_ADD = Prepared(insert(letters).returning(letters.c.id))
_CHANGE = Prepared(update(letters).where(letters.c.id == bindparam("letter")))
_OF_CASE = Prepared(
    select(letters, people.c.name.label("drafted_by_name"))
    .outerjoin(people, people.c.id == letters.c.drafted_by)
    .where(letters.c.case_id == bindparam("of_case")).order_by(letters.c.id)
)
_REPLY = Prepared(
    select(letters).where(letters.c.case_id == bindparam("of_case"), letters.c.series == "reply")
    .order_by(letters.c.id.desc()).limit(1)
)


def add(connection: Connection, values: Mapping[str, Any]) -> int:
    """Keep a letter; returns its id."""
    return int(_ADD.scalar(connection, values))


def change(connection: Connection, letter_id: int, changes: Mapping[str, Any]) -> None:
    """Set columns of a letter."""
    _CHANGE.run(connection, {**changes, "letter": letter_id})


def find(connection: Connection, letter_id: int) -> RowMapping | None:
    """A letter with the name of who drafted it; None when there is none."""
    return connection.execute(
        select(letters, people.c.name.label("drafted_by_name"))
        .outerjoin(people, people.c.id == letters.c.drafted_by)
        .where(letters.c.id == letter_id)
    ).mappings().first()


def of_case(connection: Connection, case_id: int) -> Sequence[Row]:
    """The letters of a case, oldest first."""
    return _OF_CASE.all(connection, {"of_case": case_id})


def reply_of(connection: Connection, case_id: int) -> Row | None:
    """The case's reply letter: drafted, or issued once signed off."""
    return _REPLY.first(connection, {"of_case": case_id})
