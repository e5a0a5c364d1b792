"""Acts on a letter that was issued, beside the steps of its service."""

from dataclasses import dataclass
from datetime import date

from engine.actors.permissions import holders
from engine.actors.roles import Role
from engine.transaction.messages import Command

RECALLING = holders(Role.REVIEWER, Role.OFFICE_HEAD, Role.PRINCIPAL, Role.MANAGER)
MENDING = holders(Role.INTAKE_OFFICER, Role.MANAGER)


@dataclass(frozen=True, kw_only=True)
class RecallLetter(Command[None], permission=RECALLING):
    """Take back a reply that was signed and has not left: its number stays, void, and the reply
    is drafted anew. Returns None."""

    letter_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class MendService(Command[None], permission=MENDING):
    """Put right the days of an attempt to serve a letter; what was entered before stays to be
    read, and the clock reckons with what holds. ``ended_on``: the day of the delivery or return,
    None while that is awaited. Returns None."""

    service_id: int
    sent_on: date
    ended_on: date | None
    reason: str
