"""分办、协办: what units and colleagues are given to find out, and what they answered."""


from flask import Blueprint
from werkzeug.wrappers import Response

from engine import (
    AskAssistance,
    EndAssistance,
)
from web.casework.beside import carried_out, text
from web.frame.access import signed_in
from web.frame.forms import posted_number

pages = Blueprint("assistance", __name__, url_prefix="/cases/<int:case_id>/assistance")
_TAB = "assistance"


@pages.post("/ask")
@signed_in
def ask(case_id: int) -> Response:
    """Give something to a unit or a colleague."""
    return carried_out(case_id, AskAssistance(
        case_id=case_id, kind=text("kind"), unit_id=posted_number(text("unit_id")),
        person_id=posted_number(text("person_id")), asked=text("asked"),
        item=posted_number(text("item")),
    ), _TAB, "help-")


@pages.post("/<int:assistance_id>/end")
@signed_in
def end(case_id: int, assistance_id: int) -> Response:
    """Wait for no answer any more."""
    return carried_out(case_id, EndAssistance(
        assistance_id=assistance_id, reason=text("reason"),
    ), _TAB, f"stop-{assistance_id}-")
