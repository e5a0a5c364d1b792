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

from engine.processes.checks.modellers import in_words, of_whom, remedy
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
        "bpmn:messageEventDefinition": _rule(
            f"bpmn:startEvent {_CATCHING} {_THROWING}", "id messageRef"
        ),
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
        "task": "没有类型的任务",
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
        "dataObject": "数据对象",
        "dataObjectReference": "数据对象",
        "dataStoreReference": "数据存储",
        "messageFlow": "消息流",
        "childLaneSet": "泳道里的泳道",
        "timeDuration": "时长",
        "ioSpecification": "数据映射",
        "dataInputAssociation": "数据映射",
        "dataOutputAssociation": "数据映射",
        "import": "引入外部文件",
    }
)

#: What people call those that are allowed in some places only.
_TITLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "messageEventDefinition": "消息事件",
        "timerEventDefinition": "定时事件",
        "errorEventDefinition": "错误事件",
        "escalationEventDefinition": "升级事件",
        "terminateEventDefinition": "终止事件",
        "multiInstanceLoopCharacteristics": "多实例",
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


@dataclass(frozen=True, slots=True)
class Foreign:
    """What stands in a file without being on the list, or in the wrong place.

    problems: one for each such element, attribute or text; nothing is said of what stands
    inside a refused element. elements: the topmost refused elements.
    """

    problems: tuple[Problem, ...]
    elements: tuple[etree._Element, ...]


def foreign_words(root: etree._Element) -> Foreign:
    """Read a whole file against the list."""
    if short_name(root.tag) != "bpmn:definitions":
        found = problem("not_a_diagram", root, "文件不是BPMN 2.0流程图。")
        return Foreign((found,), (root,))
    problems: list[Problem] = []
    refused: list[etree._Element] = []
    waiting = [root]
    while waiting:
        node = waiting.pop()
        top = _refused(node)
        if top is not None:
            problems.append(top)
            refused.append(node)
        else:
            problems += _inside(node)
            waiting += reversed(node)
        if (node.tail or "").strip():
            message = f"{called(node)}后面不应当有文字，请删去。"
            problems.append(problem("stray_text", node, message))
    return Foreign(tuple(problems), tuple(refused))


def _refused(node: etree._Element) -> Problem | None:
    """Why this element as a whole, with all that it holds, is not allowed where it stands."""
    name, parent = short_name(node.tag), node.getparent()
    rule = VOCABULARY.get(name)
    local = etree.QName(node).localname
    count = sum(each.get("id") is not None for each in node.iterdescendants())
    within = f"，其中的{count}个元素没有检查" if count else ""
    owner = None if parent is None else parent.getparent()
    if (
        rule is None and parent is not None and owner is not None
        and short_name(parent.tag) == "bpmn:extensionElements"
    ):
        return problem(
            "forbidden_element", owner,
            f"{called(owner)}不得带有{in_words(node.tag)}，请删去：引擎不执行。",
        )
    if rule is None:
        kinds = [etree.QName(each).localname for each in node]
        events = [FORBIDDEN.get(each, each) for each in kinds if each.endswith("EventDefinition")]
        what = in_words(node.tag)
        if shown := FORBIDDEN.get(local):
            what = f"{shown}（{'，'.join([local, *events])}）"
        what += called(node) if node.get("id") or node.get("name") else _owner(node)
        return problem("forbidden_element", node, f"流程图不得使用{what}，{remedy(node)}{within}。")
    if parent is None or short_name(parent.tag) in rule.parents:
        return None
    if name == "bpmn:extensionElements" and len(node):
        words = "、".join(dict.fromkeys(in_words(each.tag) for each in node))
        return problem(
            "forbidden_element", parent, f"{called(parent)}不得带有{words}，请删去：引擎不执行。"
        )
    what = f"{_TITLES[local]}（{local}）" if local in _TITLES else ""
    return problem(
        "misplaced_element", node,
        f"{what}{called(node)}不能放在{called(parent)}里面，请移到应在的位置或者删去{within}。",
    )


def _owner(node: etree._Element) -> str:
    """Of an element without a name: whose it is."""
    for each in node.iterancestors():
        if each.get("name") or each.get("id"):
            return f"（在{called(each)}里）"
    return ""


def _inside(node: etree._Element) -> Iterator[Problem]:
    """What is wrong with the attributes, the text and the number of children of an element."""
    rule = VOCABULARY[short_name(node.tag)]
    for key, value in node.attrib.items():
        attribute, text = short_name(key), str(value)
        if attribute not in rule.attributes:
            whose = of_whom(key)
            shown = attribute if attribute[0] != "{" else etree.QName(key).localname
            what = f"{whose}的属性“{shown}”" if whose else f"属性“{shown}”"
            yield problem("forbidden_attribute", node, f"{called(node)}不得带有{what}，请删去。")
        elif attribute in _TRUTH_ATTRIBUTES and text not in _TRUTH:
            yield problem(
                "bad_value", node, f"{called(node)}的属性“{attribute}”只能是true或者false。"
            )
        elif attribute == "xsi:type" and not text.endswith("tFormalExpression"):
            yield problem(
                "bad_value", node, f"{called(node)}{_owner(node)}的类型只能是tFormalExpression。"
            )
    if not rule.text and (node.text or "").strip():
        yield problem("stray_text", node, f"{called(node)}里不应当有文字，请删去。")
    for child, count in Counter(short_name(each.tag) for each in node).items():
        if count > 1 and child in ONCE:
            yield problem("misplaced_element", node, f"{called(node)}里只能有一个“{child}”。")
    if rule.text and len(node):
        yield problem("misplaced_element", node, f"{called(node)}里只能是文字。")
