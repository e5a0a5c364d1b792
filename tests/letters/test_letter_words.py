"""The words: facts go in as they are or not at all, nothing is missing, and what was reviewed can
be recognised in what is issued."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

import letters
from letters import Fact, ParagraphRole
from letters.facts import in_words


def _facts(kind: str = "not_held", **changes: object) -> dict[str, object]:
    return letters.sample(kind) | changes


# ── Missing and unsuitable facts ────────────────────────────────────────────────


@pytest.mark.parametrize("name", sorted(letters.kinds()))
def test_without_any_one_of_its_required_facts_there_is_no_letter(name: str) -> None:
    kind = letters.kinds()[name]
    for fact in kind.facts.values():
        if fact.required:
            for nothing in (None, "", "  \u3000", []):
                with pytest.raises(letters.MissingFact, match=fact.label) as refused:
                    letters.compose(name, _facts(name) | {fact.name: nothing})
                assert (refused.value.fact, refused.value.label) == (fact.name, fact.label)


@pytest.mark.parametrize("name", sorted(letters.kinds()))
def test_facts_that_may_be_missing_leave_no_trace_when_they_are(name: str) -> None:
    kind = letters.kinds()[name]
    optional = {fact.name for fact in kind.facts.values() if not fact.required}
    bare = {key: value for key, value in _facts(name).items() if key not in optional}
    composition = letters.compose(name, bare)
    assert "{{" not in composition.text
    assert "None" not in composition.text
    assert composition.attachments == ()
    assert composition.date == ""
    assert all(paragraph.text.strip() for paragraph in composition.paragraphs)


def test_half_of_an_optional_paragraph_is_asked_for_whole() -> None:
    with pytest.raises(letters.MissingFact, match="该机关的联系方式"):
        letters.compose("not_responsible", _facts("not_responsible", responsible_contact=""))


def test_an_unknown_kind_or_fact_is_refused() -> None:
    with pytest.raises(letters.UnknownKind, match="没有名为“refused_without_reason”"):
        letters.compose("refused_without_reason", {})
    with pytest.raises(letters.UnsuitableFact, match="没有此项"):
        letters.compose("not_held", _facts(explanatoin="写错了名称"))


def test_a_procedural_letter_takes_no_remedy_paragraph() -> None:
    with pytest.raises(letters.UnsuitableFact, match="remedy_paragraph"):
        letters.compose("withdrawn", _facts("withdrawn", remedy_paragraph="如不服……"))
    letters.compose("withdrawn", _facts("withdrawn", remedy_paragraph=""))


# ── What data may not bring ─────────────────────────────────────────────────────

HARMLESS_BUT_HOSTILE = [
    "A&B <公司>",
    "</w:t></w:r></w:p><w:p><w:r><w:t>准予公开",
    "{{remedy_paragraph}}",
    "{% for x in y %}{{ cycler.__init__.__globals__ }}",
    "【可省】张三",
    "&#10;&lt;b&gt;",
    "\\n张三\\r",
    "%(agency_name)s ${name} {0}",
    "«㐂»𠮷野屋有限公司",
    "𰻝𰻝面馆",
    "O’Neill—“引号”……",
    "阿布都热依木·买买提",
    "=cmd|' /C calc'!A0",
    "]]>",
]
REFUSED = [
    "张三\n特此公告",
    "张三\r李四",
    "张\t三",
    "张三\x00",
    "张三\x0b",
    "张三\x1b[31m",
    "张三\x85李四",
    "张三\u2028李四",
    "张三\u2029李四",
    "\u202e三张",
    "张\u2066三",
    "张\u200b三",
    "张\ufeff三",
    "张\ue000三",
    "张\ud800三",
    "张\uffff三",
    "张\U0001fffe三",
]


@pytest.mark.parametrize("name", HARMLESS_BUT_HOSTILE)
def test_a_name_that_looks_like_structure_is_text_and_stays_one_paragraph(name: str) -> None:
    plain = letters.compose("not_held", _facts(applicant_name="张三"))
    hostile = letters.compose("not_held", _facts(applicant_name=name, request_subject=name))
    assert hostile.addressee == name
    assert len(hostile.paragraphs) == len(plain.paragraphs)
    within = name.replace("“", "‘").replace("”", "’")
    assert f"“{within}”" in hostile.paragraphs[0].text
    document = letters.render(hostile, number="周政公开复〔2026〕1号")
    assert letters.read_back(document).split("\n")[3] == f"{name}："
    assert f"“{within}”" in letters.read_back(document)


def test_quotation_marks_within_quotation_marks_are_single() -> None:
    """GB/T 15834-2011: the outer marks are double, those within them single."""
    letter = letters.compose("not_held", _facts(
        request_subject="“十四五”规划编制经费", search_scope="在“财政一体化”系统中"))
    assert "“‘十四五’规划编制经费”" in letter.paragraphs[0].text
    assert "在“财政一体化”系统中" in letter.text


@pytest.mark.parametrize("name", REFUSED)
def test_breaks_controls_and_direction_marks_are_refused_with_their_place(name: str) -> None:
    for fact in ("applicant_name", "request_subject", "remedy_paragraph", "search_scope"):
        with pytest.raises(letters.UnsuitableFact, match=r"第[1-9]字"):
            letters.compose("not_held", _facts(**{fact: name}))


def test_an_officer_s_paragraphs_are_paragraphs_and_hold_no_controls_either() -> None:
    composition = letters.compose("not_held", _facts(explanation="第一段。\r\n\n  第二段。\n"))
    texts = [paragraph.text for paragraph in composition.paragraphs]
    assert texts[texts.index("第一段。") + 1] == "第二段。"
    with pytest.raises(letters.UnsuitableFact, match="U\\+202E"):
        letters.compose("not_held", _facts(explanation="第一段。\n第\u202e二段。"))


@pytest.mark.parametrize(
    ("fact", "value", "reason"),
    [
        ("applicant_name", "名" * 121, "不能超过120个字，现有121个字"),
        ("applicant_name", 12345, "应当是文字"),
        ("received_on", "2026-02-30", "应当写成年-月-日"),
        ("received_on", "二〇二六年三月", "应当写成年-月-日"),
        ("received_on", datetime(2026, 3, 9, tzinfo=UTC), "应当写成年-月-日"),
        ("form_of_address", "陛下", "应当是下列之一：您；你们；贵单位"),
        ("explanation", "字" * 6001, "不能超过6000个字"),
    ],
)
def test_a_fact_of_the_wrong_type_or_too_long_is_refused(
    fact: str, value: object, reason: str
) -> None:
    with pytest.raises(letters.UnsuitableFact, match=reason):
        letters.compose("not_held", _facts(**{fact: value}))


def test_items_are_a_list_of_lines_numbered_in_chinese() -> None:
    items = [f"事项{place}" for place in range(1, 12)]
    composition = letters.compose("correction_notice", _facts("correction_notice", items=items))
    texts = [p.text for p in composition.paragraphs if p.role is ParagraphRole.ITEM]
    assert texts[0] == "（一）事项1；"
    assert texts[9:] == ["（十）事项10；", "（十一）事项11。"]
    alone = letters.compose("correction_notice", _facts("correction_notice", items=["写明名称。"]))
    assert "\n写明名称。\n" in alone.text
    for wrong in ("一行文字", ["一\n二"], ["项"] * 31, [1, 2]):
        with pytest.raises(letters.UnsuitableFact):
            letters.compose("correction_notice", _facts("correction_notice", items=wrong))


@pytest.mark.parametrize(
    ("value", "words"),
    [("128.5", "128.50元"), (Decimal("0.01"), "0.01元"), (40, "40.00元")],
)
def test_money_is_printed_to_the_cent(value: object, words: str) -> None:
    fee = Fact("fee", "信息处理费", "money", required=True, source="rule")
    assert in_words("收费通知书", fee, value) == (words,)


@pytest.mark.parametrize("value", ["十元", "1e999999", "NaN", "-1", "0.001", 1.5, True])
def test_what_is_no_amount_of_money_is_refused(value: object) -> None:
    fee = Fact("fee", "信息处理费", "money", required=True, source="rule")
    with pytest.raises(letters.UnsuitableFact):
        in_words("收费通知书", fee, value)


@pytest.mark.parametrize("value", ["十", "-1", -1, True, 1.0, "²"])
def test_what_is_no_whole_number_is_refused(value: object) -> None:
    with pytest.raises(letters.UnsuitableFact, match="整数"):
        letters.compose("correction_notice", _facts("correction_notice", correction_days=value))


# ── Where the words come from, and what identifies them ─────────────────────────


def test_a_preview_can_tell_which_words_came_from_which_fact() -> None:
    composition = letters.compose("not_held", _facts())
    first = composition.paragraphs[0]
    assert "".join(piece.text for piece in first.pieces) == first.text
    came = {piece.fact: piece.text for piece in first.pieces if piece.fact}
    assert came["received_on"] == "2026年3月3日"
    assert came["form_of_address"] == "您"
    roles = [paragraph.role for paragraph in composition.paragraphs]
    assert roles[-1] is ParagraphRole.ENDING
    assert roles.count(ParagraphRole.REMEDY) == 1


def test_dates_given_as_json_text_read_the_same() -> None:
    as_dates = _facts()
    as_text = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in as_dates.items()
    }
    assert as_text != as_dates
    assert letters.compose("not_held", as_text) == letters.compose("not_held", as_dates)


def test_the_digest_ignores_number_and_date_and_nothing_else() -> None:
    reviewed = letters.compose("partly_disclosed", _facts("partly_disclosed", dated_on=None))
    issued = letters.compose("partly_disclosed", _facts("partly_disclosed"))
    assert reviewed.date == ""
    assert issued.date == "2026年3月27日"
    assert reviewed.digest == issued.digest
    others = {
        "agency_name": "周村区教育局",
        "applicant_name": "赵海燕、赵海鸥",
        "form_of_address": "organisation",
        "request_subject": "别的内容",
        "request_intro": "经补正，申请公开",
        "order_paragraph": "根据周村区人民政府的行政复议决定，本机关依法重新作出答复。",
        "received_on": date(2026, 3, 3),
        "case_number": "周依申请〔2026〕0065",
        "agency_contact": "别处",
        "disclosed_part": "别的内容",
        "supply_way": "别的方式",
        "withheld_part": "别的内容",
        "withheld_ground": "16-2",
        "withheld_reason": "别的理由",
        "attachments": [],
        "remedy_paragraph": "别的救济途径。",
    }
    assert set(others) | {"dated_on"} == set(letters.kinds()["partly_disclosed"].facts)
    digests = {
        letters.compose("partly_disclosed", _facts("partly_disclosed") | {name: value}).digest
        for name, value in others.items()
    }
    assert len(digests) == len(others)
    assert issued.digest not in digests


def test_words_moved_from_one_paragraph_to_the_next_change_the_digest() -> None:
    one = letters.compose("not_held", _facts(explanation="甲。\n乙。丙。"))
    other = letters.compose("not_held", _facts(explanation="甲。乙。\n丙。"))
    assert one.digest != other.digest


# ── Numbers and dates ───────────────────────────────────────────────────────────


def test_a_number_has_hexagonal_brackets_the_full_year_and_no_leading_zeros() -> None:
    assert letters.number("周政公开", "复", 2026, 12) == "周政公开复〔2026〕12号"
    assert letters.number("周政公开", "函", 2026, 5) == "周政公开函\u30142026\u30155号"
    assert letters.number("周政公开", "", 2026, 1000) == "周政公开〔2026〕1000号"


@pytest.mark.parametrize(
    ("code", "word", "year", "seq"),
    [
        ("", "复", 2026, 1),
        ("周政 公开", "复", 2026, 1),
        ("ZZGK", "复", 2026, 1),
        ("周政公开", "〔", 2026, 1),
        ("周政公开", "复", 26, 1),
        ("周政公开", "复", 2026, 0),
        ("周政公开", "复", 2026, -3),
        ("周政公开", "复", 2026, 1_000_000),
    ],
)
def test_a_number_that_no_letter_may_bear_is_not_made(
    code: str, word: str, year: int, seq: int
) -> None:
    with pytest.raises(letters.MalformedNumber):
        letters.number(code, word, year, seq)


@pytest.mark.parametrize(
    "number",
    ["", "周政公开复[2026]12号", "周政公开复〔2026〕012号", "周政公开复〔2026〕第12号",
     "周政公开复〔26〕12号", "周政公开复〔2026〕12号\n", "周政公开复〔2026〕１２号"],
)  # fmt: skip
def test_no_paper_is_made_under_a_malformed_number(number: str) -> None:
    composition = letters.compose("withdrawn", _facts("withdrawn"))
    with pytest.raises(letters.MalformedNumber):
        letters.render(composition, number=number)


def test_dates_are_written_with_arabic_digits_and_without_leading_zeros() -> None:
    assert letters.date_in_words(date(2026, 3, 9)) == "2026年3月9日"
    assert letters.date_in_words(date(2026, 11, 23)) == "2026年11月23日"
