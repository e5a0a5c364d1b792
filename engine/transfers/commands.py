"""Acts on cases that go to another agency."""

from dataclasses import dataclass
from datetime import date

from engine.actors.permissions import INTAKE, holders
from engine.actors.roles import Role
from engine.transaction.messages import Command

PROPOSING = holders(Role.INTAKE_OFFICER, Role.HANDLER, Role.MANAGER)


@dataclass(frozen=True, kw_only=True)
class ProposeTransfer(Command[int], permission=PROPOSING):
    """Propose that another agency answers a case. manner: one of ``MANNERS``. Returns its id
    (int)."""

    case_id: int
    to_agency_id: int
    manner: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class WithdrawTransfer(Command[None], permission=PROPOSING):
    """Take a proposal or an offer back; the case stays. By who proposed it, or a manager of the
    agency. Returns None."""

    transfer_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class AcceptTransfer(Command[int], permission=INTAKE):
    """Take over a case that is offered to one's own agency: it answers for it from now on.

    received_on: the day on which the agency received the request and its papers. Returns the case
    id (int).
    """

    transfer_id: int
    received_on: date


@dataclass(frozen=True, kw_only=True)
class RefuseTransfer(Command[None], permission=INTAKE):
    """Do not take over what is offered to one's own agency. Returns None."""

    transfer_id: int
    reason: str
