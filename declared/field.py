"""One thing that is asked or told: a field of a form, a fact of a letter, a field of its editor.

``read`` is the one place where what was typed becomes a value.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Final

from declared.characters import IN_TEXT, unprintable

MOST_ITEMS: Final = 30
_MOST_DIGITS: Final = 12
AROUND: Final = " \u3000\t\r\n"      # what an input may carry around its words
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CENT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Field:
    """What is asked, and what a value of it may be.

    type: text | paragraphs | list | date | choice | number | money | person | tick | letter | file
    max: characters of a text, of paragraphs as a whole, of each item of a list; the greatest
    number (``min`` the smallest). choices: (value, label); people for type person. when: it
    counts only while each named field has the given value.
    """

    name: str
    label: str
    type: str
    required: bool
    help: str = ""
    min: int | None = None
    max: int | None = None
    choices: tuple[tuple[str, str], ...] = ()
    when: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


class Unreadable(ValueError):
    """What was typed is no value of the field; the Chinese sentence begins with its label."""


def read(asked: Field, typed: object) -> object:
    """The value of what was typed, None for nothing. Raises Unreadable.

    Texts and paragraphs are stripped, a list's lines too, of which the empty ones are dropped;
    dates become ``date``, numbers and persons ``int``, money ``Decimal`` of yuan, ticks ``bool``.
    What is a value already stays it. Letters and files pass as they are.
    """
    if typed is None or (isinstance(typed, str) and not typed.strip()):
        return False if asked.type == "tick" else None
    return _READERS[asked.type](asked, typed)


def lines(typed: str) -> list[str]:
    """The items of a list as they were typed, one a line."""
    return [line.strip() for line in typed.splitlines() if line.strip()]


def _text(asked: Field, typed: object) -> str:
    if not isinstance(typed, str):
        raise Unreadable(f"{asked.label}应当是文字。")
    text = typed.replace("\r\n", "\n").strip(AROUND)
    if asked.max is not None and len(text) > asked.max:
        raise Unreadable(f"{asked.label}不能超过{asked.max}个字，现有{len(text)}个字。")
    if found := unprintable(text, but=IN_TEXT):
        raise Unreadable(found.told(asked.label))
    return text


def _line(asked: Field, typed: object) -> str:
    line = _text(asked, typed)
    if "\n" in line:
        place = line.index("\n") + 1
        raise Unreadable(f"{asked.label}应当写成一行，第{place}字处有换行，请删去。")
    return line


def _list(asked: Field, typed: object) -> tuple[str, ...]:
    each_line = lines(typed) if isinstance(typed, str) else typed
    if not isinstance(each_line, Sequence):
        raise Unreadable(f"{asked.label}应当是若干项文字。")
    items = tuple(item for each in each_line if (item := _line(asked, each)))
    if len(items) > MOST_ITEMS:
        raise Unreadable(f"{asked.label}不能超过{MOST_ITEMS}项，现有{len(items)}项。")
    return items


def _date(asked: Field, typed: object) -> date:
    if isinstance(typed, date) and not isinstance(typed, datetime):
        return typed
    try:
        if not isinstance(typed, str) or not _DAY.fullmatch(typed.strip()):
            raise ValueError
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise Unreadable(f"{asked.label}应当写成年-月-日，例如2026-03-02。") from None


def _whole_number(typed: object) -> int | None:
    if type(typed) is int:
        return typed
    if isinstance(typed, str) and typed.strip().isascii():
        digits = typed.strip()
        if digits.removeprefix("-").isdigit() and len(digits) <= _MOST_DIGITS:
            return int(digits)
    return None


def _number(asked: Field, typed: object) -> int:
    number = _whole_number(typed)
    if number is None:
        raise Unreadable(f"{asked.label}应当是整数。")
    if asked.min is not None and number < asked.min:
        raise Unreadable(f"{asked.label}应当是整数，不能少于{asked.min}。")
    if asked.max is not None and number > asked.max:
        raise Unreadable(f"{asked.label}应当是整数，不能超过{asked.max}。")
    return number


def _money(asked: Field, typed: object) -> Decimal:
    try:
        if isinstance(typed, bool) or not isinstance(typed, str | int | Decimal):
            raise InvalidOperation
        amount = Decimal(typed)
        cents = amount.quantize(_CENT)
    except InvalidOperation:
        raise Unreadable(f"{asked.label}应当是以元为单位的金额，例如128.50。") from None
    if cents != amount or amount < 0:
        raise Unreadable(f"{asked.label}应当不小于零，且精确到分为止。")
    return cents


def _person(asked: Field, typed: object) -> int:
    number = _whole_number(typed)
    if number is None or number < 1:
        raise Unreadable(f"请从名单中选择{asked.label}。")
    return number


def _choice(asked: Field, typed: object) -> str:
    for value, _ in asked.choices:
        if typed == value:
            return value
    labels = "；".join(label for _, label in asked.choices)
    raise Unreadable(f"{asked.label}应当是下列之一：{labels}。")


def _tick(asked: Field, typed: object) -> bool:
    return typed in (True, "true", "on", "1")


def _letter(asked: Field, typed: object) -> object:
    """A letter of which not even the kind was chosen is no letter."""
    return typed if isinstance(typed, Mapping) and typed.get("kind") else None


def _as_it_is(asked: Field, typed: object) -> object:
    return typed


_READERS: Final[Mapping[str, Callable[[Field, object], object]]] = {
    "text": _line,
    "paragraphs": _text,
    "list": _list,
    "date": _date,
    "number": _number,
    "money": _money,
    "person": _person,
    "choice": _choice,
    "tick": _tick,
    "letter": _letter,
    "file": _as_it_is,
}
