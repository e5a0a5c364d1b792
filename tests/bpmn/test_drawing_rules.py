"""Every published diagram keeps the drawing rules of bpmn/README.md."""

import re
from collections.abc import Callable

import pytest
from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser, BpmnValidator

from engine.actors.roles import Role
from engine.installation.contracts import contracts
from engine.installation.known import MESSAGES
from engine.installation.tables import OPERATIONS
from engine.processes import published as deployments
from engine.processes.checks.drawing import Drawing, drawing_problems, read, rules
from engine.processes.checks.verification import verify
from engine.processes.diagram import PREFIXES, parse_diagram
from engine.processes.published import ProcessDefinition
from engine.rules.alarms import alarms

EVERY_VERSION = list(deployments.load(drafts=True))
LANES = [role.title for role in Role]
ARTICLE = re.compile(r"《条例》第[一二三四五六七八九十]+条")
#: What a default may lead to: the entry of what a person said, which nothing follows from that
#: is against the applicant.
HARMLESS = frozenset({
    "record/accepted", "clock/correction_received", "items/next", "service/sent",
    "service/delivered", "service/returned", "consultation/returned", "legal/given_up",
    "fee/paid", "fee/returned", "excess/given", "excess/reasonable",
    "assistance/returned", "assistance/given_anew", "transfer/unapproved",
})
Rule = Callable[[Drawing], list[rules.Fault]]

each_diagram = pytest.mark.parametrize(
    "definition", EVERY_VERSION, ids=lambda each: f"{each.process}-v{each.version}"
)


@each_diagram
def test_the_drawing_keeps_the_rules(definition: ProcessDefinition) -> None:
    assert drawing_problems(definition.xml) == ()


def test_the_life_and_what_stands_beside_it_are_published() -> None:
    assert deployments.load().processes == (
        "answer_anew", "assistance", "confidentiality_review", "consultation", "correction",
        "disclosure_request", "excessive_requests", "extension", "handling", "legal_consultation",
        "processing_fee", "remedy", "reply_anew", "reply_dispatch", "service", "sign_off",
        "supervision", "transfer",
    )


@each_diagram
def test_the_diagram_is_verified_with_what_the_engine_knows(definition: ProcessDefinition) -> None:
    assert (
        verify(definition.xml, operations=OPERATIONS, timers=frozenset(alarms()), lanes=LANES) == ()
    )


@each_diagram
def test_the_diagram_is_bpmn_by_the_schema_of_the_standard(definition: ProcessDefinition) -> None:
    # The parser raises when the document does not follow the OMG's schema.
    BpmnParser(validator=BpmnValidator()).add_bpmn_xml(parse_diagram(definition.xml))


@each_diagram
def test_each_task_names_the_article_it_rests_on(definition: ProcessDefinition) -> None:
    without = [
        element.id
        for element in definition.elements.values()
        if element.type in ("userTask", "serviceTask", "callActivity")
        and not ARTICLE.match(element.documentation)
    ]
    assert without == []


@each_diagram
def test_no_number_of_days_and_no_date_stands_in_a_diagram(definition: ProcessDefinition) -> None:
    # The statute owns the limits: a changed law must not need a changed diagram.
    process = parse_diagram(definition.xml).find("bpmn:process", PREFIXES)
    assert process is not None
    number_of_a_document = re.compile(r"〔[0-9]{4}〕[0-9]+号")
    texts = [number_of_a_document.sub("", str(each))
             for each in process.xpath(".//text() | .//@name")]
    days = re.compile(r"[0-9]|[一二三四五六七八九十]+(个工作)?日")
    assert [text for text in texts if days.search(text)] == []


@each_diagram
def test_a_default_flow_never_acts_against_the_applicant(definition: ProcessDefinition) -> None:
    # A default is taken when no condition holds, also by mistake: it must lead to a person, an
    # end or the entry of a fact that a person has typed, never to a letter, to what ends or
    # lengthens a period, to a decision, nor to the news that a reply has left.
    process = parse_diagram(definition.xml).find("bpmn:process", PREFIXES)
    assert process is not None
    for flow in process.xpath("bpmn:exclusiveGateway/@default", namespaces=PREFIXES):
        (target,) = process.xpath("//bpmn:sequenceFlow[@id=$f]/@targetRef",
                                  namespaces=PREFIXES, f=flow)
        (node,) = process.xpath("*[@id=$t]", t=target)
        operation = node.get("implementation", "record/accepted")
        assert operation in HARMLESS
        assert not contracts()[operation].weighty
        assert not [name for name in _told_by(node) if MESSAGES[name].does]


def _told_by(node: etree._Element) -> list[str]:
    """The messages that an event sends."""
    referred = [each.get("messageRef") for each in node.iter(f"{{{PREFIXES['bpmn']}}}"
                                                             "messageEventDefinition")]
    return [each.get("name", "") for each in node.getroottree().iterfind(
        ".//bpmn:message", PREFIXES) if each.get("id") in referred]


# --- the rules can fail: planted faults --------------------------------------------------------

HANDLING = deployments.load().release(1).definition("handling").xml.decode()


def _moved(*changes: tuple[str, str]) -> bytes:
    text = HANDLING
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text.encode()


def _edge(flow: str) -> str:
    found = re.search(rf'<bpmndi:BPMNEdge id="edge_{flow}".*?</bpmndi:BPMNEdge>', HANDLING, re.S)
    assert found
    return found[0]


def _line(flow: str, *points: tuple[int, int]) -> tuple[str, str]:
    """The change that draws a flow along other points, its label kept."""
    old = _edge(flow)
    label = re.search(r"<bpmndi:BPMNLabel>.*?</bpmndi:BPMNLabel>", old, re.S)
    way = "".join(f'<di:waypoint x="{x}" y="{y}" />' for x, y in points)
    return old, f"{old.partition('>')[0]}>{way}{label[0] if label else ''}</bpmndi:BPMNEdge>"


def _place(element: str, **values: int) -> tuple[str, str]:
    """The change that gives a shape other bounds."""
    shape = rf'<bpmndi:BPMNShape id="shape_{element}".*?<dc:Bounds [^>]*>'
    found = re.search(shape, HANDLING, re.S)
    assert found
    new = found[0]
    for name, value in values.items():
        new = re.sub(rf'(?<= ){name}="[0-9]+"(?=[^<]*$)', f'{name}="{value}"', new)
    return found[0], new


def _named(element: str, name: str) -> tuple[str, str]:
    found = re.search(rf'<bpmn:\w+ id="{element}" name="[^"]*"', HANDLING)
    assert found
    return found[0], re.sub(r'name="[^"]*"', f'name="{name}"', found[0])


PLANTED = [
    (rules.lines_are_upright_or_level,
     [_line("flow_serve_reply_to_record_replied", (1200, 330), (1240, 300))]),
    (rules.lines_dock_where_they_should,
     [_line("flow_serve_reply_to_record_replied", (1200, 330), (1235, 330))]),
    (rules.no_lines_cross,
     [_line("flow_legal_consultation_to_draft_reply", (970, 925), (800, 925), (800, 820))]),
    (rules.no_line_runs_through_a_shape,
     [_line("flow_after_sign_off_to_draft_reply", (1125, 620), (880, 620), (880, 740))]),
    (rules.shapes_keep_apart, [_place("serve_reply", x=1210)]),
    (rules.shapes_stand_in_their_lane, [_place("legal_consultation", y=840)]),
    (rules.lanes_fill_the_pool, [_place("lane_handler", height=150)]),
    (rules.labels_are_clear,
     [_line("flow_after_draft_to_confidentiality_review", (1045, 780), (1100, 780), (1100, 765),
            (1150, 765), (1150, 1025))]),
    (rules.labels_have_room, [_named("after_draft", "承办人员打算怎样办理？")]),
    (rules.labels_stand_by_what_they_name, [_place("after_sign_off", x=1125, y=500)]),
    (rules.names_have_a_place, [_named("draft_reply", "查找所申请的信息并且拟制答复文书")]),
    (rules.sizes_are_the_usual_ones, [_place("draft_reply", width=90)]),
    (rules.ids_speak, [("edge_flow_serve_reply_to_record_replied", "Flow_1x9k2_di")]),
    (rules.choices_are_labelled, [(' name="退回"', "")]),
]


@pytest.mark.parametrize(("rule", "changes"), PLANTED, ids=[r.__name__ for r, _ in PLANTED])
def test_the_rule_notices_a_planted_fault(rule: Rule, changes: list[tuple[str, str]]) -> None:
    xml = _moved(*changes)
    assert rule(read(parse_diagram(xml))) != []
    found = [each for each in drawing_problems(xml) if each.code == rule.__name__]
    assert found
    for each in found:      # every fault says where it is and what to do
        assert each.line > 0
        assert "请" in each.message_zh


def test_a_diagram_without_a_pool_is_told_to_draw_one() -> None:
    found = drawing_problems(re.sub(
        r"<bpmn:collaboration.*?</bpmn:collaboration>", "", HANDLING, flags=re.S
    ).encode())
    assert [each.code for each in found] == ["no_pool"]


def test_every_rule_has_its_planted_fault() -> None:
    assert {rule for rule, _ in PLANTED} == set(rules.RULES)
