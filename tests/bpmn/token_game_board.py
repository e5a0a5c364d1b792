"""The board of the token game: the diagrams as they were drawn, and the tokens that stay."""

import re
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from lxml import etree

TAG = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_AGE = count()


class Model:
    """One process of a file: its nodes, its flows, its attached events."""

    def __init__(self, root: etree._Element) -> None:
        (process,) = root.iter(f"{TAG}process")
        self.flows = [e for e in process if e.tag == f"{TAG}sequenceFlow"]
        self.nodes = {
            e.get("id", ""): e for e in process
            if etree.QName(e).localname not in ("sequenceFlow", "laneSet", "documentation")}
        (self.start,) = [name for name in self.nodes if self.kind(name) == "startEvent"]
        words = {
            e.get("id"): e.get("errorCode") or e.get("escalationCode") or e.get("name") or ""
            for e in root
        }
        self.says: dict[str, tuple[str, str]] = {}      # event: what it means
        for name, node in self.nodes.items():
            for each in node:
                kind = etree.QName(each).localname.removesuffix("EventDefinition")
                if not each.tag.endswith("EventDefinition"):
                    continue
                text = re.search(r'"(\w+)"', "".join(each.itertext()))
                word = text[1] if text else words.get(each.get(f"{kind}Ref"), "")
                self.says[name] = (kind, word)

    def kind(self, name: str) -> str:
        return etree.QName(self.nodes[name]).localname

    def attached(self, host: str) -> list[str]:
        return [n for n, e in self.nodes.items() if e.get("attachedToRef") == host]

    def interrupts(self, event: str) -> bool:
        return self.nodes[event].get("cancelActivity", "true") == "true"


@dataclass(eq=False)
class Scope:
    """A running process. ``holder``: the call activity that it belongs to."""

    number: int
    process: str
    model: Model
    variables: dict[str, Any]
    holder: "Work | None"
    given: set[str] = field(default_factory=set)
    works: list["Work"] = field(default_factory=list)
    tokens: int = 0
    dead: bool = False


@dataclass(eq=False)
class Work:
    """A token that stays: at a task, a call, several of them, or an event."""

    scope: Scope
    element: str
    within: "Work | None" = None        # the several that this is one of
    number: int | None = None
    of: int = 0
    called: Scope | None = None
    instances: list["Work"] = field(default_factory=list)
    outcomes: dict[str, Any] = field(default_factory=dict)
    age: int = field(default_factory=_AGE.__next__)
