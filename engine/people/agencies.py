"""Names of people and agencies."""

from dataclasses import dataclass

from engine.actors.roles import Role
from engine.cases.scope import Scope
from engine.people import rows as people_rows
from engine.store import Row


@dataclass(frozen=True, kw_only=True)
class PersonRef:
    id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class AgencyRef:
    id: int
    name: str
    short_name: str
    kind: str


def agencies_seen(scope: Scope) -> dict[int, AgencyRef]:
    """The agencies that he may look at by id: his own; all, for who watches or administers."""
    everything = scope.actor.sees_all_agencies or Role.ADMINISTRATOR in scope.actor.roles
    return {
        row["id"]: AgencyRef(id=row["id"], name=row["name"],
                                   short_name=row["short_name"], kind=row["kind"])
        for row in people_rows.all_agencies(scope.connection)
        if everything or row["id"] == scope.actor.agency_id
    }


def agency_of(row: Row) -> AgencyRef:
    return AgencyRef(
        id=row["agency_id"], name=row["agency_name"], short_name=row["agency_short_name"],
        kind=row["agency_kind"],
    )
