"""What letters say of a fee: taken from what was counted, approved, served and paid."""

from collections.abc import Mapping
from typing import Any

from engine.charging import rows
from engine.charging.fee import METHODS, counted
from engine.statute import Assessment
from engine.statute.calendar.zone import local_day
from engine.statute.values import parameters
from engine.store import Connection

#: Facts of letters that come from the fee of the case.
FEE_FACTS = frozenset({
    "fee_method", "fee_count", "fee_amount", "fee_calculation", "fee_payment_days",
    "fee_notice_on", "fee_notice_number", "fee_notice_served_on", "fee_due_on",
})


def fee_facts(connection: Connection, case_id: int, assessment: Assessment) -> Mapping[str, Any]:
    """Those that are known; none where no fee is charged."""
    row = rows.standing(connection, case_id)
    if row is None or row["method"] == "":
        return {}
    fee_notice = rows.fee_notice_of(connection, case_id)
    issued_at = None if fee_notice is None else fee_notice["issued_at"]
    entry = next((each for each in reversed(assessment.reading.ledger.entries)
                  if each.type == "fee_noticed"), None)
    return {
        "fee_method": METHODS[row["method"]], "fee_count": counted(row),
        "fee_amount": row["amount"], "fee_calculation": row["calculation"],
        "fee_payment_days": None if entry is None
        else parameters.at("fee_payment", entry.on).number,
        "fee_notice_on": None if issued_at is None else local_day(issued_at),
        "fee_notice_number": None if fee_notice is None else fee_notice["number"],
        "fee_notice_served_on": None if entry is None else entry.arrived,
        "fee_due_on": assessment.limits.fee_payment,
    }
