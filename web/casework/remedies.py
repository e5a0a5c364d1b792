"""复议诉讼: who contests what became of a case, what we answered, what it came to."""


from flask import Blueprint, request
from werkzeug.wrappers import Response

from engine import (
    EnterRemedy,
    InvalidInput,
    MendRemedy,
    MendTerm,
    NoteHearing,
)
from web.casework.beside import again, carried_out, text
from web.frame.access import signed_in
from web.frame.forms import posted_number, read_day
from web.frame.vocabulary import REMEDY_FACTS

pages = Blueprint("remedies", __name__, url_prefix="/cases/<int:case_id>/remedies")
_TAB = "remedies"
_DAYS = {
    "answered_on": REMEDY_FACTS["answered"], "decided_on": REMEDY_FACTS["decided"],
    "decision_received_on": REMEDY_FACTS["decision_received"],
}


@pages.post("/enter")
@signed_in
def enter(case_id: int) -> Response:
    """Somebody contests it."""
    try:
        received_on = read_day(
            request.form.get("received_on", ""), "received_on", REMEDY_FACTS["received"])
    except InvalidInput as refusal:
        return again(case_id, refusal, _TAB, "contest-")
    assert received_on is not None
    return carried_out(case_id, EnterRemedy(
        case_id=case_id, kind=text("kind"), procedure=text("procedure"), body=text("body"),
        case_number=text("case_number"), received_on=received_on,
    ), _TAB, "contest-")


@pages.post("/<int:remedy_id>/note")
@signed_in
def note(case_id: int, remedy_id: int) -> Response:
    """Note a hearing."""
    prefix = f"note-{remedy_id}-"
    try:
        on = read_day(request.form.get("on", ""), "on", "日期")
    except InvalidInput as refusal:
        return again(case_id, refusal, _TAB, prefix)
    assert on is not None
    return carried_out(
        case_id, NoteHearing(remedy_id=remedy_id, on=on, note=text("note")), _TAB, prefix)


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
        return again(case_id, refusal, _TAB, prefix)
    assert received_on is not None
    return carried_out(case_id, MendRemedy(
        remedy_id=remedy_id, case_number=text("case_number"), received_on=received_on,
        outcome=text("outcome"), reason=text("reason"), **days,
    ), _TAB, prefix)


@pages.post("/<int:remedy_id>/term")
@signed_in
def mend_term(case_id: int, remedy_id: int) -> Response:
    """Put right what was ordered."""
    prefix = f"term-{remedy_id}-"
    try:
        since = read_day(request.form.get("term_from", ""), "term_from", "起算的日期")
    except InvalidInput as refusal:
        return again(case_id, refusal, _TAB, prefix)
    assert since is not None
    return carried_out(case_id, MendTerm(
        remedy_id=remedy_id, term=posted_number(text("term")) or 0, unit=text("term_unit"),
        counted_from=text("counted_from"), since=since, reason=text("reason"),
    ), _TAB, prefix)
