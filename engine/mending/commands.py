"""Putting right what was registered."""

from dataclasses import dataclass, field

from engine.actors.permissions import INTAKE, holders
from engine.actors.roles import Role
from engine.registration.commands import RegisterRequest
from engine.transaction.messages import Command

MENDING = holders(Role.INTAKE_OFFICER, Role.MANAGER)


@dataclass(frozen=True, kw_only=True)
class VoidRegistration(Command[None], permission=MENDING):
    """Let a request that was registered in error or twice be void (作废): its number stays, nothing
    of it goes on. ``duplicate_of``: the register number of the case that is the same request,
    "" for none. Returns None."""

    case_id: int
    reason: str
    duplicate_of: str = ""


@dataclass(frozen=True, kw_only=True)
class CorrectRegistration(Command[None], permission=INTAKE):
    """Put right what was registered wrong; how it was before stays to be read. Where the receipt
    states it, another one takes its place. ``right``: the whole registration as it shall hold; its
    items and papers are not looked at, they are mended where they stand. Returns None."""

    case_id: int
    right: RegisterRequest = field(repr=False)
    reason: str
