"""Transfers: what is offered to one's agency, what it handed to others.

Whoever is offered a case sees what he has to decide by: what is asked for, since when the clock
runs, and why it is sent; not who asks, nor anything else of the file.
"""

from dataclasses import dataclass
from datetime import date, datetime

from engine.actors.permissions import holders, own
from engine.actors.roles import Role
from engine.configuration import Configuration
from engine.rules.in_effect import in_effect
from engine.statute.calendar.zone import local_day
from engine.transaction.messages import Question
from engine.transaction.snapshot import Snapshot
from engine.transfers import rows
from engine.transfers.transfer import TransferState

_ENDED_SHOWN = 50
_MOST = 200


@dataclass(frozen=True, kw_only=True)
class TransferItem:
    """A transfer in a list. case_id: 0 for a case that the person's agency does not have.
    subject, description: "" where they are not its to know. answer_by: the last day for the
    answer of the agency that it is offered to; overdue: that is over."""

    id: int
    case_id: int
    case_number: str
    number_there: str
    subject: str
    description: str
    received_on: date
    due_on: date | None
    manner: str
    from_agency: str
    to_agency: str
    reason: str
    state: str
    proposed_at: datetime
    offered_at: datetime | None
    answer_by: date | None
    overdue: bool
    taken_on: date | None
    ended_at: datetime | None
    end_reason: str


@dataclass(frozen=True, kw_only=True)
class TransfersList:
    """offered: to one's agency, to be answered; taken: that were. sent: by it, still open; ended:
    that were."""

    offered: tuple[TransferItem, ...]
    sent: tuple[TransferItem, ...]
    taken: tuple[TransferItem, ...]
    ended: tuple[TransferItem, ...]
    may_answer: bool


@dataclass(frozen=True, kw_only=True)
class TransfersPage(
    Question[TransfersList], permission=holders(Role.INTAKE_OFFICER, Role.MANAGER)
):
    """The transfers of one's own agency, in both directions."""


def transfers_page(_: TransfersPage, at: Snapshot) -> TransfersList:
    agencies = own(at.actor).agencies
    return TransfersList(
        offered=tuple(_item(at, row) for row in rows.offered_to(
            at.connection, agencies, open_only=True, limit=_MOST)),
        sent=tuple(_item(at, row) for row in rows.sent_by(
            at.connection, agencies, open_only=True, limit=_MOST)),
        taken=tuple(_item(at, row) for row in rows.offered_to(
            at.connection, agencies, open_only=False, limit=_ENDED_SHOWN)),
        ended=tuple(_item(at, row) for row in rows.sent_by(
            at.connection, agencies, open_only=False, limit=_ENDED_SHOWN)),
        may_answer=Role.INTAKE_OFFICER in at.actor.roles,
    )


def _item(at: Snapshot, row: rows.TransferWithCase) -> TransferItem:
    answer_by = None
    if row["state"] == TransferState.OFFERED and row["approved_at"] is not None:
        calendar = in_effect(at).calendars.of(row["from_agency_id"])
        answer_by = calendar.add(
            local_day(row["approved_at"]), at.around[Configuration].transfer_days - 1)
    return TransferItem(
        id=row["id"], case_id=row["case_id"] if own(at.actor).covers(row["case_agency_id"]) else 0,
        case_number=row["case_number"], number_there=row["number_there"],
        subject=row["subject"], description=row["description"],
        received_on=row["case_received_on"], due_on=row["case_due_on"], manner=row["manner"],
        from_agency=row["from_agency"], to_agency=row["to_agency"], reason=row["reason"],
        state=row["state"], proposed_at=row["proposed_at"], offered_at=row["approved_at"],
        answer_by=answer_by, overdue=answer_by is not None and answer_by < at.today,
        taken_on=row["received_on"], ended_at=row["ended_at"], end_reason=row["end_reason"],
    )
