"""Where a token can go: the flow of one diagram as a graph, and what is wrong with it.

The diagram has passed the vocabulary and its references exist (``verification.py`` beside it).
"""

from collections.abc import Collection, Iterator, Mapping
from itertools import product
from typing import Final

from lxml import etree

from engine.processes.checks.problem import Problem, called, problem
from engine.processes.diagram import FLOW_NODES, PREFIXES
from engine.processes.expressions.expression import (
    Expression,
    ExpressionRefused,
    compile_expression,
)
from engine.processes.expressions.grammar import Value

MAX_COMBINATIONS: Final = 10_000


class Flow:
    """Nodes by id, and the sequence flows out of and into each.

    opaque: ids of steps that were refused. A token may begin, pass or end there; nothing is
    said of them.
    """

    def __init__(
        self, process: etree._Element, opaque: frozenset[str] = frozenset()
    ) -> None:
        self.process = process
        self.opaque = opaque
        self.nodes: dict[str, etree._Element] = {
            node.get("id", ""): node
            for node in process
            if etree.QName(node).localname in FLOW_NODES
        }
        self.known = frozenset(self.nodes) | opaque
        self.flows: list[etree._Element] = process.findall("bpmn:sequenceFlow", PREFIXES)
        self.out: dict[str, list[etree._Element]] = {name: [] for name in self.known}
        self.into: dict[str, list[etree._Element]] = {name: [] for name in self.known}
        for flow in self.flows:
            self.out.get(flow.get("sourceRef", ""), []).append(flow)
            self.into.get(flow.get("targetRef", ""), []).append(flow)
        self.attached: dict[str, list[str]] = {name: [] for name in self.known}
        for event in self.of_type("boundaryEvent"):
            self.attached.get(self.nodes[event].get("attachedToRef", ""), []).append(event)

    def of_type(self, kind: str) -> list[str]:
        """Ids of the nodes of one BPMN type."""
        return [name for name, node in self.nodes.items() if etree.QName(node).localname == kind]

    def next(self, name: str) -> list[str]:
        """Where a token at this node may be found next, boundary events counted."""
        return [flow.get("targetRef", "") for flow in self.out[name]] + self.attached[name]


def flow_problems(flow: Flow, choices: Mapping[str, Collection[str]]) -> Iterator[Problem]:
    """Everything that could stop, lose or silently split a token."""
    yield from _ends(flow)
    yield from _degrees(flow)
    yield from _hosts(flow)
    yield from _listed(flow)
    yield from _conditions(flow)
    for gateway in flow.of_type("exclusiveGateway"):
        yield from _choosing(flow, gateway, choices)
    yield from _movement(flow)
    yield from _branches(flow)


def _ends(flow: Flow) -> Iterator[Problem]:
    starts = flow.of_type("startEvent")
    perhaps = any(not flow.into[name] for name in flow.opaque)
    if len(starts) > 1 or not (starts or perhaps):
        yield problem(
            "not_one_start", flow.process, f"流程应当有且只有一个开始事件，现有{len(starts)}个。"
        )
    for flow_element in flow.flows:
        for end in ("sourceRef", "targetRef"):
            if flow_element.get(end) not in flow.known:
                yield problem(
                    "dangling_reference", flow_element,
                    f"连线{called(flow_element)}的两端应当是事件、任务或者网关。",
                )


def _degrees(flow: Flow) -> Iterator[Problem]:
    """How many flows may leave and enter each kind of node."""
    for name, node in flow.nodes.items():
        kind = etree.QName(node).localname
        out, into = len(flow.out[name]), len(flow.into[name])
        if kind == "endEvent" and out:
            yield problem("after_end", node, f"结束事件{called(node)}之后不能再有连线。")
        if kind in ("startEvent", "boundaryEvent") and into:
            yield problem("before_start", node, f"{called(node)}之前不能有连线。")
        if kind == "exclusiveGateway" and out == 0:
            yield problem("no_way_out", node, f"排他网关{called(node)}没有出口，请画出去向。")
        elif kind != "endEvent" and out == 0:
            yield problem("dead_end", node, f"{called(node)}之后没有连线，流程会停在这里。")
        elif kind != "exclusiveGateway" and out > 1:
            yield problem(
                "silent_split", node, f"{called(node)}有{out}条出线，分支应当画成排他网关。"
            )


def _hosts(flow: Flow) -> Iterator[Problem]:
    for name in flow.of_type("boundaryEvent"):
        node = flow.nodes[name]
        host = flow.nodes.get(node.get("attachedToRef", ""))
        if node.get("attachedToRef") in flow.opaque:
            continue
        if host is None or etree.QName(host).localname not in ("userTask", "callActivity"):
            yield problem("bad_host", node, f"{called(node)}只能附在用户任务或者调用流程上。")


def _listed(flow: Flow) -> Iterator[Problem]:
    """``incoming`` and ``outgoing`` say the same as the flows themselves, where they are given."""
    for name, node in flow.nodes.items():
        for local, real in (("incoming", flow.into[name]), ("outgoing", flow.out[name])):
            written = [(e.text or "").strip() for e in node.iterfind(f"bpmn:{local}", PREFIXES)]
            if written and sorted(written) != sorted(each.get("id", "") for each in real):
                yield problem("bad_listing", node, f"{called(node)}所列的连线与图不一致。")


def _condition(flow: etree._Element) -> str | None:
    found = flow.find("bpmn:conditionExpression", PREFIXES)
    return None if found is None else found.text or ""


def _conditions(flow: Flow) -> Iterator[Problem]:
    for name, node in flow.nodes.items():
        out = flow.out[name]
        default = node.get("default")
        if default is not None and default not in [each.get("id") for each in out]:
            yield problem("dangling_reference", node, f"{called(node)}的默认流不是它的出线。")
        choosing = etree.QName(node).localname == "exclusiveGateway" and len(out) > 1
        for each in out:
            text = _condition(each)
            wanted = choosing and each.get("id") != default
            shown = f"连线{called(each)}"
            if text is None:
                if wanted:
                    yield problem("missing_condition", each, f"{shown}没有条件，也不是默认流。")
            elif not wanted:
                yield problem("misplaced_condition", each, f"{shown}不应当有条件。")
            elif isinstance(read := _read(text), str):
                yield problem("refused_expression", each, f"{shown}的条件不能使用：{read}")


def _read(text: str) -> Expression | str:
    """A condition, or why it is refused."""
    try:
        condition = compile_expression(text)
    except ExpressionRefused as refused:
        return refused.message_zh
    if condition.due_name is not None or not condition.names:
        return "条件应当比较流程变量。"
    return condition


def _choosing(
    flow: Flow, gateway: str, choices: Mapping[str, Collection[str]]
) -> Iterator[Problem]:
    """For all values of the variables: some condition holds (or there is a default), never two.

    Where two hold the library decides by where the targets stand on the drawing.
    """
    node, out = flow.nodes[gateway], flow.out[gateway]
    conditions = [
        (each, read) for each in out if (text := _condition(each)) is not None
        and isinstance(read := _read(text), Expression)
    ]
    open_ended = node.get("default") is None and len(out) > 1
    if len(conditions) != len(out) - (0 if open_ended else 1) or len(out) < 2:
        return  # already reported
    names = sorted(frozenset().union(*(read.names for _, read in conditions)))
    if open_ended and not all(choices.get(name) for name in names):
        yield problem(
            "no_way_out", node,
            f"排他网关{called(node)}可能没有出口：{'、'.join(names)}的取值未知，请设默认流。",
        )
        open_ended = False
    domains = [
        sorted(choices[name]) if choices.get(name) else _mentioned(name, conditions)
        for name in names
    ]
    overlapping: set[tuple[str, ...]] = set()
    for count, values in enumerate(product(*domains)):
        known = dict(zip(names, values, strict=True))
        holding = [each for each, read in conditions if _holds(read, known)]
        shown = "、".join(f"{name}为“{value}”" for name, value in known.items())
        if open_ended and (not holding or count >= MAX_COMBINATIONS):
            yield problem(
                "no_way_out", node,
                f"排他网关{called(node)}在{shown}时没有出口：请补一条条件，或者设默认流。",
            )
            open_ended = False
        pair = tuple(called(each) for each in holding)
        if len(holding) > 1 and pair not in overlapping:
            overlapping.add(pair)
            yield problem(
                "overlapping_conditions", node,
                f"排他网关{called(node)}在{shown}时有{len(holding)}条出线的条件同时成立"
                f"（{'、'.join(pair)}），请把条件改成互不重叠。",
            )
        if count >= MAX_COMBINATIONS:
            return


def _mentioned(
    name: str, conditions: list[tuple[etree._Element, Expression]]
) -> list[Value]:
    """The values that conditions compare a variable with, and one that none of them names."""
    found: dict[tuple[type, Value], Value] = {(str, "（其他）"): "（其他）"}
    for _, read in conditions:
        for variable, value in read.compared:
            if variable == name:
                found[type(value), value] = value
    return list(found.values())


def _holds(condition: Expression, values: Mapping[str, Value]) -> bool:
    try:
        return condition.decide(values)
    except ExpressionRefused:
        return False


def _movement(flow: Flow) -> Iterator[Problem]:
    first = [*flow.of_type("startEvent"), *sorted(flow.opaque)]
    last = [*flow.of_type("endEvent"), *sorted(flow.opaque)]
    reached = _closure(first, {name: flow.next(name) for name in flow.known})
    back: dict[str, list[str]] = {name: [] for name in flow.known}
    for name in flow.known:
        for each in flow.out[name]:
            back.get(each.get("targetRef", ""), []).append(name)
    ending = _closure(last, back)
    for name, node in flow.nodes.items():
        if name not in reached:
            yield problem("unreachable", node, f"从开始事件走不到{called(node)}。")
        if name not in ending:
            yield problem("no_end", node, f"从{called(node)}走不到任何结束事件。")


def _branches(flow: Flow) -> Iterator[Problem]:
    """A branch beside the main road has an end of its own: where it joined, all would go twice."""
    beside = {
        name for name in flow.of_type("boundaryEvent")
        if flow.nodes[name].get("cancelActivity") == "false"
    }
    main = _closure(flow.of_type("startEvent"), {
        name: [each for each in flow.next(name) if each not in beside] for name in flow.known
    })
    ends = set(flow.of_type("endEvent"))
    for event in sorted(beside):
        branch = _closure([event], {name: flow.next(name) for name in flow.known})
        for name in sorted((branch & main) - ends - flow.opaque):
            if any(each.get("sourceRef") in branch - main for each in flow.into[name]):
                yield problem(
                    "branch_joins", flow.nodes[event],
                    f"不中断的{called(flow.nodes[event])}的分支又走回{called(flow.nodes[name])}"
                    f"（{name}），它会办理两次。请让分支自己结束。",
                )


def _closure(first: list[str], edges: Mapping[str, list[str]]) -> set[str]:
    found, waiting = set(first), list(first)
    while waiting:
        for name in edges.get(waiting.pop(), []):
            if name in edges and name not in found:
                found.add(name)
                waiting.append(name)
    return found
