"""What a case's dates are computed with: its ledger, and the calendar and choices that hold."""

from typing import Any

from engine.cases.case import DatedCase
from engine.cases.rows import cases as rows
from engine.rules.calendars.calendars import Calendars
from engine.rules.in_effect import in_effect
from engine.statute import Discretion, Ledger, WorkingDays
from engine.store import Connection, Row
from engine.transaction.snapshot import Snapshot


def calendar_of(at: Snapshot, row: Row) -> WorkingDays:
    """Its agency's in effect; for a case that has ended, the one it ended under."""
    calendars = in_effect(at).calendars
    if row["status"] == "open":
        return calendars.of(row["agency_id"])
    return at.around[Calendars].of_version(
        at.connection, row["calendar_version"], row["agency_id"], calendars
    )


def discretion_of(at: Snapshot, row: Row) -> Discretion:
    """What the agency chose, as it stood on the day of receipt: never another for a case."""
    return in_effect(at).choices.of(row["agency_id"], row["received_on"])


def dated(at: Snapshot, row: Row) -> DatedCase:
    """A case of the register with its ledger, to ask what the statute makes of it."""
    return DatedCase(
        row["id"], dict(row), read_ledger(at.connection, row), calendar=calendar_of(at, row),
        discretion=discretion_of(at, row),
    )


def read_ledger(connection: Connection, row: Row) -> Ledger:
    """The ledger of a case whose row was read."""
    return ledger_of(row, list(rows.ledger(connection, row["id"])))


def ledger_of(row: Row, entries: list[Any]) -> Ledger:
    """The ledger of a case's row and its entries."""
    return Ledger.from_json({
        "received": row["received_on"].isoformat(), "channel": row["channel"],
        "arrived": row["arrived_on"].isoformat(), "events": entries,
    })
