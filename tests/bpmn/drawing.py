"""The drawing of a diagram as rectangles and lines, and the rules a good drawing keeps.

Each rule is a function from a ``Drawing`` to its complaints; none means that it is kept.
Lengths are pixels as the file gives them.
"""

import re
from dataclasses import dataclass, field
from itertools import combinations, pairwise

from lxml import etree

from engine.processes.diagram import PREFIXES, parse_diagram

TYPE_SIZE = 12      # the greatest type size in which a page shows the labels
CLEARANCE = 8       # between lines, and between a line and a shape it does not belong to
SHAPE_GAP = 40      # between two shapes
LANE_NAME = 35      # the strip at the left of a lane that holds its name
LABEL_REACH = 30    # how far a label may stand from what it names

Point = tuple[float, float]
Segment = tuple[Point, Point]


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    def grown(self, by: float) -> "Box":
        return Box(self.left - by, self.top - by, self.width + 2 * by, self.height + 2 * by)

    def overlaps(self, other: "Box") -> bool:
        return (
            self.left < other.right and other.left < self.right
            and self.top < other.bottom and other.top < self.bottom
        )

    def holds(self, other: "Box") -> bool:
        return (
            self.left <= other.left and other.right <= self.right
            and self.top <= other.top and other.bottom <= self.bottom
        )

    def middles(self) -> set[Point]:
        """The four points where a line docks on an event or a gateway."""
        x, y = self.left + self.width / 2, self.top + self.height / 2
        return {(self.left, y), (self.right, y), (x, self.top), (x, self.bottom)}

    def has_on_border(self, point: Point) -> bool:
        x, y = point
        inside = self.left <= x <= self.right and self.top <= y <= self.bottom
        return inside and (x in (self.left, self.right) or y in (self.top, self.bottom))


@dataclass(frozen=True)
class Shape:
    id: str
    type: str
    name: str
    box: Box
    label: Box | None
    host: str


@dataclass(frozen=True)
class Edge:
    id: str
    name: str
    source: str
    target: str
    points: tuple[Point, ...]
    label: Box | None

    @property
    def segments(self) -> list[Segment]:
        return list(pairwise(self.points))


@dataclass
class Drawing:
    process: etree._Element
    pool: Box
    lanes: dict[str, Box] = field(default_factory=dict)
    lane_of: dict[str, str] = field(default_factory=dict)
    shapes: dict[str, Shape] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    drawn_ids: list[tuple[str, str]] = field(default_factory=list)


def read(xml: bytes) -> Drawing:
    root = parse_diagram(xml)
    process = root.find("bpmn:process", PREFIXES)
    assert process is not None
    participant = root.find("bpmn:collaboration/bpmn:participant", PREFIXES)
    assert participant is not None
    nodes = {node.get("id", ""): node for node in process.iter() if node.get("id")}
    result = Drawing(process, Box(0, 0, 0, 0))
    for lane in process.iterfind("bpmn:laneSet/bpmn:lane", PREFIXES):
        for reference in lane.iterfind("bpmn:flowNodeRef", PREFIXES):
            result.lane_of[reference.text or ""] = lane.get("id", "")
    for shape in root.iterfind(".//bpmndi:BPMNShape", PREFIXES):
        name, box = shape.get("bpmnElement", ""), _box(shape.find("dc:Bounds", PREFIXES))
        assert box is not None
        result.drawn_ids.append((shape.get("id", ""), f"shape_{name}"))
        if name == participant.get("id"):
            result.pool = box
        elif etree.QName(nodes[name]).localname == "lane":
            result.lanes[name] = box
        else:
            result.shapes[name] = Shape(
                name, etree.QName(nodes[name]).localname, nodes[name].get("name", ""), box,
                _box(shape.find("bpmndi:BPMNLabel/dc:Bounds", PREFIXES)),
                nodes[name].get("attachedToRef", ""),
            )
    for edge in root.iterfind(".//bpmndi:BPMNEdge", PREFIXES):
        name = edge.get("bpmnElement", "")
        result.drawn_ids.append((edge.get("id", ""), f"edge_{name}"))
        flow = nodes[name]
        result.edges.append(Edge(
            name, flow.get("name", ""), flow.get("sourceRef", ""), flow.get("targetRef", ""),
            tuple(
                (float(point.get("x", "")), float(point.get("y", "")))
                for point in edge.iterfind("di:waypoint", PREFIXES)
            ),
            _box(edge.find("bpmndi:BPMNLabel/dc:Bounds", PREFIXES)),
        ))
    return result


def _box(node: etree._Element | None) -> Box | None:
    if node is None:
        return None
    return Box(*(float(node.get(each, "")) for each in ("x", "y", "width", "height")))


def _band(segment: Segment, by: float) -> Box:
    """An upright or level line as a thin box."""
    (ax, ay), (bx, by_) = segment
    return Box(min(ax, bx), min(ay, by_), abs(ax - bx), abs(ay - by_)).grown(by)


# --- the rules ------------------------------------------------------------------------------


def lines_are_upright_or_level(drawing: Drawing) -> list[str]:
    found = []
    for edge in drawing.edges:
        for (ax, ay), (bx, by) in edge.segments:
            if (ax == bx) is (ay == by):
                found.append(f"{edge.id}: ({ax}, {ay}) to ({bx}, {by})")
        for first, second in pairwise(edge.segments):
            if (first[0][0] == first[1][0]) is (second[0][0] == second[1][0]):
                found.append(f"{edge.id}: a bend that is none at {first[1]}")
    return found


def lines_dock_where_they_should(drawing: Drawing) -> list[str]:
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
                found.append(f"{edge.id} at {name}: {point}")
    return found


def no_lines_cross(drawing: Drawing) -> list[str]:
    """Nor touch, nor run closer together than the eye parts them."""
    return [
        f"{one.id} and {other.id}: {a} {b}"
        for one, other in combinations(drawing.edges, 2)
        for a in one.segments
        for b in other.segments
        if _band(a, CLEARANCE / 2).overlaps(_band(b, CLEARANCE / 2))
    ]


def no_line_runs_through_a_shape(drawing: Drawing) -> list[str]:
    found = []
    for edge in drawing.edges:
        for shape in drawing.shapes.values():
            own = shape.id in (edge.source, edge.target)
            if shape.id == drawing.shapes[edge.source].host:
                own = True  # a boundary event sits on its task
            box = shape.box.grown(-1 if own else CLEARANCE)
            if any(_band(segment, 0.25).overlaps(box) for segment in edge.segments):
                found.append(f"{edge.id} through {shape.id}")
    return found


def shapes_keep_apart(drawing: Drawing) -> list[str]:
    """A boundary event sits on its task; everything else has room around it."""
    found = []
    for one, other in combinations(drawing.shapes.values(), 2):
        if one.host == other.id or other.host == one.id:
            continue
        gap = CLEARANCE if one.host or other.host else SHAPE_GAP
        if one.box.grown(gap / 2).overlaps(other.box.grown(gap / 2)):
            found.append(f"{one.id} and {other.id}")
    return found


def shapes_stand_in_their_lane(drawing: Drawing) -> list[str]:
    found = [
        shape.id for shape in drawing.shapes.values()
        if not drawing.lanes[drawing.lane_of[shape.id]].grown(-15).holds(shape.box)
    ]
    found += [
        f"{event.id} sits on no border of {event.host}"
        for event in drawing.shapes.values()
        if event.host and not drawing.shapes[event.host].box.has_on_border(
            (event.box.left + event.box.width / 2, event.box.top + event.box.height / 2)
        )
    ]
    return found


def lanes_fill_the_pool(drawing: Drawing) -> list[str]:
    found, top = [], drawing.pool.top
    for name, box in sorted(drawing.lanes.items(), key=lambda item: item[1].top):
        if (box.top, box.left, box.right) != (top, drawing.pool.left + 30, drawing.pool.right):
            found.append(name)
        top = box.bottom
    return found if top == drawing.pool.bottom else [*found, "the pool's bottom"]


def labels_are_clear(drawing: Drawing) -> list[str]:
    """A label overlaps no shape, no line, no other label and no border of a lane."""
    labels = _labels(drawing)
    found = [f"{a} and {b}" for (a, _, x), (b, _, y) in combinations(labels, 2) if x.overlaps(y)]
    for name, _, box in labels:
        found += [f"{name} on {s.id}" for s in drawing.shapes.values() if box.overlaps(s.box)]
        found += [
            f"{name} on {edge.id}"
            for edge in drawing.edges
            if any(_band(segment, 1).overlaps(box) for segment in edge.segments)
        ]
        if not any(_open_part(lane).holds(box) for lane in drawing.lanes.values()):
            found.append(f"{name} on the border or the name of a lane")
    return found


def _open_part(lane: Box) -> Box:
    return Box(lane.left + LANE_NAME, lane.top, lane.width - LANE_NAME, lane.height).grown(-2)


def labels_have_room(drawing: Drawing) -> list[str]:
    """The box holds the words on one line: Chinese type is as wide as it is high."""
    return [
        f"{name}: {text}" for name, text, box in _labels(drawing)
        if box.width < TYPE_SIZE * len(text) or box.height < TYPE_SIZE
    ]


def labels_stand_by_what_they_name(drawing: Drawing) -> list[str]:
    found = []
    for shape in drawing.shapes.values():
        if shape.label and not shape.label.overlaps(shape.box.grown(LABEL_REACH)):
            found.append(shape.id)
    for edge in drawing.edges:
        near = [_band(segment, LABEL_REACH / 2) for segment in edge.segments]
        if edge.label and not any(edge.label.overlaps(band) for band in near):
            found.append(edge.id)
    return found


def names_have_a_place(drawing: Drawing) -> list[str]:
    """What has its name outside has a box for it; tasks carry theirs inside, in two lines."""
    found = [edge.id for edge in drawing.edges if edge.name and not edge.label]
    for shape in drawing.shapes.values():
        outside = shape.type.endswith(("Event", "Gateway"))
        if outside and shape.name and not shape.label:
            found.append(shape.id)
        if not outside and len(shape.name) * TYPE_SIZE > 2 * (shape.box.width - 14):
            found.append(f"{shape.id}: {shape.name}")
    return found


def sizes_are_the_usual_ones(drawing: Drawing) -> list[str]:
    usual = {"startEvent": (36, 36), "endEvent": (36, 36), "boundaryEvent": (36, 36),
             "intermediateCatchEvent": (36, 36), "intermediateThrowEvent": (36, 36),
             "exclusiveGateway": (50, 50)}
    found = []
    for shape in drawing.shapes.values():
        size = (shape.box.width, shape.box.height)
        if size != usual.get(shape.type, (shape.box.width if shape.box.width >= 100 else 100, 80)):
            found.append(f"{shape.id}: {size}")
        if not all(float(each).is_integer() for each in (shape.box.left, shape.box.top)):
            found.append(f"{shape.id}: not on whole pixels")
    return found


def ids_speak(drawing: Drawing) -> list[str]:
    """``flow_<from>_to_<to>``, ``edge_<flow>``, ``shape_<element>``, words in snake case."""
    found = [f"{given}, not {wanted}" for given, wanted in drawing.drawn_ids if given != wanted]
    for flow in drawing.process.iterfind("bpmn:sequenceFlow", PREFIXES):
        wanted = f"flow_{flow.get('sourceRef')}_to_{flow.get('targetRef')}"
        if flow.get("id") != wanted:
            found.append(f"{flow.get('id')}, not {wanted}")
    for shape in drawing.shapes.values():
        if not re.fullmatch(r"[a-z]+(_[a-z]+)*", shape.id):
            found.append(shape.id)
    return found


def choices_are_labelled(drawing: Drawing) -> list[str]:
    gateways = {s.id for s in drawing.shapes.values() if s.type == "exclusiveGateway"}
    return [edge.id for edge in drawing.edges if edge.source in gateways and not edge.name]


def _labels(drawing: Drawing) -> list[tuple[str, str, Box]]:
    return [
        (each.id, each.name, each.label)
        for each in [*drawing.shapes.values(), *drawing.edges]
        if each.label is not None
    ]


RULES = (
    lines_are_upright_or_level, lines_dock_where_they_should, no_lines_cross,
    no_line_runs_through_a_shape, shapes_keep_apart, shapes_stand_in_their_lane,
    lanes_fill_the_pool, labels_are_clear, labels_have_room, labels_stand_by_what_they_name,
    names_have_a_place, sizes_are_the_usual_ones, ids_speak, choices_are_labelled,
)
