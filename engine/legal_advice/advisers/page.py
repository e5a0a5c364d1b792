"""Who gives an agency its legal opinions: now, from a later day, and before."""

from dataclasses import dataclass
from datetime import date, datetime

from engine.actors.permissions import LOOKING_AFTER_ALL
from engine.errors import NotFound
from engine.legal_advice.advisers import rows
from engine.legal_advice.advisers.adviser import Adviser, adviser_of
from engine.people.agencies import AgencyRef, agencies_offered, agencies_seen
from engine.transaction.messages import Question
from engine.transaction.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class AdviserView:
    """One arrangement. state: in_effect | coming | past | cancelled"""

    id: int
    from_day: date
    state: str
    kind: str
    agency: str
    name: str
    basis: str
    set_at: datetime
    set_by: str


@dataclass(frozen=True, kw_only=True)
class LegalAdvisersView:
    """Of an agency. now: what holds today; own: whether the agency arranged it. others: the
    agencies whose legal office may advise it."""

    agency: AgencyRef
    agencies: tuple[AgencyRef, ...]
    now: Adviser
    own: AdviserView | None
    others: tuple[AgencyRef, ...]
    first_day: date
    changes: tuple[AdviserView, ...]


@dataclass(frozen=True, kw_only=True)
class LegalAdvisers(Question[LegalAdvisersView], permission=LOOKING_AFTER_ALL):
    """Who advises an agency; one's own unless named. Raises NotFound."""

    agency_id: int | None = None


def legal_advisers(question: LegalAdvisers, at: Snapshot) -> LegalAdvisersView:
    agencies = agencies_seen(at)
    wanted = question.agency_id or at.actor.agency_id or next(iter(agencies), 0)
    if wanted not in agencies:
        raise NotFound()
    held = rows.in_effect(at.connection, wanted, at.today)
    changes = tuple(
        _change(at, row, held["id"] if held else 0)
        for row in rows.with_names(at.connection, wanted)
    )
    return LegalAdvisersView(
        agency=agencies[wanted], agencies=tuple(agencies.values()),
        now=adviser_of(at.connection, wanted, at.today),
        own=next((each for each in changes if each.state == "in_effect"), None),
        others=tuple(each for each in agencies_offered(at) if each.id != wanted),
        first_day=at.today, changes=changes,
    )


def _change(at: Snapshot, row: rows.AdviserWithNames, held: int) -> AdviserView:
    if row["cancelled_at"] is not None:
        state = "cancelled"
    elif row["from_day"] > at.today:
        state = "coming"
    else:
        state = "in_effect" if row["id"] == held else "past"
    return AdviserView(
        id=row["id"], from_day=row["from_day"], state=state, kind=row["kind"],
        agency=row["adviser_agency"] or "", name=row["name"], basis=row["basis"],
        set_at=row["set_at"], set_by=row["set_by_name"] or "",
    )
