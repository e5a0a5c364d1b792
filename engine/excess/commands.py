"""Acts on asking for reasons, beside the steps of its process."""

from dataclasses import dataclass
from datetime import date

from engine.actors.permissions import holders
from engine.actors.roles import Role
from engine.transaction.messages import Command

ASKING = holders(Role.HANDLER)


@dataclass(frozen=True, kw_only=True)
class OpenExcess(Command[int], permission=ASKING):
    """Begin to ask why so much is requested; what is written is asked by the first step. Returns
    the id."""

    case_id: int


@dataclass(frozen=True, kw_only=True)
class EndExcess(Command[None], permission=ASKING):
    """Ask no more: the request is handled like any other. Returns None."""

    excess_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class MendExcess(Command[None], permission=ASKING):
    """Put right the day on which the reasons came. What was entered before stays. Returns None."""

    excess_id: int
    given_on: date | None
    reason: str
