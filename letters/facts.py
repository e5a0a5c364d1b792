"""Facts: the only thing that varies in a letter. Checked here, turned into words here.

A fact never brings structure with it: no line break where one line belongs, no control or
direction character anywhere, so that an applicant's name cannot forge a paragraph.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from declared.characters import unprintable
from declared.field import AROUND, Field, Unreadable, read
from letters.errors import UnsuitableFact

FACT_TYPES: frozenset[str] = frozenset(
    {"text", "paragraphs", "date", "choice", "money", "number", "list"}
)
SEVERAL: frozenset[str] = frozenset({"paragraphs", "list"})
"""Types that fill paragraphs of their own, and so stand alone on their line of a body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Field):
    """One fact of a letter kind, as its ``letter.yaml`` declares it.

    ``source`` is "rule" (from the case, the calendar or the statute), "officer" (typed by a
    person for this letter) or "form" (handed in as ``form_field`` in some step of the case).
    ``choices`` pairs the stored value with the words printed, for type "choice" only.
    ``default`` are the words printed when the fact is not given. ``not_before``, ``not_after``:
    "today" or another date of the kind, beyond which a typed date is a slip. ``offers``: a list
    of our making to choose from; what is chosen is not printed but ``fills`` these facts.
    """

    source: Literal["rule", "officer", "form"]
    default: str = ""
    form_field: str = ""
    not_before: str = ""
    not_after: str = ""
    offers: str = ""
    fills: tuple[str, ...] = ()

    @property
    def several(self) -> bool:
        """True when the fact fills paragraphs of its own."""
        return self.type in SEVERAL


def is_blank(value: object) -> bool:
    """True for what an empty form field gives: None, white space, a list of nothing else."""
    if value is None:
        return True
    if isinstance(value, str):
        return not value.strip()
    return isinstance(value, Sequence) and all(is_blank(item) for item in value)


def in_words(kind: str, fact: Fact, value: object) -> tuple[str, ...]:
    """The printed words of a fact: one string, or one a paragraph for "paragraphs" and "list".

    White space at either end is dropped; nothing else is changed. Raises UnsuitableFact.
    """

    if fact.type == "list" and isinstance(value, str):      # one string is not several items
        raise UnsuitableFact(kind, fact.name, fact.label, f"{fact.label}应当是若干项文字。")
    given = _value(kind, fact, value)
    match given:
        case date():
            return (date_in_words(given),)
        case Decimal():
            return (f"{given}元",)
        case tuple():
            return tuple(_printable(kind, fact, item) for item in given)
        case str() if fact.type == "choice":
            return (dict(fact.choices)[given],)
        case str() if fact.type == "paragraphs":
            texts = (line.strip(AROUND) for line in given.split("\n") if line.strip())
            return tuple(_printable(kind, fact, line) for line in texts)
        case str():
            return (_printable(kind, fact, given),)
    return (str(given),)


def _value(kind: str, fact: Fact, value: object) -> object:
    try:
        return read(fact, value)
    except Unreadable as error:
        raise UnsuitableFact(kind, fact.name, fact.label, str(error)) from error


def problem(fact: Fact, value: object) -> str:
    """Why no letter can hold this value of a fact, in Chinese; "" when it can, or is blank."""
    if is_blank(value):
        return ""
    try:
        in_words("", fact, value)
    except UnsuitableFact as error:
        return error.reason
    return ""


def date_in_words(day: date) -> str:
    """A day as GB/T 9704 writes it: Arabic digits, full year, no leading zeros.

    >>> date_in_words(date(2026, 3, 9))
    '2026年3月9日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


def as_date(kind: str, fact: Fact, value: object) -> date:
    """The day a fact of type date names. Raises UnsuitableFact."""
    day = _value(kind, fact, value)
    assert isinstance(day, date)
    return day


def _printable(kind: str, fact: Fact, line: str) -> str:
    if found := unprintable(line):
        raise UnsuitableFact(kind, fact.name, fact.label, found.told(fact.label))
    return line


_ORDINALS = "一二三四五六七八九十"


def ordinal(place: int) -> str:
    """Chinese numeral of 1 to 99 for numbered items: 1 → 一, 12 → 十二, 20 → 二十."""
    tens, ones = divmod(place, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _ORDINALS[tens - 1] + "十"
    return head + (_ORDINALS[ones - 1] if ones else "")


def numbered(items: Sequence[str]) -> tuple[str, ...]:
    """（一）…；（二）…。 A single item bears no number; a mark left out at an end is put there."""
    lines = []
    for place, item in enumerate(items, 1):
        mark = "" if item[-1] in "。；：！？!?;:" else "。" if place == len(items) else "；"
        head = f"（{ordinal(place)}）" if len(items) > 1 else ""
        lines.append(f"{head}{item}{mark}")
    return tuple(lines)
