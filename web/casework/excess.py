"""说明理由: why so much is requested, and what is found of it."""

from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from engine import (
    CaseOf,
    CasePage,
    Command,
    EndExcess,
    InvalidInput,
    MendExcess,
    NotFound,
    OpenExcess,
    Refusal,
)
from web.casework import page
from web.frame.access import actor, by_htmx, go_to, signed_in, the_engine
from web.frame.errors import shown_again
from web.frame.forms import posted_key, read_day

pages = Blueprint("excess", __name__, url_prefix="/cases/<int:case_id>/excess")


def _text(name: str) -> str:
    return request.form.get(name, "").replace("\r\n", "\n").strip()


@pages.post("/open")
@signed_in
def open_one(case_id: int) -> Response:
    """Begin to ask for reasons; the first step is shown at once."""
    try:
        the_engine().handle(OpenExcess(case_id=case_id), actor(), key=posted_key())
    except NotFound:
        raise
    except Refusal as refusal:
        return _again(case_id, refusal, "reasons-")
    case = the_engine().ask(CaseOf(case_id=case_id), actor())
    about = {each.about for each in case.excess.asked}
    first = next((task.id for task in case.tasks if task.about in about), None)
    return _shown(case_id) if first is None else go_to(url_for("tasks.form", task_id=first))


@pages.post("/<int:excess_id>/end")
@signed_in
def end(case_id: int, excess_id: int) -> Response:
    """Ask no more."""
    return _carried_out(
        case_id, EndExcess(excess_id=excess_id, reason=_text("reason")), f"drop-{excess_id}-")


@pages.post("/<int:excess_id>/mend")
@signed_in
def mend(case_id: int, excess_id: int) -> Response:
    """Put right the day on which the reasons came."""
    prefix = f"came-{excess_id}-"
    try:
        on = read_day(
            request.form.get("given_on", ""), "given_on", "收到说明的日期", required=False)
    except InvalidInput as refusal:
        return _again(case_id, refusal, prefix)
    return _carried_out(case_id, MendExcess(
        excess_id=excess_id, given_on=on, reason=_text("reason")), prefix)


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
        "cases.show", case_id=case_id, tab="excess", done="excess") + "#tabs")


def _again(case_id: int, refusal: Refusal, prefix: str) -> Response:
    context = {}
    if not by_htmx():
        context = page.of_case(the_engine().ask(CasePage(case_id=case_id), actor())) | {
            "tab": "excess", "typed_in": prefix, "typed": request.form,
        }
    return shown_again("casework/case.html", refusal, context, prefix=prefix)
