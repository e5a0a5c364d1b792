"""Charging nothing: no payment is waited for any more, and nobody's task stays open."""

from engine.cases.act import Act
from engine.charging import rows
from engine.charging.events import FeeEnded
from engine.charging.fee import OPEN, FeeState, place_of
from engine.store.shapes import FeeRow


def mark_ended(act: Act, row: FeeRow, reason: str) -> None:
    """A notice that has not left does not leave."""
    fee_notice = rows.fee_notice_of(act.unit.connection, act.case.id)
    if row["noticed_on"] and fee_notice is not None and fee_notice["state"] == "issued":
        act.send("letter_recalled", fee_notice["id"])
    rows.change(act.unit.connection, row["id"], {
        "state": FeeState.ENDED.value, "end_reason": reason,
    })
    act.unit.record(FeeEnded(number=row["number"], reason=reason), act.case)


def take_back_fee_notice(act: Act, row: FeeRow, reason: str) -> None:
    """The law knows a reply period that begins anew by a payment, and none by a fee that is given
    up: the notice counts no more, and the period as if it had never been."""
    place = place_of(act.case, "fee_noticed")
    if row["noticed_on"] is not None and place is not None:
        act.case.replace(place, None, f"停止收费：{reason}")


def end_all(act: Act, reason: str) -> None:
    """The fee of the case that is still open, within the act that ends the request."""
    for row in rows.of_case(act.unit.connection, act.case.id):
        if row["state"] in OPEN:
            mark_ended(act, row, reason)
            act.send("fee_ended", row["id"])
