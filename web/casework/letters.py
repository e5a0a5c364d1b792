"""文书: the paper itself on screen, what the gate objects to, the files to download."""

from io import BytesIO

from flask import Blueprint, Response, render_template, request, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from engine import (
    CaseOf,
    CasePage,
    Command,
    InvalidInput,
    LetterDocument,
    LetterPdf,
    LetterView,
    MendService,
    NotFound,
    RecallLetter,
    Refusal,
)
from web.casework import page
from web.casework.cases import as_file
from web.frame.access import actor, by_htmx, go_to, signed_in, the_engine
from web.frame.errors import shown_again
from web.frame.forms import posted_key, read_day
from web.frame.vocabulary import N_

pages = Blueprint("letters", __name__, url_prefix="/cases/<int:case_id>/letters")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


@pages.get("/<int:letter_id>")
@signed_in
def show(case_id: int, letter_id: int) -> str:
    """One letter as paper."""
    case = the_engine().ask(CaseOf(case_id=case_id), actor())
    return render_template(
        "casework/letter.html", case=case, letter=_letter_of(case.letters, letter_id)
    )


def _letter_of(letters: tuple[LetterView, ...], letter_id: int) -> LetterView:
    for letter in letters:
        if letter.id == letter_id:
            return letter
    raise NotFound()


@pages.get("/<int:letter_id>.docx")
@signed_in
def docx(case_id: int, letter_id: int) -> Response:
    """The document as issued; a draft says on its face that it is one."""
    _letter_of(the_engine().ask(CaseOf(case_id=case_id), actor()).letters, letter_id)
    name, content = the_engine().ask(LetterDocument(letter_id=letter_id), actor())
    return as_file(name, content, DOCX)


@pages.get("/<int:letter_id>.pdf")
@signed_in
def pdf(case_id: int, letter_id: int) -> Response:
    """The same paper as PDF, when the installation can make one."""
    return as_file(*_pdf(case_id, letter_id), PDF)


@pages.get("/<int:letter_id>/print")
@signed_in
def to_print(case_id: int, letter_id: int) -> Response:
    """The PDF in the browser's own viewer, which prints the paper and nothing else."""
    name, content = _pdf(case_id, letter_id)
    response = send_file(BytesIO(content), mimetype=PDF, download_name=name)
    # we made it ourselves; a sandbox would keep the viewer from opening it
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; object-src 'self'; "
        "style-src 'unsafe-inline'; frame-ancestors 'none'"
    )
    return response


def _pdf(case_id: int, letter_id: int) -> tuple[str, bytes]:
    _letter_of(the_engine().ask(CaseOf(case_id=case_id), actor()).letters, letter_id)
    return the_engine().ask(LetterPdf(letter_id=letter_id), actor())


@pages.post("/<int:letter_id>/recall")
@signed_in
def recall(case_id: int, letter_id: int) -> AnyResponse:
    """Take back what was signed and has not left."""
    return _carried_out(case_id, RecallLetter(
        letter_id=letter_id, reason=request.form.get("reason", "").strip(),
    ), f"recall-{letter_id}-")


@pages.post("/services/<int:service_id>/mend")
@signed_in
def mend(case_id: int, service_id: int) -> AnyResponse:
    """Put right the days of a service."""
    prefix, typed = f"mend-{service_id}-", request.form
    try:
        sent_on = read_day(typed.get("sent_on", ""), "sent_on", N_("寄出日期"))
        ended_on = read_day(
            typed.get("ended_on", ""), "ended_on", N_("签收或者退回日期"), required=False)
    except InvalidInput as refusal:
        return _again(case_id, refusal, prefix)
    assert sent_on is not None
    return _carried_out(case_id, MendService(
        service_id=service_id, sent_on=sent_on, ended_on=ended_on,
        reason=typed.get("reason", "").strip(),
    ), prefix)


def _carried_out(case_id: int, command: Command[None], prefix: str) -> AnyResponse:
    try:
        the_engine().handle(command, actor(), key=posted_key())
    except NotFound:
        raise
    except Refusal as refusal:
        return _again(case_id, refusal, prefix)
    return go_to(url_for("cases.show", case_id=case_id, tab="letters", done="letters") + "#tabs")


def _again(case_id: int, refusal: Refusal, prefix: str) -> AnyResponse:
    context = {}
    if not by_htmx():
        context = page.of_case(the_engine().ask(CasePage(case_id=case_id), actor())) | {
            "tab": "letters", "typed_in": prefix, "typed": request.form,
        }
    return shown_again("casework/case.html", refusal, context, prefix=prefix)
