"""征求意见: who is asked before something is disclosed, what they said, what was decided."""


from flask import Blueprint, request
from werkzeug.wrappers import Response

from engine import (
    EndConsultation,
    InvalidInput,
    MendConsultation,
    OpenConsultation,
)
from web.casework.beside import again, carried_out, text
from web.frame.access import signed_in
from web.frame.forms import posted_number, read_day
from web.frame.vocabulary import CONSULTATION_DAYS

pages = Blueprint("consultations", __name__, url_prefix="/cases/<int:case_id>/consultations")
_TAB = "consultations"
_DAYS = {
    "issued_on": CONSULTATION_DAYS["sent"], "told_on": CONSULTATION_DAYS["told"],
    "delivered_on": CONSULTATION_DAYS["delivered"], "answered_on": CONSULTATION_DAYS["answered"],
}


@pages.post("/open")
@signed_in
def open_one(case_id: int) -> Response:
    """Ask somebody."""
    return carried_out(case_id, OpenConsultation(
        case_id=case_id, party=text("party"), name=text("name"), contact=text("contact"),
        asked=text("asked"), item=posted_number(request.form.get("item", "")),
    ), _TAB, "ask-")


@pages.post("/<int:consultation_id>/end")
@signed_in
def end(case_id: int, consultation_id: int) -> Response:
    """Wait for nothing any more."""
    return carried_out(case_id, EndConsultation(
        consultation_id=consultation_id, reason=text("reason"),
    ), _TAB, f"end-{consultation_id}-")


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
        return again(case_id, refusal, _TAB, prefix)
    return carried_out(case_id, MendConsultation(
        consultation_id=consultation_id, reason=text("reason"), **days,
    ), _TAB, prefix)
