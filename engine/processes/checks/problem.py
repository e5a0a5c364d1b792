"""How the checks of a diagram say what is wrong, for programs and for people."""

from dataclasses import dataclass

from lxml import etree

from engine.processes.diagram import short_name


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why a diagram is refused.

    code: for programs. element: the id of the element, or its tag when it has none.
    message_zh: for people, with what to do. line: in the file, 0 when unknown.
    """

    code: str
    element: str
    message_zh: str
    line: int = 0


def problem(code: str, node: etree._Element, message_zh: str) -> Problem:
    """A problem that was found at this element."""
    return Problem(code, node.get("id", short_name(node.tag)), message_zh, node.sourceline or 0)


def called(node: etree._Element) -> str:
    """How messages name an element: its name, else its id, else its tag, within “”."""
    return f"“{node.get('name') or node.get('id') or short_name(node.tag)}”"
