"""The rules a good drawing keeps: each is a function from a ``Drawing`` to its faults.

A fault is the id of an element and what to do about it; none means that the rule is kept.
"""

import re
from collections import Counter
from collections.abc import Callable
from itertools import combinations, pairwise
from typing import Final

from engine.processes.checks.drawing.sketch import Box, Drawing, Edge, Shape, band
from engine.processes.diagram import PREFIXES

TYPE_SIZE: Final = 12      # the greatest type size in which a page shows the labels
CLEARANCE: Final = 8       # between lines, and between a line and a shape not its own
SHAPE_GAP: Final = 40      # between two shapes
LANE_NAME: Final = 35      # the strip at the left of a lane that holds its name
LABEL_REACH: Final = 30    # how far a label may stand from what it names
_MARGIN: Final = 15        # between a shape and the border of its lane

Fault = tuple[str, str]


def _called(each: Shape | Edge) -> str:
    return f"“{each.name or each.id}”"


def lines_are_upright_or_level(drawing: Drawing) -> list[Fault]:
    """No part of a line is slanted, and none has no length."""
    found = []
    for edge in drawing.edges:
        for (ax, ay), (bx, by) in edge.segments:
            if (ax == bx) is (ay == by):
                found.append((edge.id, (
                    f"连线{_called(edge)}从({ax:g}, {ay:g})到({bx:g}, {by:g})是斜的，"
                    "请画成横线或者竖线。"
                )))
        for first, second in pairwise(edge.segments):
            if (first[0][0] == first[1][0]) is (second[0][0] == second[1][0]):
                x, y = first[1]
                found.append((edge.id, (
                    f"连线{_called(edge)}在({x:g}, {y:g})的转折点没有转弯，请删去该点。"
                )))
    return found


def lines_dock_where_they_should(drawing: Drawing) -> list[Fault]:
    """On the border of a task; on one of the four points of an event or a gateway."""
    found = []
    for edge in drawing.edges:
        for name, point in ((edge.source, edge.points[0]), (edge.target, edge.points[-1])):
            shape = drawing.shapes[name]
            round_or_diamond = shape.type.endswith(("Event", "Gateway"))
            docked = (
                point in shape.box.middles() if round_or_diamond
                else shape.box.has_on_border(point)
            )
            if not docked:
                where = "四个顶点之一" if round_or_diamond else "边框"
                found.append((edge.id, (
                    f"连线{_called(edge)}没有接在{_called(shape)}的{where}上，请把端点拉到上面。"
                )))
    return found


def no_lines_cross(drawing: Drawing) -> list[Fault]:
    """Nor touch, nor run closer together than the eye parts them."""
    crossing = {
        (one.id, other.id): (one, other)
        for one, other in combinations(drawing.edges, 2)
        if any(
            band(a, CLEARANCE / 2).overlaps(band(b, CLEARANCE / 2))
            for a in one.segments for b in other.segments
        )
    }
    return [
        (one.id, (
            f"连线{_called(one)}与连线{_called(other)}（{other.id}）交叉或者相距不到{CLEARANCE}，"
            "请改道分开。"
        ))
        for one, other in crossing.values()
    ]


def no_line_runs_through_a_shape(drawing: Drawing) -> list[Fault]:
    """A line touches only the shapes that it joins."""
    found = []
    for edge in drawing.edges:
        for shape in drawing.shapes.values():
            own = shape.id in (edge.source, edge.target)
            if shape.id == drawing.shapes[edge.source].host:
                own = True  # a boundary event sits on its task
            box = shape.box.grown(-1 if own else CLEARANCE)
            if any(band(segment, 0.25).overlaps(box) for segment in edge.segments):
                found.append((edge.id, (
                    f"连线{_called(edge)}穿过{_called(shape)}，或者离它不到{CLEARANCE}，请绕开。"
                )))
    return found


def shapes_keep_apart(drawing: Drawing) -> list[Fault]:
    """A boundary event sits on its task; everything else has room around it."""
    found = []
    for one, other in combinations(drawing.shapes.values(), 2):
        if one.host == other.id or other.host == one.id:
            continue
        gap = CLEARANCE if one.host or other.host else SHAPE_GAP
        if one.box.grown(gap / 2).overlaps(other.box.grown(gap / 2)):
            found.append((one.id, (
                f"{_called(one)}与{_called(other)}（{other.id}）相距不到{gap}，请拉开。"
            )))
    return found


def shapes_stand_in_their_lane(drawing: Drawing) -> list[Fault]:
    """A shape lies wholly within its lane, with a margin."""
    found = [
        (shape.id, f"{_called(shape)}没有完整地画在它的泳道里（四边至少留{_MARGIN}），请移进去。")
        for shape in drawing.shapes.values()
        if (lane := drawing.lanes.get(drawing.lane_of.get(shape.id, ""))) is None
        or not lane.grown(-_MARGIN).holds(shape.box)
    ]
    found += [
        (event.id, f"边界事件{_called(event)}没有画在{_called(host)}的边框上，请移到边框上。")
        for event in drawing.shapes.values()
        if (host := drawing.shapes.get(event.host)) is not None
        and not host.box.has_on_border(
            (event.box.left + event.box.width / 2, event.box.top + event.box.height / 2)
        )
    ]
    return found


def lanes_fill_the_pool(drawing: Drawing) -> list[Fault]:
    """The lanes lie one under the other, without a gap, from the pool's top to its bottom."""
    pool = drawing.pool
    assert pool is not None
    found, top = [], pool.top
    for name, box in sorted(drawing.lanes.items(), key=lambda item: item[1].top):
        if (box.top, box.left, box.right) != (top, pool.left + 30, pool.right):
            found.append((name, (
                f"泳道“{drawing.nodes[name].get('name') or name}”没有与泳池或者上一条泳道对齐，"
                "请让泳道一条接一条铺满泳池。"
            )))
        top = box.bottom
    if top != pool.bottom:
        found.append(("", "最下面的泳道没有到泳池的底边，请让泳道铺满泳池。"))
    return found


def labels_are_clear(drawing: Drawing) -> list[Fault]:
    """A label overlaps no shape, no line, no other label and no border of a lane."""
    labels = _labels(drawing)
    found = []
    for (one, box), (other, second) in combinations(labels, 2):
        if box.overlaps(second):
            found.append((one.id, (
                f"{_called(one)}的名称与{_called(other)}（{other.id}）的名称重叠，请移开。"
            )))
    for each, box in labels:
        under: list[Shape | Edge] = [
            shape for shape in drawing.shapes.values() if box.overlaps(shape.box)
        ]
        crossed: list[Shape | Edge] = [
            edge for edge in drawing.edges
            if any(band(segment, 1).overlaps(box) for segment in edge.segments)
        ]
        found += [
            (each.id, f"{_called(each)}的名称压在{_called(it)}（{it.id}）上，请移开。")
            for it in [*under, *crossed]
        ]
        if not any(_open_part(lane).holds(box) for lane in drawing.lanes.values()):
            found.append((each.id, f"{_called(each)}的名称压在泳道的边线或者名称上，请移开。"))
    return found


def _open_part(lane: Box) -> Box:
    return Box(lane.left + LANE_NAME, lane.top, lane.width - LANE_NAME, lane.height).grown(-2)


def labels_have_room(drawing: Drawing) -> list[Fault]:
    """The box holds the words on one line: Chinese type is as wide as it is high."""
    return [
        (each.id, (
            f"{_called(each)}的名称框放不下一行{len(each.name)}个字，"
            f"请拉到至少宽{TYPE_SIZE * len(each.name)}、高{TYPE_SIZE}。"
        ))
        for each, box in _labels(drawing)
        if box.width < TYPE_SIZE * len(each.name) or box.height < TYPE_SIZE
    ]


def labels_stand_by_what_they_name(drawing: Drawing) -> list[Fault]:
    """A label is near its own shape or line."""
    found = []
    for shape in drawing.shapes.values():
        if shape.label and not shape.label.overlaps(shape.box.grown(LABEL_REACH)):
            found.append(shape.id)
    for edge in drawing.edges:
        near = [band(segment, LABEL_REACH / 2) for segment in edge.segments]
        if edge.label and not any(edge.label.overlaps(each) for each in near):
            found.append(edge.id)
    return [
        (each, f"“{drawing.nodes[each].get('name') or each}”的名称离它太远，请移到旁边。")
        for each in found
    ]


def names_have_a_place(drawing: Drawing) -> list[Fault]:
    """What has its name outside has a box for it; tasks carry theirs inside, in two lines."""
    found = [
        (edge.id, f"连线{_called(edge)}的名称没有位置，请把名称放在连线旁。")
        for edge in drawing.edges if edge.name and not edge.label
    ]
    for shape in drawing.shapes.values():
        outside = shape.type.endswith(("Event", "Gateway"))
        if outside and shape.name and not shape.label:
            found.append((shape.id, f"{_called(shape)}的名称没有位置，请把名称放在图形旁。"))
        if not outside and len(shape.name) * TYPE_SIZE > 2 * (shape.box.width - 14):
            found.append((shape.id, (
                f"{_called(shape)}的名称在框里两行写不下，请缩短名称或者加宽图形。"
            )))
    return found


_ROUND: Final = (36.0, 36.0)
_USUAL: Final = {
    "startEvent": _ROUND, "endEvent": _ROUND, "boundaryEvent": _ROUND,
    "intermediateCatchEvent": _ROUND, "intermediateThrowEvent": _ROUND,
    "exclusiveGateway": (50.0, 50.0), "parallelGateway": (50.0, 50.0),
    "eventBasedGateway": (50.0, 50.0),
}


def sizes_are_the_usual_ones(drawing: Drawing) -> list[Fault]:
    """Tasks, events and gateways have the sizes that modellers give them."""
    found = []
    for shape in drawing.shapes.values():
        size = (shape.box.width, shape.box.height)
        usual = _USUAL.get(shape.type, (max(shape.box.width, 100.0), 80.0))
        if size != usual:
            found.append((shape.id, (
                f"{_called(shape)}的大小是{size[0]:g}×{size[1]:g}，"
                f"请改为{usual[0]:g}×{usual[1]:g}。"
            )))
        if not all(float(each).is_integer() for each in (shape.box.left, shape.box.top)):
            found.append((shape.id, f"{_called(shape)}的坐标不是整数，请对齐到整数。"))
    return found


def ids_speak(drawing: Drawing) -> list[Fault]:
    """``flow_<from>_to_<to>``, ``edge_<flow>``, ``shape_<element>``, words in snake case."""
    found = [
        (element, f"图形的编号“{given}”请改为“{wanted}”。")
        for given, wanted, element in drawing.drawn_ids if given != wanted
    ]
    for flow in drawing.process.iterfind("bpmn:sequenceFlow", PREFIXES):
        wanted = f"flow_{flow.get('sourceRef')}_to_{flow.get('targetRef')}"
        if flow.get("id") != wanted:
            name = flow.get("id", "")
            found.append((name, f"连线的编号“{name}”请改为“{wanted}”。"))
    for shape in drawing.shapes.values():
        if not re.fullmatch(r"[a-z]+(_[a-z]+)*", shape.id):
            found.append((shape.id, (
                f"编号“{shape.id}”请改为说明含义的小写英文单词，用下划线连接。"
            )))
    return found


def choices_are_labelled(drawing: Drawing) -> list[Fault]:
    """Every way out of a gateway says when it is taken; where ways only meet there is no choice."""
    out = Counter(edge.source for edge in drawing.edges)
    gateways = {
        s.id for s in drawing.shapes.values() if s.type == "exclusiveGateway" and out[s.id] > 1
    }
    return [
        (edge.id, f"排他网关的出线{_called(edge)}没有名称，请写明在什么情况下走这条线。")
        for edge in drawing.edges if edge.source in gateways and not edge.name
    ]


def _labels(drawing: Drawing) -> list[tuple[Shape | Edge, Box]]:
    everything: list[Shape | Edge] = [*drawing.shapes.values(), *drawing.edges]
    return [(each, each.label) for each in everything if each.label is not None]


RULES: Final[tuple[Callable[[Drawing], list[Fault]], ...]] = (
    lines_are_upright_or_level, lines_dock_where_they_should, no_lines_cross,
    no_line_runs_through_a_shape, shapes_keep_apart, shapes_stand_in_their_lane,
    lanes_fill_the_pool, labels_are_clear, labels_have_room, labels_stand_by_what_they_name,
    names_have_a_place, sizes_are_the_usual_ones, ids_speak, choices_are_labelled,
)
