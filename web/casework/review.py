"""保密审查: what is found of each item and document. There is no field for a file: no secret is
kept here."""

from typing import Any

from flask import Blueprint, request
from werkzeug.wrappers import Response

from engine import CasePage, FindSecrecy, InvalidInput, NotFound, Refusal
from web.casework import page
from web.casework.beside import shown
from web.frame.access import actor, by_htmx, signed_in, the_engine
from web.frame.errors import shown_again
from web.frame.forms import posted_key, posted_number, read_day
from web.frame.vocabulary import N_

pages = Blueprint("review", __name__, url_prefix="/cases/<int:case_id>/review")


@pages.post("/<int:number>")
@signed_in
def find(case_id: int, number: int) -> Response:
    """What is found of one item; 0: of a document that goes with the draft."""
    form = request.form
    place = posted_number(form.get("place", "")) or 0
    prefix = f"find-secrecy-{number or f'd{place}'}-"
    try:
        the_engine().handle(FindSecrecy(
            case_id=case_id, number=number, document=form.get("document", ""),
            finding=form.get("finding", ""),
            secret=bool(form.get("secret")), reason=form.get("reason", ""),
            basis=form.get("basis", ""), title=form.get("title", ""),
            level=form.get("level", ""), file_number=form.get("file_number", ""),
            classified_by=form.get("classified_by", ""),
            classified_on=read_day(form.get("classified_on", ""), "classified_on",
                                   N_("定密日期"), required=False),
            term=form.get("term", ""),
        ), actor(), key=posted_key())
    except NotFound:
        raise
    except Refusal as refusal:
        return _again(case_id, refusal, prefix)
    return shown(case_id, "secrecy")


def _again(case_id: int, refusal: Refusal, prefix: str) -> Response:
    context: dict[str, Any] = {}
    if not by_htmx():
        context = page.of_case(the_engine().ask(CasePage(case_id=case_id), actor())) | {
            "tab": "secrecy", "typed_in": prefix, "typed": request.form,
        }
    return shown_again(
        "casework/case.html", refusal, context,
        prefix=prefix if isinstance(refusal, InvalidInput) else "")
