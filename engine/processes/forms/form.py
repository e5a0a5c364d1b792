"""Forms of user tasks: what a person fills in, and the choice by which the process goes on.

``engine.processes.forms.files`` reads them from the YAML beside the diagram; here is their meaning.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from declared.field import Field as Asked, Unreadable, read
from engine.actors.roles import Role
from engine.processes.expressions.expression import Expression

FIELD_TYPES: Final = frozenset(
    ["text", "paragraphs", "date", "person", "choice", "number", "letter", "file", "tick"]
)
#: Types whose value is kept as it was handed in, so that a later field may start from it.
REMEMBERED: Final = frozenset(["text", "paragraphs", "date", "person", "choice", "number"])
BUTTONS: Final = frozenset({"primary", "secondary", "danger"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Field(Asked):
    """One thing to fill in.

    role: whose people type ``person`` offers. starts_from: a field of an earlier form, whose
    latest value in the case it starts with.
    """

    role: Role | None = None
    starts_from: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One button: it gives the outcome variable its value and hands in the form.

    requires: fields that must be filled for this choice. confirm: the sentence to agree to
    first. unless: while this holds the choice is not lawful, ``because`` of what it says.
    clock: the entry of the clock ledger that it leads to, so that the statute can be asked first.
    undecided: it says neither yes nor no of the letter under review.
    """

    value: str
    label: str
    button: str
    requires: tuple[str, ...] = ()
    confirm: str = ""
    unless: Expression | None = None
    because: str = ""
    clock: str = ""
    undecided: bool = False

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
    signs: the level of sign-off at which this form agrees to the reply.
    """

    task: str
    title: str
    basis: tuple[str, ...]
    instruction: str
    outcome: Outcome
    fields: tuple[Field, ...]
    separate_from: tuple[str, ...] = ()
    reviews_letter: str = ""
    signs: Role | None = None

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
            try:
                value = read(each, values.get(each.name))
            except Unreadable as error:
                problems[each.name] = str(error)
                continue
            if value is not False and value not in (None, "", ()):     # 0 is a number
                clean[each.name] = value
            elif each.required or each.name in needed:
                problems[each.name] = _MISSING.get(each.type, "请填写{label}。").format(
                    label=each.label
                )
        return clean, problems


_MISSING: Final = {
    "choice": "请选择{label}。",
    "person": "请选择{label}。",
    "date": "请填写{label}。",
    "tick": "请确认：{label}。",
    "letter": "请先拟制{label}。",
    "file": "请上传{label}。",
}
