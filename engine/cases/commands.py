"""What may be asked of a case as a whole."""

from dataclasses import dataclass

from engine.actors.permissions import CASE_OFFICERS, THE_CLOCK
from engine.store.shapes import ApplicantRow
from engine.transaction.messages import Command


@dataclass(frozen=True, kw_only=True)
class RevealApplicant(Command[ApplicantRow], permission=CASE_OFFICERS):
    """Look at the unmasked identity number and contact: needs a reason, leaves an event.

    Returns the applicant as a mapping of field to value.
    """

    case_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class RecalculateCase(Command[None], permission=THE_CLOCK):
    """Give an open case the dates of the calendar in effect. Returns None; twice does no harm."""

    case_id: int
