"""An agency ends, or is merged into another."""

from dataclasses import dataclass
from datetime import date

from engine.actors.permissions import ADMINISTRATORS, THE_CLOCK
from engine.transaction.messages import Command


@dataclass(frozen=True, kw_only=True)
class EndAgency(Command[int], permission=ADMINISTRATORS):
    """An agency is no more from a day on. Returns the ending's id (int).

    successor_id: the agency that takes over its powers, open cases and people on that day; None:
    nobody does, which only an agency without any can. reason: the act that it rests on.
    """

    agency_id: int
    from_day: date
    successor_id: int | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class CancelAgencyEnding(Command[None], permission=ADMINISTRATORS):
    """Take back an ending whose day has not come yet. Returns None."""

    ending_id: int


@dataclass(frozen=True, kw_only=True)
class CarryOutEnding(Command[None], permission=THE_CLOCK):
    """The day of a merging has come: cases and people move. Returns None; twice does no harm."""

    ending_id: int
