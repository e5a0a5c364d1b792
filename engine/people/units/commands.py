"""Looking after the units of an agency."""

from dataclasses import dataclass
from datetime import date

from engine.actors.permissions import ADMINISTRATORS
from engine.transaction.messages import Command


@dataclass(frozen=True, kw_only=True)
class AddUnit(Command[int], permission=ADMINISTRATORS):
    """A unit of an agency, from a day on. Returns its id (int)."""

    agency_id: int
    name: str
    valid_from: date


@dataclass(frozen=True, kw_only=True)
class EndUnit(Command[None], permission=ADMINISTRATORS):
    """A unit is no more after a day, today or before; its people are of none. Returns None."""

    unit_id: int
    last_day: date


@dataclass(frozen=True, kw_only=True)
class AssignUnit(Command[None], permission=ADMINISTRATORS):
    """A person belongs to a unit of his agency; None: to none. Returns None."""

    person_id: int
    unit_id: int | None
