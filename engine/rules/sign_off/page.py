"""By which levels an agency signs: now, from a later day, and before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from engine.actors.permissions import LOOKING_AFTER_ALL
from engine.actors.roles import Role
from engine.configuration import Configuration
from engine.errors import NotFound
from engine.people.agencies import AgencyRef, agencies_seen
from engine.rules.in_effect import in_effect
from engine.rules.sign_off import rows
from engine.rules.sign_off.arrangements import Arrangement, read
from engine.transaction.messages import Question
from engine.transaction.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class ArrangementView:
    """One arrangement. state: in_effect | coming | past | cancelled"""

    id: int
    from_day: date
    state: str
    levels: Mapping[str, tuple[Role, ...]]
    days: Mapping[Role, int]
    basis: str
    set_at: datetime
    set_by: str
    cancelled_at: datetime | None
    cancelled_by: str


@dataclass(frozen=True, kw_only=True)
class SignOffLevelsView:
    """An agency's levels. now: what holds today; own: whether the agency arranged it. usual_days:
    working days of a level of which nothing is said. first_day: the earliest day for another."""

    agency: AgencyRef
    agencies: tuple[AgencyRef, ...]
    now: Arrangement
    own: ArrangementView | None
    usual_days: int
    first_day: date
    changes: tuple[ArrangementView, ...]


@dataclass(frozen=True, kw_only=True)
class SignOffLevels(Question[SignOffLevelsView], permission=LOOKING_AFTER_ALL):
    """By which levels an agency signs; one's own unless named. Raises NotFound."""

    agency_id: int | None = None


def sign_off_levels(question: SignOffLevels, at: Snapshot) -> SignOffLevelsView:
    agencies = agencies_seen(at)
    wanted = question.agency_id or at.actor.agency_id or next(iter(agencies), 0)
    if wanted not in agencies:
        raise NotFound()
    arranged = in_effect(at).arrangements
    held = arranged.row(wanted, at.today)
    changes = tuple(
        _change(at, row, held["id"] if held else 0)
        for row in rows.with_names(at.connection, wanted)
    )
    return SignOffLevelsView(
        agency=agencies[wanted], agencies=tuple(agencies.values()),
        now=arranged.of(wanted, at.today),
        own=next((each for each in changes if each.state == "in_effect"), None),
        usual_days=at.around[Configuration].sign_off_days,
        first_day=at.today + timedelta(days=1), changes=changes,
    )


def _change(at: Snapshot, row: rows.ArrangementWithNames, held: int) -> ArrangementView:
    if row["cancelled_at"] is not None:
        state = "cancelled"
    elif row["from_day"] > at.today:
        state = "coming"
    else:
        state = "in_effect" if row["id"] == held else "past"
    arrangement = read(row)
    return ArrangementView(
        id=row["id"], from_day=row["from_day"], state=state, levels=arrangement.levels,
        days=arrangement.days, basis=row["basis"], set_at=row["set_at"],
        set_by=row["set_by_name"] or "", cancelled_at=row["cancelled_at"],
        cancelled_by=row["cancelled_by_name"] or "",
    )
