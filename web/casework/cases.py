"""办件: the case page, its tabs and its attachments."""

from io import BytesIO
from typing import IO, Any

from flask import (
    Blueprint,
    Response,
    make_response,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from engine import (
    SIGNING_LEVELS,
    AddAttachment,
    AddSigningLevels,
    AttachmentFile,
    CaseOf,
    CasePage,
    InvalidInput,
    NotFound,
    NotRevealed,
    Refusal,
    RevealApplicant,
    RevealedApplicant,
    Role,
    WithdrawRequest,
)
from web.casework import page, proof
from web.frame.access import actor, by_htmx, go_to, open_to, signed_in, the_engine
from web.frame.errors import shown_again
from web.frame.forms import posted_files, posted_key, read_day
from web.frame.language import translate
from web.frame.vocabulary import N_

pages = Blueprint("cases", __name__, url_prefix="/cases")
PDF = "application/pdf"
FRAMED_PDF = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
)
PICTURES = frozenset({"image/png", "image/jpeg"})    # what every browser shows, and cannot act


@pages.get("/<int:case_id>")
@signed_in
def show(case_id: int) -> AnyResponse:
    """The whole case on one page, with what one may do on it.

    Who has just done something goes on to the next piece of work, if none is left here.
    """
    done = request.args.get("done", "")
    view = the_engine().ask(CasePage(case_id=case_id, with_my_work=done == "task"), actor())
    if done == "task" and view.at_hand is None and view.my_work:
        following = page.next_piece(view)
        return redirect(url_for("tasks.form", task_id=following.id, after=case_id), 303)
    return make_response(render_template(
        "casework/case.html", **page.of_case(view), done=done, ended=view.case
    ))


def _page(case_id: int) -> dict[str, Any]:
    return page.of_case(the_engine().ask(CasePage(case_id=case_id), actor()))


@pages.get("/<int:case_id>/proof")
@signed_in
def show_proof(case_id: int) -> str:
    """The due date day by day, for printing: what a court can follow by hand."""
    case = the_engine().ask(CaseOf(case_id=case_id), actor())
    return render_template(
        "casework/proof.html", case=case, rows=proof.rows(case.assessment),
        printed_at=the_engine().now(), today=the_engine().today(),
    )


@pages.post("/<int:case_id>/attachments")
@signed_in
def attach(case_id: int) -> AnyResponse:
    """Put files on a case: all that were chosen, or none."""
    try:
        files = posted_files("attachments", request.form.get("label", ""))
        if not files:
            raise InvalidInput({"attachments": translate("请先选择要添加的文件。")})
        first, *further = files
        the_engine().handle(
            AddAttachment(case_id=case_id, upload=first, further=tuple(further)), actor(),
            key=posted_key(),
        )
    except NotFound:
        raise
    except Refusal as refusal:
        return shown_again(
            "casework/case.html", refusal,
            {} if by_htmx() else _page(case_id) | {"tab": "attachments"},
        )
    return go_to(url_for("cases.show", case_id=case_id, tab="attachments", done="attached"))


@pages.post("/<int:case_id>/levels")
@signed_in
def add_levels(case_id: int) -> AnyResponse:
    """Put a reply that is being signed to further levels."""
    chosen, reason = request.form.getlist("levels"), request.form.get("reason", "")
    known = {level.value for level in SIGNING_LEVELS}
    try:
        the_engine().handle(AddSigningLevels(
            case_id=case_id, levels=tuple(Role(each) for each in chosen if each in known),
            reason=reason,
        ), actor(), key=posted_key())
    except NotFound:
        raise
    except Refusal as refusal:
        return shown_again("casework/case.html", refusal, _page(case_id) | {
            "tab": "handling", "typed_levels": chosen, "typed_reason": reason,
        })
    return go_to(url_for("cases.show", case_id=case_id, tab="handling", done="levels"))


@pages.get("/attachments/<int:attachment_id>")
@signed_in
def attachment(attachment_id: int) -> Response:
    """The file as it came, to be saved: a browser never opens it as a page of this site."""
    view, content = the_engine().ask(AttachmentFile(attachment_id=attachment_id), actor())
    return as_file(view.name, content)


@pages.get("/attachments/<int:attachment_id>/picture")
@signed_in
def picture(attachment_id: int) -> Response:
    """A scan or photograph, to be looked at beside the form. Nothing but a picture is shown so."""
    view, content = the_engine().ask(AttachmentFile(attachment_id=attachment_id), actor())
    if view.media_type not in PICTURES:
        raise NotFound()
    response = send_file(BytesIO(content), mimetype=view.media_type, download_name=view.name)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@pages.get("/attachments/<int:attachment_id>/pdf")
@signed_in
def pdf(attachment_id: int) -> Response:
    """A PDF in the browser's own viewer, framed by the page of its case and by nothing else.

    Only what was found to be a PDF. A sandbox would keep the viewer from opening; what the
    viewer shows may load and run nothing, and reaches nothing of the page around it.
    """
    view, content = the_engine().ask(AttachmentFile(attachment_id=attachment_id), actor())
    if view.media_type != PDF:
        raise NotFound()
    response = send_file(BytesIO(content), mimetype=PDF, download_name=view.name)
    response.headers["Content-Security-Policy"] = FRAMED_PDF
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def as_file(
    name: str, content: bytes | IO[bytes], media_type: str = "application/octet-stream"
) -> Response:
    """A download under its own (Chinese) name."""
    response = send_file(
        BytesIO(content) if isinstance(content, bytes) else content,
        mimetype=media_type, as_attachment=True, download_name=name,
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@pages.post("/<int:case_id>/oral")
@open_to(Role.INTAKE_OFFICER)
def print_oral(case_id: int) -> AnyResponse:
    """Printing the sheet shows the identity: it stands in the record with this reason."""
    the_engine().handle(
        RevealApplicant(case_id=case_id, reason="打印口头申请记录，由申请人核对签名"), actor())
    return go_to(url_for("cases.oral", case_id=case_id))


@pages.get("/<int:case_id>/oral")
@open_to(Role.INTAKE_OFFICER)
def oral(case_id: int) -> AnyResponse:
    """An oral request as it was written down, on one sheet with lines to sign (art. 29)."""
    case = the_engine().ask(CaseOf(case_id=case_id), actor())
    if not case.written_for_applicant:
        raise NotFound()
    try:
        shown = the_engine().ask(RevealedApplicant(case_id=case_id), actor())
    except NotRevealed:
        return redirect(url_for("cases.show", case_id=case_id, tab="request"))
    return make_response(render_template("casework/oral.html", case=case, shown=shown))


@pages.post("/<int:case_id>/withdraw")
@signed_in
def withdraw(case_id: int) -> AnyResponse:
    """The applicant takes the request back."""
    try:
        on = read_day(request.form.get("withdrawn_on", ""), "withdrawn_on", N_("收到撤回的日期"))
        assert on is not None
        the_engine().handle(WithdrawRequest(
            case_id=case_id, withdrawn_on=on,
            withdrawal_way=request.form.get("withdrawal_way", ""),
        ), actor(), key=posted_key())
    except NotFound:
        raise
    except Refusal as refusal:
        context = {} if by_htmx() else _page(case_id) | {
            "tab": "request", "typed_in": "withdraw-", "typed": request.form}
        return shown_again("casework/case.html", refusal, context, prefix="withdraw-")
    return go_to(url_for("cases.show", case_id=case_id, tab="letters", done="withdrawn") + "#tabs")


@pages.post("/<int:case_id>/applicant")
@signed_in
def reveal(case_id: int) -> AnyResponse:
    """The applicant unmasked: for a stated reason, and it stands in the record."""
    try:
        the_engine().handle(
            RevealApplicant(case_id=case_id, reason=request.form.get("reason", "").strip()),
            actor(),    # no key: the answer is not to be kept anywhere
        )
    except NotFound:
        raise
    except Refusal as refusal:
        return shown_again(
            "casework/case.html", refusal, {} if by_htmx() else _page(case_id) | {"tab": "request"}
        )
    return go_to(url_for("cases.applicant", case_id=case_id))


@pages.get("/<int:case_id>/applicant")
@signed_in
def applicant(case_id: int) -> AnyResponse:
    """What was asked for a moment ago; loaded anew it is the same look, and no new event."""
    try:
        shown = the_engine().ask(RevealedApplicant(case_id=case_id), actor())
    except NotRevealed:
        return redirect(url_for("cases.show", case_id=case_id, tab="request", reveal="1"))
    case = the_engine().ask(CaseOf(case_id=case_id), actor())
    return make_response(render_template("casework/applicant.html", case=case, shown=shown))
