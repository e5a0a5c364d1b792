"""Putting right what was registered."""

from dataclasses import dataclass

from engine.actors.permissions import holders
from engine.actors.roles import Role
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
