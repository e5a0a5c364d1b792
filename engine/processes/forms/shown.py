"""What a form asks for, as a page draws it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, kw_only=True)
class FormField:
    """One field of a task form, ready to be drawn.

    type: text | paragraphs | date | person | choice | number | list | letter | file | tick
    when: shown and counted only while each named field has the given value.
    """

    name: str
    label: str
    type: str
    required: bool
    help: str = ""
    min: int | None = None
    max: int | None = None
    choices: tuple[tuple[str, str], ...] = ()   # (value, label); people for type person
    when: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class FormChoice:
    """One button. ``not_now`` says why it is not lawful now; ``due_if_done`` what it leads to.

    ``working_days``: the length of the extension that ``due_if_done`` is computed with.
    """

    value: str
    label: str
    button: str                # primary | secondary | danger
    requires: tuple[str, ...] = ()
    confirm: str = ""
    not_now: str = ""
    due_if_done: date | None = None
    working_days: int | None = None
