"""The one way a diagram's bytes become XML: no DOCTYPE, no entities, no network, bounded size.

A diagram may come from anybody who can upload a file, so nothing in it is trusted before
``engine.processes.checks.verification`` has read it, and nothing reads it but the parser made
here.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from lxml import etree

from engine.processes.checks.modellers import undeclared_prefix

MAX_BYTES: Final = 1_000_000
MAX_ELEMENTS: Final = 20_000
MAX_DEPTH: Final = 64
MAX_ATTRIBUTES: Final = 30

BPMN: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI: Final = "http://www.omg.org/spec/BPMN/20100524/DI"
DC: Final = "http://www.omg.org/spec/DD/20100524/DC"
DI: Final = "http://www.omg.org/spec/DD/20100524/DI"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
GONGKAI: Final = "urn:gongkai:bpmn"

#: Prefixes for lookups, and the names by which messages call an element.
PREFIXES: Final = {
    "bpmn": BPMN,
    "bpmndi": BPMNDI,
    "dc": DC,
    "di": DI,
    "xsi": XSI,
    "gongkai": GONGKAI,
}
#: What a token can be at.
FLOW_NODES: Final = frozenset({
    "startEvent", "endEvent", "boundaryEvent", "userTask", "serviceTask", "callActivity",
    "exclusiveGateway", "intermediateCatchEvent", "intermediateThrowEvent",
})


class UnreadableDiagram(ValueError):
    """The bytes are not a diagram we are willing to read. ``message_zh`` says why, in Chinese."""

    def __init__(self, code: str, message_zh: str, line: int = 0) -> None:
        super().__init__(message_zh)
        self.code = code
        self.message_zh = message_zh
        self.line = line


def parse_diagram(data: bytes) -> etree._Element:
    """The root element of a diagram. Raises UnreadableDiagram for anything unsafe or unreadable.

    Comments, processing instructions and decoration are dropped; entities are never expanded;
    nothing outside the bytes is ever opened.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableDiagram("too_large", f"流程图文件超过{MAX_BYTES // 1000}KB，不能读取。")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        reason = f"流程图不是正确的XML文件（第{error.lineno}行）。"
        if prefix := undeclared_prefix(str(error)):
            reason = f"前缀“{prefix}”没有声明（缺少xmlns:{prefix}），不是正确的XML文件。"
        raise UnreadableDiagram("not_xml", reason, error.lineno or 0) from None
    except ValueError:
        raise UnreadableDiagram("not_xml", "流程图不是正确的XML文件。") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableDiagram("doctype", "流程图不得包含DOCTYPE声明。")
    for count, element in enumerate(root.iter(), start=1):
        if count > MAX_ELEMENTS:
            raise UnreadableDiagram("too_large", f"流程图的元素超过{MAX_ELEMENTS}个，不能读取。")
        if not isinstance(element.tag, str):
            raise UnreadableDiagram("entity", "流程图不得包含实体引用。", element.sourceline or 0)
        if len(element.attrib) > MAX_ATTRIBUTES:
            line = element.sourceline or 0
            raise UnreadableDiagram(
                "too_large", f"第{line}行的元素带有超过{MAX_ATTRIBUTES}个属性，不能读取。", line
            )
    if _depth(root) > MAX_DEPTH:
        raise UnreadableDiagram("too_deep", f"流程图的元素嵌套超过{MAX_DEPTH}层，不能读取。")
    _undecorate(root)
    return root


def _depth(root: etree._Element) -> int:
    depth, level = 0, [root]
    while level and depth <= MAX_DEPTH:
        depth, level = depth + 1, [child for element in level for child in element]
    return depth


# --- decoration: what modellers add without meaning anything by it ----------------------------

_COLOUR = re.compile(r"#[0-9A-Fa-f]{3,8}|[A-Za-z]{3,30}|rgba?\([0-9., %]{5,40}\)")
_COLOURS: Final = (
    "{http://bpmn.io/schema/bpmn/biocolor/1.0}",
    "{http://www.omg.org/spec/BPMN/non-normative/color/1.0}",
)
_PLATFORM: Final = "{http://camunda.org/schema/modeler/1.0}executionPlatform"
_SCHEMA_FILES = re.compile(r"\s*(\S+\s+[\w./-]+\.xsd\s*)+", re.ASCII)
_NOTES: Final = frozenset({"textAnnotation", "association", "group"})


def _said(*values: str) -> Callable[[str], bool]:
    return frozenset(values).__contains__


#: Attributes that only repeat what holds anyway, with the values for which that is so.
_IDLE: Final[Mapping[str, Callable[[str], bool]]] = {
    "isClosed": _said("false"),
    "startQuantity": _said("1"),
    "completionQuantity": _said("1"),
    "isForCompensation": _said("false"),
    "isInterrupting": _said("true"),
    "parallelMultiple": _said("false"),
    "isImmediate": _said("true"),
    "processType": _said("None", "Private"),
    "textFormat": _said("text/plain"),
    "typeLanguage": _said("http://www.w3.org/2001/XMLSchema"),
    "expressionLanguage": _said("http://www.w3.org/1999/XPath"),
    "resolution": lambda value: re.fullmatch(r"[0-9.]{1,20}", value) is not None,
    f"{{{XSI}}}schemaLocation": lambda value: _SCHEMA_FILES.fullmatch(value) is not None,
}


def _undecorate(root: etree._Element) -> None:
    """Drop colours, notes beside the flow and attributes that say only what holds anyway.

    Every reader of a diagram comes by here, so none of them ever meets these.
    """
    for node in root.iter():
        for key, value in list(node.attrib.items()):
            name, text = str(key), str(value)
            idle = name.startswith(_PLATFORM) or (
                _COLOUR.fullmatch(text) is not None if name.startswith(_COLOURS)
                else name in _IDLE and _IDLE[name](text)
            )
            if idle:
                del node.attrib[key]
    notes = [
        *(each for local in sorted(_NOTES) for each in root.iter(qualified("bpmn", local))),
        *root.iterfind("bpmn:category", PREFIXES),
    ]
    if notes:
        _drop(root, notes)


def _drop(root: etree._Element, notes: list[etree._Element]) -> None:
    """Take elements off, and what is drawn for them. What is written around them stays."""
    names = {each.get("id") for each in notes} - {None}
    drawn = [
        each for local in ("BPMNShape", "BPMNEdge")
        for each in root.iter(qualified("bpmndi", local)) if each.get("bpmnElement") in names
    ]
    for each in [*notes, *drawn]:
        parent = each.getparent()
        if parent is None:
            continue
        if (each.tail or "").strip():
            before = each.getprevious()
            if before is None:
                parent.text = (parent.text or "") + (each.tail or "")
            else:
                before.tail = (before.tail or "") + (each.tail or "")
        parent.remove(each)


def qualified(prefix: str, local: str) -> str:
    """The full tag of e.g. ``("bpmn", "userTask")``."""
    return f"{{{PREFIXES[prefix]}}}{local}"


def short_name(tag: object) -> str:
    """How people write a tag: ``bpmn:userTask``; a foreign namespace is spelled out."""
    name = etree.QName(str(tag))
    for prefix, uri in PREFIXES.items():
        if name.namespace == uri:
            return f"{prefix}:{name.localname}"
    return f"{{{name.namespace}}}{name.localname}" if name.namespace else name.localname
