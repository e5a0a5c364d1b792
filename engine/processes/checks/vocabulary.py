"""Which elements, attributes and texts a diagram may hold, and where: everything else is refused.

The list is what the engine carries out faithfully and what bpmn.io writes for it, no more.
SpiffWorkflow knows further elements; some it drops in silence, some run Python.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from lxml import etree

from engine.processes.checks.problem import Problem, called, problem
from engine.processes.diagram import short_name


@dataclass(frozen=True, slots=True)
class Rule:
    """Where an element may stand, which attributes it may carry, whether it may hold text."""

    parents: frozenset[str]
    attributes: frozenset[str]
    text: bool = False


def _rule(parents: str, attributes: str, *, text: bool = False) -> Rule:
    return Rule(frozenset(parents.split()), frozenset(attributes.split()), text)


_TASKS = "bpmn:userTask bpmn:serviceTask bpmn:callActivity"
_CATCHING = "bpmn:boundaryEvent bpmn:intermediateCatchEvent"
_THROWING = "bpmn:endEvent bpmn:intermediateThrowEvent"
_NODES = f"bpmn:startEvent bpmn:exclusiveGateway {_CATCHING} {_THROWING} {_TASKS}"
_NAMED = "id name"

VOCABULARY: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        "bpmn:definitions": _rule("", "id name targetNamespace exporter exporterVersion"),
        "bpmn:collaboration": _rule("bpmn:definitions", "id"),
        "bpmn:participant": _rule("bpmn:collaboration", f"{_NAMED} processRef"),
        "bpmn:process": _rule("bpmn:definitions", f"{_NAMED} isExecutable"),
        "bpmn:laneSet": _rule("bpmn:process", "id"),
        "bpmn:lane": _rule("bpmn:laneSet", _NAMED),
        "bpmn:flowNodeRef": _rule("bpmn:lane", "", text=True),
        "bpmn:documentation": _rule(f"bpmn:process {_NODES} bpmn:sequenceFlow", "id", text=True),
        "bpmn:startEvent": _rule("bpmn:process", _NAMED),
        "bpmn:endEvent": _rule("bpmn:process", _NAMED),
        "bpmn:terminateEventDefinition": _rule("bpmn:endEvent", "id"),
        "bpmn:boundaryEvent": _rule("bpmn:process", f"{_NAMED} attachedToRef cancelActivity"),
        "bpmn:intermediateCatchEvent": _rule("bpmn:process", _NAMED),
        "bpmn:intermediateThrowEvent": _rule("bpmn:process", _NAMED),
        "bpmn:timerEventDefinition": _rule(_CATCHING, "id"),
        "bpmn:timeDate": _rule("bpmn:timerEventDefinition", "id xsi:type", text=True),
        "bpmn:timeCycle": _rule("bpmn:timerEventDefinition", "id xsi:type", text=True),
        "bpmn:message": _rule("bpmn:definitions", _NAMED),
        "bpmn:error": _rule("bpmn:definitions", f"{_NAMED} errorCode"),
        "bpmn:escalation": _rule("bpmn:definitions", f"{_NAMED} escalationCode"),
        "bpmn:messageEventDefinition": _rule(_CATCHING, "id messageRef"),
        "bpmn:errorEventDefinition": _rule("bpmn:boundaryEvent bpmn:endEvent", "id errorRef"),
        "bpmn:escalationEventDefinition": _rule(
            f"bpmn:boundaryEvent {_THROWING}", "id escalationRef"
        ),
        "bpmn:multiInstanceLoopCharacteristics": _rule(
            "bpmn:userTask bpmn:callActivity", "id isSequential"
        ),
        "bpmn:loopCardinality": _rule(
            "bpmn:multiInstanceLoopCharacteristics", "id xsi:type", text=True
        ),
        "bpmn:userTask": _rule("bpmn:process", _NAMED),
        "bpmn:serviceTask": _rule("bpmn:process", f"{_NAMED} implementation"),
        "bpmn:callActivity": _rule("bpmn:process", f"{_NAMED} calledElement gongkai:version"),
        "bpmn:exclusiveGateway": _rule("bpmn:process", f"{_NAMED} default gatewayDirection"),
        "bpmn:incoming": _rule(_NODES, "", text=True),
        "bpmn:outgoing": _rule(_NODES, "", text=True),
        "bpmn:sequenceFlow": _rule("bpmn:process", f"{_NAMED} sourceRef targetRef"),
        "bpmn:conditionExpression": _rule("bpmn:sequenceFlow", "id xsi:type", text=True),
        "bpmn:extensionElements": _rule("bpmn:serviceTask", ""),
        "gongkai:parameter": _rule("bpmn:extensionElements", "name value"),
        "bpmndi:BPMNDiagram": _rule("bpmn:definitions", _NAMED),
        "bpmndi:BPMNPlane": _rule("bpmndi:BPMNDiagram", "id bpmnElement"),
        "bpmndi:BPMNShape": _rule(
            "bpmndi:BPMNPlane", "id bpmnElement isHorizontal isMarkerVisible isExpanded"
        ),
        "bpmndi:BPMNEdge": _rule("bpmndi:BPMNPlane", "id bpmnElement"),
        "bpmndi:BPMNLabel": _rule("bpmndi:BPMNShape bpmndi:BPMNEdge", "id"),
        "dc:Bounds": _rule("bpmndi:BPMNShape bpmndi:BPMNLabel", "x y width height"),
        "di:waypoint": _rule("bpmndi:BPMNEdge", "x y"),
    }
)

#: What people call the elements that are met most often and are not allowed.
FORBIDDEN: Final[Mapping[str, str]] = MappingProxyType(
    {
        "scriptTask": "脚本任务",
        "script": "脚本",
        "preScript": "前置脚本",
        "postScript": "后置脚本",
        "sendTask": "发送任务",
        "receiveTask": "接收任务",
        "businessRuleTask": "业务规则任务",
        "manualTask": "手工任务",
        "conditionalEventDefinition": "条件事件",
        "signalEventDefinition": "信号事件",
        "linkEventDefinition": "链接事件",
        "compensateEventDefinition": "补偿事件",
        "correlationKey": "消息关联",
        "correlationProperty": "消息关联",
        "correlationSubscription": "消息关联",
        "standardLoopCharacteristics": "循环",
        "adHocSubProcess": "即席子流程",
        "subProcess": "嵌入子流程",
        "transaction": "事务子流程",
        "parallelGateway": "并行网关",
        "inclusiveGateway": "包容网关",
        "complexGateway": "复杂网关",
        "eventBasedGateway": "事件网关",
        "timeDuration": "时长",
        "ioSpecification": "数据映射",
        "dataInputAssociation": "数据映射",
        "dataOutputAssociation": "数据映射",
        "import": "引入外部文件",
    }
)

#: What an element may hold at most once.
ONCE: Final = frozenset(
    {"bpmn:collaboration", "bpmn:participant", "bpmn:laneSet", "bpmn:extensionElements"}
    | {"bpmn:conditionExpression", "bpmn:timerEventDefinition", "bpmn:terminateEventDefinition"}
    | {"bpmn:documentation", "bpmndi:BPMNLabel", "dc:Bounds", "bpmn:loopCardinality"}
    | {"bpmn:messageEventDefinition", "bpmn:errorEventDefinition"}
    | {"bpmn:escalationEventDefinition", "bpmn:multiInstanceLoopCharacteristics"}
)
_TRUTH: Final = frozenset({"true", "false"})
_TRUTH_ATTRIBUTES: Final = frozenset(
    {"cancelActivity", "isExecutable", "isHorizontal", "isMarkerVisible", "isExpanded"}
    | {"isSequential"}
)


def foreign_words(root: etree._Element) -> Iterator[Problem]:
    """Whatever stands in the file without being on the list, or in the wrong place."""
    if short_name(root.tag) != "bpmn:definitions":
        yield problem("not_a_diagram", root, "文件不是BPMN 2.0流程图。")
        return
    for node in root.iter():
        name = short_name(node.tag)
        rule = VOCABULARY.get(name)
        parent = node.getparent()
        if rule is None:
            local = etree.QName(node).localname
            shown = FORBIDDEN.get(local)
            what = f"{shown}（{local}）" if shown else f"元素“{name}”"
            yield problem("forbidden_element", node, f"流程图不得使用{what}，请删去。")
            continue
        if parent is not None and short_name(parent.tag) not in rule.parents:
            where = short_name(parent.tag)
            yield problem("misplaced_element", node, f"“{name}”不能放在“{where}”里面。")
        for key, value in node.attrib.items():
            attribute, text = short_name(key), str(value)
            if attribute not in rule.attributes:
                yield problem(
                    "forbidden_attribute", node, f"{called(node)}不得带有属性“{attribute}”。"
                )
            elif attribute in _TRUTH_ATTRIBUTES and text not in _TRUTH:
                yield problem("bad_value", node, f"属性“{attribute}”只能是true或者false。")
            elif attribute == "xsi:type" and not text.endswith("tFormalExpression"):
                yield problem("bad_value", node, "表达式的类型只能是tFormalExpression。")
        if not rule.text and (node.text or "").strip():
            yield problem("stray_text", node, f"“{name}”里不应当有文字。")
        for child, count in Counter(short_name(each.tag) for each in node).items():
            if count > 1 and child in ONCE:
                yield problem("misplaced_element", node, f"“{name}”里只能有一个“{child}”。")
        if rule.text and len(node):
            yield problem("misplaced_element", node, f"“{name}”里只能是文字。")
        if (node.tail or "").strip():
            yield problem("stray_text", node, f"“{name}”后面不应当有文字。")
