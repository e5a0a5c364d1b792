"""The paper measured on LibreOffice's PDF of it: GB/T 9704-2012, 信函格式, in millimetres.

Places are those of the text on the page as the PDF gives them (baselines, left edges), so they
hold for whatever font stands in for the named one.
"""

import io
import re
from dataclasses import dataclass
from functools import cache

import pypdf
import pytest

import letters
import letters.paper.pdf

MM = 72 / 25.4
NUMBER = "周政公开复〔2026〕12号"
ONE_LINE = "本段文字只用汉字写成不含标点符号和数字以便逐字计量每行的字数和每页的行数"


@dataclass(frozen=True)
class Words:
    """A stretch of text: distances from the page's left and upper edges, in millimetres."""

    left: float
    base: float
    text: str
    size: float


@dataclass(frozen=True)
class Rule:
    """A red line: place and length in millimetres, weight in points."""

    left: float
    top: float
    length: float
    weight: float


@cache
def _pdf(kind: str, **changes: object) -> pypdf.PdfReader:
    facts = letters.sample(kind) | {
        name: list(value) if isinstance(value, tuple) else value for name, value in changes.items()
    }
    composition = letters.compose(kind, facts)
    document = letters.render(composition, number=NUMBER)
    return pypdf.PdfReader(io.BytesIO(letters.paper.pdf.convert(document, seconds=120)))


def _words(page: pypdf.PageObject) -> list[Words]:
    found: list[Words] = []

    def visit(text: str, _cm: object, place: list[float], _font: object, size: float) -> None:
        if text.strip():
            base = (page.mediabox.height - place[5]) / MM
            found.append(Words(place[4] / MM, float(base), text.strip(), size))

    page.extract_text(visitor_text=visit)
    return found


def _lines(page: pypdf.PageObject) -> dict[float, str]:
    """The text of each line of the body, by the height of its baseline."""
    lines: dict[float, str] = {}
    for words in _words(page):
        if words.base < 265:
            lines[round(words.base, 1)] = lines.get(round(words.base, 1), "") + words.text
    return lines


def _red_rules(page: pypdf.PageObject) -> list[Rule]:
    """The red lines of the page from the top down."""
    content = page.get_contents()
    assert content is not None
    drawing = content.get_data().decode("latin-1").partition("1 0 0 RG")[2]
    lines = re.findall(r"([\d.]+) w [^S]*?([\d.]+) ([\d.]+) m\s+([\d.]+) ([\d.]+) l S", drawing)
    height = float(page.mediabox.height)
    rules = []
    for line in lines:
        weight, x1, y1, x2, y2 = map(float, line)
        assert y1 == y2
        top = (height - y1 - weight / 2) / MM
        rules.append(Rule(min(x1, x2) / MM, top, abs(x1 - x2) / MM, weight))
    return sorted(rules, key=lambda rule: rule.top)


def _long(paragraphs: int) -> pypdf.PdfReader:
    return _pdf("refused_process_information", reason="\n".join([ONE_LINE * 8] * paragraphs))


def test_a_full_page_holds_22_lines_of_28_characters() -> None:
    page = _long(4).pages[1]
    lines = _lines(page)
    assert len(lines) == 22
    full = [text for text in lines.values() if text in ONE_LINE * 20]
    longest = [text for text in full if len(text) > 24]
    assert len(longest) > 12
    assert {len(text) for text in longest} <= {26, 28}  # a paragraph's first line starts two in
    assert sum(len(text) == 28 for text in longest) > 10


def test_the_text_stays_inside_the_type_area_of_156_by_225_mm() -> None:
    for page in _long(4).pages[1:-1]:
        for words in _words(page):
            if words.base < 265:
                assert words.left >= 27.9, words
                assert 37 <= words.base <= 262, words


def test_the_letterhead_starts_30_mm_below_the_edge_and_is_centred_and_red() -> None:
    page = _pdf("withdrawn").pages[0]
    name = next(w for w in _words(page) if w.text == "周村区人民政府办公室" and w.base < 50)
    assert name.size == pytest.approx(34, abs=0.5)
    # The baseline of a Chinese character lies some 0.88 of its height below its upper edge.
    assert name.base - 0.88 * 34 / MM == pytest.approx(30, abs=1.0)
    assert name.left + 10 * 34 / MM / 2 == pytest.approx(105, abs=0.5)


def test_both_double_rules_are_170_mm_long_and_lie_where_the_standard_puts_them() -> None:
    rules = _red_rules(_pdf("withdrawn").pages[0])
    assert len(rules) == 4
    for rule in rules:
        assert rule.length == pytest.approx(170, abs=0.5)
        assert rule.left == pytest.approx(20, abs=0.5)
    name_bottom = 30 + 34 / MM
    assert rules[0].top - name_bottom == pytest.approx(4, abs=0.3)
    assert rules[3].top + rules[3].weight / MM == pytest.approx(297 - 20, abs=0.3)
    assert rules[0].weight > 2 * rules[1].weight, "the first rule is thick over thin"
    assert rules[3].weight > 2 * rules[2].weight, "the second rule is thin over thick"


def test_the_number_stands_at_the_right_under_the_first_rule_two_lines_above_the_title() -> None:
    words = _words(_pdf("withdrawn").pages[0])
    number = [w for w in words if 50 < w.base < 62]
    rule = _red_rules(_pdf("withdrawn").pages[0])[1]
    gap = number[0].base - 0.88 * 16 / MM - (rule.top + rule.weight / MM)
    assert gap == pytest.approx(16 * 7 / 8 / MM, abs=0.5)
    assert "".join(w.text for w in number).replace(" ", "") == NUMBER
    assert number[-1].left > 170
    title = next(w for w in words if w.text == "政府信息公开申请终止办理告知书")
    assert title.size == pytest.approx(22, abs=0.5)
    assert title.left + 15 * 22 / MM / 2 == pytest.approx(28 + 78, abs=0.7)
    between = title.base - 0.88 * 22 / MM - (number[0].base + 0.12 * 16 / MM)
    assert between == pytest.approx(2 * 10.21, abs=1.0)


def test_the_date_is_four_characters_from_the_right_with_the_signer_centred_over_it() -> None:
    words = _words(_pdf("withdrawn").pages[0])
    signer = next(w for w in words if w.text == "周村区人民政府办公室" and w.base > 50)
    date = [w for w in words if 10 < w.base - signer.base < 10.4]
    assert "".join(w.text for w in date).replace(" ", "") == "2026年3月13日"
    centre_of_signer = signer.left + 10 * 15.75 / MM / 2
    # 2026年3月13日 is 6.5 characters wide when digits are half as wide as Chinese characters.
    centre_of_date = 184 - (4 + 6.5 / 2) * 15.75 / MM
    assert centre_of_signer == pytest.approx(centre_of_date, abs=1.5)
    above = max(w.base for w in words if w.base < signer.base - 1)
    assert signer.base - above == pytest.approx(3 * 10.21, abs=0.3), "two empty lines for the seal"


def test_pages_are_numbered_from_the_second_on_right_and_left_by_turns() -> None:
    pages = _long(8).pages
    assert len(pages) >= 4
    for place, page in enumerate(pages, 1):
        marks = [w for w in _words(page) if w.base > 265]
        if place == 1:
            assert marks == []
            continue
        assert "".join(w.text for w in marks).replace(" ", "") == f"—{place}—"
        assert 269 < marks[0].base < 276, "7 mm below the type area"
        assert (marks[0].left < 50) == (place % 2 == 0)


def test_the_date_never_stands_alone_on_a_page() -> None:
    """Line by line the text grows over the end of the second page."""
    grown = [
        _pdf("not_held", explanation="\n".join(["经检索没有找到该信息。"] * lines)).pages
        for lines in (16, 17, 18)
    ]
    assert [len(pages) for pages in grown] == [2, 3, 3]
    for pages in grown:
        text = pages[-1].extract_text()
        assert "特此告知。" in text
        assert "2026" in text.split("特此告知。")[1]


def test_a_long_list_of_attachments_leaves_the_last_one_with_the_signature() -> None:
    names = tuple(f"第{place}件材料" for place in range(1, 19))
    last = _pdf("disclosed", attachments=names).pages[-1]
    text = re.sub(r"\s", "", last.extract_text())
    assert "18.第18件材料" in text
    assert "2026年3月18日" in text


UNBROKEN = ("0533-6000001", "400-800-1234")


def test_no_line_parts_a_telephone_number() -> None:
    """Each stands once at every place of a line; the paragraph before it is as long as that."""
    pages = _pdf("not_held", explanation="\n".join(
        f"{ONE_LINE[:before]}，{word}，{ONE_LINE[:9]}。"
        for word in UNBROKEN for before in range(13, 26)
    )).pages
    lines = [
        re.sub(r"\s", "", line) for page in pages for line in page.extract_text().splitlines()
    ]
    for word in UNBROKEN:
        assert sum(word in line for line in lines) == 13, word


def test_a_receipt_of_ordinary_words_is_one_page_also_when_its_date_is_provisional() -> None:
    pages = _pdf(
        "acknowledgement",
        request_subject="2026年度行政事业单位国有资产出租收入上缴财政情况与各单位房屋租金水平的比较分析",
        due_on_note="因2027年放假安排尚未公布，上述届满之日为暂定，公布后以重新计算的日期为准。",
    ).pages
    assert len(pages) == 1
    assert max(words.base for words in _words(pages[0])) <= 262


def test_a_very_long_name_stays_inside_the_rule_and_keeps_its_distance() -> None:
    agency = "内蒙古自治区锡林郭勒盟西乌珠穆沁旗巴拉嘎尔高勒镇人民政府街道办事处"
    page = _pdf("withdrawn", agency_name=agency).pages[0]
    head = [w for w in _words(page) if w.base < 52]
    assert "".join(w.text for w in head) == agency
    assert len({round(w.base) for w in head}) == 2
    assert all(w.left > 20 for w in head)
    assert all(w.left + len(w.text) * w.size / MM < 190 for w in head)
    name_bottom = max(w.base + 0.12 * w.size / MM for w in head)
    assert _red_rules(page)[0].top - name_bottom == pytest.approx(4, abs=0.5)
