"""法制会商: papers named for a question of one's own case; questions that other agencies put."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import (
    AdviceToGive,
    CasePage,
    GiveLegalOpinion,
    LegalDesk,
    LegalQuestionOf,
    NameMaterials,
    NotFound,
    Refusal,
    Role,
)
from web.casework import page
from web.frame.access import actor, by_htmx, go_to, open_to, signed_in, the_engine
from web.frame.errors import shown_again
from web.frame.forms import kept_key, posted_key, posted_number

pages = Blueprint("legal", __name__)


@pages.post("/cases/<int:case_id>/legal/<int:advice_id>/materials")
@signed_in
def name_materials(case_id: int, advice_id: int) -> Response:
    """The papers on which a question rests."""
    named = tuple(filter(None, map(posted_number, request.form.getlist("attachments"))))
    try:
        the_engine().handle(
            NameMaterials(advice_id=advice_id, attachments=named), actor(), key=posted_key())
    except NotFound:
        raise
    except Refusal as refusal:
        context: dict[str, Any] = {}
        if not by_htmx():
            context = page.of_case(the_engine().ask(CasePage(case_id=case_id), actor())) | {
                "tab": "legal", "typed_in": f"materials-{advice_id}-", "typed": request.form,
            }
        return shown_again("casework/case.html", refusal, context)
    return go_to(url_for("cases.show", case_id=case_id, tab="legal", done="legal") + "#tabs")


@pages.get("/legal")
@open_to(Role.LEGAL_OFFICER)
def desk() -> str:
    """What other agencies ask this agency's legal office."""
    return render_template(
        "casework/legal_desk.html", asked=the_engine().ask(LegalDesk(), actor()),
        done=request.args.get("done", ""),
    )


@pages.get("/legal/<int:advice_id>")
@open_to(Role.LEGAL_OFFICER)
def show(advice_id: int) -> str:
    """One question: the request, the draft, the form for the opinion."""
    advice = the_engine().ask(LegalQuestionOf(advice_id=advice_id), actor())
    return render_template("casework/legal_question.html", **_shown(advice))


@pages.post("/legal/<int:advice_id>")
@open_to(Role.LEGAL_OFFICER)
def give(advice_id: int) -> Response:
    """The opinion."""
    try:
        the_engine().handle(GiveLegalOpinion(
            advice_id=advice_id, conclusion=request.form.get("conclusion", ""),
            opinion=request.form.get("opinion", ""), reasons=request.form.get("reasons", ""),
        ), actor(), key=posted_key())
    except NotFound:
        raise
    except Refusal as refusal:
        advice = the_engine().ask(LegalQuestionOf(advice_id=advice_id), actor())
        return shown_again("casework/legal_question.html", refusal, _shown(advice) | {
            "typed": {name: value for name, value in request.form.items() if name != "key"},
        })
    return go_to(url_for("legal.desk", done="given"))


def _shown(advice: AdviceToGive) -> dict[str, Any]:
    wanted = posted_number(request.args.get("copy", ""))
    copied = next((each for each in advice.earlier if each.id == wanted), None)
    typed = {} if copied is None else {
        "conclusion": copied.conclusion, "opinion": copied.opinion, "reasons": copied.reasons,
    }
    return {"advice": advice, "typed": typed, "key": kept_key()}
