"""What units and colleagues are given, and who had it since when."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from engine.store.reading import all_of
from engine.store.shapes import AssistanceRow, AssistanceTurnRow, NewAssistanceRow
from engine.store.statements import PreparedRows
from engine.store.tables import assistance_turns, assistances

_OF_CASE = PreparedRows(
    select(assistances).where(assistances.c.case_id == bindparam("of_case"))
    .order_by(assistances.c.number),
    AssistanceRow,
)
_FIND = PreparedRows(
    select(assistances).where(assistances.c.id == bindparam("assistance")), AssistanceRow
)


def add(connection: Connection, values: NewAssistanceRow) -> int:
    """Keep one; returns its id."""
    found: int = connection.execute(
        insert(assistances).values(**values).returning(assistances.c.id)
    ).scalar_one()
    return found


def change(
    connection: Connection, assistance_id: int, state: str, end_reason: str = ""
) -> None:
    """Set how far it has come."""
    connection.execute(
        update(assistances).where(assistances.c.id == assistance_id)
        .values(state=state, end_reason=end_reason)
    )


def add_turn(connection: Connection, turn: AssistanceTurnRow) -> None:
    """Somebody has it."""
    connection.execute(insert(assistance_turns), turn)


def end_turn(
    connection: Connection, assistance_id: int, *, outcome: str, said: str, by: int | None,
    at: datetime,
) -> None:
    """Whoever has it is done with it."""
    connection.execute(
        update(assistance_turns)
        .where(assistance_turns.c.assistance_id == assistance_id,
               assistance_turns.c.ended_at.is_(None))
        .values(outcome=outcome, said=said, ended_by=by, ended_at=at)
    )


def of_case(connection: Connection, case_id: int) -> Sequence[AssistanceRow]:
    """All of a case, in the order in which they were given."""
    return _OF_CASE.all(connection, {"of_case": case_id})


def find(connection: Connection, assistance_id: int) -> AssistanceRow | None:
    """One; None when there is none."""
    return _FIND.first(connection, {"assistance": assistance_id})


def turns(connection: Connection, ids: Collection[int]) -> Sequence[AssistanceTurnRow]:
    """Who had these, one after the other."""
    if not ids:
        return ()
    return all_of(
        connection,
        select(assistance_turns).where(assistance_turns.c.assistance_id.in_(sorted(ids)))
        .order_by(assistance_turns.c.assistance_id, assistance_turns.c.place),
        AssistanceTurnRow,
    )
