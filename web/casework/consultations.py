"""征求意见: who is asked before something is disclosed, what they said, what was decided."""

from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from engine import (
    CasePage,
    Command,
    EndConsultation,
    InvalidInput,
    MendConsultation,
    NotFound,
    OpenConsultation,
    Refusal,
)
from web.casework import page
from web.frame.access import actor, by_htmx, go_to, signed_in, the_engine
from web.frame.errors import shown_again
from web.frame.forms import posted_key, posted_number, read_day
from web.frame.vocabulary import CONSULTATION_DAYS

pages = Blueprint("consultations", __name__, url_prefix="/cases/<int:case_id>/consultations")
_DAYS = {
    "issued_on": CONSULTATION_DAYS["sent"], "told_on": CONSULTATION_DAYS["told"],
    "delivered_on": CONSULTATION_DAYS["delivered"], "answered_on": CONSULTATION_DAYS["answered"],
}


def _text(name: str) -> str:
    return request.form.get(name, "").replace("\r\n", "\n").strip()


@pages.post("/open")
@signed_in
def open_one(case_id: int) -> Response:
    """Ask somebody."""
    return _carried_out(case_id, OpenConsultation(
        case_id=case_id, party=_text("party"), name=_text("name"), contact=_text("contact"),
        asked=_text("asked"), item=posted_number(request.form.get("item", "")),
    ), "ask-")


@pages.post("/<int:consultation_id>/end")
@signed_in
def end(case_id: int, consultation_id: int) -> Response:
    """Wait for nothing any more."""
    return _carried_out(case_id, EndConsultation(
        consultation_id=consultation_id, reason=_text("reason"),
    ), f"end-{consultation_id}-")


@pages.post("/<int:consultation_id>/mend")
@signed_in
def mend(case_id: int, consultation_id: int) -> Response:
    """Put right its days."""
    prefix = f"mend-{consultation_id}-"
    try:
        days = {
            name: read_day(request.form.get(name, ""), name, label, required=False)
            for name, label in _DAYS.items()
        }
    except InvalidInput as refusal:
        return _again(case_id, refusal, prefix)
    return _carried_out(case_id, MendConsultation(
        consultation_id=consultation_id, reason=_text("reason"), **days,
    ), prefix)


def _carried_out(case_id: int, command: Command[Any], prefix: str) -> Response:
    try:
        the_engine().handle(command, actor(), key=posted_key())
    except NotFound:
        raise
    except Refusal as refusal:
        return _again(case_id, refusal, prefix)
    return go_to(url_for(
        "cases.show", case_id=case_id, tab="consultations", done="consultations") + "#tabs")


def _again(case_id: int, refusal: Refusal, prefix: str) -> Response:
    context = {}
    if not by_htmx():
        context = page.of_case(the_engine().ask(CasePage(case_id=case_id), actor())) | {
            "tab": "consultations", "typed_in": prefix, "typed": request.form,
        }
    return shown_again("casework/case.html", refusal, context, prefix=prefix)
