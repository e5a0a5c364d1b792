"""分办、协办: what units and colleagues are given to find out, and what they answered."""

from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from engine import (
    AskAssistance,
    CasePage,
    Command,
    EndAssistance,
    NotFound,
    Refusal,
)
from web.casework import page
from web.frame.access import actor, by_htmx, go_to, signed_in, the_engine
from web.frame.errors import shown_again
from web.frame.forms import posted_key, posted_number

pages = Blueprint("assistance", __name__, url_prefix="/cases/<int:case_id>/assistance")


def _text(name: str) -> str:
    return request.form.get(name, "").replace("\r\n", "\n").strip()


@pages.post("/ask")
@signed_in
def ask(case_id: int) -> Response:
    """Give something to a unit or a colleague."""
    return _carried_out(case_id, AskAssistance(
        case_id=case_id, kind=_text("kind"), unit_id=posted_number(_text("unit_id")),
        person_id=posted_number(_text("person_id")), asked=_text("asked"),
        item=posted_number(_text("item")),
    ), "help-")


@pages.post("/<int:assistance_id>/end")
@signed_in
def end(case_id: int, assistance_id: int) -> Response:
    """Wait for no answer any more."""
    return _carried_out(case_id, EndAssistance(
        assistance_id=assistance_id, reason=_text("reason"),
    ), f"stop-{assistance_id}-")


def _carried_out(case_id: int, command: Command[Any], prefix: str) -> Response:
    try:
        the_engine().handle(command, actor(), key=posted_key())
    except NotFound:
        raise
    except Refusal as refusal:
        context = {}
        if not by_htmx():
            context = page.of_case(the_engine().ask(CasePage(case_id=case_id), actor())) | {
                "tab": "assistance", "typed_in": prefix, "typed": request.form,
            }
        return shown_again("casework/case.html", refusal, context, prefix=prefix)
    return go_to(url_for(
        "cases.show", case_id=case_id, tab="assistance", done="assistance") + "#tabs")
