"""Reads a diagram into the specification that its instances share.

The library's own parser is not used: it orders the ways out of a gateway by where their targets
are drawn, loses the lane of a reference with white space around it, resolves messages and codes
across files by id, and goes down one call deeper for each node. It would also read, and some of
it run, what no diagram of ours holds. Here whatever is not known is refused.

The names of specifications are what a stored state refers to: they must never change.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from engine.processes.expressions.expression import compile_expression
from engine.processes.runtime.events import End, Throw, Wait
from engine.processes.runtime.flow import (
    Call,
    Choice,
    Diagram,
    FlowNode,
    Fork,
    OperationTask,
    Pass,
    UserTask,
)
from engine.processes.runtime.instances import Several

GONGKAI = "urn:gongkai:bpmn"
BPMN = {"bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL"}
_NO_NODES = frozenset({"laneSet", "documentation", "sequenceFlow"})
_EVENTS = {
    "messageEventDefinition": ("message", "message", "name"),
    "errorEventDefinition": ("error", "error", "errorCode"),
    "escalationEventDefinition": ("escalation", "escalation", "escalationCode"),
}


def parse(main: str, diagrams: Mapping[str, etree._Element]) -> tuple[Diagram, dict[str, Diagram]]:
    """The specification of a process and of all it calls.

    ``diagrams``: process id to the root element that our own strict reader returned, of a
    diagram that ``engine.processes.checks.verification`` has passed. Raises
    ValueError for what it cannot have.
    """
    read = {name: _Reader(name, root).read() for name, root in diagrams.items()}
    return read.pop(main), read


class _Reader:
    """Reads one process. One use only."""

    def __init__(self, process: str, root: etree._Element) -> None:
        self.root = root
        self.spec = Diagram(process)
        found = [each for each in root.iterfind("bpmn:process", BPMN) if each.get("id") == process]
        if len(found) != 1:
            raise ValueError(f"{process}: there is no such process")
        self.process = found[0]
        self.lanes = {
            (reference.text or "").strip(): lane.get("name")
            for lane in self.process.iterfind("bpmn:laneSet/bpmn:lane", BPMN)
            for reference in lane.iterfind("bpmn:flowNodeRef", BPMN)
        }
        self.entries: dict[str, FlowNode] = {}     # where a flow to an element leads
        self.nodes: dict[str, FlowNode] = {}       # what an element's own flows leave

    def read(self) -> Diagram:
        elements = [
            each for each in self.process if etree.QName(each).localname not in _NO_NODES
        ]
        hosts = {each.get("attachedToRef") for each in elements}
        for element in elements:
            self._add(element, element.get("id") in hosts)
        for element in elements:
            if (host := element.get("attachedToRef")) is not None:
                self.entries[host].connect(self.nodes[element.get("id", "")])
        for flow in self.process.iterfind("bpmn:sequenceFlow", BPMN):
            self._connect(flow)
        nodes = self.spec.task_specs.values()
        self.spec.elements = frozenset(node.bpmn_id for node in nodes if node.bpmn_id)
        self.spec.calls = frozenset(
            (node.bpmn_id, node.called) for node in nodes if isinstance(node, Call))
        return self.spec

    def _add(self, element: etree._Element, has_events: bool) -> None:
        name, kind = element.get("id", ""), etree.QName(element).localname
        node = self.entries[name] = self.nodes[name] = self._node(element, kind)
        if kind == "startEvent":
            self.spec.start.connect(node)
        if has_events:
            node.has_events = True
            fork = Fork(self.spec, f"{name}.BoundaryEventSplit")
            fork.bpmn_id = None
            fork.connect(node)
            self.entries[name] = fork

    def _node(self, element: etree._Element, kind: str) -> FlowNode:
        # Called with the specification and a name; what else a node is made with.
        makes: type[FlowNode]
        given: dict[str, Any] = {}
        match kind:
            case "startEvent":
                makes = Pass
            case "endEvent":
                makes, given = End, self._thrown(element)
            case "intermediateThrowEvent":
                makes, given = Throw, self._thrown(element)
            case "intermediateCatchEvent":
                makes, given = Wait, self._awaited(element)
            case "boundaryEvent":
                makes, given = Wait, self._awaited(element)
                given |= {
                    "boundary": True, "repeats": element.get("cancelActivity") == "false"}
            case "exclusiveGateway":
                makes = Choice
            case "userTask":
                makes = UserTask
            case "callActivity":
                makes, given = Call, {"called": element.get("calledElement", "")}
            case "serviceTask":
                makes, given = OperationTask, {
                    "operation": element.get("implementation", ""),
                    "parameters": {
                        each.get("name"): each.get("value")
                        for each in element.iter(f"{{{GONGKAI}}}parameter")
                    },
                }
            case _:
                raise ValueError(f"{kind}: 流程图中不能有此元素")
        name = element.get("id", "")
        given |= {"lane": self.lanes.get(name), "bpmn_name": element.get("name")}
        loop = element.find("bpmn:multiInstanceLoopCharacteristics", BPMN)
        if loop is None:
            return makes(self.spec, name, **given)
        if makes not in (UserTask, Call):
            raise ValueError(f"{name}: 只有用户任务和调用流程可以是多实例")
        inner = makes(self.spec, f"{name} [child]", **given)
        inner.bpmn_id = name
        return Several(
            self.spec, name, inner=inner, count=_count(loop),
            sequential=loop.get("isSequential") == "true", lane=given["lane"],
            bpmn_name=given["bpmn_name"],
        )

    def _definitions(self, element: etree._Element) -> Iterator[tuple[str, etree._Element]]:
        for each in element:
            local = etree.QName(each).localname
            if local.endswith("EventDefinition"):
                yield local, each

    def _thrown(self, element: etree._Element) -> dict[str, Any]:
        for local, definition in self._definitions(element):
            if local == "terminateEventDefinition":
                return {"kind": "terminate"}
            if local not in _EVENTS:
                raise ValueError(f"{local}: 流程图中不能有此元素")
            return self._named(local, definition)
        if etree.QName(element).localname == "intermediateThrowEvent":
            raise ValueError(f"{element.get('id')}: 没有写明抛出什么")
        return {}

    def _awaited(self, element: etree._Element) -> dict[str, Any]:
        for local, definition in self._definitions(element):
            if local == "timerEventDefinition":
                name = compile_expression("".join(definition.itertext())).due_name
                if name is None:
                    raise ValueError(f"{element.get('id')}: 期限只能由 due(…) 给出")
                return {"kind": "timer", "name": name}
            if local in _EVENTS:
                return self._named(local, definition)
        raise ValueError(f"{element.get('id')}: 没有写明等待什么")

    def _named(self, local: str, definition: etree._Element) -> dict[str, Any]:
        """The message, error or escalation that is referred to, by its name or code."""
        kind, tag, attribute = _EVENTS[local]
        for each in self.root.iterfind(f"bpmn:{tag}", BPMN):
            if each.get("id") == definition.get(f"{tag}Ref") and each.get(attribute):
                return {"kind": kind, "name": each.get(attribute)}
        raise ValueError(f"{definition.get(f'{tag}Ref')}: 没有这样的{tag}")

    def _connect(self, flow: etree._Element) -> None:
        source, target = self.nodes[flow.get("sourceRef", "")], flow.get("targetRef", "")
        entry = self.entries[target]
        source.connect(entry)
        if not isinstance(source, Choice):
            return
        condition = flow.findtext("bpmn:conditionExpression", None, BPMN)
        if condition is None:
            source.default = entry.name
        else:
            source.ways = (*source.ways, (compile_expression(condition), entry.name))


def _count(loop: etree._Element) -> str:
    expression = compile_expression(loop.findtext("bpmn:loopCardinality", "", BPMN))
    if expression.text not in expression.names:
        raise ValueError("多实例的个数只能是一个流程变量")
    return expression.text
