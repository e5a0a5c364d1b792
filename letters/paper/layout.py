"""The paper: GB/T 9704-2012, 信函格式 (10.1), as python-docx elements.

Lengths are in points unless a name ends in ``_MM``. Fonts are named, never embedded. The figures
were measured on LibreOffice's output: 22 lines of 28 characters on a full page.
"""

from math import ceil
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from letters.paper.elements import add, add_fonts, add_words, element
from letters.paper.letterhead import LETTERHEAD_TOP_MM, MM, NAME_WIDTH, Letterhead, width
from letters.paper.unbroken import pieces, torn

TWIPS = 20

PAGE_MM = (210, 297)
TOP_MM, LEFT_MM, RIGHT_MM, BOTTOM_MM = 37, 28, 26, 35  # leaves a type area of 156 × 225 mm
RULE_MM = 170  # both double rules, centred on the page
LAST_RULE_MM = 20  # second rule above the edge of the paper
PAGE_NUMBER_MM = 7  # below the type area

BODY_SIZE = 16.0  # 3号
TITLE_SIZE = 22.0  # 2号
NUMBER_LINE = 20.0  # line of the 发文字号, a 3号 character high and a little more
PAGE_NUMBER_SIZE = 14.0  # 4号
LINE = 28.95  # 225 mm ÷ 22 lines, rounded down to what 22 lines can hold
TIGHTEN = -0.25  # 28 characters of 16 pt are 448 pt; 156 mm are 442.2 pt
CELL = BODY_SIZE + TIGHTEN  # the advance of one character of the body
CHARACTERS = 28

FANGSONG = "仿宋_GB2312"
TITLE_SONG = "方正小标宋简体"
HEITI = "黑体"
SONG = "宋体"
RED = "FF0000"

_ABOVE_TITLE = 2 * LINE - (NUMBER_LINE - BODY_SIZE) / 2 - (LINE - TITLE_SIZE) / 2
THICK, THIN, RULE_SPACE = 2.25, 0.75, 1.0


def prepare(document: Document) -> None:
    """Page, grid, styles and settings of an empty document."""
    _clear(document)
    _styles(document)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(PAGE_MM[0]), Mm(PAGE_MM[1])
    section.top_margin, section.bottom_margin = Mm(TOP_MM), Mm(BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(LEFT_MM), Mm(RIGHT_MM)
    section.header_distance = Mm(15)
    number_foot = BOTTOM_MM * MM - PAGE_NUMBER_MM * MM - PAGE_NUMBER_SIZE
    section.footer_distance = Pt(round(number_foot, 1))
    section.different_first_page_header_footer = True
    document.settings.odd_and_even_pages_header_footer = True
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = add(section._sectPr, "w:docGrid")
    # type "lines" only: "linesAndChars" halves the characters of a line in LibreOffice.
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(round(LINE * TWIPS)))
    grid.attrib.pop(qn("w:charSpace"), None)
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def _clear(document: Document) -> None:
    """Drop what the library's template brings and a letter has no use for: thumbnail, theme…"""
    package = document.part.package
    for relations, kept in (
        (package.rels if package else {}, ("officeDocument", "core-properties")),
        (document.part.rels, ("styles", "settings")),
    ):
        for identifier, relation in list(relations.items()):
            if not relation.reltype.endswith(kept):
                del relations[identifier]
    settings = document.settings.element
    for setting in list(settings):
        if setting.tag not in {qn("w:characterSpacingControl"), qn("w:compat")}:
            settings.remove(setting)


def _styles(document: Document) -> None:
    """Leave one style, Normal; nothing of the library's own template may show through."""
    styles = document.styles.element
    for child in list(styles):
        styles.remove(child)
    defaults = add(styles, "w:docDefaults")
    run = add(add(defaults, "w:rPrDefault"), "w:rPr")
    add_fonts(run, FANGSONG)
    add(run, "w:sz", val=str(round(BODY_SIZE * 2)))
    add(run, "w:szCs", val=str(round(BODY_SIZE * 2)))
    add(run, "w:lang", val="en-US", eastAsia="zh-CN")
    add(add(defaults, "w:pPrDefault"), "w:pPr")
    normal = add(styles, "w:style", type="paragraph", default="1", styleId="Normal")
    add(normal, "w:name", val="Normal")
    add(normal, "w:qFormat")


def first_page_furniture(document: Document, head: Letterhead) -> None:
    """Organ's name and first rule above, second rule below, all placed by the page's edges."""
    section = document.sections[0]
    header = section.first_page_header
    header.is_linked_to_previous = False
    left = (PAGE_MM[0] * MM - NAME_WIDTH) / 2
    top = LETTERHEAD_TOP_MM * MM - (head.leading - head.size) / 2
    for place, line in enumerate(head.lines):
        paragraph = header.paragraphs[0] if place == 0 else header.add_paragraph()
        frame = _frame(left, top, NAME_WIDTH, head.leading * len(head.lines))
        _form(paragraph, "center", leading=head.leading, grid=False, frame=frame)
        write(paragraph, line, TITLE_SONG, head.size, tighten=0.0, red=True)
    _rule(header.add_paragraph(), head.rule_top, THICK, THIN)
    last = (PAGE_MM[1] - LAST_RULE_MM) * MM - (THICK + THIN + RULE_SPACE)
    _rule(header.add_paragraph(), last, THIN, THICK)
    _form(header.add_paragraph(), "left", leading=12, grid=False)
    footer = section.first_page_footer
    footer.is_linked_to_previous = False
    _form(footer.paragraphs[0], "left", leading=12, grid=False)


def page_numbers(document: Document) -> None:
    """— 2 — from the second page on: odd pages right, even pages left, one character in."""
    section = document.sections[0]
    for header in (section.header, section.even_page_header):
        header.is_linked_to_previous = False
        _form(header.paragraphs[0], "left", leading=12, grid=False)
    for footer, alignment in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        _form(paragraph, alignment, leading=PAGE_NUMBER_SIZE, grid=False)
        _indent(paragraph, left=1, right=1, cell=PAGE_NUMBER_SIZE)
        write(paragraph, "— ", SONG, PAGE_NUMBER_SIZE, tighten=0.0)
        field = write(paragraph, "", SONG, PAGE_NUMBER_SIZE, tighten=0.0)._r
        add(field, "w:fldChar", fldCharType="begin")
        add_words(field, "PAGE", "w:instrText")
        add(field, "w:fldChar", fldCharType="separate")
        add_words(field, "2")
        add(field, "w:fldChar", fldCharType="end")
        write(paragraph, " —", SONG, PAGE_NUMBER_SIZE, tighten=0.0)


def _number_top(head: Letterhead) -> float:
    """Upper edge of the number's line, 7/8 of a 3号 character below the first rule."""
    top = head.rule_top + THICK + RULE_SPACE + THIN + BODY_SIZE * 7 / 8
    return top - (NUMBER_LINE - BODY_SIZE) / 2


def head_height(head: Letterhead) -> float:
    """From the edge of the paper to the foot of the title's line."""
    return _number_top(head) + NUMBER_LINE + _ABOVE_TITLE + LINE


def letter_number(document: Document, number: str, head: Letterhead) -> None:
    """发文字号: flush right, 7/8 of a 3号 character below the first rule."""
    before = _number_top(head) - TOP_MM * MM
    paragraph = document.add_paragraph()
    _form(paragraph, "right", leading=NUMBER_LINE, before=before, grid=False)
    write(paragraph, number, FANGSONG, BODY_SIZE)


def title(document: Document, text: str) -> None:
    """Title in 2号小标宋; two lines of space between its characters and those of the number."""
    paragraph = document.add_paragraph()
    _form(paragraph, "center", before=_ABOVE_TITLE, keep_next=True, grid=False)
    write(paragraph, text, TITLE_SONG, TITLE_SIZE, tighten=0.0)


def addressee(document: Document, text: str, leading: float = LINE) -> None:
    """主送: flush left, one line below the title."""
    paragraph = document.add_paragraph()
    _form(paragraph, "left", leading=leading, before=leading, keep_next=True)
    write(paragraph, text, FANGSONG, BODY_SIZE)


def body(
    document: Document, text: str, *, heading: bool = False, keep: bool = False,
    leading: float = LINE,
) -> None:
    """A paragraph of the body: two characters in, justified where no line is torn by it."""
    paragraph = document.add_paragraph()
    flush = heading or torn(text, CHARACTERS - 2, CHARACTERS)
    _form(
        paragraph, "left" if flush else "both", leading=leading, keep_next=heading or keep,
        no_line_alone=True,
    )
    _indent(paragraph, first=2)
    _write_unbroken(paragraph, text, HEITI if heading else FANGSONG)


def attachments(
    document: Document, names: tuple[str, ...], lines: tuple[str, ...], leading: float = LINE
) -> None:
    """附件说明: one line below the body; a long name's second line starts under its first.

    The last one stays with the signature.
    """
    for place, (name, text) in enumerate(zip(names, lines, strict=True)):
        paragraph = document.add_paragraph()
        before = leading if place == 0 else 0.0
        last = place == len(names) - 1
        _form(paragraph, "left", leading=leading, before=before, keep_next=last)
        head = text.removesuffix(name)
        start = 2.0 if place == 0 else 5.0
        hang = width(head) + (0.1 if len(names) > 1 else 0)
        _indent(paragraph, left=start + hang, first=-hang)
        run = write(paragraph, head, FANGSONG, BODY_SIZE)
        if len(names) > 1:
            # A digit's width is the font's affair: the hanging indent serves as a tab stop.
            add(run._r, "w:tab")
        _write_unbroken(paragraph, name, FANGSONG)


def signature(document: Document, signer: str, date: str, leading: float = LINE) -> None:
    """署名 centred over 成文日期, the date four characters from the right; room for the seal.

    Both stand in one box whose middle is the date's. A name wider than that box widens it to
    the left, so that name and date keep one axis and no name runs over the margin; a name wider
    than a line is halved. Two empty lines above leave the seal (some 42 mm) its place, within
    one line of the text.
    """
    longest = width(signer) if width(signer) <= CHARACTERS else ceil(width(signer) / 2) + 0.2
    box = max(8 + width(date), longest)
    for text, before in ((signer, 2 * leading), (date, 0.0)):
        paragraph = document.add_paragraph()
        _form(
            paragraph, "center", leading=leading, before=before, keep_next=before > 0,
            keep_lines=True,
        )
        _indent(paragraph, left=CHARACTERS - box)
        write(paragraph, text, FANGSONG, BODY_SIZE)


def write(
    paragraph: Paragraph,
    text: str,
    font: str,
    size: float,
    *,
    tighten: float = TIGHTEN,
    red: bool = False,
) -> Run:
    """Add one run. ``text`` is text and nothing else: no tab, break or field comes of it."""
    run = paragraph.add_run()
    properties = run._r.get_or_add_rPr()
    add_fonts(properties, font)
    if red:
        add(properties, "w:color", val=RED)
    if tighten:
        add(properties, "w:spacing", val=str(round(tighten * TWIPS)))
    add(properties, "w:sz", val=str(round(size * 2)))
    add(properties, "w:szCs", val=str(round(size * 2)))
    if text:
        add_words(run._r, text)
    return run


def _write_unbroken(paragraph: Paragraph, text: str, font: str) -> None:
    """Text of the body, in which numbers with hyphens stay on one line."""
    for words, whole in pieces(text):
        run = write(paragraph, "" if whole else words, font, BODY_SIZE)._r
        for place, part in enumerate(words.split("-") if whole else ()):
            if place:
                add(run, "w:noBreakHyphen")
            add_words(run, part)


def _form(
    paragraph: Paragraph,
    alignment: str,
    *,
    leading: float = LINE,
    before: float = 0.0,
    keep_next: bool = False,
    keep_lines: bool = False,
    no_line_alone: bool = False,
    grid: bool = True,
    frame: Any = None,
    borders: Any = None,
) -> None:
    """Paragraph properties, in the order that the schema of WordprocessingML demands."""
    properties = paragraph._p.get_or_add_pPr()
    properties.clear()  # headers come with a style that a letter does not have
    if keep_next:
        add(properties, "w:keepNext")
    if keep_lines:
        add(properties, "w:keepLines")
    if frame is not None:
        properties.append(frame)
    # Whether one line of it may stand at the foot or at the head of a page.
    add(properties, "w:widowControl", val="1" if no_line_alone else "0")
    if borders is not None:
        properties.append(borders)
    # A mark outside the type area would look like an overflow to whoever checks the paper.
    add(properties, "w:overflowPunct", val="0")
    add(properties, "w:autoSpaceDE", val="0")
    add(properties, "w:autoSpaceDN", val="0")
    if not grid or leading < LINE:
        add(properties, "w:snapToGrid", val="0")
    spacing = {"before": before, "after": 0.0, "line": leading}
    twips = {name: str(round(value * TWIPS)) for name, value in spacing.items()}
    add(properties, "w:spacing", lineRule="exact", **twips)
    add(properties, "w:ind", left="0", right="0", firstLine="0")
    add(properties, "w:jc", val=alignment)


def _indent(
    paragraph: Paragraph, *, left: float = 0, right: float = 0, first: float = 0, cell: float = CELL
) -> None:
    """Indents in characters of ``cell`` points. A negative ``first`` hangs."""
    indent: Any = paragraph._p.get_or_add_pPr().find(qn("w:ind"))
    indent.set(qn("w:left"), str(round(left * cell * TWIPS)))
    indent.set(qn("w:right"), str(round(right * cell * TWIPS)))
    if first < 0:
        del indent.attrib[qn("w:firstLine")]
    name = "w:hanging" if first < 0 else "w:firstLine"
    indent.set(qn(name), str(round(abs(first) * cell * TWIPS)))


def _frame(left: float, top: float, width_: float, height: float) -> Any:
    """Where a paragraph stands by the edges of the page, out of the text's flow."""
    places = {"w": width_, "h": height, "x": left, "y": top}
    twips = {name: str(round(value * TWIPS)) for name, value in places.items()}
    return element(
        "w:framePr", hRule="atLeast", wrap="around", vAnchor="page", hAnchor="page", **twips
    )


def _rule(paragraph: Paragraph, top: float, upper: float, lower: float) -> None:
    """A double rule of RULE_MM, red: the borders of an empty line one point high."""
    borders = element("w:pBdr")
    for side, weight in (("top", upper), ("bottom", lower)):
        size = str(round(weight * 8))
        add(borders, f"w:{side}", val="single", sz=size, space="0", color=RED)
    left = (PAGE_MM[0] - RULE_MM) / 2 * MM
    frame = _frame(left, top, RULE_MM * MM, RULE_SPACE + upper + lower)
    _form(paragraph, "left", leading=RULE_SPACE, grid=False, frame=frame, borders=borders)
