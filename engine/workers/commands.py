"""What the ticker does for the installation itself."""

from dataclasses import dataclass

from engine.actors.permissions import THE_CLOCK
from engine.transaction.messages import Command


@dataclass(frozen=True, kw_only=True)
class Beat(Command[None], permission=THE_CLOCK):
    """Say that the ticker lives. Returns None."""


@dataclass(frozen=True, kw_only=True)
class Tidy(Command[None], permission=THE_CLOCK):
    """Remove what nobody needs any more: old form keys, dead sessions, old attempts."""
