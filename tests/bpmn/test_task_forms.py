"""Forms: every user task has one, it leads somewhere, and what is handed in is checked."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations, product

import pytest

import letters
from engine.installation.contracts import contracts
from engine.processes.checks.contracts import Together, possible_values
from engine.processes.checks.verification import verify
from engine.processes.diagram import PREFIXES, parse_diagram
from engine.processes.expressions.expression import compile_expression
from engine.processes.expressions.grammar import Value
from engine.processes.forms.form import Form
from engine.processes.published import ProcessDefinition, load
from engine.statute.values import receipt

PUBLISHED = load(drafts=True)
LATEST, SECOND = PUBLISHED.latest, PUBLISHED.release(2)
FORMS = LATEST.forms
ARTICLE = re.compile(r"《政府信息公开条例》第[一二三四五六七八九十至条第]+(第[一二三]款)?")
#: What the State Council's office wrote to explain an article stands after it.
DOCUMENT = re.compile(r"国办(公开办)?函〔[0-9]{4}〕[0-9]+号(第[一二三四五六七八九十]+项)?")

# A step of the life and the same step of a new round have forms of their own.
EVERY = {f"{name}-{task}": form for name, each in LATEST.definitions.items()
         for task, form in each.forms.items()}
each_form = pytest.mark.parametrize("form", EVERY.values(), ids=list(EVERY))
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
             if e.id == form.task and d.forms[form.task] is form]
    assert names == [form.title]


@each_form
def test_a_form_names_its_articles_and_tells_the_officer_in_one_sentence(form: Form) -> None:
    assert ARTICLE.fullmatch(form.basis[0])
    assert all(ARTICLE.fullmatch(each) or DOCUMENT.fullmatch(each) for each in form.basis)
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


def test_a_variable_says_what_one_question_came_to() -> None:
    """A gateway that reads it must know which form spoke. Two forms may set one variable when
    they follow each other in one diagram, so that no caller mixes them up, and either have the
    very same answers or none in common, so that no value has two meanings."""
    for whole in (LATEST.main, *LATEST.beside.values()):    # none has variables of another
        asking: dict[str, list[tuple[str, Form]]] = {}
        for name, definition in LATEST.with_called(whole).items():
            for form in definition.forms.values():
                asking.setdefault(form.outcome.variable, []).append((name, form))
        for variable, found in asking.items():
            assert len({process for process, _ in found}) == 1, variable
            for (_, one), (_, other) in combinations(found, 2):
                common = one.outcome.values & other.outcome.values
                assert not common or one.outcome.values == other.outcome.values, variable


CHOICES = possible_values(Together(LATEST.main, LATEST.definitions), contracts())


def _all_cases(conditions: list[str]) -> Iterator[dict[str, Value]]:
    """Every way in which the variables of these conditions can be."""
    names = sorted({name for text in conditions for name in compile_expression(text).names})
    for values in product(*(sorted(CHOICES[name]) for name in names)):
        yield dict(zip(names, values, strict=True))


def _gateways(definition: ProcessDefinition) -> list[tuple[str, list[str], int]]:
    """(gateway, its conditions, number of its flows)"""
    process = parse_diagram(definition.xml).find("bpmn:process", PREFIXES)
    assert process is not None
    found = []
    for gateway in process.iterfind("bpmn:exclusiveGateway", PREFIXES):
        flows = process.xpath(
            "bpmn:sequenceFlow[@sourceRef=$g]", namespaces=PREFIXES, g=gateway.get("id", "")
        )
        conditions = [flow.findtext("bpmn:conditionExpression", "", PREFIXES) for flow in flows]
        found.append((gateway.get("id", ""), [c for c in conditions if c], len(flows)))
    return found


@each_diagram
def test_each_choice_of_a_form_takes_exactly_one_flow(definition: ProcessDefinition) -> None:
    for gateway, conditions, flows in _gateways(definition):
        taken = set()
        for values in _all_cases(conditions):
            true = [text for text in conditions if compile_expression(text).decide(values)]
            assert len(true) <= 1, (gateway, values)
            taken.add(true[0] if true else "default")
        assert len(taken) == flows, gateway  # every flow is somebody's choice


@each_diagram
def test_every_condition_compares_with_a_value_that_can_be(definition: ProcessDefinition) -> None:
    for gateway, conditions, _ in _gateways(definition):
        for text in conditions:
            cases = [compile_expression(text).decide(each) for each in _all_cases([text])]
            assert any(cases), (gateway, text)
            assert not all(cases), (gateway, text)
            for name, value in compile_expression(text).compared:
                assert value in CHOICES[name], (gateway, text)


def test_without_its_default_a_gateway_may_still_cover_all_choices() -> None:
    text = SECOND.definitions["sign_off"].xml.decode()
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
    clean, problems = FORMS["serve_letter"].read(
        {"service": "sent", "service_method": "post", "served_on": " 2026-03-02 ",
         "tracking_number": " XA123456789CN ", "foreign": "x"}, {},
    )
    assert problems == {}
    assert clean == {
        "service": "sent", "service_method": "post", "served_on": date(2026, 3, 2),
        "tracking_number": "XA123456789CN",
    }


def test_a_letter_by_post_needs_its_number_and_one_by_hand_does_not() -> None:
    for task in ("serve_letter", "serve_again"):
        sent = {"service": "sent", "served_on": date(2026, 3, 2), "service_method": "post"}
        by_hand = {**sent, "service": "delivered", "service_method": "in_person"}
        assert _problems(task, sent) == {"tracking_number": "请填写邮件号码。"}
        assert _problems(task, by_hand) == {}


def test_what_came_back_has_its_day_and_its_reason() -> None:
    returned = {"delivery": "returned", "delivered_on": date(2026, 3, 5)}
    assert _problems("confirm_delivery", returned) == {"return_reason": "请填写退回原因。"}
    assert _problems("confirm_delivery", {**returned, "delivery": "delivered"}) == {}


def test_who_writes_no_notice_fills_in_no_notice() -> None:
    # 《条例》第三十条：需要补正的才告知
    assert _problems("write_correction_notice", {"correction": "not_needed"}) == {}
    assert set(_problems("write_correction_notice", {"correction": "written"})) == {"items"}


def test_a_correction_has_its_day_and_a_lapse_was_looked_into() -> None:
    # 《条例》第三十条：答复期限自收到补正的申请之日起计算；无正当理由逾期不补正的，视为放弃
    assert set(_problems("receive_correction", {"correction": "received"})) == {
        "corrected_on", "channel", "corrected_description"}
    assert set(_problems("receive_correction", {"correction": "lapsed"})) == {"lapse_checked"}
    assert _problems("receive_correction", {"correction": "lapsed", "lapse_checked": "on"}) == {}


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
            "sign_off": f"请选择{FORMS['approve_reply'].outcome.label}。"
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
    found = _problems("serve_letter", {
        "service": "delivered", "service_method": "in_person", "served_on": value
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
