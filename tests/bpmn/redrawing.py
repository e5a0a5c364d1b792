"""Changes a diagram as somebody would who draws: with flows, lanes and shapes."""

from lxml import etree

from engine.processes.diagram import qualified

Root = etree._Element


def found(root: Root, name: str) -> Root:
    return next(each for each in root.iter() if each.get("id") == name)


def flows(root: Root, **ends: str) -> list[Root]:
    return [each for each in root.iter(qualified("bpmn", "sequenceFlow"))
            if all(each.get(end) == name for end, name in ends.items())]


def take_off(root: Root, name: str) -> None:
    """An element with its flows, its events, its place in a lane and its drawing."""
    gone = {name, *(each.get("id") for each in root.iter(qualified("bpmn", "boundaryEvent"))
                    if each.get("attachedToRef") == name)}
    gone |= {each.get("id") for each in flows(root)
             if {each.get("sourceRef"), each.get("targetRef")} & gone}
    for each in [*root.iter()]:
        named = (each.text or "").strip() if each.tag == qualified("bpmn", "flowNodeRef") else ""
        if each.get("id") in gone or each.get("bpmnElement") in gone or named in gone:
            each.getparent().remove(each)


def leave_out(root: Root, name: str) -> None:
    """What led to an element leads to what came after it."""
    (after,) = flows(root, sourceRef=name)
    for each in flows(root, targetRef=name):
        each.set("targetRef", after.get("targetRef"))
    after.set("targetRef", name)
    take_off(root, name)


def take_off_branch(root: Root, event: str) -> None:
    """An event with all that only it leads to."""
    waiting = [event]
    while waiting:
        name = waiting.pop()
        after = [each.get("targetRef") for each in flows(root, sourceRef=name)]
        take_off(root, name)
        waiting += [each for each in after if not flows(root, targetRef=each)]
