"""Processing fees, and the letters that tell of them."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, insert, select, update

from engine.store.shapes import FeeChanges, FeeRow, LetterRow, NewFeeRow
from engine.store.statements import Prepared, PreparedRows
from engine.store.tables import fees, letters

_FEE_NOTICE = "fee_notice"
_CHANGE = Prepared(update(fees).where(fees.c.id == bindparam("fee")))
_OF_CASE = PreparedRows(
    select(fees).where(fees.c.case_id == bindparam("of_case")).order_by(fees.c.number), FeeRow)
_FIND = PreparedRows(select(fees).where(fees.c.id == bindparam("fee")), FeeRow)
_FEE_NOTICE_OF = PreparedRows(
    select(letters).where(
        letters.c.case_id == bindparam("of_case"), letters.c.kind == _FEE_NOTICE,
        letters.c.state != "void",
    ).order_by(letters.c.id.desc()).limit(1),
    LetterRow,
)


def add(connection: Connection, values: NewFeeRow) -> int:
    """Keep one; returns its id."""
    found: int = connection.execute(
        insert(fees).values(**values).returning(fees.c.id)).scalar_one()
    return found


def change(connection: Connection, fee_id: int, changes: FeeChanges) -> None:
    """Set what became of it."""
    _CHANGE.run(connection, {**changes, "fee": fee_id})


def of_case(connection: Connection, case_id: int) -> Sequence[FeeRow]:
    """Every fee of a case, in the order in which they began."""
    return _OF_CASE.all(connection, {"of_case": case_id})


def standing(connection: Connection, case_id: int) -> FeeRow | None:
    """The fee of a case that was not given up; None when there is none."""
    return next((each for each in reversed(of_case(connection, case_id))
                 if each["state"] != "ended"), None)


def find(connection: Connection, fee_id: int) -> FeeRow | None:
    """One; None when there is none."""
    return _FIND.first(connection, {"fee": fee_id})


def fee_notice_of(connection: Connection, case_id: int) -> LetterRow | None:
    """The notice of a case that was issued last and stands; None when there is none."""
    return _FEE_NOTICE_OF.first(connection, {"of_case": case_id})
