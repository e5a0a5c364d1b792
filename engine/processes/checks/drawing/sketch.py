"""The drawing of a diagram as rectangles and lines. Lengths are pixels as the file gives them."""

from dataclasses import dataclass, field
from itertools import pairwise

from lxml import etree

from engine.processes.diagram import PREFIXES

Point = tuple[float, float]
Segment = tuple[Point, Point]


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Where it ends, downwards."""
        return self.top + self.height

    def grown(self, by: float) -> "Box":
        """The same with a margin on all sides; negative: without one."""
        return Box(self.left - by, self.top - by, self.width + 2 * by, self.height + 2 * by)

    def overlaps(self, other: "Box") -> bool:
        """Whether the two share more than a border."""
        return (
            self.left < other.right and other.left < self.right
            and self.top < other.bottom and other.top < self.bottom
        )

    def holds(self, other: "Box") -> bool:
        """Whether the other lies within it, borders included."""
        return (
            self.left <= other.left and other.right <= self.right
            and self.top <= other.top and other.bottom <= self.bottom
        )

    def middles(self) -> set[Point]:
        """The four points where a line docks on an event or a gateway."""
        x, y = self.left + self.width / 2, self.top + self.height / 2
        return {(self.left, y), (self.right, y), (x, self.top), (x, self.bottom)}

    def has_on_border(self, point: Point) -> bool:
        """Whether a point lies on one of its four sides."""
        x, y = point
        inside = self.left <= x <= self.right and self.top <= y <= self.bottom
        return inside and (x in (self.left, self.right) or y in (self.top, self.bottom))


@dataclass(frozen=True, slots=True)
class Shape:
    """A step of the process as it is drawn. host: the activity that an event sits on."""

    id: str
    type: str
    name: str
    box: Box
    label: Box | None
    host: str


@dataclass(frozen=True, slots=True)
class Edge:
    """A sequence flow as it is drawn."""

    id: str
    name: str
    source: str
    target: str
    points: tuple[Point, ...]
    label: Box | None

    @property
    def segments(self) -> list[Segment]:
        """Its straight parts, from the source on."""
        return list(pairwise(self.points))


@dataclass
class Drawing:
    """What a file draws: its pool, lanes, steps and flows.

    nodes: the elements of the process by id. drawn_ids: of each shape and line its own id, the
    id it should have, and the element it draws.
    """

    process: etree._Element
    pool: Box | None = None
    nodes: dict[str, etree._Element] = field(default_factory=dict)
    lanes: dict[str, Box] = field(default_factory=dict)
    lane_of: dict[str, str] = field(default_factory=dict)
    shapes: dict[str, Shape] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    drawn_ids: list[tuple[str, str, str]] = field(default_factory=list)


def read(root: etree._Element) -> Drawing:
    """The drawing of a diagram in which every element has its place, once (``verification``)."""
    process = root.find("bpmn:process", PREFIXES)
    if process is None:
        raise ValueError("no process")
    nodes = {node.get("id", ""): node for node in process.iter() if node.get("id")}
    result = Drawing(process, nodes=nodes)
    pools = {each.get("id") for each in root.iterfind(".//bpmn:participant", PREFIXES)}
    for lane in process.iterfind("bpmn:laneSet/bpmn:lane", PREFIXES):
        for reference in lane.iterfind("bpmn:flowNodeRef", PREFIXES):
            result.lane_of[(reference.text or "").strip()] = lane.get("id", "")
    for shape in root.iterfind(".//bpmndi:BPMNShape", PREFIXES):
        name, box = shape.get("bpmnElement", ""), _box(shape.find("dc:Bounds", PREFIXES))
        result.drawn_ids.append((shape.get("id", ""), f"shape_{name}", name))
        if box is None:
            continue
        if name in pools:
            result.pool = box
        elif name in nodes and etree.QName(nodes[name]).localname == "lane":
            result.lanes[name] = box
        elif name in nodes:
            result.shapes[name] = Shape(
                name, etree.QName(nodes[name]).localname, nodes[name].get("name", ""), box,
                _box(shape.find("bpmndi:BPMNLabel/dc:Bounds", PREFIXES)),
                nodes[name].get("attachedToRef", ""),
            )
    for edge in root.iterfind(".//bpmndi:BPMNEdge", PREFIXES):
        name = edge.get("bpmnElement", "")
        result.drawn_ids.append((edge.get("id", ""), f"edge_{name}", name))
        if name not in nodes:
            continue
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


def band(segment: Segment, by: float) -> Box:
    """An upright or level line as a thin box."""
    (ax, ay), (bx, by_) = segment
    return Box(min(ax, bx), min(ay, by_), abs(ax - bx), abs(ay - by_)).grown(by)
