"""Arranging by which levels an agency signs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from engine.actors.permissions import LOOKING_AFTER_ALL
from engine.actors.roles import Role
from engine.transaction.messages import Command


@dataclass(frozen=True, kw_only=True)
class ArrangeSignOff(Command[int], permission=LOOKING_AFTER_ALL):
    """Say by which levels an agency signs from a day on: one to four for each kind of reply.

    levels: by group of reply; "" is every reply that has none of its own. days: working days by
    level. from_day: tomorrow at the earliest, so that no round changes. Returns its id (int).
    """

    agency_id: int
    levels: Mapping[str, tuple[Role, ...]]
    days: Mapping[Role, int]
    from_day: date
    basis: str


@dataclass(frozen=True, kw_only=True)
class CancelArrangement(Command[None], permission=LOOKING_AFTER_ALL):
    """Take back an arrangement that has not taken effect yet. Returns None."""

    arrangement_id: int
