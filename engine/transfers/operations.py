"""What a diagram may say of a case that another agency is to answer."""

from collections.abc import Mapping

from engine.cases.act import Act
from engine.errors import SeparationOfDuties, UnlawfulAct
from engine.people import rows as people_rows
from engine.processes.runtime import Scalar
from engine.store.shapes import TransferRow
from engine.transfers import rows
from engine.transfers.ending import mark_ended, mark_withdrawn, name_of
from engine.transfers.events import TransferNotApproved, TransferOffered
from engine.transfers.policy import ARTICLE, check_may_go, of_life, why_not_to
from engine.transfers.transfer import TransferState


def offered(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """Approved by somebody other than who proposed it: the other agency may take it over.

    Raises SeparationOfDuties, and what stands against it by now.
    """
    row, unit, case = _row(act), act.unit, act.case
    if row["proposed_by"] == unit.actor.person_id:
        raise SeparationOfDuties(task="审批移送", earlier="提出移送")
    check_may_go(unit, case.row, case.running, of_life(case.open_tasks.values()))
    to = people_rows.find_agency(unit.connection, row["to_agency_id"])
    if against := why_not_to(unit, to, case.agency_id):
        raise UnlawfulAct(reason=against.rstrip("。"), article=ARTICLE)
    rows.change(unit.connection, row["id"], {
        "state": TransferState.OFFERED.value, "approved_by": unit.actor.person_id,
        "approved_at": unit.now, "approval": _text(act, "opinion"),
    })
    unit.record(TransferOffered(
        number=row["number"], to_agency=name_of(act, row["to_agency_id"])), case)
    return {}


def unapproved(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """Not approved: the case stays, and so does the reason."""
    row = _row(act)
    mark_ended(act, row, TransferState.NOT_APPROVED, _text(act, "opinion"))
    act.unit.record(TransferNotApproved(
        number=row["number"], to_agency=name_of(act, row["to_agency_id"])), act.case)
    return {}


def withdrawn(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """Nobody answered, or it was a mistake: the agency answers itself."""
    mark_withdrawn(act, _row(act), " ".join(_text(act, "transfer_withdrawal_reason").split()))
    return {}


def _row(act: Act) -> TransferRow:
    found = rows.find(act.unit.connection, act.about_id)
    assert found is not None        # the process was begun by its proposal
    return found


def _text(act: Act, name: str) -> str:
    return str(act.handed_in.get(name) or "").strip()
