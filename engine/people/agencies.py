"""Names of people and agencies."""

from dataclasses import dataclass
from typing import TypedDict

from engine.actors.permissions import oversight
from engine.people import rows as people_rows
from engine.people.changes.facts import is_valid
from engine.transaction.snapshot import Snapshot

AGENCY_KINDS = {
    "government_office": "政府办公室",
    "department": "政府部门",
    "town": "镇人民政府",
    "subdistrict": "街道办事处",
}


@dataclass(frozen=True, kw_only=True)
class PersonRef:
    """A person by name."""

    id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class AgencyRef:
    """An agency by its names of today. kind: one of AGENCY_KINDS

    letter_code, reconsideration_organ, ended (it is no more): only in lists of agencies.
    """

    id: int
    name: str
    short_name: str
    kind: str
    letter_code: str = ""
    reconsideration_organ: str = ""
    ended: bool = False


class AgencyNames(TypedDict):
    """The agency that a row of another thing names."""

    agency_id: int
    agency_name: str
    agency_short_name: str
    agency_kind: str


def agencies_seen(at: Snapshot) -> dict[int, AgencyRef]:
    """The agencies that he may look at by id: his own; all, for who watches or administers."""
    seen = oversight(at.actor)
    return {
        row["id"]: AgencyRef(
            id=row["id"], name=row["name"], short_name=row["short_name"], kind=row["kind"],
            letter_code=row["letter_code"], reconsideration_organ=row["reconsideration_organ"],
            ended=not is_valid(row, at.today),
        )
        for row in people_rows.all_agencies(at.connection) if seen.covers(row["id"])
    }


def agencies_offered(at: Snapshot) -> tuple[AgencyRef, ...]:
    """Of the same those to choose from: an agency that has ended is offered nowhere."""
    return tuple(agency for agency in agencies_seen(at).values() if not agency.ended)


def agency_of(row: AgencyNames) -> AgencyRef:
    """The agency that a row of another thing names."""
    return AgencyRef(
        id=row["agency_id"], name=row["agency_name"], short_name=row["agency_short_name"],
        kind=row["agency_kind"],
    )


def person_of(person_id: int | None, name: str | None) -> PersonRef | None:
    """The person that a row of another thing names; None for nobody."""
    return None if person_id is None else PersonRef(id=person_id, name=name or "")
