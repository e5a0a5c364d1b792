"""The docx: it says what was composed, or it is not made; and it holds nothing else."""

import io
import re
import unicodedata
import zipfile

import pytest

import letters
from letters.paper import layout
from letters.paper.letterhead import NAME_WIDTH, letterhead, width

NUMBER = "周政公开复〔2026〕12号"


def _paper(kind: str = "not_held", **changes: object) -> bytes:
    return letters.render(letters.compose(kind, letters.sample(kind) | changes), number=NUMBER)


def _part(paper: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(paper)) as package:
        return package.read(name).decode("utf-8")


@pytest.mark.parametrize("kind", sorted(letters.kinds()))
def test_every_kind_reads_back_from_its_paper_as_it_was_composed(kind: str) -> None:
    composition = letters.compose(kind, letters.sample(kind))
    text = letters.read_back(letters.render(composition, number=NUMBER))
    assert text == composition.text_with(NUMBER)
    lines = text.split("\n")
    assert lines[:4] == [
        composition.letterhead,
        NUMBER,
        composition.title,
        f"{composition.addressee}：",
    ]
    assert lines[-2:] == [composition.signer, composition.date]


def test_a_telephone_number_is_not_parted_and_no_letter_holds_what_nobody_reads() -> None:
    paper = _paper()
    document = _part(paper, "word/document.xml")
    assert "0533</w:t><w:noBreakHyphen/>" in document
    assert not {each for each in document if unicodedata.category(each) == "Cf"}
    assert "0533-6000006" in letters.read_back(paper)


def test_no_line_of_a_paragraph_stands_alone_at_the_foot_or_the_head_of_a_page() -> None:
    document = _part(_paper(), "word/document.xml")
    for paragraph in document.split("<w:p>")[4:-2]:
        assert '<w:widowControl w:val="1"/>' in paragraph


def test_several_attachments_are_numbered_and_a_single_one_is_not() -> None:
    one = letters.read_back(_paper("disclosed", attachments=["中标通知书"]))
    assert "\n附件：中标通知书\n" in one
    two = letters.read_back(_paper("disclosed", attachments=["公示表", "中标通知书"]))
    assert "\n附件：1.公示表\n2.中标通知书\n" in two


def test_a_letter_without_its_day_of_signing_is_composed_but_not_set_on_paper() -> None:
    draft = letters.compose("not_held", letters.sample("not_held") | {"dated_on": ""})
    with pytest.raises(letters.MissingFact, match="成文日期"):
        letters.render(draft, number=NUMBER)


def test_paper_that_lost_added_or_changed_a_word_is_not_handed_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    setting = layout.body
    faults = {
        "lost": lambda document, text, **how: (
            None if "行政复议" in text else setting(document, text, **how)
        ),
        "changed": lambda document, text, **how: setting(
            document, text.replace("60日", "30日"), **how
        ),
        "doubled": lambda document, text, **how: [
            setting(document, text, **how) for _ in range(1 + ("特此" in text))
        ],
    }
    for name, fault in faults.items():
        monkeypatch.setattr(layout, "body", fault)
        with pytest.raises(letters.LetterUnfaithful, match="不一致"):
            _paper()
        monkeypatch.setattr(layout, "body", setting)
        assert _paper(), name


@pytest.mark.parametrize("field", ["signature", "letter_number", "addressee"])
def test_a_paper_with_a_wrong_date_number_or_name_is_not_handed_out(
    field: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    setting = getattr(layout, field)

    def wrong(document: object, *words: object) -> None:
        setting(document, *[f"误{word}" if isinstance(word, str) else word for word in words])

    monkeypatch.setattr(layout, field, wrong)
    with pytest.raises(letters.LetterUnfaithful, match="误"):
        _paper()


def test_bytes_that_are_no_letter_are_refused() -> None:
    empty = io.BytesIO()
    with zipfile.ZipFile(empty, "w") as package:
        package.writestr("word/document.xml", "<x/>")
    for stray in (b"", b"PK\x03\x04", b"%PDF-1.7", empty.getvalue()):
        with pytest.raises(letters.LetterUnfaithful, match="不是本系统制作的文书"):
            letters.read_back(stray)


def test_the_paper_reaches_out_to_nothing_and_embeds_no_font() -> None:
    paper = _paper("disclosed")
    with zipfile.ZipFile(io.BytesIO(paper)) as package:
        names = package.namelist()
        relations = "".join(package.read(name).decode() for name in names if name.endswith(".rels"))
    assert not [name for name in names if "font" in name.lower() and "table" not in name.lower()]
    assert not [name for name in names if re.search("vba|macro|activex|embed|thumbnail", name)]
    assert "External" not in relations
    document = _part(paper, "word/document.xml")
    assert set(re.findall(r'w:eastAsia="([^"]+)"', document)) == {
        "仿宋_GB2312",
        "方正小标宋简体",
    }


def test_the_paper_is_the_agency_s_and_not_the_library_s() -> None:
    core = _part(_paper(), "docProps/core.xml")
    assert "python-docx" not in core
    assert "周村区南郊镇人民政府" in core
    assert NUMBER in core


def test_properties_stand_in_the_order_that_the_schema_demands() -> None:
    order = [
        "keepNext", "keepLines", "framePr", "widowControl", "pBdr", "overflowPunct",
        "autoSpaceDE", "autoSpaceDN", "snapToGrid", "spacing", "ind", "jc",
    ]  # fmt: skip
    paper = _paper("partly_disclosed")
    with zipfile.ZipFile(io.BytesIO(paper)) as package:
        parts = [n for n in package.namelist() if re.match(r"word/(document|header|footer)", n)]
    found = 0
    for part in parts:
        for properties in re.findall(r"<w:pPr>(.*?)</w:pPr>", _part(paper, part)):
            bare = re.sub(r"<w:pBdr>.*?</w:pBdr>", "<w:pBdr/>", properties)
            places = [order.index(tag) for tag in re.findall(r"<w:(\w+)", bare)]
            assert places == sorted(places)
            found += 1
    assert found > 15


def test_a_long_name_shrinks_to_one_line_and_a_very_long_one_takes_two() -> None:
    short = letterhead("周村区民政局")
    assert (short.lines, short.size) == (("周村区民政局",), 34.0)
    long = letterhead("新疆维吾尔自治区伊犁哈萨克自治州自然资源局")
    assert len(long.lines) == 1
    assert 22 <= long.size < 24
    very_long = letterhead("内蒙古自治区锡林郭勒盟西乌珠穆沁旗巴拉嘎尔高勒镇人民政府街道办事处")
    assert len(very_long.lines) == 2
    assert "".join(very_long.lines).endswith("街道办事处")
    for head in (short, long, very_long, letterhead("局" * 56)):
        assert all(width(line) * head.size <= NAME_WIDTH for line in head.lines)
        assert head.rule_top > head.bottom
