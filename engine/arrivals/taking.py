"""Taking an arrival in hand: whose it is, whether it is still open, and how it ends."""

from datetime import date

from engine.actors.permissions import own
from engine.arrivals import rows
from engine.arrivals.arrival import (
    OPEN,
    REGISTERED,
    STATES,
    ArrivalEnded,
    NotConfirmed,
    channel_of,
    confirmed_days,
)
from engine.arrivals.events import ArrivalRegistered
from engine.attachments.attachment import attach_kept
from engine.cases.case import Case
from engine.errors import NotFound
from engine.people import rows as people_rows
from engine.statute.calendar.zone import local_day
from engine.statute.values import receipt
from engine.statute.values.findings import date_in_words
from engine.store.shapes import ArrivalRow
from engine.transaction.snapshot import Snapshot
from engine.transaction.unit_of_work import UnitOfWork


def take(unit: UnitOfWork, arrival_id: int) -> ArrivalRow:
    """An open arrival of one's own agency, locked. Raises NotFound, ArrivalEnded."""
    row = rows.lock(unit.connection, arrival_id)
    if row is None or not own(unit.actor).covers(row["agency_id"]):
        raise NotFound()
    if row["state"] != OPEN:
        assert row["closed_by"] is not None
        assert row["closed_at"] is not None
        raise ArrivalEnded(
            by=people_rows.name_of(unit.connection, row["closed_by"]),
            on=date_in_words(local_day(row["closed_at"])), state=STATES[row["state"]],
        )
    return row


def check_received(at: Snapshot, row: ArrivalRow, channel: str, received_on: date) -> None:
    """Art. 31: where both sides confirm, the log says on which day. Raises NotConfirmed.

    Who finds that it came in by another channel is not held to the calls.
    """
    rule = receipt.rule(channel, received_on)
    days = confirmed_days(list(rows.calls(at.connection, [row["id"]])))
    if channel == channel_of(row["way"]) and rule.confirmation and received_on not in days:
        raise NotConfirmed(day=date_in_words(received_on), article=rule.article)


def registered(unit: UnitOfWork, row: ArrivalRow, case: Case) -> None:
    """It is a case now, and what came with it are files of the case; of a secret that was removed
    the arrival alone knows."""
    for paper in rows.papers(unit.connection, row["id"]):
        if paper["quarantined"]:
            continue
        attach_kept(
            unit, case, name=paper["name"], media_type=paper["media_type"], size=paper["size"],
            digest=paper["digest"], label=paper["label"],
        )
    rows.change(unit.connection, row["id"], {
        "state": REGISTERED, "case_id": case.id, "closed_on": unit.today,
        "closed_by": unit.actor.person_id, "closed_at": unit.now,
    })
    unit.record(ArrivalRegistered(arrival_id=row["id"]), case)
