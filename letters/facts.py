"""Facts: the only thing that varies in a letter. Checked here, turned into words here.

A fact never brings structure with it: no line break where one line belongs, no control or
direction character anywhere, so that an applicant's name cannot forge a paragraph.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Literal

from letters.errors import UnsuitableFact

FactType = Literal["text", "paragraphs", "date", "choice", "money", "number", "list"]
FACT_TYPES: frozenset[str] = frozenset(
    {"text", "paragraphs", "date", "choice", "money", "number", "list"}
)
SEVERAL: frozenset[str] = frozenset({"paragraphs", "list"})
"""Types that fill paragraphs of their own, and so stand alone on their line of a body."""

_LONGEST = {"text": 200, "paragraphs": 6000, "list": 300}
_MOST_ITEMS = 30
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_AROUND = " \u3000\t\r\n"  # what a form field may carry around its words
_Refusal = Callable[[str], UnsuitableFact]


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a letter kind, as its ``letter.yaml`` declares it.

    ``source`` is "rule" (from the case, the calendar or the statute), "officer" (typed by a
    person for this letter) or "form" (handed in as ``form_field`` in some step of the case).
    ``choices`` maps the stored value to the words printed, for type "choice" only.
    ``longest`` counts characters: of the whole, or of one item of a list; 0 for the usual.
    ``default`` are the words printed when the fact is not given.
    """

    name: str
    label: str
    type: FactType
    required: bool
    source: Literal["rule", "officer", "form"]
    help: str = ""
    longest: int = 0
    choices: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    default: str = ""
    form_field: str = ""

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

    def refuse(reason: str) -> UnsuitableFact:
        return UnsuitableFact(kind, fact.name, fact.label, reason)

    longest = fact.longest or _LONGEST.get(fact.type, 0)
    match fact.type:
        case "text":
            return (_line(value, longest, refuse),)
        case "paragraphs":
            return _paragraphs(value, longest, refuse)
        case "list":
            return _items(value, longest, refuse)
        case "date":
            return (date_in_words(as_date(kind, fact, value)),)
        case "choice":
            if not isinstance(value, str) or value not in fact.choices:
                raise refuse(f"应当是下列之一：{'；'.join(fact.choices.values())}。")
            return (fact.choices[value],)
        case "number":
            return (str(_whole_number(value, refuse)),)
        case "money":
            return (_money(value, refuse),)


def date_in_words(day: date) -> str:
    """A day as GB/T 9704 writes it: Arabic digits, full year, no leading zeros.

    >>> date_in_words(date(2026, 3, 9))
    '2026年3月9日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


def as_date(kind: str, fact: Fact, value: object) -> date:
    """The day a fact names: a date, or its ISO text as JSON holds it. Raises UnsuitableFact."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and _ISO_DATE.match(value.strip()):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            pass
    raise UnsuitableFact(kind, fact.name, fact.label, "应当是日期，如2026-03-09。")


def _line(value: object, longest: int, refuse: _Refusal) -> str:
    if not isinstance(value, str):
        raise refuse("应当是文字。")
    line = value.strip(_AROUND)
    if len(line) > longest:
        raise refuse(f"不得超过{longest}字，现有{len(line)}字。")
    if line.isprintable():      # as nearly every line is: none of what is refused below
        return line
    for place, character in enumerate(line, 1):
        if character in "\n\r\v\f\x85\u2028\u2029":
            raise refuse(f"应当写在一行内，第{place}字处有换行，请删去。")
        if not _may_be_printed(character):
            code = f"U+{ord(character):04X}"
            raise refuse(f"第{place}字是不能印出的控制或格式字符（{code}），请删去后重新输入。")
    return line


def _may_be_printed(character: str) -> bool:
    """False for controls, direction and zero-width marks, surrogates, private-use characters.

    Han characters newer than this Python's Unicode tables are let through: names need them.
    """
    category = unicodedata.category(character)
    if category == "Cn":
        code = ord(character)
        return 0x20000 <= code <= 0x3FFFD and code & 0xFFFE != 0xFFFE
    return category not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def _paragraphs(value: object, longest: int, refuse: _Refusal) -> tuple[str, ...]:
    if not isinstance(value, str):
        raise refuse("应当是文字。")
    if len(value) > longest:
        raise refuse(f"不得超过{longest}字，现有{len(value)}字。")
    lines = value.replace("\r\n", "\n").split("\n")
    return tuple(_line(line, longest, refuse) for line in lines if line.strip())


def _items(value: object, longest: int, refuse: _Refusal) -> tuple[str, ...]:
    """The items that are not blank, each on one line; ``numbered`` puts the numbers to them."""
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise refuse("应当是若干项文字。")
    items = [_line(item, longest, refuse) for item in value if not is_blank(item)]
    if len(items) > _MOST_ITEMS:
        raise refuse(f"不得超过{_MOST_ITEMS}项，现有{len(items)}项。")
    return tuple(items)


def _whole_number(value: object, refuse: _Refusal) -> int:
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        value = int(value.strip()[:9])
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 99_999_999:
        raise refuse("应当是不小于零的整数。")
    return value


def _money(value: object, refuse: _Refusal) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise refuse("应当是以元为单位的金额，如128.50。")
    try:
        amount = Decimal(value)
        cents = amount.quantize(Decimal("0.01"))
    except InvalidOperation:
        raise refuse("应当是以元为单位的金额，如128.50。") from None
    if cents != amount or amount < 0:
        raise refuse("金额应当不小于零，且精确到分为止。")
    return f"{cents}元"


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
