"""Letters as they are drafted, and as files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import letters
import letters.paper.pdf
from engine.actors.actor import Actor
from engine.actors.permissions import SIGNED_IN, sight
from engine.cases.visible import visible
from engine.correspondence import facts, rows
from engine.correspondence.editor import LetterEditor, letter_editor
from engine.correspondence.letter import facts_of
from engine.errors import NotFound, PdfNotMade
from engine.store import blobs
from engine.store.shapes import LetterRow
from engine.transaction.messages import Question
from engine.transaction.outside import Places
from engine.transaction.snapshot import Snapshot

_conversions = Places(2)     # at once: each takes seconds and some 200 MB


@dataclass(frozen=True, kw_only=True)
class LetterEditorOf(Question[LetterEditor], permission=SIGNED_IN):
    """The reply editor of a case. letter: ``kind`` and ``facts`` as typed. Raises NotFound."""

    case_id: int
    letter: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class LetterDocument(Question[tuple[str, bytes]], permission=SIGNED_IN):
    """File name and docx: the issued bytes, or a draft rendered without a number."""

    letter_id: int


@dataclass(frozen=True, kw_only=True)
class LetterPdf(Question[tuple[str, bytes]], permission=SIGNED_IN):
    """File name and PDF. Raises PdfNotMade when LibreOffice is missing, busy or fails."""

    letter_id: int


def letter_editor_of(question: LetterEditorOf, at: Snapshot) -> LetterEditor:
    return letter_editor(at, question.case_id, question.letter)


def _letter(at: Snapshot, letter_id: int) -> LetterRow:
    row = rows.find(at.connection, letter_id)
    if row is None or not sight(at.actor).covers(row["agency_id"]):
        raise NotFound()
    return row


def letter_document(question: LetterDocument | LetterPdf, at: Snapshot) -> tuple[str, bytes]:
    row = _letter(at, question.letter_id)
    if row["document_digest"]:
        name = f"{row['number']}{row['title']}.docx"
        return name, blobs.content(at.connection, row["document_digest"])
    case = visible(at, row["case_id"])
    composition = facts.compose(
        row["kind"], facts_of(at, case), row["facts"], at.today
    )
    return f"（草稿）{row['title']}.docx", letters.render_draft(composition)


def as_pdf(_: LetterPdf, named: tuple[str, bytes], actor: Actor) -> tuple[str, bytes]:
    """The document of ``letter_document`` as PDF; takes seconds, so outside of any snapshot."""
    name, document = named
    try:
        with _conversions.one_for(
            actor.person_id,
            mine=PdfNotMade(reason="您的上一份 PDF 正在生成，请等它完成后再试。"),
            full=PdfNotMade(reason="正在转换的文书较多，请稍后再试，或者下载 docx 文书。"),
        ):
            return name.removesuffix(".docx") + ".pdf", letters.paper.pdf.convert(document)
    except letters.PdfUnavailable as error:
        raise PdfNotMade(reason=str(error)) from error
