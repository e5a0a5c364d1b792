"""收费: what is charged for a request, and whether it was paid."""


from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from engine import (
    CaseOf,
    EndFee,
    InvalidInput,
    MendFee,
    NoteFeeComplaint,
    NotFound,
    OpenFee,
    Refusal,
)
from web.casework.beside import again, carried_out, shown, text
from web.frame.access import actor, go_to, signed_in, the_engine
from web.frame.forms import posted_key, read_day

pages = Blueprint("charging", __name__, url_prefix="/cases/<int:case_id>/charging")
_TAB = "charging"


@pages.post("/open")
@signed_in
def open_one(case_id: int) -> Response:
    """Begin to charge; the first step is shown at once."""
    try:
        the_engine().handle(OpenFee(case_id=case_id), actor(), key=posted_key())
    except NotFound:
        raise
    except Refusal as refusal:
        return again(case_id, refusal, _TAB, "charge-")
    case = the_engine().ask(CaseOf(case_id=case_id), actor())
    about = {each.about for each in case.charging.fees}
    first = next((task.id for task in case.tasks if task.about in about), None)
    return shown(case_id, _TAB) if first is None else go_to(url_for("tasks.form", task_id=first))


@pages.post("/<int:fee_id>/end")
@signed_in
def end(case_id: int, fee_id: int) -> Response:
    """Charge nothing."""
    return carried_out(
        case_id, EndFee(fee_id=fee_id, reason=text("reason")), _TAB, f"stop-{fee_id}-")


@pages.post("/<int:fee_id>/mend")
@signed_in
def mend(case_id: int, fee_id: int) -> Response:
    """Put right the payment, or enter one that came in time."""
    prefix = f"paid-{fee_id}-"
    try:
        on = read_day(request.form.get("paid_on", ""), "paid_on", "缴费日期", required=False)
    except InvalidInput as refusal:
        return again(case_id, refusal, _TAB, prefix)
    return carried_out(case_id, MendFee(
        fee_id=fee_id, paid_on=on, receipt=text("receipt"), reason=text("reason"),
    ), _TAB, prefix)


@pages.post("/<int:fee_id>/complaint")
@signed_in
def complaint(case_id: int, fee_id: int) -> Response:
    """Keep what the applicant objects."""
    prefix = f"objects-{fee_id}-"
    try:
        on = read_day(request.form.get("came_on", ""), "came_on", "收到日期", required=False)
    except InvalidInput as refusal:
        return again(case_id, refusal, _TAB, prefix)
    return carried_out(case_id, NoteFeeComplaint(
        fee_id=fee_id, came_on=on, complaint=text("complaint")), _TAB, prefix)
