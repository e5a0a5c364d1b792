"""Charging in the office: a processing fee step by step, as the pages would send them."""

from datetime import date
from typing import Any

from engine import EndFee, FeeView, LetterEditorOf, MendFee, OpenFee, Role
from tests.engine.office import Office, Step

UNPAID: dict[str, Any] = {"kind": "fee_unpaid", "facts": {}}
#: Twelve pieces, of which ten were counted in this month before: 11 to 22, at 100 yuan each.
PIECES: dict[str, Any] = {
    "fee_method": "by_piece", "fee_units": "12", "pieces_before": "10",
    "fee_split": "按街道各计一件。", "fee_reasons": "本月已提出十件申请。",
    "fee_pay_to": "区财政局非税收入专户，缴款码370301234567890。",
}


def charge(office: Office, case_id: int) -> int:
    """Begin to charge; returns the fee's id."""
    return office.engine.handle(OpenFee(case_id=case_id), office.people[Role.HANDLER])


def do(office: Office, case_id: int, element: str, on: date, **values: Any) -> None:
    """Hand in an open step of a case, on a day."""
    office.clock.go_to(on)
    task = office.task(case_id, element)
    form = office.form(case_id, Step(on, element, task.role, values))
    office.engine.handle(form, office.people[task.role])


def proposed(office: Office, case_id: int, on: date, **changes: Any) -> None:
    do(office, case_id, "propose_fee", on, fee_proposal="proposed", **{**PIECES, **changes})


def approved(office: Office, case_id: int, on: date) -> None:
    do(office, case_id, "approve_fee", on, fee_approval="approved")


def handed(office: Office, case_id: int, on: date, typed: date | None = None) -> None:
    """The notice, to the applicant in person."""
    do(office, case_id, "serve_letter", typed or on, service="delivered",
       service_method="in_person", served_on=on.isoformat())


def noticed(office: Office, case_id: int, on: date) -> int:
    """From the beginning to the notice in the applicant's hands on that day."""
    made = charge(office, case_id)
    proposed(office, case_id, on)
    approved(office, case_id, on)
    handed(office, case_id, on)
    return made


def paid(office: Office, case_id: int, on: date, typed: date | None = None) -> None:
    do(office, case_id, "receive_payment", typed or on, fee_payment="paid",
       paid_on=on.isoformat(), fee_receipt="鲁财票0001")


def lapsed(office: Office, case_id: int, on: date) -> None:
    do(office, case_id, "receive_payment", on, fee_payment="lapsed", fee_checked="true")


def stop(office: Office, fee_id: int, reason: str = "重新核算，没有超过合理范围") -> None:
    office.engine.handle(EndFee(fee_id=fee_id, reason=reason), office.people[Role.HANDLER])


def mend(office: Office, fee_id: int, on: date | None, **changes: Any) -> None:
    office.engine.handle(MendFee(**{
        "fee_id": fee_id, "paid_on": on, "receipt": "鲁财票0001", "reason": "票据日期看错",
        **changes,
    }), office.people[Role.HANDLER])


def view(office: Office, case_id: int, number: int = 1) -> FeeView:
    return office.case(case_id).charging.fees[number - 1]


def not_now(office: Office, case_id: int) -> dict[str, str]:
    """Why a kind of reply is not open now, by its title."""
    return dict(office.engine.ask(
        LetterEditorOf(case_id=case_id, letter={}), office.people[Role.HANDLER]).not_now)


def offered(office: Office, case_id: int) -> set[str]:
    """The kinds of reply that are open now."""
    return {each.kind for each in office.engine.ask(
        LetterEditorOf(case_id=case_id, letter={}), office.people[Role.HANDLER]).kinds}
