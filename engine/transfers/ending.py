"""Taking back what was proposed or offered."""

from engine.cases.act import Act
from engine.people import rows as people_rows
from engine.store.shapes import TransferRow
from engine.transfers import rows
from engine.transfers.events import TransferWithdrawn
from engine.transfers.transfer import OPEN, TransferState


def mark_ended(act: Act, row: TransferRow, state: TransferState, reason: str) -> None:
    """It came to nothing: the case stays where it is."""
    rows.change(act.unit.connection, row["id"], {
        "state": state.value, "ended_by": act.unit.actor.person_id, "ended_at": act.unit.now,
        "end_reason": reason,
    })


def mark_withdrawn(act: Act, row: TransferRow, reason: str) -> None:
    """Taken back."""
    mark_ended(act, row, TransferState.WITHDRAWN, reason)
    act.unit.record(TransferWithdrawn(
        number=row["number"], to_agency=name_of(act, row["to_agency_id"]), reason=reason), act.case)


def end_all_transfers(act: Act, reason: str) -> None:
    """What is open of a case, within the act that ends the request."""
    for row in rows.of_case(act.unit.connection, act.case.id):
        if row["state"] in OPEN:
            mark_withdrawn(act, row, reason)
            act.send("transfer_withdrawn", row["id"])


def name_of(act: Act, agency_id: int) -> str:
    """What an agency is called in short."""
    return people_rows.agency(act.unit.connection, agency_id)["short_name"]
