"""Small diagrams from a few words, accepted by verification, and a case that lives on them.

    start begin; user ask; call work inner; op note; gate which; end done
    user ask * n1            as many at once as n1 says; ** one after another
    op note v1_a             the operation sets v1 to "a"
    end stop terminate; end fail error void; end up escalation late
    throw up escalation late; catch wait timer over; catch post message answered
    on ask late timer over           a boundary event that interrupts; "again": it does not
    begin > ask > which > done [v1 == "a"]; which > note [else]
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from engine.processes.checks.events import uncaught
from engine.processes.checks.verification import Problem, verify
from engine.processes.diagram import parse_diagram
from engine.processes.runtime import ExecutableBundle, Instance, Scalar

OPERATIONS = frozenset({"record/one", "record/two"})
TIMERS = frozenset({"near", "over"})
MESSAGES = frozenset({"withdrawn", "answered"})
LANES = frozenset({"受理人员"})
CODES = ("void", "late")

Node = tuple[str, str, str, str]        # kind, id, attributes, what is inside
Flow = tuple[str, str, str, str]        # id, source, target, condition

_HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" '
    'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:di="http://www.omg.org/spec/DD/20100524/DI" '
    'xmlns:gongkai="urn:gongkai:bpmn" id="definitions" targetNamespace="urn:gongkai:bpmn">'
    + "".join(f'<bpmn:message id="message_{each}" name="{each}" />' for each in sorted(MESSAGES))
    + "".join(f'<bpmn:{what} id="{what}_{code}" {what}Code="{code}" />'
              for what in ("error", "escalation") for code in CODES))


def definition(what: str, word: str, *, repeats: bool = False) -> str:
    """What an event means: terminate, or a timer, message, error or escalation of this name."""
    if what == "terminate":
        return "<bpmn:terminateEventDefinition />"
    if what == "timer":
        tag = "timeCycle" if repeats else "timeDate"
        return (f'<bpmn:timerEventDefinition><bpmn:{tag}>due("{word}")</bpmn:{tag}>'
                "</bpmn:timerEventDefinition>")
    return f'<bpmn:{what}EventDefinition {what}Ref="{what}_{word}" />'


def instances(variable: str, *, sequential: bool) -> str:
    order = str(sequential).lower()
    return (f'<bpmn:multiInstanceLoopCharacteristics isSequential="{order}">'
            f"<bpmn:loopCardinality>{variable}</bpmn:loopCardinality>"
            "</bpmn:multiInstanceLoopCharacteristics>")


def parameters(**given: str) -> str:
    inside = "".join(f'<gongkai:parameter name="{n}" value="{v}" />' for n, v in given.items())
    return f"<bpmn:extensionElements>{inside}</bpmn:extensionElements>"


def written(process: str, nodes: Sequence[Node], flows: Sequence[Flow],
            defaults: Mapping[str, str], place: Callable[[], int]) -> bytes:
    """The file. ``defaults``: gateway to flow; ``place``: how far down each shape is drawn."""
    many = Counter(source for _, source, _, _ in flows)
    body = "".join(
        f'<bpmn:{kind} id="{name}" name="甲"' + (f" {attributes}" if attributes else "")
        + (f' default="{defaults[name]}"' if many[name] > 1 and name in defaults else "")
        + f">{inside}</bpmn:{kind}>" for kind, name, attributes, inside in nodes)
    body += "".join(
        f'<bpmn:sequenceFlow id="{name}" name="甲" sourceRef="{source}" targetRef="{target}">'
        + (f"<bpmn:conditionExpression>{condition}</bpmn:conditionExpression>"
           if condition and many[source] > 1 else "")
        + "</bpmn:sequenceFlow>" for name, source, target, condition in flows)
    lane = "".join(f"<bpmn:flowNodeRef>\n  {name}\n</bpmn:flowNodeRef>" for _, name, _, _ in nodes)
    drawn = "".join(
        f'<bpmndi:BPMNShape id="s{n}" bpmnElement="{name}"><dc:Bounds x="1" y="{place()}" '
        'width="9" height="9" /></bpmndi:BPMNShape>'
        for n, name in enumerate(["lane", *(each[1] for each in nodes)]))
    drawn += "".join(
        f'<bpmndi:BPMNEdge id="e{n}" bpmnElement="{each[0]}"><di:waypoint x="1" y="1" />'
        '<di:waypoint x="2" y="2" /></bpmndi:BPMNEdge>' for n, each in enumerate(flows))
    return (
        f'{_HEAD}<bpmn:process id="{process}" name="甲" isExecutable="true">'
        f'<bpmn:laneSet id="lanes"><bpmn:lane id="lane" name="受理人员">{lane}</bpmn:lane>'
        f"</bpmn:laneSet>{body}</bpmn:process>"
        f'<bpmndi:BPMNDiagram id="diagram"><bpmndi:BPMNPlane id="plane" bpmnElement="{process}">'
        f"{drawn}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>").encode()


_KINDS = {"start": "startEvent", "user": "userTask", "call": "callActivity", "op": "serviceTask",
          "gate": "exclusiveGateway", "end": "endEvent", "throw": "intermediateThrowEvent",
          "catch": "intermediateCatchEvent"}


def draw(process: str, text: str) -> bytes:
    """A diagram of these words (see above)."""
    nodes: list[Node] = []
    flows: list[Flow] = []
    defaults: dict[str, str] = {}
    for line in re.split(r"[;\n]", text):
        if ">" in line:
            steps = re.findall(r"(\w+) *(?:\[(.*?)\])?", line)
            for (source, _), (target, condition) in pairwise(steps):
                name = f"flow_{len(flows)}"
                if condition == "else":
                    defaults[source] = name
                flows.append((name, source, target, "" if condition == "else" else condition))
        elif line.strip():
            nodes.append(_node(line.split()))
    return written(process, nodes, flows, defaults, lambda: 1)


def _node(words: list[str]) -> Node:
    kind, name, *rest = words
    if kind == "on":
        host, (name, what, word, *again) = name, rest
        return ("boundaryEvent", name,
                f'attachedToRef="{host}" cancelActivity="{str(not again).lower()}"',
                definition(what, word, repeats=bool(again)))
    attributes = inside = ""
    if kind == "op":
        given = {"set": rest[0]} if rest else {}
        attributes, inside = 'implementation="record/one"', parameters(at=name, **given)
        rest = []
    if kind == "call":
        attributes = f'calledElement="{rest.pop(0)}" gongkai:version="1"'
    if rest and rest[0] in ("*", "**"):
        inside = instances(rest[1], sequential=rest[0] == "**")
    elif rest:
        inside = definition(rest[0], (*rest, "")[1])
    return _KINDS[kind], name, attributes, inside


#: What may not be published although it can be played: a matter of sense.
UNWISE = frozenset({"branch_joins", "overlapping_conditions", "too_large"})


def unplayable(xml: bytes) -> list[Problem]:
    """Every reason why a diagram cannot be played."""
    found = verify(xml, operations=OPERATIONS, timers=TIMERS, lanes=LANES, messages=MESSAGES)
    return [each for each in found if each.code not in UNWISE]


class Life:
    """A case on small diagrams, the first the main one. Read anew from its stored state before
    every act. ``done``: where an operation was performed, ``note`` or ``note/2``."""

    def __init__(self, main: bytes, *called: bytes, **variables: Scalar) -> None:
        for xml in (main, *called):
            assert unplayable(xml) == []
        self.roots = {}
        for xml in (main, *called):
            root = parse_diagram(xml)
            (process,) = root.iter("{http://www.omg.org/spec/BPMN/20100524/MODEL}process")
            self.roots[process.get("id", "")] = root
        self.main = next(iter(self.roots))
        assert uncaught(self.main, self.roots) == ()
        self.done: list[str] = []
        self.instance = ExecutableBundle(self.main, self.roots).start(self.perform, variables)

    def perform(self, _: str, given: Mapping[str, str]) -> Mapping[str, Scalar]:
        self.done.append("/".join([given["at"], *([given["instance"]] if "instance" in given
                                                  else [])]))
        variable, _, value = given.get("set", "").partition("_")
        return {variable: int(value) if value.isdigit() else value} if variable else {}

    def reload(self) -> Instance:
        self.instance = ExecutableBundle(self.main, self.roots).load(self.instance.dump())
        return self.instance

    def open(self) -> list[str]:
        return sorted(task.element for task in self.instance.open_tasks())

    def waiting(self) -> list[str]:
        """Timers and messages that are waited for."""
        return sorted(each.element for each in (
            *self.instance.waiting_timers(), *self.instance.messages()))

    def complete(self, element: str, instance: tuple[int, ...] = (), **values: Scalar) -> None:
        task = next(task for task in self.reload().open_tasks()
                    if task.element == element and task.instance == instance)
        self.instance.complete(task.id, values, self.perform)

    def happens(self, element: str, instance: tuple[int, ...] = ()) -> None:
        """The timer or message event fires."""
        self.reload()
        found: list[Any] = [*self.instance.waiting_timers(), *self.instance.messages()]
        event = next(each for each in found
                     if each.element == element and each.instance == instance)
        timers = {timer.id for timer in self.instance.waiting_timers()}
        act = self.instance.fire if event.id in timers else self.instance.send
        act(event.id, self.perform)
