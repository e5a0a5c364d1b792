"""The one way a diagram's bytes become XML: no DOCTYPE, no entities, no network, bounded size.

A diagram may come from anybody who can upload a file, so nothing in it is trusted before
``engine.verification`` has read it, and nothing reads it but the parser made here.
"""

from typing import Final

from lxml import etree

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

    Comments and processing instructions are dropped; entities are never expanded; nothing
    outside the bytes is ever opened.
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
        raise UnreadableDiagram(
            "not_xml", f"流程图不是正确的XML文件（第{error.lineno}行）。", error.lineno or 0
        ) from None
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
    return root


def _depth(root: etree._Element) -> int:
    depth, level = 0, [root]
    while level and depth <= MAX_DEPTH:
        depth, level = depth + 1, [child for element in level for child in element]
    return depth


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
