"""收费: what is charged for a request, and whether it was paid."""

from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from engine import (
    CaseOf,
    CasePage,
    Command,
    EndFee,
    InvalidInput,
    MendFee,
    NoteFeeComplaint,
    NotFound,
    OpenFee,
    Refusal,
)
from web.casework import page
from web.frame.access import actor, by_htmx, go_to, signed_in, the_engine
from web.frame.errors import shown_again
from web.frame.forms import posted_key, read_day

pages = Blueprint("charging", __name__, url_prefix="/cases/<int:case_id>/charging")


def _text(name: str) -> str:
    return request.form.get(name, "").replace("\r\n", "\n").strip()


@pages.post("/open")
@signed_in
def open_one(case_id: int) -> Response:
    """Begin to charge; the first step is shown at once."""
    try:
        the_engine().handle(OpenFee(case_id=case_id), actor(), key=posted_key())
    except NotFound:
        raise
    except Refusal as refusal:
        return _again(case_id, refusal, "charge-")
    case = the_engine().ask(CaseOf(case_id=case_id), actor())
    about = {each.about for each in case.charging.fees}
    first = next((task.id for task in case.tasks if task.about in about), None)
    return _shown(case_id) if first is None else go_to(url_for("tasks.form", task_id=first))


@pages.post("/<int:fee_id>/end")
@signed_in
def end(case_id: int, fee_id: int) -> Response:
    """Charge nothing."""
    return _carried_out(case_id, EndFee(fee_id=fee_id, reason=_text("reason")), f"stop-{fee_id}-")


@pages.post("/<int:fee_id>/mend")
@signed_in
def mend(case_id: int, fee_id: int) -> Response:
    """Put right the payment, or enter one that came in time."""
    prefix = f"paid-{fee_id}-"
    try:
        on = read_day(request.form.get("paid_on", ""), "paid_on", "缴费日期", required=False)
    except InvalidInput as refusal:
        return _again(case_id, refusal, prefix)
    return _carried_out(case_id, MendFee(
        fee_id=fee_id, paid_on=on, receipt=_text("receipt"), reason=_text("reason"),
    ), prefix)


@pages.post("/<int:fee_id>/complaint")
@signed_in
def complaint(case_id: int, fee_id: int) -> Response:
    """Keep what the applicant objects."""
    prefix = f"objects-{fee_id}-"
    try:
        on = read_day(request.form.get("came_on", ""), "came_on", "收到日期", required=False)
    except InvalidInput as refusal:
        return _again(case_id, refusal, prefix)
    return _carried_out(case_id, NoteFeeComplaint(
        fee_id=fee_id, came_on=on, complaint=_text("complaint")), prefix)


def _carried_out(case_id: int, command: Command[Any], prefix: str) -> Response:
    try:
        the_engine().handle(command, actor(), key=posted_key())
    except NotFound:
        raise
    except Refusal as refusal:
        return _again(case_id, refusal, prefix)
    return _shown(case_id)


def _shown(case_id: int) -> Response:
    return go_to(url_for(
        "cases.show", case_id=case_id, tab="charging", done="charging") + "#tabs")


def _again(case_id: int, refusal: Refusal, prefix: str) -> Response:
    context = {}
    if not by_htmx():
        context = page.of_case(the_engine().ask(CasePage(case_id=case_id), actor())) | {
            "tab": "charging", "typed_in": prefix, "typed": request.form,
        }
    return shown_again("casework/case.html", refusal, context, prefix=prefix)
