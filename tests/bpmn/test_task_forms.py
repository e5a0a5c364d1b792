"""Forms: every user task has one, it leads somewhere, and what is handed in is checked."""

import re
from collections.abc import Mapping
from datetime import date

import pytest

import letters
from declared.yaml_file import FileRefused
from engine.processes.checks.verification import verify
from engine.processes.diagram import PREFIXES, parse_diagram
from engine.processes.expressions.expression import compile_expression
from engine.processes.forms.files import read_form
from engine.processes.forms.form import Form
from engine.processes.published import ProcessDefinition, load
from engine.statute.values import receipt

LATEST = load(drafts=True).latest
FORMS = LATEST.forms
ARTICLE = re.compile(r"《政府信息公开条例》第[一二三四五六七八九十至条第]+(第[一二三]款)?")

each_form = pytest.mark.parametrize("form", FORMS.values(), ids=list(FORMS))
each_diagram = pytest.mark.parametrize(
    "definition", LATEST.definitions.values(), ids=lambda each: f"{each.process}-v{each.version}"
)


# --- what the published forms promise ---------------------------------------------------------


@each_diagram
def test_every_user_task_has_its_form_and_every_form_its_task(
    definition: ProcessDefinition
) -> None:
    tasks = {e.id for e in definition.elements.values() if e.type == "userTask"}
    assert set(definition.forms) == tasks


@each_form
def test_a_form_is_called_what_its_task_is_called(form: Form) -> None:
    names = [e.name for d in LATEST.definitions.values() for e in d.elements.values()
             if e.id == form.task]
    assert names == [form.title]


@each_form
def test_a_form_names_its_articles_and_tells_the_officer_in_one_sentence(form: Form) -> None:
    assert all(ARTICLE.fullmatch(article) for article in form.basis)
    assert form.instruction.count("。") == 1
    assert form.instruction.endswith("。")


@each_form
def test_a_form_has_one_main_button(form: Form) -> None:
    assert [choice.button for choice in form.outcome.choices].count("primary") == 1


@each_form
def test_sentences_end_and_labels_do_not(form: Form) -> None:
    sentences = [each.help for each in form.fields if each.help]
    sentences += [choice.because for choice in form.outcome.choices if choice.because]
    assert all(text.endswith("。") for text in sentences)
    assert all(c.confirm.endswith("？") for c in form.outcome.choices if c.confirm)
    labels = [form.title, form.outcome.label, *(each.label for each in form.fields)]
    labels += [choice.label for choice in form.outcome.choices]
    assert not any(label.endswith(("。", "：", "？")) for label in labels)


@each_form
def test_long_texts_have_a_limit(form: Form) -> None:
    assert all(each.max for each in form.fields if each.type in ("text", "paragraphs"))


@each_form
def test_who_refuses_says_why(form: Form) -> None:
    for choice in form.outcome.choices:
        if choice.button == "danger":
            assert "opinion" in choice.requires


def test_nobody_checks_his_own_draft() -> None:
    for task in ("review_confidentiality", "approve_reply", "approve_extension"):
        assert FORMS[task].separate_from == ("draft_reply",)


def test_a_task_is_separated_only_from_tasks_that_exist() -> None:
    assert {other for form in FORMS.values() for other in form.separate_from} <= set(FORMS)


def test_channels_of_a_correction_are_those_of_article_31() -> None:
    (channel,) = [each for each in FORMS["receive_correction"].fields if each.name == "channel"]
    assert set(dict(channel.choices)) == set(receipt.channels())


def test_no_two_forms_set_the_same_variable() -> None:
    variables = [form.outcome.variable for form in FORMS.values()]
    assert len(variables) == len(set(variables))


#: What an operation sets, beside the forms.
SET_BY_OPERATIONS = {"correction": {"lapsed"}}
CHOICES = {
    form.outcome.variable: form.outcome.values | SET_BY_OPERATIONS.get(form.outcome.variable, set())
    for form in FORMS.values()
}


def _gateways(definition: ProcessDefinition) -> list[tuple[str, list[str], int]]:
    """(gateway, its conditions, number of its flows)"""
    process = parse_diagram(definition.xml).find("bpmn:process", PREFIXES)
    assert process is not None
    found = []
    for gateway in process.iterfind("bpmn:exclusiveGateway", PREFIXES):
        flows = process.xpath(
            "bpmn:sequenceFlow[@sourceRef=$g]", namespaces=PREFIXES, g=gateway.get("id")
        )
        conditions = [flow.findtext("bpmn:conditionExpression", "", PREFIXES) for flow in flows]
        found.append((gateway.get("id", ""), [c for c in conditions if c], len(flows)))
    return found


@each_diagram
def test_each_choice_of_a_form_takes_exactly_one_flow(definition: ProcessDefinition) -> None:
    for gateway, conditions, flows in _gateways(definition):
        (variable,) = {name for text in conditions for name in compile_expression(text).names}
        taken = set()
        for value in CHOICES[variable]:
            true = [text for text in conditions if compile_expression(text).decide(
                {variable: value})]
            assert len(true) <= 1, (gateway, value)
            taken.add(true[0] if true else "default")
        assert len(taken) == flows, gateway  # every flow is somebody's choice


@each_diagram
def test_every_condition_compares_with_a_value_that_can_be(definition: ProcessDefinition) -> None:
    for gateway, conditions, _ in _gateways(definition):
        for text in conditions:
            (variable,) = compile_expression(text).names
            values = [compile_expression(text).decide({variable: v}) for v in CHOICES[variable]]
            assert any(values), (gateway, text)


def test_without_its_default_a_gateway_may_still_cover_all_choices() -> None:
    text = LATEST.definitions["sign_off"].xml.decode()
    text = text.replace(' default="flow_after_approval_to_reply_returned"', "")
    old = '<bpmn:sequenceFlow id="flow_after_approval_to_reply_returned" name="退回" ' \
          'sourceRef="after_approval" targetRef="reply_returned" />'
    assert old in text
    for condition, clean in (('sign_off == "returned"', True), ('sign_off == "torn"', False)):
        new = old[:-3] + f"><bpmn:conditionExpression>{condition}</bpmn:conditionExpression>" \
            "</bpmn:sequenceFlow>"
        problems = verify(
            text.replace(old, new).encode(), operations=["record/decided", "letter/issue"],
            timers=[], lanes=["审核签发人"], choices=CHOICES,
        )
        assert (problems == ()) is clean
        assert clean or [each.code for each in problems] == ["no_way_out"]


def test_what_a_letter_takes_from_a_form_a_form_asks() -> None:
    for definition in LATEST.definitions.values():
        for parameter in parse_diagram(definition.xml).iterfind(
            ".//bpmn:serviceTask//gongkai:parameter[@name='kind']", PREFIXES
        ):
            for fact in letters.kinds()[parameter.get("value", "")].facts.values():
                if fact.source == "form":
                    assert [form for form in FORMS.values() for each in form.fields
                            if each.name == fact.form_field], (fact.name, fact.form_field)


def test_who_decides_about_an_extension_starts_from_what_was_asked_for() -> None:
    starts = {(form.task, each.name): each.starts_from
              for form in FORMS.values() for each in form.fields if each.starts_from}
    assert starts[("approve_extension", "working_days")] == "extension_days"


# --- what is handed in ------------------------------------------------------------------------


def _problems(task: str, values: Mapping[str, object], **variables: object) -> dict[str, str]:
    return FORMS[task].read(values, variables)[1]


def test_what_is_handed_in_comes_out_clean() -> None:
    clean, problems = FORMS["serve_reply"].read(
        {"service": "served", "service_method": "post", "served_on": " 2026-03-02 ",
         "tracking_number": " XA123456789CN ", "foreign": "x"}, {},
    )
    assert problems == {}
    assert clean == {
        "service": "served", "service_method": "post", "served_on": date(2026, 3, 2),
        "tracking_number": "XA123456789CN",
    }


def test_a_letter_by_post_needs_its_number_and_one_by_hand_does_not() -> None:
    served = {"service": "served", "served_on": date(2026, 3, 2)}
    post = {**served, "service_method": "post"}
    assert _problems("serve_reply", post) == {"tracking_number": "请填写邮件号码。"}
    assert _problems("serve_reply", {**served, "service_method": "in_person"}) == {}


def test_who_returns_a_draft_must_say_why_and_who_approves_need_not() -> None:
    assert _problems("approve_reply", {"sign_off": "approved"}) == {}
    assert _problems("approve_reply", {"sign_off": "returned"}) == {
        "opinion": "请填写审核意见。"
    }
    assert _problems("approve_reply", {"sign_off": "returned", "opinion": " \n "}) == {
        "opinion": "请填写审核意见。"
    }


def test_without_a_choice_nothing_is_handed_in() -> None:
    for nonsense in (None, "", "perhaps", 1, ["approved"]):
        assert _problems("approve_reply", {"sign_off": nonsense}) == {
            "sign_off": "请选择签发意见。"
        }


@pytest.mark.parametrize(
    ("days", "problem"),
    [
        ("1", ""), ("20", ""), (20, ""), ("0", "不能少于1"), ("21", "不能超过20"),
        ("-3", "不能少于1"), ("x", "应当是整数"), ("3.5", "应当是整数"), ("²", "应当是整数"),
        (True, "应当是整数"), ("9" * 50, "应当是整数"), ("", "请填写"),
    ],
)
def test_an_extension_is_one_to_twenty_working_days(days: object, problem: str) -> None:
    # 《条例》第三十三条第二款：延长的期限最长不得超过20个工作日
    found = _problems("approve_extension", {"extension": "approved", "working_days": days})
    assert problem in found.get("working_days", "")
    assert bool(found) is bool(problem)


def test_correction_is_asked_for_once() -> None:
    # 《条例》第三十条：一次性告知
    asked = {"examination": "needs_correction", "note": "范围不明确"}
    assert _problems("examine_request", asked) == {}
    again = _problems("examine_request", asked, correction="received")
    assert "已经补正过" in again["examination"]
    accepted = {"examination": "accepted", "handler": "7"}
    assert _problems("examine_request", accepted, correction="received") == {}


def test_a_period_is_extended_once() -> None:
    asked = {"draft": "extend", "extension_reason": "需要检索档案", "extension_days": "10"}
    assert _problems("draft_reply", asked) == {}
    assert _problems("draft_reply", asked, extension="rejected") == {}
    assert "已经延长过" in _problems("draft_reply", asked, extension="approved")["draft"]


@pytest.mark.parametrize("value", ["2026-02-30", "今天", "2026/3/2", 20260302, "20260302T00"])
def test_a_date_that_is_none_is_refused(value: object) -> None:
    found = _problems("serve_reply", {
        "service": "served", "service_method": "in_person", "served_on": value
    })
    assert "应当写成年-月-日" in found["served_on"]


def test_texts_are_measured_in_characters() -> None:
    note = {"examination": "accepted", "handler": 7}
    assert _problems("examine_request", {**note, "note": "字" * 1000}) == {}
    assert "现有1001个字" in _problems("examine_request", {**note, "note": "字" * 1001})["note"]


def test_a_box_that_must_be_ticked() -> None:
    values = {"archiving": "archived"}
    assert "请确认" in _problems("archive_case", values)["materials_complete"]
    assert _problems("archive_case", {**values, "materials_complete": "on"}) == {}
    assert "请确认" in _problems("archive_case", {**values, "materials_complete": "off"})[
        "materials_complete"
    ]


# --- files that do not follow the schema --------------------------------------------------------

GOOD = """
title: 归档
basis: [《政府信息公开条例》第四十五条]
instruction: 核对后归档。
outcome:
  variable: archiving
  label: 结论
  choices:
    - {value: archived, label: 归档, button: primary, requires: [note]}
fields:
  - {name: note, label: 说明, type: text, required: false}
"""


def test_the_sample_file_is_good() -> None:
    assert read_form("archive", GOOD.encode(), "archive.yaml").outcome.variable == "archiving"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("title: 归档", "", "缺少title"),
        ("title: 归档", "title: 归档\ncolour: red", "不认识的键：colour"),
        ("title: 归档", "title: 归档\ntitle: 归卷", "“title”重复"),
        ("title: 归档", "title: 7", "title不是str"),
        ("title: 归档", "title: !!python/object/apply:os.system [id]", "python/object"),
        ("[《政府信息公开条例》第四十五条]", "[]", "没有写明依据"),
        ("button: primary", "button: green", "“green”不在"),
        ("requires: [note]", "requires: [nothing]", "要求的字段不存在：nothing"),
        ("requires: [note]", "unless: 'a == \"b\"'", "unless和because必须同时写"),
        ("requires: [note]", "unless: 'a.b()', because: 不行。", "表达式只能"),
        ("value: archived", "value: Archived", "不是名称"),
        ("type: text", "type: colour", "“colour”不在"),
        ("type: text", "type: choice", "缺少choices"),
        ("type: text", "type: person, role: king", "“king”不在"),
        ("type: text", "type: text, min: 3", "不认识的键：min"),
        ("required: false", "required: 'no'", "required不是bool"),
        ("name: note", "name: archiving", "字段名重复"),
        ("required: false", "required: false, when: {way: post}", "when不是任何选项"),
        ("type: text", "type: tick, from: note", "不认识的键：from"),
        ("required: false", "required: false, from: 7", "from不是str"),
        ("fields:\n  - {name: note, label: 说明, type: text, required: false}", "fields: 3",
         "fields不是list"),
    ],
)
def test_a_slip_in_a_form_file_is_named(old: str, new: str, reason: str) -> None:
    assert old in GOOD
    with pytest.raises(FileRefused, match=re.escape("archive.yaml：")) as refused:
        read_form("archive", GOOD.replace(old, new).encode(), "archive.yaml")
    assert reason in str(refused.value)
