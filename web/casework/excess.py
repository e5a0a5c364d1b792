"""说明理由: why so much is requested, and what is found of it."""


from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from engine import (
    CaseOf,
    EndExcess,
    InvalidInput,
    MendExcess,
    NotFound,
    OpenExcess,
    Refusal,
)
from web.casework.beside import again, carried_out, shown, text
from web.frame.access import actor, go_to, signed_in, the_engine
from web.frame.forms import posted_key, read_day

pages = Blueprint("excess", __name__, url_prefix="/cases/<int:case_id>/excess")
_TAB = "excess"


@pages.post("/open")
@signed_in
def open_one(case_id: int) -> Response:
    """Begin to ask for reasons; the first step is shown at once."""
    try:
        the_engine().handle(OpenExcess(case_id=case_id), actor(), key=posted_key())
    except NotFound:
        raise
    except Refusal as refusal:
        return again(case_id, refusal, _TAB, "reasons-")
    case = the_engine().ask(CaseOf(case_id=case_id), actor())
    about = {each.about for each in case.excess.asked}
    first = next((task.id for task in case.tasks if task.about in about), None)
    return shown(case_id, _TAB) if first is None else go_to(url_for("tasks.form", task_id=first))


@pages.post("/<int:excess_id>/end")
@signed_in
def end(case_id: int, excess_id: int) -> Response:
    """Ask no more."""
    return carried_out(
        case_id, EndExcess(excess_id=excess_id, reason=text("reason")), _TAB, f"drop-{excess_id}-")


@pages.post("/<int:excess_id>/mend")
@signed_in
def mend(case_id: int, excess_id: int) -> Response:
    """Put right the day on which the reasons came."""
    prefix = f"came-{excess_id}-"
    try:
        on = read_day(
            request.form.get("given_on", ""), "given_on", "收到说明的日期", required=False)
    except InvalidInput as refusal:
        return again(case_id, refusal, _TAB, prefix)
    return carried_out(case_id, MendExcess(
        excess_id=excess_id, given_on=on, reason=text("reason")), _TAB, prefix)
