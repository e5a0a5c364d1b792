"""更正: what was registered wrong is put right."""

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from engine import (
    CasePage,
    Command,
    NotFound,
    QuarantineAttachment,
    Refusal,
    VoidRegistration,
    WithdrawAttachment,
)
from web.casework import page
from web.frame.access import actor, by_htmx, go_to, signed_in, the_engine
from web.frame.errors import shown_again
from web.frame.forms import posted_key

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
