"""People to choose from, by name."""

from engine.actors.permissions import sight
from engine.people import rows
from engine.people.agencies import AgencyRef, PersonRef, agencies_seen
from engine.transaction.snapshot import Snapshot


def people_by_agency(at: Snapshot) -> tuple[tuple[AgencyRef, tuple[PersonRef, ...]], ...]:
    """People of the agencies whose cases the actor sees, under the agency of each; agencies
    without any are left out."""
    if at.actor.agency_id is None:
        return ()
    found: dict[int, list[PersonRef]] = {}
    for row in rows.of_agencies(at.connection, sight(at.actor).agencies):
        found.setdefault(row["agency_id"], []).append(PersonRef(id=row["id"], name=row["name"]))
    return tuple(
        (agency, tuple(found[agency.id]))
        for agency in agencies_seen(at).values() if agency.id in found
    )


def people_seen(at: Snapshot) -> tuple[PersonRef, ...]:
    """The same people in one row."""
    return tuple(person for _, people in people_by_agency(at) for person in people)
