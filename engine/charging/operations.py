"""What a diagram may say about the fee that its process is about."""

from collections.abc import Mapping

from engine.cases.act import Act, enter
from engine.charging import rows
from engine.charging.events import FeeLapsed, FeeNoticed, FeePaid, FeeProposed, FeeReturned
from engine.charging.fee import ARTICLE, FeeState
from engine.charging.policy import check_paid_on
from engine.errors import InvalidInput, UnlawfulAct
from engine.processes.runtime import Scalar
from engine.record.event import digest_of
from engine.statute import Entry
from engine.statute.clock.assessment import speaks_against
from engine.statute.values import fees
from engine.statute.values.parameters import NotInForce
from engine.store.shapes import FeeRow


def proposed(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """第四十二条: what was counted, and what it comes to by the tariff of today.

    Raises InvalidInput where nothing is charged for so few.
    """
    row, typed = _row(act), act.handed_in
    method, units = str(typed["fee_method"]), int(typed["fee_units"])
    before = typed.get("pieces_before")
    if method == "by_piece" and before is None:
        raise InvalidInput({
            "pieces_before": "按件计收的，请填写同一申请人本自然月此前已经计算的件数，没有的填0。"})
    counted_before = int(before) if method == "by_piece" and before is not None else 0
    try:
        fee = (fees.by_piece(units, act.unit.today, before=counted_before)
               if method == "by_piece" else fees.by_page(units, act.unit.today))
    except NotInForce as error:
        raise UnlawfulAct(reason=str(error), article=ARTICLE) from None
    if fee.total <= 0:
        raise InvalidInput({"fee_units": (
            f"按标准不收费（{'；'.join(line.text for line in fee.lines)}），请核对件数、页数；"
            "没有超过的，请停止收费。")})
    rows.change(act.unit.connection, row["id"], {
        "state": FeeState.TO_APPROVE.value, "method": method, "units": units,
        "pieces_before": counted_before, "split": typed["fee_split"],
        "reasons": typed["fee_reasons"], "pay_to": typed["fee_pay_to"],
        "amount": fee.total, "calculation": "\n".join(line.text for line in fee.lines),
        "proposed_by": act.unit.actor.person_id, "proposed_at": act.unit.now,
    })
    act.unit.record(FeeProposed(
        number=row["number"], method=method, units=units, counted_before=counted_before,
        amount=fee.total,
        reasons_digest=digest_of([typed["fee_split"], typed["fee_reasons"], typed["fee_pay_to"]]),
    ), act.case)
    return {}


def returned(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """Who may sign does not agree: it is counted anew, or given up."""
    row = _row(act)
    rows.change(act.unit.connection, row["id"], {"state": FeeState.TO_PROPOSE.value})
    act.unit.record(FeeReturned(
        number=row["number"], opinion_digest=digest_of(act.handed_in.get("opinion") or ""),
    ), act.case)
    return {}


def noticed(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """Approved: within the reply period (109号), which waits for the payment from now on."""
    row = _row(act)
    enter(act, Entry(
        type="fee_noticed", on=act.unit.today, awaiting_service=act.serves_letters))
    rows.change(act.unit.connection, row["id"], {
        "state": FeeState.NOTICED.value, "noticed_on": act.unit.today,
        "approved_by": act.unit.actor.person_id, "approved_at": act.unit.now,
    })
    act.unit.record(FeeNoticed(
        number=row["number"], on=act.unit.today, amount=row["amount"]), act.case)
    return {}


def paid(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """Paid on a day, that may be typed later: the reply period begins anew (109号)."""
    row, on = _row(act), act.handed_in["paid_on"]
    check_paid_on(act.case, on, act.unit.today)
    enter(act, Entry(type="fee_paid", on=on))
    rows.change(act.unit.connection, row["id"], {
        "state": FeeState.PAID.value, "paid_on": on,
        "receipt": act.handed_in.get("fee_receipt") or "",
    })
    act.unit.record(FeePaid(
        number=row["number"], on=on, due_on=act.case.assessment.due), act.case)
    return {}


def lapsed(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """Somebody confirmed that nothing was paid.

    Raises UnlawfulAct while the period has not passed, or not begun.
    """
    row = _row(act)
    if against := speaks_against("fee_lapsed", act.case.assessment, act.unit.today):
        raise UnlawfulAct(reason=against, article=ARTICLE)
    rows.change(act.unit.connection, row["id"], {
        "state": FeeState.LAPSED.value, "lapsed_on": act.unit.today,
    })
    act.unit.record(FeeLapsed(
        number=row["number"], on=act.unit.today,
        legal_date=act.case.assessment.limits.fee_payment), act.case)
    return {}


def _row(act: Act) -> FeeRow:
    found = rows.find(act.unit.connection, act.about_id)
    assert found is not None        # the process was begun by its opening
    return found
