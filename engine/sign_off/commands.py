"""What may be asked of a sign-off beside its forms."""

from dataclasses import dataclass

from engine.actors.permissions import holders
from engine.actors.roles import SIGNING_LEVELS, Role
from engine.transaction.messages import Command


@dataclass(frozen=True, kw_only=True)
class AddSigningLevels(
    Command[None], permission=holders(Role.MANAGER, *SIGNING_LEVELS)
):
    """Let a reply that is being signed go to further levels above the one that has it now.

    By a manager, who signed in this round, or who holds the level that has it. Returns None.
    """

    case_id: int
    levels: tuple[Role, ...]
    reason: str
