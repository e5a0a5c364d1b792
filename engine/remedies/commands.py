"""Acts on reconsideration and litigation, beside the steps of their process."""

from dataclasses import dataclass
from datetime import date

from engine.actors.permissions import holders
from engine.actors.roles import Role
from engine.transaction.messages import Command

#: The copy may reach any of them; the legal section answers it.
CONTESTING = holders(Role.LEGAL_OFFICER, Role.INTAKE_OFFICER, Role.HANDLER)


@dataclass(frozen=True, kw_only=True)
class EnterRemedy(Command[int], permission=CONTESTING):
    """Somebody contests what became of a case. kind, procedure: of the statute's. body: who
    decides it; "" takes the agency's own on that day. case_number: its 案号. received_on: the
    day on which the copy of the application or complaint was received. Returns its id."""

    case_id: int
    kind: str
    procedure: str
    body: str
    case_number: str
    received_on: date


@dataclass(frozen=True, kw_only=True)
class NoteHearing(Command[None], permission=CONTESTING):
    """Note a hearing, or another day that counts, past or to come. Returns None."""

    remedy_id: int
    on: date
    note: str


@dataclass(frozen=True, kw_only=True)
class MendTerm(Command[None], permission=CONTESTING):
    """Put right the term that a decision or judgment sets, while the case is handled anew. unit,
    counted_from, since: as ``engine.remedies.reopening.Term`` has them. Returns None."""

    remedy_id: int
    term: int
    unit: str
    counted_from: str
    since: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class MendRemedy(Command[None], permission=CONTESTING):
    """Put right what was entered of it; None and "" where nothing has happened yet. What was
    entered before stays in the record. Returns None."""

    remedy_id: int
    case_number: str
    received_on: date
    answered_on: date | None
    outcome: str
    decided_on: date | None
    decision_received_on: date | None
    reason: str
