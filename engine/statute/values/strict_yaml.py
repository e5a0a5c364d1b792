"""Read the law's data files, and refuse a file that leaves anything open.

An unknown key, a key written twice, a missing article or a date that is no date is not
repaired: :class:`LawDataError` names the file and the line, and nothing is loaded.
"""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class LawDataError(ValueError):
    """A data file of the statute cannot be relied upon; the message says where."""

    def __init__(self, place: str, line: int, message: str) -> None:
        super().__init__(f"{place}:{line}: {message}")


@dataclass(frozen=True, slots=True)
class Item:
    """One value of a data file together with the place where it stands."""

    place: str
    node: yaml.Node

    @property
    def line(self) -> int:
        """Line number in the file, from 1."""
        return int(self.node.start_mark.line) + 1

    def refuse(self, message: str) -> LawDataError:
        """The error to raise about this value."""
        return LawDataError(self.place, self.line, message)

    def table(self, required: str, optional: str = "") -> dict[str, "Item"]:
        """A mapping with exactly these keys (names separated by blanks)."""
        found = dict(self.pairs())
        wanted, allowed = required.split(), set((required + " " + optional).split())
        for name, item in found.items():
            if name not in allowed:
                raise item.refuse(f"unknown key {name!r}")
        for name in wanted:
            if name not in found:
                raise self.refuse(f"key {name!r} is missing")
        return found

    def pairs(self) -> "list[tuple[str, Item]]":
        """A mapping's keys and values in the order of the file; no key twice."""
        if not isinstance(self.node, yaml.MappingNode):
            raise self.refuse("expected a mapping")
        found: dict[str, Item] = {}
        for key_node, value_node in self.node.value:
            key = Item(self.place, key_node).scalar("key")
            if key in found:
                raise Item(self.place, key_node).refuse(f"key {key!r} is written twice")
            found[key] = Item(self.place, value_node)
        return list(found.items())

    def list(self) -> list["Item"]:
        """A sequence's elements."""
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.refuse("expected a list")
        return [Item(self.place, node) for node in self.node.value]

    def scalar(self, what: str = "value") -> str:
        """The characters of a plain value."""
        if not isinstance(self.node, yaml.ScalarNode):
            raise self.refuse(f"expected one {what}")
        return str(self.node.value)

    def text(self) -> str:
        """Words that are not empty."""
        words = self.scalar("text").strip()
        if not words or self.node.tag.endswith(":null"):
            raise self.refuse("text is missing")
        return words

    def whole(self, at_least: int = 0) -> int:
        """A whole number, not below ``at_least``."""
        text = self.scalar("number")
        if not self.node.tag.endswith(":int") or not text.lstrip("-").isdigit():
            raise self.refuse(f"{text!r} is not a whole number")
        if int(text) < at_least:
            raise self.refuse(f"{text} is below {at_least}")
        return int(text)

    def flag(self) -> bool:
        """``true`` or ``false``, spelled out."""
        text = self.scalar("flag")
        if text not in ("true", "false"):
            raise self.refuse(f"{text!r} is neither true nor false")
        return text == "true"

    def day(self) -> date:
        """A date written YYYY-MM-DD."""
        text = self.scalar("date")
        try:
            if not _DAY.fullmatch(text):
                raise ValueError
            return date.fromisoformat(text)
        except ValueError:
            raise self.refuse(f"{text!r} is not a date (YYYY-MM-DD)") from None


def read(path: Path) -> Item:
    """The whole of one data file."""
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise LawDataError(path.name, line, f"not readable: {error.problem}") from error
    if node is None:
        raise LawDataError(path.name, 1, "the file is empty")
    return Item(path.name, node)
