"""A small diagram that is good, for tests to spoil."""

from collections.abc import Iterator

from engine.actors.roles import Role
from engine.installation.tables import OPERATIONS
from engine.processes.checks.verification import Problem, verify
from engine.rules.alarms import alarms

LANES = [role.title for role in Role]

GOOD = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
    xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
    xmlns:di="http://www.omg.org/spec/DD/20100524/DI"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"
    xmlns:gongkai="urn:gongkai:bpmn" id="definitions" targetNamespace="urn:gongkai:bpmn">
  <!--definitions-->
  <bpmn:process id="sample" name="样例" isExecutable="true">
    <bpmn:laneSet id="lanes"><bpmn:lane id="lane" name="受理人员">
      <bpmn:flowNodeRef>begin</bpmn:flowNodeRef><bpmn:flowNodeRef>ask</bpmn:flowNodeRef>
      <bpmn:flowNodeRef>choose</bpmn:flowNodeRef><bpmn:flowNodeRef>note</bpmn:flowNodeRef>
      <bpmn:flowNodeRef>done</bpmn:flowNodeRef><bpmn:flowNodeRef>late</bpmn:flowNodeRef>
    </bpmn:lane></bpmn:laneSet>
    <bpmn:startEvent id="begin" name="收到申请" />
    <bpmn:userTask id="ask" name="审查申请"><!--ask--></bpmn:userTask>
    <bpmn:boundaryEvent id="late" name="逾期" attachedToRef="ask" cancelActivity="false">
      <bpmn:timerEventDefinition id="late_timer"><!--timer-->
        <bpmn:timeCycle xsi:type="bpmn:tFormalExpression">due("reply_overdue")</bpmn:timeCycle>
      </bpmn:timerEventDefinition><!--event-->
    </bpmn:boundaryEvent>
    <bpmn:exclusiveGateway id="choose" name="是否受理？" default="choose_done" />
    <bpmn:serviceTask id="note" name="记录" implementation="record/warning">
      <bpmn:extensionElements>
        <gongkai:parameter name="limit" value="reply" /><!--extension-->
      </bpmn:extensionElements>
    </bpmn:serviceTask>
    <bpmn:endEvent id="done" name="结束" />
    <bpmn:sequenceFlow id="begin_ask" sourceRef="begin" targetRef="ask" />
    <bpmn:sequenceFlow id="ask_choose" sourceRef="ask" targetRef="choose" />
    <bpmn:sequenceFlow id="choose_note" name="受理" sourceRef="choose" targetRef="note">
      <bpmn:conditionExpression>answer == "yes"</bpmn:conditionExpression>
    </bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="choose_done" name="不受理" sourceRef="choose" targetRef="done" />
    <bpmn:sequenceFlow id="note_done" sourceRef="note" targetRef="done" />
    <bpmn:sequenceFlow id="late_done" sourceRef="late" targetRef="done" />
    <!--process-->
  </bpmn:process>
  <bpmndi:BPMNDiagram id="diagram"><bpmndi:BPMNPlane id="plane" bpmnElement="sample">
    SHAPES
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>
"""


def _shapes() -> Iterator[str]:
    for name in ("lane", "begin", "ask", "late", "choose", "note", "done"):
        yield (f'<bpmndi:BPMNShape id="shape_{name}" bpmnElement="{name}">'
               '<dc:Bounds x="1" y="2" width="3" height="4" /></bpmndi:BPMNShape>')
    for name in ("begin_ask", "ask_choose", "choose_note", "choose_done", "note_done", "late_done"):
        yield (f'<bpmndi:BPMNEdge id="edge_{name}" bpmnElement="{name}">'
               '<di:waypoint x="1" y="2" /><di:waypoint x="3" y="4" /></bpmndi:BPMNEdge>')


SAMPLE = GOOD.replace("SHAPES", "\n    ".join(_shapes()))


def changed(*changes: tuple[str, str]) -> bytes:
    """The good sample with these texts replaced; each must be there."""
    text = SAMPLE
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text.encode()


def problems(xml: bytes) -> tuple[Problem, ...]:
    return verify(xml, operations=OPERATIONS, timers=frozenset(alarms()), lanes=LANES)


def codes(xml: bytes) -> set[str]:
    return {each.code for each in problems(xml)}
