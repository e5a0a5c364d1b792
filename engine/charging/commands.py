"""Acts on the processing fee, beside the steps of its process."""

from dataclasses import dataclass
from datetime import date

from engine.actors.permissions import holders
from engine.actors.roles import Role
from engine.transaction.messages import Command

CHARGING = holders(Role.HANDLER)


@dataclass(frozen=True, kw_only=True)
class OpenFee(Command[int], permission=CHARGING):
    """Begin to charge: what is counted is asked by the first step. Returns the fee's id."""

    case_id: int


@dataclass(frozen=True, kw_only=True)
class EndFee(Command[None], permission=CHARGING):
    """Charge nothing: a notice that has not left is taken back, one that has left has no effect
    any more. Returns None."""

    fee_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class MendFee(Command[None], permission=CHARGING):
    """Put right the day of the payment, or enter one that came in time and was found only after
    the lapse had been confirmed. What was entered before stays. Returns None."""

    fee_id: int
    paid_on: date | None
    receipt: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class NoteFeeComplaint(Command[None], permission=CHARGING):
    """Keep in mind what the applicant objects against the fee; it stops nothing. Returns None."""

    fee_id: int
    came_on: date | None
    complaint: str
