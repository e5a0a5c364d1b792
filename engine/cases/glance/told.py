"""What else must be known where a task is done."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Told:
    """kind: asked (text: what for) | returned (text: why) | unanswered | proposed (text: to which
    agency it shall go, and why) | offered (text: to which). about: which of them, in words."""

    kind: str
    about: str
    text: str = ""
