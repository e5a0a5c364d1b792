"""What a diagram may wait for and throw, and how often an activity may run.

Timers are checked in ``verification``. Here: each event says one thing, messages and
codes are words that are defined in the file, and an error or escalation is caught where it can
be. Whether whatever is thrown is caught at all, only the whole bundle shows: ``uncaught``.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from lxml import etree

from engine.processes.checks.problem import Problem, called, problem
from engine.processes.diagram import PREFIXES
from engine.processes.expressions.expression import ExpressionRefused, compile_expression

_WORD = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)
#: Of a definition: the element that it refers to, the attribute with the word, and its title.
_NAMED: Final = {
    "messageEventDefinition": ("message", "name", "消息"),
    "errorEventDefinition": ("error", "errorCode", "错误"),
    "escalationEventDefinition": ("escalation", "escalationCode", "升级"),
}
_AWAITING: Final = frozenset({"startEvent", "boundaryEvent", "intermediateCatchEvent"})
_SAYS_ONE: Final = frozenset(
    {"boundaryEvent", "intermediateCatchEvent", "intermediateThrowEvent"})
#: (error or escalation, its code)
Thrown = tuple[str, str]


def event_problems(
    process: etree._Element, messages: Collection[str] | None
) -> Iterator[Problem]:
    """Everything wrong with events and instances in one diagram that passed the vocabulary.

    messages: names of messages that the engine can send, where they are known.
    """
    nodes = {node.get("id", ""): node for node in process}
    caught: set[tuple[str | None, str, str]] = set()
    for node in process:
        local, definitions = etree.QName(node).localname, _definitions(node)
        if len(definitions) > 1 or (local in _SAYS_ONE and not definitions):
            yield problem("bad_event", node, f"{called(node)}应当有且只有一个事件定义。")
            continue
        for definition in definitions:
            if etree.QName(definition).localname in _NAMED:
                yield from _word(node, definition, messages)
        if local == "boundaryEvent" and definitions:
            yield from _attached(node, nodes.get(node.get("attachedToRef", "")), caught)
        yield from _instances(node)


def _definitions(node: etree._Element) -> list[etree._Element]:
    return [each for each in node if etree.QName(each).localname.endswith("EventDefinition")]


def _meant(definition: etree._Element) -> Thrown | None:
    """What a definition means: its kind and the word that the file gives it."""
    tag, attribute, _ = _NAMED[etree.QName(definition).localname]
    root = definition.getroottree().getroot()
    for each in root.iterfind(f"bpmn:{tag}", PREFIXES):
        if each.get("id") == definition.get(f"{tag}Ref") and _WORD.fullmatch(
            each.get(attribute, "")
        ):
            return tag, each.get(attribute, "")
    return None


def _word(
    node: etree._Element, definition: etree._Element, messages: Collection[str] | None
) -> Iterator[Problem]:
    tag, attribute, title = _NAMED[etree.QName(definition).localname]
    meant = _meant(definition)
    if meant is None:
        yield problem(
            "bad_event", node,
            f"{called(node)}没有写明是哪一个{title}：请用{tag}Ref引用文件开头定义的{tag}，"
            f"其{attribute}用小写字母、数字和下划线。",
        )
    elif (tag == "message" and messages is not None and meant[1] not in messages
          and etree.QName(node).localname in _AWAITING):
        yield problem(
            "unknown_message", node, f"{called(node)}等待的消息“{meant[1]}”没有登记，不会到来。")


def _attached(
    node: etree._Element, host: etree._Element | None,
    caught: set[tuple[str | None, str, str]],
) -> Iterator[Problem]:
    (definition,) = _definitions(node)
    if etree.QName(definition).localname not in _NAMED:
        return
    meant = _meant(definition)
    if meant is None:
        return  # already reported
    if meant[0] != "message" and (
        host is None or etree.QName(host).localname != "callActivity"
    ):
        yield problem(
            "bad_host", node, f"{called(node)}只能附在调用流程上：别处不会抛出错误或者升级。")
    if meant[0] == "error" and node.get("cancelActivity", "true") != "true":
        yield problem("bad_event", node, f"{called(node)}接住的是错误，应当中断所附的流程。")
    key = (node.get("attachedToRef"), *meant)
    if key in caught:
        yield problem(
            "bad_event", node, f"{called(node)}与另一个边界事件接住的是同一件事，请只留一个。")
    caught.add(key)


def _instances(node: etree._Element) -> Iterator[Problem]:
    for each in node.iterfind("bpmn:extensionElements/gongkai:parameter", PREFIXES):
        if each.get("name") == "instance":
            yield problem(
                "bad_parameter", node,
                f"{called(node)}的参数不能叫instance：多实例中由系统填写是第几个。")
    for loop in node.iterfind("bpmn:multiInstanceLoopCharacteristics", PREFIXES):
        counts = loop.findall("bpmn:loopCardinality", PREFIXES)
        if len(counts) != 1 or not _is_variable(counts[0].text or ""):
            yield problem(
                "refused_expression", node,
                f"{called(node)}的个数（loopCardinality）只能写一个流程变量的名称。")


def _is_variable(text: str) -> bool:
    try:
        expression = compile_expression(text)
    except ExpressionRefused:
        return False
    return expression.text in expression.names


# --- the whole bundle ---------------------------------------------------------------------------


def uncaught(
    main: str, diagrams: Mapping[str, etree._Element]
) -> tuple[tuple[str, Problem], ...]:
    """What is thrown and caught by nobody, or caught and thrown by nobody, by process.

    main: the process that nobody calls. diagrams: process id to the root of a diagram that
    passed ``verify``, of the process and of all that it calls. An error that nobody catches
    would stop the case; what waits for an error that never comes is a mistake of the drawing.
    """
    search = _Search(diagrams)
    for thrown, (process, node) in search.escaping(main).items():
        title = _NAMED[f"{thrown[0]}EventDefinition"][2]
        search.problems.append((process, problem(
            "uncaught", node,
            f"{called(node)}抛出的{title}“{thrown[1]}”没有人接住："
            "请在上层的调用流程上附一个同代码的边界事件。")))
    return tuple(dict.fromkeys(search.problems))


class _Search:
    """Goes through a bundle once."""

    def __init__(self, diagrams: Mapping[str, etree._Element]) -> None:
        self.processes = {
            name: process for name, root in diagrams.items()
            for process in root.iterfind("bpmn:process", PREFIXES)
        }
        self.known: dict[str, dict[Thrown, tuple[str, etree._Element]]] = {}
        self.problems: list[tuple[str, Problem]] = []

    def escaping(self, name: str) -> dict[Thrown, tuple[str, etree._Element]]:
        """What leaves a process, and where it was thrown: (process, element)."""
        if name in self.known:
            return self.known[name]
        self.known[name] = {}   # a process that calls itself is refused elsewhere
        found: dict[Thrown, tuple[str, etree._Element]] = {}
        process = self.processes[name]
        for node in process:
            local = etree.QName(node).localname
            if local in ("endEvent", "intermediateThrowEvent"):
                for meant in _meanings(node):
                    if meant[0] != "message":       # no caller catches that
                        found.setdefault(meant, (name, node))
            elif local == "callActivity" and node.get("calledElement", "") in self.processes:
                thrown = dict(self.escaping(node.get("calledElement", "")))
                for event in process.iterfind("bpmn:boundaryEvent", PREFIXES):
                    if event.get("attachedToRef") == node.get("id"):
                        self._catch(name, event, thrown)
                for meant, where in thrown.items():
                    found.setdefault(meant, where)
        self.known[name] = found
        return found

    def _catch(
        self, name: str, event: etree._Element, thrown: dict[Thrown, tuple[str, etree._Element]]
    ) -> None:
        for meant in _meanings(event):
            if meant[0] != "message" and thrown.pop(meant, None) is None:
                self.problems.append((name, problem(
                    "never_thrown", event,
                    f"{called(event)}等待的“{meant[1]}”在所调用的流程里没有抛出过。")))


def _meanings(node: etree._Element) -> Iterator[Thrown]:
    for definition in _definitions(node):
        if etree.QName(definition).localname in _NAMED and (meant := _meant(definition)):
            yield meant
