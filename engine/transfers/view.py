"""Where a case was, and where it may go, on its page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from engine.actors.roles import Role
from engine.cases.glance.status import CaseStatus
from engine.cases.glance.told import Told
from engine.cases.visible import Shown, processes_of
from engine.people import rows as people_rows
from engine.people.agencies import AgencyRef
from engine.people.changes.facts import is_valid
from engine.store.shapes import CaseRow, TaskRow, TransferRow
from engine.transaction.snapshot import Snapshot
from engine.transfers import rows
from engine.transfers.commands import ProposeTransfer
from engine.transfers.policy import may_propose, of_life
from engine.transfers.transfer import OPEN, about

_TOLD = frozenset(Role) - {Role.LEGAL_OFFICER, Role.CONFIDENTIALITY_REVIEWER}


@dataclass(frozen=True, kw_only=True)
class TransferView:
    """One of them. manner: of ``MANNERS``; state: of ``TransferState``. ended_…: of whatever
    ended it. may_withdraw: this person may take it back."""

    id: int
    number: int
    about: str
    manner: str
    from_agency: str
    to_agency: str
    reason: str
    proposed_by: str
    proposed_at: datetime
    state: str
    approved_by: str
    approved_at: datetime | None
    approval: str
    ended_by: str
    ended_at: datetime | None
    end_reason: str
    received_on: date | None
    number_there: str
    may_withdraw: bool


@dataclass(frozen=True, kw_only=True)
class TransfersView:
    """All of a case, the first first. may_propose, else why_not: why this person cannot, "" where
    it is not his to do. known: whether it may come to that in this case, and by this
    person. agencies: to which one may propose."""

    transfers: tuple[TransferView, ...]
    may_propose: bool
    why_not: str
    known: bool
    agencies: tuple[AgencyRef, ...]


def transfers_view(
    at: Snapshot, case: CaseRow, tasks: Iterable[TaskRow], *, acting: bool
) -> TransfersView:
    """What a case's page shows. acting: whether this person belongs to its agency."""
    acts = acting and ProposeTransfer.permission.allows(at.actor)
    against = may_propose(
        at, case, processes_of(at, case["id"]), of_life(tasks)) if acts else ""
    proposes = acts and not against
    names = {row["id"]: row for row in people_rows.all_agencies(at.connection)}
    return TransfersView(
        transfers=tuple(
            TransferView(
                id=row["id"], number=row["number"], about=about(row["number"]),
                manner=row["manner"], from_agency=names[row["from_agency_id"]]["short_name"],
                to_agency=names[row["to_agency_id"]]["short_name"], reason=row["reason"],
                proposed_by=people_rows.name_of(at.connection, row["proposed_by"]),
                proposed_at=row["proposed_at"], state=row["state"],
                approved_by=people_rows.name_of(at.connection, row["approved_by"]),
                approved_at=row["approved_at"], approval=row["approval"],
                ended_by=people_rows.name_of(at.connection, row["ended_by"]),
                ended_at=row["ended_at"], end_reason=row["end_reason"],
                received_on=row["received_on"], number_there=row["number_there"],
                may_withdraw=acts and row["state"] in OPEN and _may_withdraw(at, row),
            ) for row in rows.of_case(at.connection, case["id"])
        ),
        may_propose=proposes, why_not=against,
        known=acts and case["status"] == CaseStatus.OPEN and "transfer_proposed" in (
            processes_of(at, case["id"])[0].process.release.beside),
        agencies=tuple(
            AgencyRef(id=row["id"], name=row["name"], short_name=row["short_name"],
                      kind=row["kind"])
            for row in names.values()
            if row["id"] != case["agency_id"] and is_valid(row, at.today)
        ) if proposes else (),
    )


def _may_withdraw(at: Snapshot, row: TransferRow) -> bool:
    return row["proposed_by"] == at.actor.person_id or Role.MANAGER in at.actor.roles


def told_of_transfers(
    at: Snapshot, case_id: int, running: Shown, role: str
) -> tuple[Told, ...]:
    """What must be known at a step: of the transfer that it is about; at a step of the life, that
    the case is offered to another agency meanwhile."""
    beside = running.process.release.beside.get("transfer_proposed")
    mine = running.process.name == beside
    if running.about_id is not None and not mine:
        return ()
    found = []
    for row in rows.of_case(at.connection, case_id):
        to = people_rows.agency(at.connection, row["to_agency_id"])["short_name"]
        if mine and row["id"] == running.about_id:
            found.append(Told(kind="proposed", about=about(row["number"]),
                              text=f"移送{to}：{row['reason']}"))
        elif not mine and row["state"] in OPEN and Role(role) in _TOLD:
            found.append(Told(kind="offered", about=about(row["number"]), text=to))
    return tuple(found)
