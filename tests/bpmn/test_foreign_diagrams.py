"""What somebody is told who brings a diagram of another program: everything, once, in words."""

import re

import foreign_diagrams
import pytest
from sample_diagram import LANES, SAMPLE, changed, codes, problems

from engine.processes.checks.problem import MAX_PROBLEMS
from engine.processes.checks.verification import verify

UNDRAWN = {"missing_drawing"}
TOLD: dict[str, dict[str, str]] = {
    "bpmn.io": {
        "Activity_1": "没有类型的任务（task）“填写申请”，请改为用户任务（由人办理）或者服务任务",
        "Activity_2": "手工任务（manualTask）“盖章”，请改为用户任务",
        "StartEvent_1": "“StartEvent_1”没有中文名称",
        "Process_1": "应当标为可执行",
    },
    "Camunda 7": {
        "approve": "“审批”不得带有Camunda 7的扩展“formData”、Camunda 7的扩展“taskListener”",
        "both": "并行网关（parallelGateway）“分头”，请改为先后办理",
        "book": "“登记”不得带有Camunda 7的属性“class”",
        "start": "“开始”不得带有Camunda 7的属性“initiator”",
    },
    "Camunda 8": {
        "start": "没有写明是哪一个消息",
        "check": "“核对”不得带有Camunda 8（Zeebe）的扩展“taskDefinition”",
        "f4": "连线“是”的条件不能使用",
    },
    "Flowable": {
        "begin": "“开始”不得带有Flowable的属性“formKey”",
        "manager": "“负责人审批”不得带有Flowable的属性“candidateGroups”",
        "inside": "嵌入子流程（subProcess）“会签”，请另画一个流程，用调用活动（callActivity）调用它"
                  "，其中的5个元素没有检查",
    },
    "Activiti": {"manager": "“负责人审批”不得带有Activiti的属性“candidateGroups”"},
}


def _told(text: str) -> list[str]:
    found = verify(text.encode(), operations=(), timers=(), lanes=LANES)
    return [each.in_words for each in found if each.code not in UNDRAWN]


@pytest.mark.parametrize(
    ("whose", "element"), [(whose, element) for whose in TOLD for element in TOLD[whose]]
)
def test_each_reason_names_the_element_and_what_to_do(whose: str, element: str) -> None:
    lines = _told(foreign_diagrams.ALL[whose])
    wanted = [line for line in lines if TOLD[whose][element] in line]
    assert wanted, lines
    assert element in wanted[0]


@pytest.mark.parametrize("whose", foreign_diagrams.ALL)
def test_no_reason_spells_out_a_namespace_or_follows_from_another(whose: str) -> None:
    text = foreign_diagrams.ALL[whose]
    found = verify(text.encode(), operations=(), timers=(), lanes=LANES)
    assert not [each for each in found if re.search(r"https?://|urn:|\{", each.in_words)]
    assert not {each.code for each in found} & {
        "unreachable", "no_end", "dangling_reference", "not_one_start", "dead_end", "bad_listing"
    }
    assert not [each for each in found if each.element.startswith("sub_")]


def test_what_can_be_said_of_the_rest_is_said_while_a_foreign_word_stands() -> None:
    found = codes(changed(
        ("<!--process-->", '<bpmn:parallelGateway id="both" name="分头" />'),
        ('name="受理人员"', 'name="过路人员"'), (' name="不受理"', ""),
        ("record/warning", "record/erased"), (' default="choose_done"', ""),
    ))
    assert found == {
        "forbidden_element", "unknown_lane", "missing_name", "unknown_operation",
        "missing_condition",
    }


def test_a_step_that_is_refused_still_leads_on() -> None:
    """Nothing behind it is called unreachable, and nothing before it a dead end."""
    assert codes(changed(
        ('<bpmn:userTask id="ask" name="审查申请"><!--ask--></bpmn:userTask>',
         '<bpmn:receiveTask id="ask" name="审查申请" />'),
    )) == {"forbidden_element"}


HARMLESS = {
    "colours": [
        ('<bpmndi:BPMNShape id="shape_ask"',
         '<bpmndi:BPMNShape xmlns:bioc="http://bpmn.io/schema/bpmn/biocolor/1.0" '
         'xmlns:color="http://www.omg.org/spec/BPMN/non-normative/color/1.0" '
         'bioc:stroke="#0d4372" bioc:fill="rgb(187, 222, 251)" color:border-color="#0d4372" '
         'id="shape_ask"')],
    "the platform that Camunda Modeler was set to": [
        ('id="definitions"',
         'xmlns:modeler="http://camunda.org/schema/modeler/1.0" id="definitions" '
         'modeler:executionPlatform="Camunda Cloud" '
         'modeler:executionPlatformVersion="8.6.0"')],
    "a note with its line, drawn": [
        ("<!--process-->",
         '<bpmn:textAnnotation id="note_1"><bpmn:text>说明</bpmn:text></bpmn:textAnnotation>'
         '<bpmn:association id="to_note" sourceRef="ask" targetRef="note_1" />'),
        ('<bpmndi:BPMNShape id="shape_ask"',
         '<bpmndi:BPMNShape id="n" bpmnElement="note_1"><dc:Bounds x="1" y="1" width="9" '
         'height="9" /></bpmndi:BPMNShape><bpmndi:BPMNEdge id="e" bpmnElement="to_note">'
         '<di:waypoint x="1" y="2" /></bpmndi:BPMNEdge><bpmndi:BPMNShape id="shape_ask"')],
    "a group with its category": [
        ("<!--definitions-->", '<bpmn:category id="c"><bpmn:categoryValue id="v" value="一组" />'
         "</bpmn:category>"),
        ("<!--process-->", '<bpmn:group id="g" categoryValueRef="v" />')],
    "what holds anyway": [
        ('name="审查申请">', 'name="审查申请" startQuantity="1" completionQuantity="1" '
         'isForCompensation="false">'),
        ('isExecutable="true"', 'isExecutable="true" isClosed="false" processType="None"'),
        ("<!--ask-->", '<bpmn:documentation textFormat="text/plain">依据</bpmn:documentation>')],
    "the schema's file and languages": [
        ('id="definitions"',
         'id="definitions" typeLanguage="http://www.w3.org/2001/XMLSchema" '
         'expressionLanguage="http://www.w3.org/1999/XPath" xsi:schemaLocation='
         '"http://www.omg.org/spec/BPMN/20100524/MODEL BPMN20.xsd"')],
}


@pytest.mark.parametrize("what", HARMLESS)
def test_what_every_modeller_adds_is_ignored(what: str) -> None:
    assert problems(changed(*HARMLESS[what])) == ()


@pytest.mark.parametrize("colour", ["url(http://127.0.0.1/x)", "expression(alert(1))", "#12"])
def test_what_is_no_colour_is_no_decoration(colour: str) -> None:
    change = ('<bpmndi:BPMNShape id="shape_ask"',
              '<bpmndi:BPMNShape xmlns:bioc="http://bpmn.io/schema/bpmn/biocolor/1.0" '
              f'bioc:fill="{colour}" id="shape_ask"')
    assert codes(changed(change)) == {"forbidden_attribute"}


def test_an_undeclared_prefix_is_named() -> None:
    text = SAMPLE.replace('    xmlns:gongkai="urn:gongkai:bpmn"', "")
    (found,) = problems(text.encode())
    assert found.code == "not_xml"
    assert "前缀“gongkai”没有声明" in found.message_zh


def test_equal_problems_are_one_and_no_step_is_lost() -> None:
    tasks = "".join(f'<bpmn:task id="t{n}" name="任务{n}" />' for n in range(300))
    found = problems(changed(("<!--process-->", tasks)))
    (line,) = [each.message_zh for each in found if each.code == "forbidden_element"]
    assert "同样的问题共300处" in line
    assert all(f"“任务{n}”（t{n}" in line for n in range(1, 300))


def test_more_problems_than_can_be_read_are_counted_and_their_steps_named() -> None:
    tasks = "".join(
        f'<bpmn:serviceTask id="t{n}" name="任务" implementation="x/op{n}" />' for n in range(150)
    )
    found = problems(changed(("<!--process-->", tasks)))
    assert len(found) == MAX_PROBLEMS
    assert found[-1].code == "more"
    told = "".join(each.in_words for each in found)
    assert all(re.search(rf"\bt{n}\b", told) for n in range(150))
