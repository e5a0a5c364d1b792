"""The buttons of a form, as a page draws them; its fields are drawn as they are declared."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class FormChoice:
    """One button. ``not_now`` says why it is not lawful now; ``due_if_done`` what it leads to.

    ``working_days``: the length of the extension that ``due_if_done`` is computed with.
    ``follows``: the field on which it depends. ``provisional_if_done``: the date touches a year
    without a holiday notice.
    """

    value: str
    label: str
    button: str                # primary | secondary | danger
    requires: tuple[str, ...] = ()
    confirm: str = ""
    not_now: str = ""
    due_if_done: date | None = None
    working_days: int | None = None
    provisional_if_done: bool = False
    follows: str = ""
