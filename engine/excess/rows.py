"""Asking for reasons, and the letters that do so."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, insert, select, update

from engine.store.shapes import ExcessChanges, ExcessRow, LetterRow, NewExcessRow
from engine.store.statements import Prepared, PreparedRows
from engine.store.tables import excesses, letters

_LETTER = "reasons_notice"
_CHANGE = Prepared(update(excesses).where(excesses.c.id == bindparam("excess")))
_OF_CASE = PreparedRows(
    select(excesses).where(excesses.c.case_id == bindparam("of_case"))
    .order_by(excesses.c.number), ExcessRow)
_FIND = PreparedRows(select(excesses).where(excesses.c.id == bindparam("excess")), ExcessRow)
_LETTER_OF = PreparedRows(
    select(letters).where(
        letters.c.case_id == bindparam("of_case"), letters.c.kind == _LETTER,
        letters.c.state != "void",
    ).order_by(letters.c.id.desc()).limit(1),
    LetterRow,
)


def add(connection: Connection, values: NewExcessRow) -> int:
    """Keep one; returns its id."""
    found: int = connection.execute(
        insert(excesses).values(**values).returning(excesses.c.id)).scalar_one()
    return found


def change(connection: Connection, excess_id: int, changes: ExcessChanges) -> None:
    """Set what became of it."""
    _CHANGE.run(connection, {**changes, "excess": excess_id})


def of_case(connection: Connection, case_id: int) -> Sequence[ExcessRow]:
    """Every time reasons were asked for in a case, in order."""
    return _OF_CASE.all(connection, {"of_case": case_id})


def standing(connection: Connection, case_id: int) -> ExcessRow | None:
    """The one that was not stopped; None when there is none."""
    return next((each for each in reversed(of_case(connection, case_id))
                 if each["state"] != "ended"), None)


def find(connection: Connection, excess_id: int) -> ExcessRow | None:
    """One; None when there is none."""
    return _FIND.first(connection, {"excess": excess_id})


def letter_of(connection: Connection, case_id: int) -> LetterRow | None:
    """The letter of a case that asked last and stands; None when there is none."""
    return _LETTER_OF.first(connection, {"of_case": case_id})
