"""文书: the paper itself on screen, what the gate objects to, the files to download."""

from io import BytesIO

from flask import Blueprint, Response, render_template, send_file

from engine import CaseOf, LetterDocument, LetterPdf, LetterView, NotFound
from web.casework.cases import as_file
from web.frame.access import actor, signed_in, the_engine

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
