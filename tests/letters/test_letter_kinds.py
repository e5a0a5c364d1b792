"""The catalogue: which letters there are, what the law makes each of them say, and what a
kind's files may not do."""

import shutil
from datetime import date
from pathlib import Path

import pytest

import letters
from letters import catalogue, facts

REPLIES = {
    "already_public": ("36-1", "O"),
    "disclosed": ("36-2", "O"),
    "partly_disclosed": ("37", "P"),
    "refused_state_secret": ("14-a", "P"),
    "refused_third_party": ("15", "P"),
    "refused_internal_affairs": ("16-1", "P"),
    "refused_process_information": ("16-2", "P"),
    "not_held": ("36-4", "O"),
    "not_responsible": ("36-5", "O"),
    "needs_processing": ("38", "O"),
    "still_unclear": ("30-A", "O"),
    "repeated_request": ("36-6", "O"),
    "petition": ("39-1", "O"),
    "correction_lapsed": ("30-B", "O"),
}
PROCEDURE = {"acknowledgement", "correction_notice", "extension_notice", "withdrawn"}

# What a letter of the kind must tell the applicant, besides what every letter tells.
MUST_SAY = {
    "acknowledgement": ["当面提交", "2026年4月7日", "第三十三条"],
    "correction_notice": ["（一）", "（三）", "10个工作日", "视为放弃申请", "第三十条", "0533-"],
    "extension_notice": ["负责人同意", "20个工作日", "2026年4月24日", "第三十三条第二款"],
    "already_public": ["第三十六条第一项", "www."],
    "disclosed": ["第三十六条第二项", "邮寄"],
    "partly_disclosed": ["第三十七条", "第十五条", "予以公开的部分", "不予公开的部分", "理由"],
    "refused_state_secret": ["第十四条", "国家秘密"],
    "refused_third_party": ["第十五条", "第三十二条", "有合理理由", "公共利益"],
    "refused_internal_affairs": ["第十六条第一款", "后勤管理", "法律、法规、规章没有规定"],
    "refused_process_information": ["第十六条第二款", "讨论记录", "法律、法规、规章没有规定"],
    "not_held": ["第三十六条第四项", "检索", "西马村、征收", "1997年1月", "党政办公室"],
    "not_responsible": ["第三十六条第五项", "第十条", "人力资源和社会保障局", "联系方式"],
    "needs_processing": ["第三十八条", "加工、分析"],
    "still_unclear": ["第三十条", "周政公开函〔2026〕31号", "2026年3月18日"],
    "repeated_request": ["第三十六条第六项", "周建公开复〔2026〕7号", "2026年3月18日"],
    "petition": ["第三十九条第一款", "投诉", "不将其作为政府信息公开申请处理", "12345"],
    "correction_lapsed": ["第三十条", "视为放弃申请", "2026年3月4日", "周政公开函〔2026〕22号"],
    "withdrawn": ["终止办理", "2026年3月12日"],
}
EVERY_KIND = sorted(MUST_SAY)


def test_the_catalogue_holds_these_kinds_and_no_others() -> None:
    assert set(letters.kinds()) == set(REPLIES) | PROCEDURE == set(MUST_SAY)


def test_replies_bear_their_ground_and_remedy_and_procedural_letters_bear_no_remedy() -> None:
    for name, kind in letters.kinds().items():
        if name in REPLIES:
            assert (kind.series, kind.ground, kind.remedy) == ("reply", *REPLIES[name]), name
        else:
            assert (kind.series, kind.remedy) == ("procedure", "N"), name


@pytest.mark.parametrize("name", EVERY_KIND)
def test_a_letter_says_what_the_law_wants_of_it(name: str) -> None:
    kind, sample = letters.kinds()[name], letters.sample(name)
    text = letters.compose(name, sample).text
    for words in MUST_SAY[name]:
        assert words in text, words
    for fact in ("agency_name", "applicant_name", "request_subject", "case_number"):
        within = str(sample[fact]).replace("“", "‘").replace("”", "’")
        assert str(sample[fact]) in text or f"“{within}”" in text, fact
    received = sample["received_on"]
    assert isinstance(received, date)
    assert letters.date_in_words(received) in text
    assert str(sample["agency_contact"]) in text
    assert text.count("特此告知。") == 1
    assert ("行政复议" in text) == (kind.remedy != "N")


@pytest.mark.parametrize("name", EVERY_KIND)
def test_a_body_names_only_articles_of_its_declared_basis(name: str) -> None:
    kind = letters.kinds()[name]
    for article in kind.basis:
        assert article.startswith("《中华人民共和国政府信息公开条例》第")
    fixed = "".join(part for line in kind.lines for part in line.parts if isinstance(part, str))
    if "条例》第" in fixed and name != "acknowledgement":
        wanted = fixed.split("条例》", 1)[1].split("条", 1)[0]
        assert any(f"》{wanted}条" in article for article in kind.basis)


@pytest.mark.parametrize("name", EVERY_KIND)
def test_every_field_of_the_drafting_form_explains_itself(name: str) -> None:
    for fact in letters.kinds()[name].officer_facts:
        assert fact.label
        assert fact.help or fact.type in {"choice", "text", "date"}
        assert fact.type in facts.FACT_TYPES


def test_a_refusal_for_state_secrets_asks_for_no_word_about_their_content() -> None:
    assert letters.kinds()["refused_state_secret"].officer_facts == ()


def test_a_partial_disclosure_is_contested_first_before_the_government_only_for_articles_14_to_16():
    kind = letters.kinds()["partly_disclosed"]
    for ground in ("14-a", "14-b", "14-c", "15", "16-1", "16-2", "16-3"):
        assert kind.remedy_class({"withheld_ground": ground}) == "P"
    assert kind.remedy_class({"withheld_ground": "36-4"}) == "O"


def test_kinds_whose_way_to_court_is_unsettled_say_so() -> None:
    unsettled = {name for name, kind in letters.kinds().items() if kind.adviser_wording}
    assert unsettled == {"needs_processing", "petition", "repeated_request"}


def test_a_request_received_before_the_regulation_of_2019_gets_no_letter_that_quotes_it() -> None:
    sample = letters.sample("disclosed") | {"received_on": date(2019, 5, 14)}
    with pytest.raises(letters.UnsuitableFact, match="2019年5月15日"):
        letters.compose("disclosed", sample)
    letters.compose("disclosed", sample | {"received_on": date(2019, 5, 15)})


# ── What a kind's files may not do ──────────────────────────────────────────────


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(catalogue.HERE / "not_responsible", tmp_path / "trial"))


def _rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_untouched_copy_loads(folder: Path) -> None:
    assert catalogue.load_folder(folder).name == "trial"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("{{reason}}", "{{raeson}}", "unknown fact raeson"),
        ("{{reason}}", "理由：{{reason}}", "reason must stand alone"),
        ("{{remedy_paragraph}}\n", "", "remedy_paragraph is declared but never used"),
        ("【可省】", "", "may be missing"),
        ("特此告知。", "", "last line must be the ending"),
        ("经审查，", "经审查，{% if x %}", "stray brace"),
        ("经审查，", "经审查，{{reason.__class__}}", "stray brace"),
        ("经审查，", "经审查于{{dated_on}}，", "dated_on belongs to the signature"),
        ("经审查，", "【可省】经审查，", "without a fact that may be missing"),
    ],
)
def test_a_body_that_could_leave_a_hole_or_hold_more_than_placeholders_is_refused(
    folder: Path, old: str, new: str, complaint: str
) -> None:
    _rewrite(folder / "body.txt", old, new)
    with pytest.raises(letters.MalformedKind, match=complaint):
        catalogue.load_folder(folder)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("remedy: O", "remedy: Q", "remedy：“Q”不在N、O、P之中"),
        ("remedy: O\n", "", "缺少remedy"),
        ("remedy: O", "remedy: N", "unknown fact remedy_paragraph"),
        ("series: reply", "series: replies", "series：“replies”不在procedure、reply之中"),
        ("series: reply", "series: reply\nmacro: x", "不认识的键：macro"),
        ("signed_by: agency_name", "signed_by: minister", "没有名为“minister”的项目"),
        ("name: reason", "name: case_number", "每种文书都已有case_number"),
        ("name: responsible_agency", "name: reason", "项目reason写了两次"),
        ("type: paragraphs", "type: python", "type：“python”不在"),
        ("type: paragraphs", "type: choice", "choices用于且只用于"),
        ("source: officer", "source: form", "form_field用于且只用于"),
        ("source: officer", "source: officer\n    form_field: reason", "form_field用于且只用于"),
        ("applies_from: 2019-05-15", "applies_from: 现行", "applies_from：“现行”不是日期"),
        ("facts:", "facts: [", "letter.yaml"),
    ],
)
def test_a_declaration_that_contradicts_itself_is_refused_by_name(
    folder: Path, old: str, new: str, complaint: str
) -> None:
    _rewrite(folder / "letter.yaml", old, new)
    with pytest.raises(letters.MalformedKind, match=complaint):
        catalogue.load_folder(folder)
