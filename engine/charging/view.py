"""Processing fees on screen."""

from dataclasses import dataclass
from datetime import date, datetime

from engine.cases.visible import processes_of
from engine.charging import rows
from engine.charging.commands import OpenFee
from engine.charging.fee import FeeState, about, counted
from engine.charging.policy import may_end, may_open, unanswered
from engine.items import item
from engine.people import rows as people_rows
from engine.statute import Assessment
from engine.store.shapes import CaseRow, FeeRow
from engine.transaction.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class FeeView:
    """One of them. state: of ``FeeState``; method: of ``METHODS``, "" until it is proposed;
    amount: in yuan; served_on: the day the notice arrived; limit: the last day for the payment,
    None while none runs."""

    id: int
    number: int
    about: str
    state: str
    opened_by: str
    opened_at: datetime
    method: str
    counted: str
    split: str
    reasons: str
    pay_to: str
    amount: int
    calculation: tuple[str, ...]
    proposed_by: str
    approved_by: str
    noticed_on: date | None
    served_on: date | None
    limit: date | None
    overdue: bool
    paid_on: date | None
    receipt: str
    lapsed_on: date | None
    complaint: str
    end_reason: str
    may_end: bool
    may_mend: bool
    may_note: bool


@dataclass(frozen=True, kw_only=True)
class FeesView:
    """All of a case."""

    fees: tuple[FeeView, ...]
    may_open: bool


def fees_view(at: Snapshot, case: CaseRow, assessment: Assessment, *, acting: bool) -> FeesView:
    """What a case's page shows. acting: whether this person belongs to its agency."""
    acts = acting and OpenFee.permission.allows(at.actor)
    known = item.of_case(at.connection, case["id"])
    process = processes_of(at, case["id"])[0].process
    return FeesView(
        fees=tuple(_view(at, case, row, assessment, acts)
                   for row in rows.of_case(at.connection, case["id"])),
        may_open=acts and may_open(at, case, process, known),
    )


def _view(
    at: Snapshot, case: CaseRow, row: FeeRow, assessment: Assessment, acts: bool
) -> FeeView:
    stands = row["state"] != FeeState.ENDED
    entry = next((each for each in reversed(assessment.reading.ledger.entries)
                  if each.type == "fee_noticed"), None) if stands else None
    limit = assessment.limits.fee_payment if entry is not None else None
    changeable = acts and case["status"] not in ("archived", "voided")
    paid_or_not = row["state"] == FeeState.PAID or (
        row["state"] == FeeState.LAPSED and unanswered(at, case))
    return FeeView(
        id=row["id"], number=row["number"], about=about(row["number"]), state=row["state"],
        opened_by=people_rows.name_of(at.connection, row["opened_by"]),
        opened_at=row["opened_at"], method=row["method"], counted=counted(row),
        split=row["split"], reasons=row["reasons"], pay_to=row["pay_to"], amount=row["amount"],
        calculation=tuple(row["calculation"].splitlines()),
        proposed_by=people_rows.name_of(at.connection, row["proposed_by"]),
        approved_by=people_rows.name_of(at.connection, row["approved_by"]),
        noticed_on=row["noticed_on"], served_on=entry.arrived if entry else None, limit=limit,
        overdue=row["state"] == FeeState.NOTICED and limit is not None and limit < at.today,
        paid_on=row["paid_on"], receipt=row["receipt"], lapsed_on=row["lapsed_on"],
        complaint=row["complaint"], end_reason=row["end_reason"],
        may_end=changeable and may_end(at, case, row["state"]),
        may_mend=changeable and paid_or_not,
        may_note=changeable and row["noticed_on"] is not None,
    )
