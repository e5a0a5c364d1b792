"""Acts on what units and colleagues are given, beside the steps of its process."""

from dataclasses import dataclass

from engine.actors.permissions import holders
from engine.actors.roles import Role
from engine.transaction.messages import Command

GIVING = holders(Role.HANDLER)


@dataclass(frozen=True, kw_only=True)
class AskAssistance(Command[int], permission=GIVING):
    """Give something to a unit or a colleague: as many at once as are concerned.

    kind: one of ``ASSISTANCE_KINDS``. unit_id, person_id: one of them at least; with a unit alone
    anybody of it may take it. item: its number, None for the whole request. Returns its id (int).
    """

    case_id: int
    kind: str
    unit_id: int | None
    person_id: int | None
    asked: str
    item: int | None = None


@dataclass(frozen=True, kw_only=True)
class EndAssistance(Command[None], permission=GIVING):
    """Stop it: no answer is waited for any more. Returns None."""

    assistance_id: int
    reason: str
