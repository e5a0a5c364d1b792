"""A case that somebody may look at, or act on."""

from dataclasses import dataclass
from datetime import timedelta

from engine.actors.permissions import own, sight
from engine.cases.glance.status import CaseStatus
from engine.cases.rows import cases as rows, named as register_rows
from engine.cases.rows.named import CaseWithNames
from engine.errors import (
    CaseMergedAlready,
    CaseVoided,
    NotFound,
    NotRevealed,
    RegisteredTwice,
    StateRefused,
)
from engine.processes.executable import ExecutableProcess, ExecutableProcesses
from engine.processes.runtime import Instance, NotOpen
from engine.record import rows as record_rows
from engine.store.shapes import CaseRow
from engine.transaction.snapshot import Snapshot
from engine.transaction.unit_of_work import UnitOfWork


def visible(at: Snapshot, case_id: int) -> CaseWithNames:
    """Its row with the names that belong to it. Raises NotFound, also for another agency's."""
    row = register_rows.case_row(at.connection, case_id)
    if row is None or not sight(at.actor).covers(row["agency_id"]):
        raise NotFound()
    return row


@dataclass(frozen=True, slots=True)
class Shown:
    """One process of a case, only to be looked at. ``about_id``, ``about``: as ``Running``."""

    id: int
    process: ExecutableProcess
    instance: Instance
    about_id: int | None
    about: str


def processes_of(at: Snapshot, case_id: int) -> tuple[Shown, ...]:
    """Where a case's processes stand in this snapshot, its whole life first, ended ones too.

    Raises StateRefused.
    """
    def restored() -> tuple[Shown, ...]:
        stored = rows.instances_of(at.connection, case_id)
        if not stored:
            raise StateRefused(case=case_id)
        return tuple(
            Shown(each["id"], *at.around[ExecutableProcesses].restore(each),
                  each["about_id"], each["about"])
            for each in stored
        )

    return at.once(("processes", case_id), restored)


def process_of(at: Snapshot, case_id: int, waiting: str) -> Shown:
    """The process in which a task or event of this id waits. Raises NotOpen."""
    for each in processes_of(at, case_id):
        if each.instance.holds(waiting):
            return each
    raise NotOpen(waiting)


#: How long the applicant stays unmasked for who has said why.
OPEN_FOR = timedelta(minutes=10)


def check_revealed(at: Snapshot, case_id: int) -> None:
    """This person has just said why he looks at the applicant unmasked. Raises NotRevealed."""
    asked = record_rows.last_caused(
        at.connection, case_id=case_id, kind="ApplicantRevealed", actor_id=at.actor.person_id)
    if asked is None or asked < at.now - OPEN_FOR:
        raise NotRevealed()


def own_case(unit: UnitOfWork, case_id: int, *, only_look: bool = False) -> CaseRow:
    """Its row, locked. Raises NotFound, also for another agency's; and as ``check_goes_on`` for an
    act, unless it changes nothing (only_look)."""
    row = rows.lock(unit.connection, case_id)
    if row is None or not own(unit.actor).covers(row["agency_id"]):
        raise NotFound()
    if not only_look:
        check_goes_on(unit, case_id, row["status"])
    return row


def check_goes_on(at: Snapshot, case_id: int, status: str) -> None:
    """No act on what another case answers now, or on what is void. Raises CaseMergedAlready,
    CaseVoided, RegisteredTwice."""
    if status == CaseStatus.MERGED:
        raise CaseMergedAlready(number=rows.number_of_main(at.connection, case_id))
    if status == CaseStatus.VOIDED:
        if number := rows.number_of_main(at.connection, case_id, CaseStatus.VOIDED.value):
            raise RegisteredTwice(number=number)
        raise CaseVoided()
