"""What a case's dates are computed with: its ledger, and the calendar and choices that hold."""

from datetime import date
from typing import Any, TypedDict

from engine.cases.case import Dates
from engine.cases.rows import cases as rows
from engine.rules.calendars.calendars import Calendars
from engine.rules.in_effect import in_effect
from engine.statute import Discretion, Ledger, WorkingDays
from engine.store import Connection
from engine.transaction.snapshot import Snapshot


class LedgerColumns(TypedDict):
    """What the ledger needs besides its entries."""

    channel: str
    arrived_on: date
    received_on: date


class DatedBy(LedgerColumns):
    """The columns that a case's dates follow from."""

    agency_id: int
    registered_in: int | None
    status: str
    calendar_version: str


class _Whose(TypedDict):
    agency_id: int
    registered_in: int | None


class _Chosen(_Whose):
    received_on: date


def dated_by(row: _Whose) -> int:
    """The agency whose calendar and choices a case's dates follow: a moved case keeps its clock."""
    return row["registered_in"] or row["agency_id"]


def calendar_of(at: Snapshot, row: DatedBy) -> WorkingDays:
    """In effect where it was registered; for a case that has ended, the one it ended under."""
    calendars = in_effect(at).calendars
    if row["status"] == "open":
        return calendars.of(dated_by(row))
    return at.around[Calendars].of_version(
        at.connection, row["calendar_version"], dated_by(row), calendars
    )


def discretion_of(at: Snapshot, row: _Chosen) -> Discretion:
    """What the agency chose, as it stood on the day of receipt: never another for a case."""
    return in_effect(at).choices.of(dated_by(row), row["received_on"])


def dated(at: Snapshot, case_id: int, row: DatedBy) -> Dates:
    """A case whose row was read with its ledger, to ask what the statute makes of it."""
    return Dates(
        id=case_id, ledger=read_ledger(at.connection, case_id, row),
        calendar=calendar_of(at, row), discretion=discretion_of(at, row),
    )


def read_ledger(connection: Connection, case_id: int, row: LedgerColumns) -> Ledger:
    """The ledger of a case whose row was read."""
    return ledger_of(row, [each for _, each in rows.holding(rows.ledger(connection, case_id))])


def ledger_of(row: LedgerColumns, entries: list[Any]) -> Ledger:
    """The ledger of a case's row and its entries."""
    return Ledger.from_json({
        "received": row["received_on"].isoformat(), "channel": row["channel"],
        "arrived": row["arrived_on"].isoformat(), "events": entries,
    })
