"""复议诉讼: who contests what became of a case, what we answered, what it came to."""

from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from engine import (
    CasePage,
    Command,
    EnterRemedy,
    InvalidInput,
    MendRemedy,
    MendTerm,
    NoteHearing,
    NotFound,
    Refusal,
)
from web.casework import page
from web.frame.access import actor, by_htmx, go_to, signed_in, the_engine
from web.frame.errors import shown_again
from web.frame.forms import posted_key, posted_number, read_day
from web.frame.vocabulary import REMEDY_FACTS

pages = Blueprint("remedies", __name__, url_prefix="/cases/<int:case_id>/remedies")
_DAYS = {
    "answered_on": REMEDY_FACTS["answered"], "decided_on": REMEDY_FACTS["decided"],
    "decision_received_on": REMEDY_FACTS["decision_received"],
}


def _text(name: str) -> str:
    return request.form.get(name, "").replace("\r\n", "\n").strip()


@pages.post("/enter")
@signed_in
def enter(case_id: int) -> Response:
    """Somebody contests it."""
    try:
        received_on = read_day(
            request.form.get("received_on", ""), "received_on", REMEDY_FACTS["received"])
    except InvalidInput as refusal:
        return _again(case_id, refusal, "contest-")
    assert received_on is not None
    return _carried_out(case_id, EnterRemedy(
        case_id=case_id, kind=_text("kind"), procedure=_text("procedure"), body=_text("body"),
        case_number=_text("case_number"), received_on=received_on,
    ), "contest-")


@pages.post("/<int:remedy_id>/note")
@signed_in
def note(case_id: int, remedy_id: int) -> Response:
    """Note a hearing."""
    prefix = f"note-{remedy_id}-"
    try:
        on = read_day(request.form.get("on", ""), "on", "日期")
    except InvalidInput as refusal:
        return _again(case_id, refusal, prefix)
    assert on is not None
    return _carried_out(
        case_id, NoteHearing(remedy_id=remedy_id, on=on, note=_text("note")), prefix)


@pages.post("/<int:remedy_id>/mend")
@signed_in
def mend(case_id: int, remedy_id: int) -> Response:
    """Put right what was entered of it."""
    prefix = f"remedy-{remedy_id}-"
    try:
        received_on = read_day(
            request.form.get("received_on", ""), "received_on", REMEDY_FACTS["received"])
        days = {
            name: read_day(request.form.get(name, ""), name, label, required=False)
            for name, label in _DAYS.items()
        }
    except InvalidInput as refusal:
        return _again(case_id, refusal, prefix)
    assert received_on is not None
    return _carried_out(case_id, MendRemedy(
        remedy_id=remedy_id, case_number=_text("case_number"), received_on=received_on,
        outcome=_text("outcome"), reason=_text("reason"), **days,
    ), prefix)


@pages.post("/<int:remedy_id>/term")
@signed_in
def mend_term(case_id: int, remedy_id: int) -> Response:
    """Put right what was ordered."""
    prefix = f"term-{remedy_id}-"
    try:
        since = read_day(request.form.get("term_from", ""), "term_from", "起算的日期")
    except InvalidInput as refusal:
        return _again(case_id, refusal, prefix)
    assert since is not None
    return _carried_out(case_id, MendTerm(
        remedy_id=remedy_id, term=posted_number(_text("term")) or 0, unit=_text("term_unit"),
        counted_from=_text("counted_from"), since=since, reason=_text("reason"),
    ), prefix)


def _carried_out(case_id: int, command: Command[Any], prefix: str) -> Response:
    try:
        the_engine().handle(command, actor(), key=posted_key())
    except NotFound:
        raise
    except Refusal as refusal:
        return _again(case_id, refusal, prefix)
    return go_to(url_for("cases.show", case_id=case_id, tab="remedies", done="remedies") + "#tabs")


def _again(case_id: int, refusal: Refusal, prefix: str) -> Response:
    context = {}
    if not by_htmx():
        context = page.of_case(the_engine().ask(CasePage(case_id=case_id), actor())) | {
            "tab": "remedies", "typed_in": prefix, "typed": request.form,
        }
    return shown_again("casework/case.html", refusal, context, prefix=prefix)
