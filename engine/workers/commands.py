"""What the ticker does for the installation itself."""

from dataclasses import dataclass

from engine.actors.permissions import ADMINISTRATORS, THE_CLOCK
from engine.transaction.messages import Command


@dataclass(frozen=True, kw_only=True)
class Beat(Command[None], permission=THE_CLOCK):
    """Say that the ticker lives. Returns None."""


@dataclass(frozen=True, kw_only=True)
class NoteBackup(Command[None], permission=ADMINISTRATORS):
    """A verified copy of all data was made. seq, digest: of the last event in it. Returns None."""

    seq: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class NoteRestore(Command[None], permission=ADMINISTRATORS):
    """These data come from a copy whose last event had that number and hash. Returns None."""

    seq: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class Tidy(Command[None], permission=THE_CLOCK):
    """Remove what nobody needs any more: old form keys, dead sessions, old attempts."""
