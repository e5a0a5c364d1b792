"""The one reader of YAML files that people edit; it refuses whatever a file leaves open.

A key given twice, an unknown or missing one, a value of another type, an alias, an anchor or a
tag is not repaired: :class:`FileRefused` names file and line and says what to do.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import yaml

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAG: Final = "tag:yaml.org,2002:"
_DEEPEST: Final = 30        # mappings and lists within one another; more is a slip or an attack
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WHOLE: Final = re.compile(r"-?(0|[1-9][0-9]{0,11})", re.ASCII)


class FileRefused(ValueError):
    """A file cannot be relied upon. ``place``: its name. ``line``: from 1. ``reason``: Chinese."""

    def __init__(self, place: str, line: int, reason: str) -> None:
        self.place, self.line, self.reason = place, line, reason
        super().__init__(f"{place}：第 {line} 行：{reason}")


@dataclass(frozen=True, slots=True)
class Item:
    """One value of a file with the place where it stands.

    key: the name before it; an element of a list has the list's. line: from 1, the key's own
    where there is one.
    """

    place: str
    node: yaml.Node
    line: int = 1
    key: str = ""

    def refuse(self, reason: str) -> FileRefused:
        """The error to raise about this value."""
        return FileRefused(self.place, self.line, reason)

    def table(self, required: str, optional: str = "") -> dict[str, "Item"]:
        """A mapping with exactly these keys (names separated by blanks)."""
        found = dict(self.pairs())
        wanted, allowed = required.split(), (required + " " + optional).split()
        for name, item in found.items():
            if name not in allowed:
                keys = "、".join(allowed)
                raise item.refuse(f"不认识的键：{name}，请改正或者删去；可以写：{keys}")
        for name in wanted:
            if name not in found:
                raise self.refuse(f"{self.key}缺少{name}，请补上")
        return found

    def pairs(self) -> "list[tuple[str, Item]]":
        """A mapping's keys and values in the order of the file."""
        if not isinstance(self.node, yaml.MappingNode):
            raise self.refuse(f"{self.key}应当是若干“名称: 值”")
        return [
            (key.value, Item(self.place, value, _line(key), key.value))
            for key, value in self.node.value
        ]

    def list(self) -> "list[Item]":
        """A sequence's elements, each called by the sequence's own key."""
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.refuse(f"{self.key}不是list，请写成列表，每项以“- ”开头")
        return [Item(self.place, node, _line(node), self.key) for node in self.node.value]

    def scalar(self) -> str:
        """The characters of a plain value, whatever its type."""
        if not isinstance(self.node, yaml.ScalarNode):
            raise self.refuse(f"{self.key}应当是一个名称或者数字")
        return str(self.node.value)

    def text(self) -> str:
        """Words that are not empty, without white space at the ends."""
        if self._is("null") or (self._is("str") and not self.node.value.strip()):
            raise self.refuse(f"{self.key}是空的，请写上文字")
        if not self._is("str"):
            raise self.refuse(f"{self.key}不是str，请写成文字；数字和日期须加引号")
        return str(self.node.value).strip()

    def texts(self) -> tuple[str, ...]:
        """A list of words, none empty."""
        return tuple(item.text() for item in self.list())

    def name(self) -> str:
        """An identifier of lower-case letters, digits and underscores."""
        text = self.text()
        if not (text.isascii() and text.isidentifier() and text == text.lower()):
            raise self.refuse(f"“{text}”不是名称（小写字母、数字、下划线），请改正")
        return text

    def one_of(self, known: Collection[str]) -> str:
        """One of these words; ``on`` and ``no``, flags to YAML, may be among them."""
        text = self.scalar()
        if text not in known:
            raise self.refuse(f"{self.key}：“{text}”不在{'、'.join(sorted(known))}之中，请改正")
        return text

    def whole(self, at_least: int | None = 0) -> int:
        """A whole number, not below ``at_least``; None for no bound."""
        if not self._is("int") or not _WHOLE.fullmatch(self.node.value):
            raise self.refuse(f"{self.key}不是int，请写成整数，例如20")
        number = int(self.node.value)
        if at_least is not None and number < at_least:
            raise self.refuse(f"{self.key}不能小于{at_least}，现为{number}，请改正")
        return number

    def flag(self) -> bool:
        """``true`` or ``false``, spelled out."""
        if not self._is("bool") or self.node.value not in ("true", "false"):
            raise self.refuse(f"{self.key}不是bool，请写true或者false")
        return bool(self.node.value == "true")

    def day(self) -> date:
        """A date written YYYY-MM-DD."""
        text = self.scalar()
        try:
            if not _DAY.fullmatch(text):
                raise ValueError
            return date.fromisoformat(text)
        except ValueError:
            raise self.refuse(
                f"{self.key}：“{text}”不是日期，请写成年-月-日，例如2026-03-02"
            ) from None

    def plain(self) -> Any:
        """The whole value as Python has it: dict, list, str, int, float, bool, date, None."""
        try:
            return yaml.constructor.SafeConstructor().construct_document(self.node)
        except (yaml.YAMLError, ValueError) as error:
            raise self.refuse(f"{self.key}的值不能读出（{error}），请改正") from None

    def _is(self, kind: str) -> bool:
        return isinstance(self.node, yaml.ScalarNode) and self.node.tag == _TAG + kind


def read(path: Path, place: str = "") -> Item:
    """The whole of one file. ``place``: what messages call it, its name by default.

    Raises FileRefused, for a file that cannot be opened as well.
    """
    place = place or path.name
    try:
        source = path.read_bytes()
    except OSError as error:
        raise FileRefused(place, 1, f"读不出文件（{error.strerror}），请补上或者检查权限") from None
    return parse(source, place)


def parse(source: bytes, place: str) -> Item:
    """The whole of one file from its bytes. Raises FileRefused."""
    try:
        text = source.decode("utf-8")
        _check_events(text, place)
        node = yaml.compose(text, Loader=_LOADER)
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        raise FileRefused(place, line, "不是UTF-8编码的文字，请另存为UTF-8") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise FileRefused(place, line, f"不是正确的YAML（{error.problem}），请改正格式") from None
    except yaml.YAMLError:
        line = next((number for number, each in enumerate(text.split("\n"), start=1)
                     if not each.replace("\t", "").replace("\r", "").isprintable()), 1)
        raise FileRefused(place, line, "不是正确的YAML（有控制字符），请删去") from None
    if node is None:
        raise FileRefused(place, 1, "文件是空的，请写上内容")
    _check_keys(node, place)
    return Item(place, node, _line(node))


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _check_events(text: str, place: str) -> None:
    """Refuse what says the same in two places (aliases) or more than it shows (tags)."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise FileRefused(place, line, f"不能使用别名“*{event.anchor}”，请把内容再写一遍")
        if isinstance(event, yaml.NodeEvent) and event.anchor:
            raise FileRefused(place, line, f"不能使用锚点“&{event.anchor}”，请删去")
        if tag := getattr(event, "tag", None):
            raise FileRefused(place, line, f"不能使用标签“{tag}”，请删去，直接写值")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise FileRefused(place, line, f"内容嵌套超过{_DEEPEST}层，请检查括号和缩进")


def _check_keys(node: yaml.Node, place: str) -> None:
    """Refuse a key that is given twice, is no single word, or takes in another mapping."""
    if isinstance(node, yaml.SequenceNode):
        for each in node.value:
            _check_keys(each, place)
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            line = _line(key)
            if not isinstance(key, yaml.ScalarNode) or key.tag == f"{_TAG}merge" or not key.value:
                raise FileRefused(place, line, "键应当是一个名称，请改正")
            if key.value in seen:
                raise FileRefused(place, line, f"“{key.value}”重复，请删去一个")
            seen.add(key.value)
            _check_keys(value, place)
