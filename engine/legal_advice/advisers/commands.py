"""Arranging who advises an agency."""

from dataclasses import dataclass
from datetime import date

from engine.actors.permissions import LOOKING_AFTER_ALL
from engine.transaction.messages import Command


@dataclass(frozen=True, kw_only=True)
class ArrangeLegalAdvice(Command[int], permission=LOOKING_AFTER_ALL):
    """Say who gives an agency its legal opinions from a day on. kind: of ``AdviserKind``.

    adviser_id: of kind ``agency`` the agency whose legal office it is. name: of the legal office,
    or the legal adviser; it may be left out but for the latter. from_day: today at the earliest:
    a question that was put stays with whom it was put to. Returns its id (int).
    """

    agency_id: int
    kind: str
    adviser_id: int | None
    name: str
    from_day: date
    basis: str


@dataclass(frozen=True, kw_only=True)
class CancelLegalAdviser(Command[None], permission=LOOKING_AFTER_ALL):
    """Take back an arrangement that has not taken effect yet. Returns None."""

    arrangement_id: int
