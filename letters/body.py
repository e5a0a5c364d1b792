"""The placeholder language of ``body.txt``: small on purpose, and checked when it is loaded.

One line is one paragraph; empty lines are ignored; a line that begins with ``#`` is a note to
the reviewer. ``{{name}}`` stands for a fact. Two marks may begin a line:

* ``【可省】`` the paragraph is left out when none of the facts it may lack is given;
* ``【小标题】`` the paragraph is a first-level heading (一、…).

There is nothing else: no expression, no loop, no condition. A fact's words are never read again.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from letters.errors import MalformedKind
from letters.facts import Fact

OPTIONAL_MARK = "【可省】"
HEADING_MARK = "【小标题】"
REMEDY = "remedy_paragraph"
_PLACEHOLDER = re.compile(r"\{\{([a-z][a-z0-9_]*)\}\}")
_OUTSIDE_THE_BODY = frozenset({"dated_on"})


class ParagraphRole(StrEnum):
    """What a paragraph is for: how it is set, and what a preview may say of it."""

    BODY = "body"
    HEADING = "heading"
    ITEM = "item"
    REMEDY = "remedy"
    ENDING = "ending"


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a fact in a line."""

    fact: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a body: fixed words and slots in order."""

    parts: tuple[str | Slot, ...]
    role: ParagraphRole
    optional: bool

    @property
    def slots(self) -> tuple[str, ...]:
        """Names of the facts in this line, in order."""
        return tuple(part.fact for part in self.parts if isinstance(part, Slot))


def parse(text: str, facts: Mapping[str, Fact], where: str) -> tuple[Line, ...]:
    """Read a body. Raises MalformedKind naming ``where`` and the line.

    Checked: every placeholder is a known fact and every fact is used, but for those that have
    words of their own or only fill others; a fact of several
    paragraphs stands alone on its line; a fact that may be missing stands only in a 【可省】 line,
    so that no letter can have a hole.
    """
    lines = []
    for place, raw in enumerate(text.splitlines(), 1):
        if raw.strip() and not raw.startswith("#"):
            lines.append(_parse_line(raw.strip(), facts, f"{where}:{place}"))
    _check_coverage(lines, facts, where)
    return tuple(lines)


def _parse_line(raw: str, facts: Mapping[str, Fact], where: str) -> Line:
    optional = raw.startswith(OPTIONAL_MARK)
    rest = raw.removeprefix(OPTIONAL_MARK)
    heading = rest.startswith(HEADING_MARK)
    parts = tuple(_parts(rest.removeprefix(HEADING_MARK), where))
    slots = [part.fact for part in parts if isinstance(part, Slot)]
    for name in slots:
        if name not in facts:
            raise MalformedKind(f"{where}: unknown fact {name}")
        if name in _OUTSIDE_THE_BODY:
            raise MalformedKind(f"{where}: {name} belongs to the signature, not to the body")
        if (facts[name].several or name == REMEDY) and len(parts) > 1:
            raise MalformedKind(f"{where}: {name} must stand alone on its line")
    lacking = [name for name in slots if may_be_missing(facts[name])]
    if lacking and not optional:
        raise MalformedKind(f"{where}: {lacking[0]} may be missing, so mark it {OPTIONAL_MARK}")
    if optional and not lacking:
        raise MalformedKind(f"{where}: {OPTIONAL_MARK} without a fact that may be missing")
    return Line(parts, _role(parts, facts, heading), optional)


def _parts(line: str, where: str) -> Iterable[str | Slot]:
    end = 0
    for match in _PLACEHOLDER.finditer(line):
        if match.start() > end:
            yield _fixed(line[end : match.start()], where)
        yield Slot(match[1])
        end = match.end()
    if end < len(line):
        yield _fixed(line[end:], where)


def _fixed(words: str, where: str) -> str:
    if set(words) & set("{}【】"):
        raise MalformedKind(f"{where}: stray brace or mark in {words!r}")
    return words


def _role(parts: tuple[str | Slot, ...], facts: Mapping[str, Fact], heading: bool) -> ParagraphRole:
    if heading:
        return ParagraphRole.HEADING
    first = parts[0]
    if isinstance(first, Slot):
        if first.fact == REMEDY:
            return ParagraphRole.REMEDY
        if facts[first.fact].type == "list":
            return ParagraphRole.ITEM
        return ParagraphRole.BODY
    return ParagraphRole.ENDING if first.startswith("特此") else ParagraphRole.BODY


def may_be_missing(fact: Fact) -> bool:
    """True when a letter can be complete without this fact, and nothing stands in for it."""
    return not fact.required and not fact.default


def _check_coverage(lines: list[Line], facts: Mapping[str, Fact], where: str) -> None:
    if not lines or lines[-1].role is not ParagraphRole.ENDING:
        raise MalformedKind(f"{where}: the last line must be the ending (特此告知。)")
    used = {name for line in lines for name in line.slots}
    # Shown by the paper itself: letterhead, addressee, list of attachments, signature.
    elsewhere = {"agency_name", "applicant_name", "attachments", *_OUTSIDE_THE_BODY}
    unused = [
        name for name, fact in facts.items()
        if name not in used | elsewhere and not fact.offers and not fact.default
    ]
    if unused:
        raise MalformedKind(f"{where}: fact {unused[0]} is declared but never used")
