"""What a diagram says around a user task: the alarms on it, and what the system does next."""

from collections.abc import Iterator, Mapping

from lxml import etree

from engine.processes.diagram import PREFIXES

_WAITS = frozenset({"userTask", "callActivity", "endEvent"})
_ALARM = 'due("'


def watched(process: etree._Element) -> Mapping[str, tuple[str, ...]]:
    """The alarms of the timers that are attached to each activity, by the activity's id."""
    found: dict[str, tuple[str, ...]] = {}
    for event in process.iterfind("bpmn:boundaryEvent", PREFIXES):
        timer = event.find("bpmn:timerEventDefinition", PREFIXES)
        for expression in timer if timer is not None else ():
            text = (expression.text or "").strip()
            if text.startswith(_ALARM):
                host = event.get("attachedToRef", "")
                found[host] = (*found.get(host, ()), text[len(_ALARM):].partition('"')[0])
    return found


def followed_by(process: etree._Element) -> Mapping[str, frozenset[str]]:
    """The operations that may follow each user task before anybody is asked again."""
    nodes = {node.get("id", ""): node for node in process}
    flows: dict[str, list[str]] = {}
    for flow in process.iterfind("bpmn:sequenceFlow", PREFIXES):
        flows.setdefault(flow.get("sourceRef", ""), []).append(flow.get("targetRef", ""))
    return {
        task.get("id", ""): frozenset(_operations(task.get("id", ""), nodes, flows))
        for task in process.iterfind("bpmn:userTask", PREFIXES)
    }


def _operations(
    start: str, nodes: Mapping[str, etree._Element], flows: Mapping[str, list[str]]
) -> Iterator[str]:
    seen, waiting = {start}, [start]
    while waiting:
        for target in flows.get(waiting.pop(), []):
            if target in seen or target not in nodes:
                continue
            seen.add(target)
            kind = etree.QName(nodes[target]).localname
            if kind == "serviceTask":
                yield nodes[target].get("implementation", "")
            if kind not in _WAITS:
                waiting.append(target)
