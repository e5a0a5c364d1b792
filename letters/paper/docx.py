"""The finished paper as docx, and the proof that it says what was composed."""

import io
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.coreprops import CoreProperties
from docx.opc.oxml import serialize_part_xml
from docx.oxml import parse_xml
from docx.parts.document import DocumentPart
from lxml import etree

from letters.body import ParagraphRole
from letters.catalogue import kind_named
from letters.composition import Composition
from letters.errors import LetterUnfaithful, MissingFact
from letters.numbering import check
from letters.paper import layout
from letters.paper.fit import leading
from letters.paper.letterhead import letterhead

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DOCUMENT, _PROPERTIES = "word/document.xml", "docProps/core.xml"
DRAFT = "（草稿）"
_LARGEST_PART = 5_000_000  # bytes; a letter of many pages has some 100,000


def render(composition: Composition, *, number: str) -> bytes:
    """Set a letter on paper: docx bytes, two renderings of which may differ.

    Raises MalformedNumber, MissingFact when the day of signing is still open, and
    LetterUnfaithful when the text read back from the paper is not the text composed.
    """
    check(number)
    if not composition.date:
        kind = kind_named(composition.kind)
        raise MissingFact(kind.title, "dated_on", kind.facts["dated_on"].label)
    paper = _set(composition, number)
    _prove(composition, number, paper)
    return paper


def render_draft(composition: Composition) -> bytes:
    """The paper of a letter that is not signed: （草稿） stands where the number will be."""
    return _set(composition, DRAFT)


@dataclass(frozen=True, slots=True)
class _Headed:
    """An organ's headed paper with nothing on it. What no letter changes is packed once."""

    part: DocumentPart
    document: bytes
    properties: bytes
    rest: bytes


@lru_cache(maxsize=128)
def _headed(organ: str) -> _Headed:
    document = Document()
    layout.prepare(document)
    layout.first_page_furniture(document, letterhead(organ))
    layout.page_numbers(document)
    whole, rest = io.BytesIO(), io.BytesIO()
    document.save(whole)
    with zipfile.ZipFile(whole) as paper:
        parts = {name: paper.read(name) for name in paper.namelist()}
    body, properties = parts.pop(_DOCUMENT), parts.pop(_PROPERTIES)
    with zipfile.ZipFile(rest, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return _Headed(document.part, body, properties, rest.getvalue())


def _set(composition: Composition, number: str) -> bytes:
    headed = _headed(composition.letterhead)
    body: Any = parse_xml(headed.document)
    document = WordDocument(body, headed.part)
    layout.letter_number(document, number, letterhead(composition.letterhead))
    layout.title(document, composition.title)
    close = leading(composition)
    layout.addressee(document, f"{composition.addressee}：", close)
    # The last words stay with the signature: no date alone on a page.
    kept = len(composition.paragraphs) - (0 if composition.attachments else 2)
    for place, paragraph in enumerate(composition.paragraphs):
        heading = paragraph.role is ParagraphRole.HEADING
        layout.body(document, paragraph.text, heading=heading, keep=place >= kept, leading=close)
    layout.attachments(document, composition.attachments, composition.attachment_lines, close)
    layout.signature(document, composition.signer, composition.date, close)
    described: Any = parse_xml(headed.properties)
    properties = CoreProperties(described)
    properties.title, properties.subject = composition.title, number
    properties.author = properties.last_modified_by = composition.letterhead
    properties.comments = ""
    properties.created = properties.modified = datetime.now(UTC)
    paper = io.BytesIO(headed.rest)
    with zipfile.ZipFile(paper, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(_DOCUMENT, serialize_part_xml(body))
        package.writestr(_PROPERTIES, serialize_part_xml(described))
    return paper.getvalue()


def _prove(composition: Composition, number: str, paper: bytes) -> None:
    found, meant = read_back(paper), composition.text_with(number)
    if found == meant:
        return
    for read, wanted in zip(found.split("\n"), meant.split("\n"), strict=False):
        if read != wanted:
            raise LetterUnfaithful(
                f"文书与审定的内容不一致：应为“{wanted}”，实为“{read}”。文书没有制发，请报告系统管理员。"
            )
    raise LetterUnfaithful("文书与审定的内容段落数不一致。文书没有制发，请报告系统管理员。")


def read_back(docx: bytes) -> str:
    """The text of a letter's paper, one paragraph a line, letterhead first; empty lines left out.

    Reads the XML itself and shares no code with the writing. Raises LetterUnfaithful for
    bytes that are no letter.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(docx)) as paper:
            document = _part(paper, "word/document.xml")
            head = _first_header(paper, document)
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError) as wrong:
        raise LetterUnfaithful("这不是本系统制作的文书，无法读取。") from wrong
    letterhead = "".join(_lines(head))
    return "\n".join(line for line in (letterhead, *_lines(document)) if line)


def _part(paper: zipfile.ZipFile, name: str) -> etree._Element:
    if paper.getinfo(name).file_size > _LARGEST_PART:
        raise LetterUnfaithful("文书文件过大，无法读取。")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(paper.read(name), parser)


def _first_header(paper: zipfile.ZipFile, document: etree._Element) -> etree._Element:
    """The part that holds the first page's header, where the organ's name stands."""
    relations = _part(paper, "word/_rels/document.xml.rels")
    targets = {relation.get("Id"): relation.get("Target") for relation in relations}
    for reference in document.iter(f"{_W}headerReference"):
        if reference.get(f"{_W}type") == "first":
            return _part(paper, f"word/{targets[reference.get(f'{_R}id')]}")
    raise LetterUnfaithful("文书没有首页信头。")


def _lines(part: etree._Element) -> list[str]:
    """The paragraphs' text. Tabs are layout; a break would be a line that nobody composed."""
    signs = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
    return [
        "".join(
            signs.get(str(piece.tag)) or piece.text or ""
            for piece in paragraph.iter(f"{_W}t", *signs)
        )
        for paragraph in part.iter(f"{_W}p")
    ]
