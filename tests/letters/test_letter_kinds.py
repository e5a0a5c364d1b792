"""The catalogue: which letters there are, what the law makes each of them say, and what a
kind's files may not do."""

import shutil
from datetime import date
from pathlib import Path

import pytest

import letters
from engine.statute.values import grounds
from letters import catalogue, facts

EVERY_KIND = sorted(letters.kinds())


FEE_RULES = "《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）"
REGULATION = "《中华人民共和国政府信息公开条例》"


@pytest.mark.parametrize("name", EVERY_KIND)
def test_a_reply_names_the_articles_and_the_remedy_that_the_law_has_for_its_ground(
    name: str,
) -> None:
    kind, dated_on = letters.kinds()[name], letters.sample(name)["dated_on"]
    assert isinstance(dated_on, date)
    if kind.series == "procedure":
        assert kind.remedy == "N"
        return
    ground = grounds.at(kind.ground, dated_on)
    named = {article.removeprefix(REGULATION) for article in kind.basis}
    assert set(ground.article.removeprefix(REGULATION).split("、")) <= named
    assert kind.remedy == ground.remedy


@pytest.mark.parametrize("name", EVERY_KIND)
def test_a_letter_says_what_the_law_wants_of_it(name: str) -> None:
    kind, whole = letters.kinds()[name], catalogue.whole_sample(name)
    sample, text = whole.facts, letters.compose(name, whole.facts).text
    assert whole.says
    for words in whole.says:
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
        # What the report's notice or the rules of fees alone know of stands in no article here.
        assert (article.startswith(f"{REGULATION}第") or article == FEE_RULES
                or kind.ground == "CONF")
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
    assert unsettled == {"administrative_inquiry", "needs_processing", "petition",
                         "public_publication", "repeated_request"}


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
