"""Standard letters (文书): from plain facts to official paper. Imports nothing else of ours.

``compose`` makes the words, ``render`` the docx, ``letters.paper.pdf.convert`` a PDF of it.
"""

from letters.body import ParagraphRole
from letters.catalogue import SERIES_WORDS, Kind, kinds, sample
from letters.composition import Composition, Paragraph, Piece, compose
from letters.errors import (
    LetterError,
    LetterUnfaithful,
    MalformedKind,
    MissingFact,
    PdfUnavailable,
    UnknownKind,
    UnsuitableFact,
)
from letters.facts import Fact, date_in_words, is_blank, problem
from letters.numbering import MalformedNumber, number
from letters.paper.docx import read_back, render, render_draft

__all__ = [
    "SERIES_WORDS",
    "Composition",
    "Fact",
    "Kind",
    "LetterError",
    "LetterUnfaithful",
    "MalformedKind",
    "MalformedNumber",
    "MissingFact",
    "Paragraph",
    "ParagraphRole",
    "PdfUnavailable",
    "Piece",
    "UnknownKind",
    "UnsuitableFact",
    "compose",
    "date_in_words",
    "is_blank",
    "kinds",
    "number",
    "problem",
    "read_back",
    "render",
    "render_draft",
    "sample",
]
