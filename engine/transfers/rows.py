"""Cases that another agency is to answer."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Connection, bindparam, case, insert, select, update

from engine.store.reading import all_of
from engine.store.scope import within
from engine.store.shapes import NewTransferRow, TransferChanges, TransferRow
from engine.store.statements import PreparedRows
from engine.store.tables import agencies, cases, transfers

_OF_CASE = PreparedRows(
    select(transfers).where(transfers.c.case_id == bindparam("of_case"))
    .order_by(transfers.c.number),
    TransferRow,
)
_FIND = PreparedRows(select(transfers).where(transfers.c.id == bindparam("transfer")), TransferRow)


class TransferWithCase(TransferRow):
    """A transfer with what the agency at either end may know of its case.

    Who is offered a case sees what it has to decide by, and nothing of who asks; who offered it,
    or took it over, the same. What was taken back, or refused, is nobody else's any more: then
    subject and description are empty for the agency that it was offered to.
    """

    case_number: str
    subject: str
    description: str
    case_received_on: date
    case_due_on: date | None
    case_agency_id: int
    from_agency: str
    to_agency: str


def add(connection: Connection, values: NewTransferRow) -> int:
    """Keep one; returns its id."""
    found: int = connection.execute(
        insert(transfers).values(**values).returning(transfers.c.id)
    ).scalar_one()
    return found


def change(connection: Connection, transfer_id: int, changes: TransferChanges) -> None:
    """Set what became of it."""
    connection.execute(
        update(transfers).where(transfers.c.id == transfer_id).values(**changes))


def of_case(connection: Connection, case_id: int) -> Sequence[TransferRow]:
    """All of a case, in the order in which they were proposed."""
    return _OF_CASE.all(connection, {"of_case": case_id})


def find(connection: Connection, transfer_id: int) -> TransferRow | None:
    """One; None when there is none."""
    return _FIND.first(connection, {"transfer": transfer_id})


def taken_over(connection: Connection, case_id: int) -> TransferRow | None:
    """The transfer by which a case came to its agency last; None where none did."""
    found = [each for each in of_case(connection, case_id) if each["state"] == "accepted"]
    return found[-1] if found else None


def offered_to(
    connection: Connection, own: Collection[int] | None, *, open_only: bool, limit: int
) -> Sequence[TransferWithCase]:
    """What is, or was, offered to these agencies: nothing before it was approved."""
    shown = transfers.c.state.in_(("offered", "accepted"))
    states = ("offered",) if open_only else ("accepted", "refused", "withdrawn")
    return _with_cases(
        connection, shown,
        [*within(transfers.c.to_agency_id, own), transfers.c.approved_at.is_not(None),
         transfers.c.state.in_(states)], limit,
    )


def sent_by(
    connection: Connection, own: Collection[int] | None, *, open_only: bool, limit: int
) -> Sequence[TransferWithCase]:
    """What these agencies proposed to hand to others."""
    states = ("proposed", "offered") if open_only else (
        "accepted", "refused", "not_approved", "withdrawn")
    return _with_cases(
        connection, None,
        [*within(transfers.c.from_agency_id, own), transfers.c.state.in_(states)], limit,
    )


def _with_cases(
    connection: Connection, shown: ColumnElement[bool] | None,
    conditions: Sequence[ColumnElement[bool]], limit: int,
) -> Sequence[TransferWithCase]:
    giver, taker = agencies.alias("giver"), agencies.alias("taker")
    subject, description = (
        (column if shown is None else case((shown, column), else_="")).label(column.name)
        for column in (cases.c.subject, cases.c.description)
    )
    return all_of(
        connection,
        select(transfers, cases.c.number.label("case_number"), subject, description,
               cases.c.received_on.label("case_received_on"),
               cases.c.due_on.label("case_due_on"), cases.c.agency_id.label("case_agency_id"),
               giver.c.short_name.label("from_agency"),
               taker.c.short_name.label("to_agency"))
        .join(cases, cases.c.id == transfers.c.case_id)
        .join(giver, giver.c.id == transfers.c.from_agency_id)
        .join(taker, taker.c.id == transfers.c.to_agency_id)
        .where(*conditions)
        .order_by(transfers.c.id.desc()).limit(limit),
        TransferWithCase,
    )
