"""A shortest way along the lines of a bundle, or of one diagram, to an element."""

from collections.abc import Callable

from engine.processes.checks.contracts.places import Place
from engine.processes.checks.contracts.ways import Ways
from engine.processes.checks.flow import Flow
from engine.processes.diagram import PREFIXES, UnreadableDiagram, parse_diagram


def way_there(ways: Ways, process: str, element: str) -> tuple[str, ...]:
    """The ids on it, calls followed, a sequence flow last; () when no line leads there."""
    if process not in ways.flows:
        return ()
    flow = next((each for each in ways.flows[process].flows if each.get("id") == element), None)
    sought = _in_lane(ways.flows[process], element)
    more: tuple[str, ...] = ()
    if flow is not None:
        sought, more = flow.get("sourceRef", ""), (element,)
    before: dict[Place, Place | None] = dict.fromkeys(ways.starts)
    waiting = [*ways.starts]
    for place in waiting:
        if (place.process, place.element) == (process, sought):
            return (*_back(place, before), *more)
        for each in [*(target for _, target in ways.out(place)), *ways.events(place)]:
            if each not in before:
                before[each] = place
                waiting.append(each)
    return ()


def way_within(xml: bytes) -> Callable[[str], tuple[str, ...]] | None:
    """The same in one diagram by itself, which may be at fault; None where it cannot be read.

    An element that no token comes to is a way of its own.
    """
    try:
        process = parse_diagram(xml).find("bpmn:process", PREFIXES)
    except UnreadableDiagram:
        return None
    if process is None:
        return None
    flow = Flow(process)
    ways: dict[str, tuple[str, ...]] = {}
    waiting = [*flow.of_type("startEvent")]
    ways.update((each, (each,)) for each in waiting)
    for name in waiting:
        for each in flow.next(name):
            if each in flow.nodes and each not in ways:
                ways[each] = (*ways[name], each)
                waiting.append(each)
    for line in flow.flows:
        source = line.get("sourceRef", "")
        ways.setdefault(line.get("id", ""), (*ways.get(source, (source,)), line.get("id", "")))
    def found(element: str) -> tuple[str, ...]:
        node = _in_lane(flow, element)
        return ways.get(node, (node,) if node in flow.nodes else ())

    return found


def _in_lane(flow: Flow, element: str) -> str:
    """The first step of a lane; of any other element itself."""
    for lane in flow.process.iterfind("bpmn:laneSet/bpmn:lane", PREFIXES):
        steps = (each.text or "" for each in lane.iterfind("bpmn:flowNodeRef", PREFIXES))
        if lane.get("id") == element:
            return next(steps, "").strip()
    return element


def _back(place: Place | None, before: dict[Place, Place | None]) -> tuple[str, ...]:
    found: list[str] = []
    while place is not None:
        found.append(place.element)
        place = before[place]
    return tuple(reversed(found))
