"""Where a token goes through calls and returns, also when something is thrown and caught."""

from types import SimpleNamespace

from lxml import etree

from engine.processes.checks.contracts.lives import Lives
from engine.processes.checks.contracts.places import Together
from engine.processes.checks.contracts.ways import Ways
from engine.processes.contract import Contract, Goal, Known
from engine.processes.diagram import FLOW_NODES, parse_diagram
from engine.processes.forms.files import read_form

FORM = """
title: 办理
basis: [《条例》第三十条]
instruction: 办理。
outcome:
  variable: answer
  label: 结论
  choices:
    - {value: "go", label: 继续, button: primary}
    - {value: withdrawn, label: 撤回, button: danger}
fields: []
"""
OPERATIONS = {
    "record/kept": Contract(does=frozenset({"kept"})),
    "record/left": Contract(does=frozenset({"left"})),
}


def _drawn(process: str, inside: str, events: str = "") -> SimpleNamespace:
    xml = (
        '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d">'
        f'{events}<bpmn:process id="{process}">{inside}</bpmn:process></bpmn:definitions>'
    ).encode()
    nodes = [each for each in parse_diagram(xml).iter() if each.get("id")]
    elements = {
        each.get("id"): SimpleNamespace(
            id=each.get("id"), name=each.get("id"), lane="", documentation="",
            type=etree.QName(each).localname)
        for each in nodes if etree.QName(each).localname in FLOW_NODES
    }
    forms = {
        name: read_form(name, FORM.encode(), name)
        for name, each in elements.items() if each.type == "userTask"
    }
    return SimpleNamespace(version=1, xml=xml, forms=forms, elements=elements)


def _flow(source: str, target: str, condition: str = "") -> str:
    inside = f"<bpmn:conditionExpression>{condition}</bpmn:conditionExpression>" * bool(condition)
    return (f'<bpmn:sequenceFlow id="{source}_{target}" sourceRef="{source}" '
            f'targetRef="{target}">{inside}</bpmn:sequenceFlow>')


GONE = '<bpmn:error id="gone" errorCode="withdrawn" />'
CALLED = _drawn("inner", (
    '<bpmn:startEvent id="begin" /><bpmn:userTask id="ask" /><bpmn:exclusiveGateway id="which" '
    'default="which_fine" /><bpmn:endEvent id="fine" /><bpmn:endEvent id="broken">'
    '<bpmn:errorEventDefinition errorRef="gone" /></bpmn:endEvent>'
    + _flow("begin", "ask") + _flow("ask", "which") + _flow("which", "fine")
    + _flow("which", "broken", 'answer == "withdrawn"')), GONE)
CALLER = _drawn("outer", (
    '<bpmn:startEvent id="start" /><bpmn:callActivity id="call" calledElement="inner" />'
    '<bpmn:boundaryEvent id="caught" attachedToRef="call"><bpmn:errorEventDefinition '
    'errorRef="gone" /></bpmn:boundaryEvent><bpmn:serviceTask id="keep" '
    'implementation="record/kept" /><bpmn:serviceTask id="leave" implementation="record/left" />'
    '<bpmn:endEvent id="end" />' + _flow("start", "call") + _flow("call", "keep")
    + _flow("caught", "leave") + _flow("keep", "end") + _flow("leave", "end")), GONE)


def _ways() -> Ways:
    return Ways(Together("outer", {"inner": CALLED, "outer": CALLER}), OPERATIONS)


def test_an_error_leaves_the_call_by_the_event_that_catches_it() -> None:
    ways = _ways()
    reached = {
        move.choice.value: {place.element for place in found.operations}
        for move, found in ways.moves.items() if move.choice
    }
    assert reached == {"go": {"keep"}, "withdrawn": {"leave"}}


def test_a_life_that_ends_by_an_error_is_held_to_the_goals_too() -> None:
    known = Known(
        lanes=frozenset(), operations=OPERATIONS, timers={}, values={},
        goals=(Goal(event="ended", needs=frozenset({"kept"}), because="《条例》第四十五条"),),
        words={"kept": "已记载"},
    )
    lives = Lives(_ways(), known)
    lives.play()
    (found,) = lives.problems
    assert (found.code, found.element) == ("unlawful", "end")
    assert "可能还没有做到：已记载" in found.message_zh
