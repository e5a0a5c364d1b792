"""Proves properties of a diagram before it may be published; a diagram is hostile until then.

Nothing of a refused diagram is executed, stored or drawn. What is proved:

* it holds only the elements, attributes and texts of ``engine.processes.checks.vocabulary``;
* every condition is within ``engine.processes.expressions``, every timer names a known legal date,
  every service task a registered operation with literal parameters, every lane a role;
* a token always moves: one start, no dead end, no unreachable element, every exclusive
  gateway has a way out whatever its variables hold, nothing splits in silence;
* a person can read it: Chinese names, and a place on the drawing for every element.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from engine.processes.checks.events import event_problems
from engine.processes.checks.flow import Flow, flow_problems
from engine.processes.checks.problem import Problem, called, problem, told
from engine.processes.checks.vocabulary import foreign_words
from engine.processes.diagram import (
    FLOW_NODES,
    PREFIXES,
    UnreadableDiagram,
    parse_diagram,
    qualified,
    short_name,
)
from engine.processes.expressions.expression import ExpressionRefused, compile_expression

__all__ = ["Problem", "verify"]

_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,99}", re.ASCII)
# Of flow nodes: the process library makes further names with dots and capitals (“End”).
_NODE_ID = re.compile(r"[a-z][a-z0-9_]{0,99}", re.ASCII)
_PROCESS_ID = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)
_LITERAL = re.compile(r"[a-z0-9][a-z0-9_]{0,63}", re.ASCII)
_NUMBER = re.compile(r"-?[0-9]{1,6}(\.[0-9]{1,6})?", re.ASCII)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_MAX_NAME: Final = 40
MAX_STEPS: Final = 300      # more than that nobody reads on one drawing
_IN_LANES: Final = frozenset(f"bpmn:{each}" for each in FLOW_NODES)
_BOX: Final = ("x", "y", "width", "height")


def verify(
    xml: bytes,
    *,
    operations: Collection[str],
    timers: Collection[str],
    lanes: Collection[str],
    choices: Mapping[str, Collection[str]] | None = None,
    messages: Collection[str] | None = None,
) -> tuple[Problem, ...]:
    """Every reason why this diagram may not be published, in the order of the file.

    Equal problems are told as one, and what follows only from a refused element is not told.

    operations: registered names (``record/warning``). timers: names that ``due`` knows.
    lanes: titles of roles. choices: all values a variable may take, where that is known; a
    gateway whose conditions cover them all needs no default flow. messages: names of those that
    can be sent, where they are known. What a diagram throws to its caller is no fault of its own:
    ``engine.processes.checks.events.uncaught`` looks at a whole bundle.
    """
    try:
        root = parse_diagram(xml)
    except UnreadableDiagram as refused:
        return (Problem(refused.code, "", refused.message_zh, refused.line),)
    foreign = foreign_words(root)
    if foreign.elements == (root,):
        return foreign.problems
    steps = frozenset(
        each.get("id", "") for process in root.iterfind("bpmn:process", PREFIXES)
        for each in process if short_name(each.tag) not in _NO_STEPS
    )
    gone = Gone.of(foreign.elements)
    problems = [*foreign.problems, *_identity(root, gone)]
    process = root.find("bpmn:process", PREFIXES)
    if process is None:
        problems.append(Problem("no_process", "", "流程图里没有流程，请画出一个流程。", 1))
    elif len(root.findall("bpmn:process", PREFIXES)) == 1:
        problems += [
            *_words(root), *_calls(process), *_operations(process, operations),
            *_timers(process, timers, gone),
        ]
        # What cannot be told apart is not reasoned about.
        if len(steps) > MAX_STEPS:
            problems.append(problem(
                "too_large", process,
                f"流程有{len(steps)}个步骤，超过{MAX_STEPS}个，请分成几个流程，用调用活动连接。",
            ))
        if not any(each.code in _TANGLED for each in problems):
            problems += [
                *_lanes(process, lanes, gone), *_drawing(root),
                *event_problems(process, messages),
                *flow_problems(Flow(process, gone.steps | gone.half), choices or {}),
            ]
    return told((
        each for each in problems
        if each.element not in gone.half or each in foreign.problems
    ), steps)


_TANGLED: Final = frozenset({"missing_id", "duplicate_id", "dangling_reference", "bad_id"})
_NO_STEPS: Final = frozenset({"bpmn:sequenceFlow", "bpmn:laneSet", "bpmn:documentation"})
_WITHOUT_ID: Final = frozenset(
    {"flowNodeRef", "documentation", "incoming", "outgoing", "conditionExpression", "timeDate"}
    | {"timeCycle", "extensionElements", "parameter", "BPMNLabel", "Bounds", "waypoint"}
    | {"definitions", "collaboration", "laneSet", "timerEventDefinition", "BPMNDiagram"}
    | {"terminateEventDefinition", "BPMNPlane", "messageEventDefinition", "loopCardinality"}
    | {"errorEventDefinition", "escalationEventDefinition", "multiInstanceLoopCharacteristics"}
)
_REFERENCES: Final[Mapping[str, str]] = {
    "sourceRef": "连线的起点",
    "targetRef": "连线的终点",
    "attachedToRef": "边界事件所附的任务",
    "default": "默认流",
    "bpmnElement": "图形所画的元素",
    "processRef": "泳池的流程",
    "messageRef": "消息",
    "errorRef": "错误",
    "escalationRef": "升级",
}


@dataclass(frozen=True, slots=True)
class Gone:
    """The refused elements of a file, taken off it. Of them nothing more is said.

    ids: of all of them and of what they held. steps: ids of those that stood where a step of
    the process stands: a token may pass them in ways that are not known.
    laned: what their lanes listed. half: ids of the events that lost their definition.
    """

    ids: frozenset[str]
    steps: frozenset[str]
    laned: frozenset[str]
    half: frozenset[str]

    @classmethod
    def of(cls, elements: Collection[etree._Element]) -> "Gone":
        """Take these elements off their file and keep what the further checks must know."""
        everything = [node for element in elements for node in element.iter()]
        parents = [(each, each.getparent()) for each in elements]
        gone = cls(
            ids=frozenset(each.get("id", "") for each in everything) - {""},
            steps=frozenset(
                each.get("id", "") for each, parent in parents
                if parent is not None and parent.tag == qualified("bpmn", "process")
            ) - {""},
            laned=frozenset(
                (each.text or "").strip() for each in everything
                if each.tag == qualified("bpmn", "flowNodeRef")
            ),
            half=frozenset(
                above.get("id", "") for each in elements
                if "EventDefinition" in str(each.tag) or "}time" in str(each.tag)
                for above in each.iterancestors()
                if short_name(above.tag) in _IN_LANES
            ),
        )
        for each, parent in parents:
            if parent is not None:
                parent.remove(each)
        return gone


def _identity(root: etree._Element, gone: Gone) -> Iterator[Problem]:
    """Ids are there, well formed and unique; what is referred to exists."""
    for node in root.iter():
        if node.get("id") is None and etree.QName(node).localname not in _WITHOUT_ID:
            what = "连线" if node.tag == qualified("bpmn", "sequenceFlow") else called(node)
            yield problem("missing_id", node, f"{what}没有编号（id），请补上。")
        elif not _ID.fullmatch(node.get("id", "x")):
            yield problem("bad_id", node, f"编号“{node.get('id')}”只能用字母、数字和下划线。")
        elif short_name(node.tag) in _IN_LANES and not _NODE_ID.fullmatch(node.get("id", "x")):
            yield problem(
                "bad_id", node, f"编号“{node.get('id')}”只能用小写字母、数字和下划线，以字母开头。"
            )
    known: set[str] = set(gone.ids)
    for node in root.iter():
        name = node.get("id")
        if name in gone.ids:
            continue
        if name is not None and name in known:
            yield problem("duplicate_id", node, f"编号“{name}”用了不止一次，编号不能重复。")
        known.add(name or "")
    for node in root.iter():
        for attribute, what in _REFERENCES.items():
            reference = node.get(attribute)
            if reference is not None and reference not in known:
                yield problem(
                    "dangling_reference", node, f"{called(node)}：{what}“{reference}”不存在。"
                )
    processes = root.findall("bpmn:process", PREFIXES)
    for extra in processes[1:]:
        yield problem("several_processes", extra, "一个文件只能有一个流程。")
    for process in processes[:1]:
        if not _PROCESS_ID.fullmatch(process.get("id", "")):
            yield problem("bad_id", process, "流程编号只能用小写字母、数字和下划线。")
        if process.get("isExecutable") != "true":
            yield problem("not_executable", process, "流程应当标为可执行（isExecutable）。")


def _words(root: etree._Element) -> Iterator[Problem]:
    """Everything that a person sees has a Chinese name."""
    gateways = {each.get("id") for each in root.iterfind(".//bpmn:exclusiveGateway", PREFIXES)}
    outgoing = Counter(e.get("sourceRef") for e in root.iterfind(".//bpmn:sequenceFlow", PREFIXES))
    choosing = {name for name in gateways if outgoing[name] > 1}
    named = [*root.iterfind(".//bpmn:participant", PREFIXES)]
    for process in root.iterfind("bpmn:process", PREFIXES):
        named += [process, *process.iterfind("bpmn:laneSet/bpmn:lane", PREFIXES)]
        for node in process:
            local = etree.QName(node).localname
            if local == "sequenceFlow":
                needs = node.get("sourceRef") in choosing
            elif local == "exclusiveGateway":
                needs = node.get("id") in choosing
            else:
                needs = local not in ("laneSet", "documentation")
            named += [node] if needs else []
    for node in named:
        if not _CHINESE.search(node.get("name", "")):
            yield problem("missing_name", node, f"“{node.get('id')}”没有中文名称，请补上。")
    for node in root.iter():
        if len(node.get("name", "")) > _MAX_NAME:
            yield problem("long_name", node, f"{called(node)[:20]}……的名称超过{_MAX_NAME}个字。")


# --- what the engine will be asked to do ----------------------------------------------------


def _calls(process: etree._Element) -> Iterator[Problem]:
    for node in process.iterfind("bpmn:callActivity", PREFIXES):
        target = node.get("calledElement", "")
        if not _PROCESS_ID.fullmatch(target):
            yield problem("bad_call", node, f"{called(node)}没有写明调用哪个流程。")
        if target == process.get("id"):
            yield problem("bad_call", node, f"{called(node)}调用了流程自己。")
        # History: since there are releases, they say which version is called.
        if not re.fullmatch(r"[1-9][0-9]{0,3}", node.get(qualified("gongkai", "version"), "1")):
            yield problem("bad_call", node, f"{called(node)}写的版本不是数字，请删去这个属性。")


def _operations(process: etree._Element, operations: Collection[str]) -> Iterator[Problem]:
    for node in process.iterfind("bpmn:serviceTask", PREFIXES):
        operation = node.get("implementation", "")
        if operation not in operations:
            yield problem(
                "unknown_operation", node, f"{called(node)}的操作“{operation}”没有登记，不能执行。"
            )
        seen = set()
        for each in node.iterfind("bpmn:extensionElements/gongkai:parameter", PREFIXES):
            name, value = each.get("name", ""), each.get("value", "")
            if not _LITERAL.fullmatch(name) or not _LITERAL.fullmatch(value) or name in seen:
                yield problem(
                    "bad_parameter",
                    node,
                    f"{called(node)}的参数只能是一个名称配一个值（小写字母、数字、下划线），不得重复。",
                )
            seen.add(name)


def _timers(
    process: etree._Element, timers: Collection[str], gone: Gone
) -> Iterator[Problem]:
    for node in process.iterfind("bpmn:*[bpmn:timerEventDefinition]", PREFIXES):
        if node.get("id") in gone.half:
            continue
        definitions = node.findall("bpmn:timerEventDefinition", PREFIXES)
        times = [each for definition in definitions for each in definition]
        if len(definitions) != 1 or len(times) != 1:
            yield problem("bad_timer", node, f"{called(node)}应当有且只有一个时限。")
            continue
        interrupting = node.get("cancelActivity", "true") == "true"
        if (times[0].tag == qualified("bpmn", "timeDate")) is not interrupting:
            yield problem(
                "bad_timer",
                node,
                f"{called(node)}：中断的时限用timeDate，不中断的用timeCycle（期限变动后重新提醒）。",
            )
        try:
            name = compile_expression(times[0].text or "").due_name
        except ExpressionRefused:
            name = None
        if name is None:
            yield problem(
                "refused_expression",
                node,
                f'{called(node)}的时限只能写成due("时限名称")，期限长短由时限规则计算。',
            )
        elif name not in timers:
            yield problem("unknown_timer", node, f"{called(node)}的时限名称“{name}”没有登记。")


def _lanes(
    process: etree._Element, lanes: Collection[str], gone: Gone
) -> Iterator[Problem]:
    if not gone.laned and process.find("bpmn:laneSet/bpmn:lane", PREFIXES) is None:
        yield problem(
            "outside_lanes", process,
            "流程里没有泳道，请按职责画出泳道，把每个任务、事件和网关放进去。",
        )
        return
    placed: Counter[str] = Counter()
    for lane in process.iterfind("bpmn:laneSet/bpmn:lane", PREFIXES):
        if lane.get("name", "") not in lanes:
            roles = "、".join(sorted(lanes))
            yield problem(
                "unknown_lane", lane, f"泳道{called(lane)}不是任何一种角色（{roles}）。"
            )
        placed.update((e.text or "").strip() for e in lane.iterfind("bpmn:flowNodeRef", PREFIXES))
    nodes = {e.get("id", ""): e for e in process if short_name(e.tag) in _IN_LANES}
    for name, node in nodes.items():
        if placed[name] != 1 and name not in gone.laned:
            yield problem("outside_lanes", node, f"{called(node)}应当放在一条泳道里，只放一次。")
    for name in sorted(set(placed) - set(nodes) - gone.ids):
        yield problem("dangling_reference", process, f"泳道里的“{name}”不存在。")


def _drawing(root: etree._Element) -> Iterator[Problem]:
    """Every element has its place on the drawing, exactly once."""
    shapes = Counter(e.get("bpmnElement") for e in root.iterfind(".//bpmndi:BPMNShape", PREFIXES))
    edges = Counter(e.get("bpmnElement") for e in root.iterfind(".//bpmndi:BPMNEdge", PREFIXES))
    for node in root.iter():
        kind = short_name(node.tag)
        if kind in _IN_LANES or kind in ("bpmn:lane", "bpmn:participant"):
            drawn = shapes[node.get("id")]
        elif kind == "bpmn:sequenceFlow":
            drawn = edges[node.get("id")]
        else:
            continue
        if drawn != 1:
            message = "没有画在图上" if drawn == 0 else "在图上画了不止一次"
            yield problem("missing_drawing", node, f"{called(node)}{message}。")
    for node in root.iter(qualified("dc", "Bounds"), qualified("di", "waypoint")):
        needed = ("x", "y") if node.tag == qualified("di", "waypoint") else _BOX
        if not all(_NUMBER.fullmatch(node.get(each, "")) for each in needed):
            yield problem("missing_drawing", node, "图形的坐标应当是数字。")
    for shape in root.iterfind(".//bpmndi:BPMNShape", PREFIXES):
        if shape.find("dc:Bounds", PREFIXES) is None:
            yield problem("missing_drawing", shape, "图形没有位置和大小。")
    for edge in root.iterfind(".//bpmndi:BPMNEdge", PREFIXES):
        if len(edge.findall("di:waypoint", PREFIXES)) < 2:
            yield problem("missing_drawing", edge, "连线至少要有两个点。")
