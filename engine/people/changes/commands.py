"""Changing what is said of an agency."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from engine.actors.permissions import ADMINISTRATORS, THE_CLOCK
from engine.transaction.messages import Command


@dataclass(frozen=True, kw_only=True)
class ChangeAgency(Command[int], permission=ADMINISTRATORS):
    """From a day on, past or to come, other facts hold of an agency. Returns the change's id (int).

    facts: by name (``engine.people.changes.facts.FACTS``), as typed; what is as it was when
    ``known`` was the last change is left alone. known: the id of the last change that the person
    saw; None: whatever it is. reason: the act that it rests on.
    """

    agency_id: int
    from_day: date
    facts: Mapping[str, str]
    reason: str
    known: int | None = None


@dataclass(frozen=True, kw_only=True)
class CancelAgencyChange(Command[None], permission=ADMINISTRATORS):
    """Take back a change whose day has not come yet. Returns None."""

    change_id: int


@dataclass(frozen=True, kw_only=True)
class ShowAgencyFacts(Command[None], permission=THE_CLOCK):
    """The day of a change has come: lists show it. Returns None; twice does no harm."""

    agency_id: int
