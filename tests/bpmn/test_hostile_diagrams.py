"""A diagram is hostile until proven otherwise.

SpiffWorkflow runs Python from ten places of a diagram. Each stands here, in a diagram that is
good but for it; verification must refuse it, and nothing may run on the way. The files that
attack the XML reader follow.
"""

import sys
import time
from pathlib import Path

import pytest
from sample_diagram import SAMPLE, changed, codes, problems

from engine.processes.diagram import UnreadableDiagram, parse_diagram


def test_the_sample_is_good_but_for_what_a_test_adds() -> None:
    assert problems(SAMPLE.encode()) == ()


# --- the ten places -----------------------------------------------------------------------------

SPIFF = "spiffworkflow"


def _payload(marker: Path) -> str:
    return f"__import__('pathlib').Path('{marker}').touch()"


TEN_PLACES: dict[str, list[tuple[str, str]]] = {
    "script task": [
        ('<bpmn:userTask id="ask" name="审查申请"><!--ask--></bpmn:userTask>',
         '<bpmn:scriptTask id="ask" name="审查申请"><bpmn:script>PAYLOAD</bpmn:script>'
         "</bpmn:scriptTask>")],
    "condition of a sequence flow": [('answer == "yes"', "PAYLOAD")],
    "timer expression": [('due("reply_overdue")', "PAYLOAD")],
    "conditional event": [
        ("<!--event-->",
         '<bpmn:conditionalEventDefinition id="c"><bpmn:condition>PAYLOAD</bpmn:condition>'
         "</bpmn:conditionalEventDefinition>")],
    "multi-instance cardinality": [
        ("<!--ask-->",
         "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>PAYLOAD"
         "</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>")],
    "script before or after a task": [
        ("<!--ask-->",
         f"<bpmn:extensionElements><{SPIFF}:preScript>PAYLOAD</{SPIFF}:preScript>"
         f"<{SPIFF}:postScript>PAYLOAD</{SPIFF}:postScript></bpmn:extensionElements>")],
    "parameter of a service task": [
        ("<!--extension-->",
         f'<{SPIFF}:serviceTaskOperator id="x"><{SPIFF}:parameters>'
         f'<{SPIFF}:parameter id="a" type="str" value="PAYLOAD" /></{SPIFF}:parameters>'
         f"</{SPIFF}:serviceTaskOperator>")],
    "payload of a message": [
        ("<!--event-->",
         '<bpmn:messageEventDefinition id="m" messageRef="letter"><bpmn:extensionElements>'
         f"<{SPIFF}:messagePayload>PAYLOAD</{SPIFF}:messagePayload></bpmn:extensionElements>"
         "</bpmn:messageEventDefinition>"),
        ("<!--definitions-->", '<bpmn:message id="letter" name="来信" />')],
    "correlation of a message": [
        ("<!--definitions-->",
         '<bpmn:message id="letter" name="来信" />'
         '<bpmn:correlationProperty id="p" name="p"><bpmn:correlationPropertyRetrievalExpression '
         'messageRef="letter"><bpmn:formalExpression>PAYLOAD</bpmn:formalExpression>'
         "</bpmn:correlationPropertyRetrievalExpression></bpmn:correlationProperty>")],
    "completion condition of an ad-hoc subprocess": [
        ("<!--process-->",
         '<bpmn:adHocSubProcess id="free" name="随意"><bpmn:completionCondition>PAYLOAD'
         "</bpmn:completionCondition></bpmn:adHocSubProcess>")],
}


def test_there_are_ten_places() -> None:
    assert len(TEN_PLACES) == 10


@pytest.mark.parametrize("place", TEN_PLACES)
def test_python_in_a_diagram_is_refused_and_never_runs(place: str, tmp_path: Path) -> None:
    marker = tmp_path / "it_ran"
    changes = [(old, new.replace("PAYLOAD", _payload(marker))) for old, new in TEN_PLACES[place]]
    assert codes(changed(*changes)) & {"forbidden_element", "refused_expression"}
    assert not marker.exists()


def test_the_literal_of_our_own_parameter_is_a_plain_word() -> None:
    for value in ("__import__('os')", "a b", "", "x" * 65, "{{ a }}", "甲"):
        assert codes(changed(('value="reply"', f'value="{value}"'))) == {"bad_parameter"}


@pytest.mark.parametrize(
    ("element", "shown"),
    [
        ('<bpmn:sendTask id="x" name="发送" />', "发送任务（sendTask）"),
        ('<bpmn:parallelGateway id="x" name="并行" />', "并行网关"),
        ('<bpmn:subProcess id="x" name="子流程" />', "嵌入子流程"),
        ('<bpmn:intermediateThrowEvent id="x"><bpmn:linkEventDefinition id="y" name="链接" />'
         "</bpmn:intermediateThrowEvent>", "链接事件"),
        ('<bpmn:intermediateCatchEvent id="x"><bpmn:signalEventDefinition id="y" />'
         "</bpmn:intermediateCatchEvent>", "信号事件"),
        ('<foreign:thing xmlns:foreign="urn:x" />', "其他软件的扩展“thing”"),
        ("<thing />", "元素“thing”"),
    ],
)
def test_what_the_engine_does_not_carry_out_is_refused_by_name(element: str, shown: str) -> None:
    found = problems(changed(("<!--process-->", element)))
    assert any(shown in each.message_zh for each in found)
    assert {each.code for each in found} == {"forbidden_element"}


def test_a_duration_is_refused_because_days_are_not_working_days() -> None:
    xml = changed(
        ('<bpmn:timeCycle xsi:type="bpmn:tFormalExpression">due("reply_overdue")</bpmn:timeCycle>',
         "<bpmn:timeDuration>P20D</bpmn:timeDuration>"))
    (found,) = problems(xml)
    assert found.code == "forbidden_element"
    assert "时长（timeDuration）" in found.message_zh


@pytest.mark.parametrize(
    "change",
    [
        ('name="审查申请">', 'name="审查申请" startQuantity="2">'),
        ('name="审查申请">', 'name="审查申请" spiffworkflow:x="1">'),
        ('name="审查申请">', 'name="审查申请" onclick="alert(1)">'),
        ('id="definitions"', 'id="definitions" expressionLanguage="python"'),
        ('id="definitions"',
         'id="definitions" xsi:schemaLocation="urn:x http://127.0.0.1/x.xsd"'),
        ("<bpmn:conditionExpression>", '<bpmn:conditionExpression language="python">'),
    ],
)
def test_an_unknown_attribute_is_refused(change: tuple[str, str]) -> None:
    assert codes(changed(change)) == {"forbidden_attribute"}


@pytest.mark.parametrize(
    "change",
    [
        ("<!--ask-->", "<bpmn:timeDate>due(\"reply_overdue\")</bpmn:timeDate>"),
        ("<!--process-->", "<bpmn:extensionElements />"),
        ("<!--definitions-->", '<bpmn:userTask id="stray" name="外面的任务" />'),
        ('answer == "yes"</bpmn:conditionExpression>',
         'answer == "yes"</bpmn:conditionExpression>'
         "<bpmn:conditionExpression>True</bpmn:conditionExpression>"),
    ],
)
def test_a_known_element_in_the_wrong_place_is_refused(change: tuple[str, str]) -> None:
    assert codes(changed(change)) == {"misplaced_element"}


def test_text_where_no_text_belongs_is_refused() -> None:
    assert codes(changed(("<!--process-->", "eval('1')"))) == {"stray_text"}


# --- the XML reader -----------------------------------------------------------------------------

SECRET = "this text stands in a file of the server"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.txt"
    path.write_text(SECRET)
    return path


DOCTYPES = {
    "external entity": ('<!DOCTYPE x [<!ENTITY e SYSTEM "file://FILE">]>', "&e;"),
    "remote entity": ('<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:9/e">]>', "&e;"),
    "parameter entity": ('<!DOCTYPE x [<!ENTITY % e SYSTEM "file://FILE"> %e;]>', ""),
    "external DTD": ('<!DOCTYPE x SYSTEM "file://FILE">', ""),
    "internal entity": ('<!DOCTYPE x [<!ENTITY e "text">]>', "&e;"),
    "unused declaration": ("<!DOCTYPE definitions>", ""),
    "billion laughs": (
        '<!DOCTYPE x [<!ENTITY a "ha">'
        + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij",
                                                                    strict=True))
        + "]>", "&j;"),
    "quadratic blow-up": (f'<!DOCTYPE x [<!ENTITY e "{"x" * 20_000}">]>', "&e;" * 20_000),
}


@pytest.mark.parametrize("kind", DOCTYPES)
def test_a_doctype_is_refused_and_no_file_is_read(kind: str, secret: Path) -> None:
    doctype, use = DOCTYPES[kind]
    xml = changed(
        ('encoding="UTF-8"?>\n', 'encoding="UTF-8"?>\n' + doctype.replace("FILE", str(secret))),
        ('name="审查申请">', f'name="审查申请"><bpmn:documentation>{use}</bpmn:documentation>'),
    )
    begun = time.process_time()
    (found,) = problems(xml)
    assert found.code in {"doctype", "not_xml"}
    assert SECRET not in found.message_zh
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_xml"),
        (b"\x00\x01\x02", "not_xml"),
        (b"PK\x03\x04 not a diagram", "not_xml"),
        (b"<a><b></a>", "not_xml"),
        (b"<a>&undefined;</a>", "not_xml"),
        (b"\xff\xfe<\x00a", "not_xml"),
        (b'<?xml version="1.0" encoding="no-such"?><a/>', "not_xml"),
        (b"<a>" * 70 + b"</a>" * 70, "too_deep"),
        (b"<a>" * 5000 + b"</a>" * 5000, "not_xml"),
        (b"<a>" + b"<b/>" * 30_000 + b"</a>", "too_large"),
        (b"<a>" + b" " * 1_000_000 + b"</a>", "too_large"),
        (b"<a/>", "not_a_diagram"),
        (b'<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>',
         "not_a_diagram"),
    ],
)
def test_what_is_no_diagram_is_refused_in_chinese(data: bytes, code: str) -> None:
    (found,) = problems(data)
    assert found.code == code
    assert any("\u4e00" <= character <= "\u9fff" for character in found.message_zh)


def test_a_file_of_the_greatest_size_is_read_in_bounded_time() -> None:
    task = '<bpmn:userTask id="t{0}" name="任务" /><bpmn:sequenceFlow id="f{0}" ' \
        'sourceRef="t{0}" targetRef="t{0}" />'
    many = "".join(task.format(number) for number in range(7_000))
    xml = changed(("<!--process-->", many))
    assert 700_000 < len(xml) < 1_000_000
    begun = time.process_time()
    found = problems(xml)
    unreachable = next(each for each in found if each.code == "unreachable")
    assert len(found) < 20
    assert all(f"t{number}，" in unreachable.message_zh for number in range(1, 7_000))
    assert time.process_time() - begun < 10


def test_many_attributes_and_many_doubles_are_refused_in_bounded_time() -> None:
    attributes = " ".join(f'a{number}="1"' for number in range(60_000))
    doubles = '<bpmn:userTask id="ask" name="任务" />' * 15_000
    for change in (('name="审查申请">', f'name="审查申请" {attributes}>'),
                   ("<!--process-->", doubles)):
        begun = time.process_time()
        assert problems(changed(change))
        assert time.process_time() - begun < 10


def test_reading_opens_nothing(secret: Path) -> None:
    opened: list[str] = []
    watching = True

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if watching and event in ("open", "socket.connect", "socket.getaddrinfo"):
            opened.append(f"{event} {arguments[:1]}")

    sys.addaudithook(watch)
    for doctype, use in DOCTYPES.values():
        xml = f'{doctype.replace("FILE", str(secret))}<a>{use}</a>'.encode()
        with pytest.raises(UnreadableDiagram):
            parse_diagram(xml)
    watching = False
    assert opened == []
