"""Forms of user tasks: what a person fills in, and the choice by which the process goes on.

``engine.processes.forms.files`` reads them from the YAML beside the diagram; here is what they
mean.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final

from engine.actors.roles import Role
from engine.processes.expressions.expression import Expression

FIELD_TYPES: Final = frozenset(
    ["text", "paragraphs", "date", "person", "choice", "number", "letter", "file", "tick"]
)
#: Types whose value is kept as it was handed in, so that a later field may start from it.
REMEMBERED: Final = frozenset(["text", "paragraphs", "date", "person", "choice", "number"])
BUTTONS: Final = frozenset({"primary", "secondary", "danger"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing to fill in.

    max: characters for text and paragraphs, the greatest value for a number (``min`` the
    smallest). role: whose people type ``person`` offers. choices: (value, label) of type
    ``choice``. when: the field counts only while each named field has the given value.
    starts_from: a field of an earlier form, whose latest value in the case it starts with.
    """

    name: str
    label: str
    type: str
    required: bool
    help: str = ""
    min: int | None = None
    max: int | None = None
    role: Role | None = None
    choices: tuple[tuple[str, str], ...] = ()
    when: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    starts_from: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One button: it gives the outcome variable its value and hands in the form.

    requires: fields that must be filled for this choice. confirm: the sentence to agree to
    first. unless: while this holds the choice is not lawful, ``because`` of what it says.
    clock: the entry of the clock ledger that it leads to, so that the statute can be asked first.
    """

    value: str
    label: str
    button: str
    requires: tuple[str, ...] = ()
    confirm: str = ""
    unless: Expression | None = None
    because: str = ""
    clock: str = ""

    def not_now(self, variables: Mapping[str, object]) -> str:
        """Why this choice may not be made now, in Chinese; empty when it may.

        A variable that has no value yet equals nothing.
        """
        if self.unless is None:
            return ""
        known = {name: variables.get(name, "") for name in self.unless.names}
        return self.because if self.unless.decide(known) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The process variable that a task sets, and the values it may take."""

    variable: str
    label: str
    choices: tuple[Choice, ...]

    @property
    def values(self) -> frozenset[str]:
        """The codes of its choices."""
        return frozenset(choice.value for choice in self.choices)

    def choice(self, value: object) -> Choice | None:
        """The choice with this value, or None."""
        return next((each for each in self.choices if each.value == value), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a user task asks. ``task`` is its element id, ``basis`` the articles it rests on.

    separate_from: tasks whose doer may not do this one as well. reviews_letter: the choice that
    lets the drafted letter pass its review; any other choice takes an earlier review back.
    """

    task: str
    title: str
    basis: tuple[str, ...]
    instruction: str
    outcome: Outcome
    fields: tuple[Field, ...]
    separate_from: tuple[str, ...] = ()
    reviews_letter: str = ""

    def read(
        self, values: Mapping[str, object], variables: Mapping[str, object]
    ) -> tuple[dict[str, object], dict[str, str]]:
        """What was handed in, as (clean values by name, Chinese problem by name).

        Texts are stripped; dates become ``date``, numbers and persons ``int``, ticks ``bool``;
        letters and files pass as they are. The outcome variable is among the values.
        ``variables`` are the process's own, by which a choice may be unlawful now.
        """
        clean: dict[str, object] = {}
        problems: dict[str, str] = {}
        variable = self.outcome.variable
        choice = self.outcome.choice(values.get(variable))
        if choice is None:
            problems[variable] = f"请选择{self.outcome.label}。"
        else:
            clean[variable] = choice.value
            if reason := choice.not_now(variables):
                problems[variable] = reason
        needed = frozenset(choice.requires) if choice else frozenset()
        for each in self.fields:
            if any(values.get(other) != value for other, value in each.when.items()):
                continue
            value, problem = _READERS[each.type](each, values.get(each.name))
            if problem:
                problems[each.name] = problem
            elif value not in (None, "", False):
                clean[each.name] = value
            elif each.required or each.name in needed:
                problems[each.name] = _MISSING.get(each.type, "请填写{label}。").format(
                    label=each.label
                )
        return clean, problems


Read = tuple[object, str]
_MISSING: Final = {
    "choice": "请选择{label}。",
    "person": "请选择{label}。",
    "date": "请填写{label}。",
    "tick": "请确认：{label}。",
    "letter": "请先拟制{label}。",
    "file": "请上传{label}。",
}


def _text(each: Field, value: object) -> Read:
    if value is None:
        return None, ""
    if not isinstance(value, str):
        return None, f"{each.label}应当是文字。"
    text = value.replace("\r\n", "\n").strip()
    if each.max is not None and len(text) > each.max:
        return None, f"{each.label}不能超过{each.max}个字，现有{len(text)}个字。"
    if each.type == "text" and "\n" in text:
        return None, f"{each.label}应当写成一行。"
    return text, ""


def _date(each: Field, value: object) -> Read:
    if value in (None, ""):
        return None, ""
    if type(value) is date:
        return value, ""
    try:
        return date.fromisoformat(value.strip() if isinstance(value, str) else ""), ""
    except ValueError:
        return None, f"{each.label}应当写成年-月-日，例如2026-03-02。"


def _whole_number(value: object) -> int | None:
    if type(value) is int:
        return value
    if isinstance(value, str) and value.strip().isascii():
        digits = value.strip()
        if digits.removeprefix("-").isdigit() and len(digits) <= 12:
            return int(digits)
    return None


def _number(each: Field, value: object) -> Read:
    if value in (None, ""):
        return None, ""
    number = _whole_number(value)
    if number is None:
        return None, f"{each.label}应当是整数。"
    if each.min is not None and number < each.min:
        return None, f"{each.label}不能少于{each.min}。"
    if each.max is not None and number > each.max:
        return None, f"{each.label}不能超过{each.max}。"
    return number, ""


def _person(each: Field, value: object) -> Read:
    if value in (None, ""):
        return None, ""
    number = _whole_number(value)
    if number is None or number < 1:
        return None, f"请从名单中选择{each.label}。"
    return number, ""


def _choice(each: Field, value: object) -> Read:
    if value in (None, ""):
        return None, ""
    if value not in [known for known, _ in each.choices]:
        return None, f"请从给出的选项中选择{each.label}。"
    return value, ""


def _tick(each: Field, value: object) -> Read:
    return value in (True, "true", "on", "1"), ""


def _letter(each: Field, value: object) -> Read:
    """A letter of which not even the kind was chosen is no letter."""
    chosen = isinstance(value, Mapping) and bool(value.get("kind"))
    return (value if chosen else None), ""


def _as_it_is(each: Field, value: object) -> Read:
    return value, ""


_READERS: Final[Mapping[str, Callable[[Field, object], Read]]] = {
    "text": _text,
    "paragraphs": _text,
    "date": _date,
    "number": _number,
    "person": _person,
    "choice": _choice,
    "tick": _tick,
    "letter": _letter,
    "file": _as_it_is,
}
