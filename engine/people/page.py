"""Who is there to choose from; and everybody who signs in, for those who look after them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.actors.permissions import require
from engine.actors.roles import Role
from engine.cases.scope import Scope
from engine.errors import NotFound
from engine.people import rows as people_rows
from engine.people.agencies import AgencyRef, PersonRef, agencies_seen
from engine.record.timeline import TimelineItem
from engine.tasks import rows as task_rows_


@dataclass(frozen=True, kw_only=True)
class Account:
    """Somebody who signs in, as an administrator looks after them."""

    id: int
    name: str
    sign_in_name: str
    agency: AgencyRef
    roles: tuple[Role, ...]
    active: bool
    tasks_held: int = 0         # counted for one person only
    is_self: bool = False       # the administrator who looks


AT_THE_KEYBOARD = "命令行"     # nobody's account: whoever runs ``gongkai users …`` on the server


def names(scope: Scope) -> tuple[PersonRef, ...]:
    """People of the agencies that the actor sees."""
    return tuple(person for _, people_of_one in names_by_agency(scope) for person in people_of_one)


def names_by_agency(
    scope: Scope,
) -> tuple[tuple[AgencyRef, tuple[PersonRef, ...]], ...]:
    """People of the agencies that the actor sees, under the agency of each."""
    if scope.actor.agency_id is None:
        return ()
    seen = None if scope.actor.sees_all_agencies else scope.actor.agency_id
    found: dict[int, list[PersonRef]] = {}
    for row in people_rows.of_agency(scope.connection, seen):
        found.setdefault(row["agency_id"], []).append(
            PersonRef(id=row["id"], name=row["name"])
        )
    return tuple(
        (agency, tuple(found[agency.id]))
        for agency in agencies_seen(scope).values() if agency.id in found
    )


def accounts(scope: Scope, agency_id: int | None) -> tuple[Account, ...]:
    """All people, or those of an agency: agency by agency, by name. Raises NotPermitted."""
    require(scope.actor, Role.ADMINISTRATOR)
    agencies = agencies_seen(scope)
    roles = people_rows.all_roles(scope.connection)
    return tuple(
        _account(scope, row, agencies, roles.get(row["id"], frozenset()))
        for row in people_rows.of_agency(scope.connection, agency_id)
    )


def account(scope: Scope, person_id: int) -> Account:
    """One person. Raises NotFound, NotPermitted."""
    require(scope.actor, Role.ADMINISTRATOR)
    row = people_rows.find(scope.connection, person_id)
    if row is None:
        raise NotFound()
    return _account(
        scope, row, agencies_seen(scope), people_rows.roles_of(scope.connection, person_id),
        tasks_held=len(task_rows_.held_by(scope.connection, person_id)),
    )


def account_history(scope: Scope, person_id: int) -> tuple[TimelineItem, ...]:
    """What was done about a person's account, the latest first. Raises NotPermitted."""
    require(scope.actor, Role.ADMINISTRATOR)
    return tuple(
        TimelineItem(
            seq=event["seq"], at=event["at"], kind=event["kind"],
            by=event["actor_name"] or AT_THE_KEYBOARD, command=event["command"],
            data=event["data"],
        )
        for event in people_rows.account_events(scope.connection, person_id)
    )


def _account(
    scope: Scope, row: Mapping[Any, Any], agencies: Mapping[int, AgencyRef],
    roles: frozenset[str], *, tasks_held: int = 0,
) -> Account:
    return Account(
        id=row["id"], name=row["name"], sign_in_name=row["sign_in_name"],
        agency=agencies[row["agency_id"]], active=row["active"], tasks_held=tasks_held,
        roles=tuple(role for role in Role if role.value in roles),
        is_self=row["id"] == scope.actor.person_id,
    )
