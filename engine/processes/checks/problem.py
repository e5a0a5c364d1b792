"""How the checks of a diagram say what is wrong, for programs and for people."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from lxml import etree

from engine.processes.checks.modellers import of_whom
from engine.processes.diagram import short_name

MAX_PROBLEMS: Final = 100
_TOLD_APART: Final = 3      # so many equal problems are told one by one
_EXAMPLES: Final = 5        # of things that are no step of the process


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why a diagram, or what is published with it, is refused.

    code: for programs. element: the id of the element, or its tag when it has none.
    message_zh: for people, with what to do. line: in the file, 0 when unknown. file: its path
    below the folder of processes, "" where only one file is asked about. shown: how the message
    names the element. path: ids of the elements on a shortest way there, calls followed.
    story: the same life told with its days, "" where the fault shows without one.
    """

    code: str
    element: str
    message_zh: str
    line: int = 0
    file: str = ""
    shown: str = field(default="", compare=False)
    path: tuple[str, ...] = field(default=(), compare=False)
    story: str = field(default="", compare=False)

    @property
    def process(self) -> str:
        """The process that it is about, "" where only one file is asked about."""
        return self.file.partition("/")[0] if "/" in self.file else ""

    @property
    def in_words(self) -> str:
        """The whole line for a person: place, what is wrong, and the element's id."""
        place = f"第 {self.line} 行：" if self.line else ""
        known = self.element in self.message_zh or ":" in self.element or not self.element
        id_of = "" if known else f"（编号{self.element}）"
        return f"{self.file}：{place}{self.message_zh}{id_of}".removeprefix("：")


def problem(code: str, node: etree._Element, message_zh: str) -> Problem:
    """A problem that was found at this element."""
    return Problem(
        code, node.get("id", _tag(node)), message_zh, node.sourceline or 0, shown=called(node)
    )


def called(node: etree._Element) -> str:
    """How messages name an element: its name, else its id, else its tag, within “”."""
    return f"“{node.get('name') or node.get('id') or _tag(node)}”"


def _tag(node: etree._Element) -> str:
    """A tag as people write it, never with a namespace spelled out."""
    name = short_name(node.tag)
    return f"{of_whom(node.tag)}的{etree.QName(node).localname}" if name[0] == "{" else name


def told(found: Iterable[Problem], steps: Collection[str]) -> tuple[Problem, ...]:
    """Problems in the order of the file, equal ones as one, at most ``MAX_PROBLEMS``.

    Nothing is lost in silence: a group says how many it stands for, and every step of the
    process (``steps``: their ids) that has a problem is named.
    """
    groups: dict[tuple[str, str, str], list[Problem]] = {}
    for each in sorted(found, key=_order):
        alike = each.message_zh.replace(each.shown, "") if each.shown else each.message_zh
        groups.setdefault((each.file, each.code, alike), []).append(each)
    lines: list[Problem] = []
    for group in groups.values():
        lines += group if len(group) <= _TOLD_APART else [_as_one(group, steps)]
    lines.sort(key=_order)
    if len(lines) <= MAX_PROBLEMS:
        return tuple(lines)
    kept, rest = lines[:MAX_PROBLEMS - 1], lines[MAX_PROBLEMS - 1:]
    names = dict.fromkeys(each.element for each in rest if each.element in steps)
    concerned = f"，涉及：{'、'.join(names)}" if names else ""
    return (*kept, Problem(
        "more", "", f"另有{len(rest)}个问题没有逐条列出{concerned}。请先改正以上各项再检查。",
        rest[0].line, rest[0].file,
    ))


def _order(each: Problem) -> tuple[str, int, str, str]:
    return each.file, each.line, each.code, each.message_zh


def _as_one(group: list[Problem], steps: Collection[str]) -> Problem:
    first, others = group[0], group[1:]
    others = list({each.element: each for each in others}.values())
    inside = [each for each in others if each.element in steps]
    outside = [each for each in others if each.element not in steps]
    named = inside + outside[:_EXAMPLES]
    words = "、".join(_place(each) for each in named)
    message = f"{first.message_zh}同样的问题共{len(group)}处，还有：{words}"
    message += "。" if len(named) == len(group) - 1 else "等。"
    return replace(first, message_zh=message)


def _place(each: Problem) -> str:
    name = each.shown or f"“{each.element}”"
    more = "" if each.element in name or ":" in each.element else f"{each.element}，"
    return f"{name}（{more}第{each.line}行）"
