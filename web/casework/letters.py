"""文书: the paper itself on screen, what the gate objects to, the files to download."""

from flask import Blueprint, Response, render_template

from engine import LetterView, NotFound
from web.casework.cases import as_file
from web.frame.access import actor, signed_in, the_engine

pages = Blueprint("letters", __name__, url_prefix="/cases/<int:case_id>/letters")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pages.get("/<int:letter_id>")
@signed_in
def show(case_id: int, letter_id: int) -> str:
    """One letter as paper."""
    case = the_engine().case(actor(), case_id)
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
    _letter_of(the_engine().case(actor(), case_id).letters, letter_id)
    name, content = the_engine().letter_document(actor(), letter_id)
    return as_file(name, content, DOCX)


@pages.get("/<int:letter_id>.pdf")
@signed_in
def pdf(case_id: int, letter_id: int) -> Response:
    """The same paper as PDF, when the installation can make one."""
    _letter_of(the_engine().case(actor(), case_id).letters, letter_id)
    name, content = the_engine().letter_pdf(actor(), letter_id)
    return as_file(name, content, "application/pdf")
