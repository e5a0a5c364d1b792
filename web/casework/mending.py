"""更正: what was registered wrong is put right."""

from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from engine import (
    CaseOf,
    CasePage,
    Command,
    CorrectionOf,
    CorrectRegistration,
    InvalidInput,
    NotFound,
    NotRevealed,
    QuarantineAttachment,
    Refusal,
    RegistrationToCorrect,
    RevealApplicant,
    Role,
    VoidRegistration,
    WithdrawAttachment,
)
from web.casework import page
from web.frame.access import actor, by_htmx, go_to, open_to, signed_in, the_engine
from web.frame.errors import shown_again
from web.frame.forms import (
    APPLICANT_INPUTS,
    in_intake_order,
    kept_key,
    posted_key,
    posted_request,
)

pages = Blueprint("mending", __name__, url_prefix="/cases/<int:case_id>")


@pages.post("/void")
@signed_in
def void(case_id: int) -> AnyResponse:
    """Registered in error, or twice."""
    return _carried_out(case_id, VoidRegistration(
        case_id=case_id, reason=request.form.get("reason", ""),
        duplicate_of=request.form.get("duplicate_of", ""),
    ), "void-", "request")


@pages.post("/attachments/<int:attachment_id>/withdraw")
@signed_in
def withdraw_file(case_id: int, attachment_id: int) -> AnyResponse:
    """A file put to the case by mistake."""
    return _carried_out(case_id, WithdrawAttachment(
        attachment_id=attachment_id, reason=request.form.get("reason", ""),
    ), f"file-{attachment_id}-", "attachments")


@pages.post("/attachments/<int:attachment_id>/quarantine")
@signed_in
def quarantine(case_id: int, attachment_id: int) -> AnyResponse:
    """A secret uploaded by mistake."""
    return _carried_out(case_id, QuarantineAttachment(
        attachment_id=attachment_id, reason=request.form.get("reason", ""),
    ), f"secret-{attachment_id}-", "attachments")


@pages.post("/correct/begin")
@open_to(Role.INTAKE_OFFICER)
def begin(case_id: int) -> AnyResponse:
    """What is registered is shown unmasked to be compared with the paper: that goes on record."""
    the_engine().handle(
        RevealApplicant(case_id=case_id, reason="更正登记，与申请原件核对"), actor())
    return go_to(url_for("mending.correction", case_id=case_id))


@pages.get("/correct")
@open_to(Role.INTAKE_OFFICER)
def correction(case_id: int) -> AnyResponse:
    """The registration as it holds, in the form that it was typed in."""
    try:
        registered = the_engine().ask(RegistrationToCorrect(case_id=case_id), actor())
    except NotRevealed:
        return redirect(url_for("cases.show", case_id=case_id, tab="request"))
    except NotFound:
        raise
    except Refusal as refusal:
        return _again(case_id, refusal, "correct-", "request")
    return make_response(render_template(
        "casework/correct.html", **_of_form(case_id), typed=registered.values))


@pages.post("/correct")
@open_to(Role.INTAKE_OFFICER)
def correct(case_id: int) -> AnyResponse:
    """First what it would come to; done when that is confirmed."""
    act = request.form.get("act")
    context = _of_form(case_id) | {"typed": request.form}
    if act == "edit":
        return make_response(render_template("casework/correct.html", **context))
    try:
        right, reason = posted_request(), request.form.get("reason", "")
        if act == "confirm":
            the_engine().handle(CorrectRegistration(
                case_id=case_id, right=right, reason=reason), actor(), key=posted_key())
            return _corrected(case_id)
        seen = the_engine().ask(CorrectionOf(
            case_id=case_id, right=right, reason=reason), actor())
    except NotFound:
        raise
    except Refusal as refusal:
        if isinstance(refusal, InvalidInput):
            refusal = InvalidInput(in_intake_order({
                APPLICANT_INPUTS.get(name, name): text for name, text in refusal.problems.items()
            }))
        return shown_again("casework/correct.html", refusal, context)
    return make_response(render_template("casework/correct_confirm.html", **context, seen=seen))


def _of_form(case_id: int) -> dict[str, Any]:
    return {
        "case": the_engine().ask(CaseOf(case_id=case_id), actor()), "key": kept_key(),
        "today": the_engine().today().isoformat(),
    }


def _corrected(case_id: int) -> AnyResponse:
    versions = the_engine().ask(CaseOf(case_id=case_id), actor()).registered_before
    return go_to(url_for(
        "cases.show", case_id=case_id, tab="request", done="mended",
        receipt=versions[-1].receipt_id if versions else None,
    ) + "#registered-before")


def _carried_out(case_id: int, command: Command[None], prefix: str, tab: str) -> AnyResponse:
    try:
        the_engine().handle(command, actor(), key=posted_key())
    except NotFound:
        raise
    except Refusal as refusal:
        return _again(case_id, refusal, prefix, tab)
    return go_to(url_for("cases.show", case_id=case_id, tab=tab, done="mended") + "#tabs")


def _again(case_id: int, refusal: Refusal, prefix: str, tab: str) -> AnyResponse:
    context = {}
    if not by_htmx():
        context = page.of_case(the_engine().ask(CasePage(case_id=case_id), actor())) | {
            "tab": tab, "typed_in": prefix, "typed": request.form,
        }
    return shown_again("casework/case.html", refusal, context, prefix=prefix)
