"""Acts on consultations, beside the steps of their process."""

from dataclasses import dataclass
from datetime import date

from engine.actors.permissions import holders
from engine.actors.roles import Role
from engine.transaction.messages import Command

CONSULTING = holders(Role.HANDLER)


@dataclass(frozen=True, kw_only=True)
class OpenConsultation(Command[int], permission=CONSULTING):
    """Begin to ask somebody: as many at once as are concerned. party: one of ``PARTIES``. item:
    the number of the item concerned, None for the whole request. Returns its id."""

    case_id: int
    party: str
    name: str
    contact: str
    asked: str
    item: int | None = None


@dataclass(frozen=True, kw_only=True)
class EndConsultation(Command[None], permission=CONSULTING):
    """Stop it: nothing is to be waited for any more. What was done stays. Returns None."""

    consultation_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class MendConsultation(Command[None], permission=CONSULTING):
    """Put right its days; None where nothing has happened yet. What was entered before stays in
    the record, and the clock reckons with what holds. Returns None."""

    consultation_id: int
    issued_on: date | None
    told_on: date | None
    delivered_on: date | None
    answered_on: date | None
    reason: str
