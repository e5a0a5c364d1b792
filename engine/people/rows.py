"""Agencies, the people in them and their duties."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypedDict

from sqlalchemy import (
    Connection,
    String,
    Table,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from declared.characters import unprintable
from engine.errors import InvalidInput
from engine.record.rows import EventWithActor
from engine.store.reading import all_of, first_of
from engine.store.scope import within
from engine.store.shapes import AgencyRow, NewPersonRow, PersonRow
from engine.store.statements import Prepared, PreparedRows
from engine.store.tables import (
    ACCOUNT_EVENTS,
    agencies,
    audit_events,
    duties,
    people,
)


class PersonName(TypedDict):
    """A person's id and name."""

    id: int
    name: str


class AccountColumns(TypedDict):
    """A person without the password's hash."""

    id: int
    sign_in_name: str
    name: str
    agency_id: int
    active: bool
    created_at: datetime
    password_changed_at: datetime
    password_own_since: datetime | None
    unit_id: int | None


def add_agency(connection: Connection, facts: Mapping[str, Any], valid_from: date) -> int:
    """Returns the agency's id."""
    return _new_id(connection.execute(insert(agencies).values(**facts, valid_from=valid_from)))


_AGENCY = PreparedRows(select(agencies).where(agencies.c.id == bindparam("agency")), AgencyRow)
_NAME = Prepared(select(people.c.name).where(people.c.id == bindparam("person")))
_DUTIES = Prepared(select(duties.c.role).where(duties.c.person_id == bindparam("person")))
_HOLDERS = PreparedRows(
    select(people.c.id, people.c.name)
    .join(duties, duties.c.person_id == people.c.id)
    .where(people.c.agency_id == bindparam("agency"), people.c.active,
           duties.c.role == bindparam("duty"))
    .order_by(people.c.name, people.c.id),
    PersonName,
)


def agency(connection: Connection, agency_id: int) -> AgencyRow:
    """An agency's columns, which must be there."""
    return _AGENCY.one(connection, {"agency": agency_id})


def find_agency(connection: Connection, agency_id: int) -> AgencyRow | None:
    """An agency's columns; None when there is none."""
    return _AGENCY.first(connection, {"agency": agency_id})


def all_agencies(connection: Connection) -> Sequence[AgencyRow]:
    """In the order in which they were added: the government office first."""
    return all_of(connection, select(agencies).order_by(agencies.c.id), AgencyRow)


def add(connection: Connection, values: NewPersonRow, roles: Iterable[str]) -> int:
    """Returns the person's id. Raises InvalidInput for a value that is too long."""
    _refuse_too_long(people, values)
    person_id = _new_id(connection.execute(insert(people).values(**values)))
    rows = [{"person_id": person_id, "role": role} for role in sorted(set(roles))]
    if rows:
        connection.execute(insert(duties), rows)
    return person_id


def find(connection: Connection, person_id: int) -> PersonRow | None:
    """A person's columns; None when there is none."""
    return first_of(connection, select(people).where(people.c.id == person_id), PersonRow)


def find_by_sign_in_name(connection: Connection, name: str) -> PersonRow | None:
    """Whose sign-in name it is; None when it is nobody's."""
    return first_of(connection, select(people).where(people.c.sign_in_name == name), PersonRow)


def name_of(connection: Connection, person_id: int | None) -> str:
    """A person's name; empty for nobody."""
    return _NAME.scalar(connection, {"person": person_id}) or ""


def roles_of(connection: Connection, person_id: int) -> frozenset[str]:
    """A person's duties, as they are stored."""
    return frozenset(_DUTIES.scalars(connection, {"person": person_id}))


def holders(connection: Connection, agency_id: int, role: str) -> Sequence[PersonName]:
    """An agency's people who have a duty, by name."""
    return _HOLDERS.all(connection, {"agency": agency_id, "duty": role})


def of_agencies(
    connection: Connection, agencies_: Collection[int] | None
) -> Sequence[AccountColumns]:
    """Everybody of some agencies, or of all of them for None, without the password's hash."""
    columns = [column for column in people.c if column.name != "password_hash"]
    query = select(*columns).order_by(people.c.agency_id, people.c.name, people.c.id)
    query = query.where(*within(people.c.agency_id, agencies_))
    return all_of(connection, query, AccountColumns)


def belongs(connection: Connection, person_id: int | None, agency_id: int) -> bool:
    """Whether a person is of an agency now."""
    return person_id is not None and connection.execute(
        select(people.c.agency_id).where(people.c.id == person_id)
    ).scalar() == agency_id


def move_all(connection: Connection, before: int, after: int) -> Sequence[int]:
    """Everybody of an agency belongs to another one, to no unit of it yet. Returns their ids."""
    moved = connection.execute(
        select(people.c.id).where(people.c.agency_id == before).order_by(people.c.id)
        .with_for_update(key_share=True)
    ).scalars().all()
    connection.execute(
        update(people).where(people.c.id.in_(moved)).values(agency_id=after, unit_id=None)
    )
    return moved


def lock(connection: Connection, person_id: int) -> PersonRow | None:
    """A person, kept from other changes; what refers to the person is not held up."""
    return first_of(
        connection,
        select(people).where(people.c.id == person_id).with_for_update(key_share=True), PersonRow,
    )


def lock_holders(connection: Connection, role: str) -> None:
    """Whoever holds a duty, kept from other changes, always in the same order."""
    held = select(duties.c.person_id).where(duties.c.role == role)
    connection.execute(
        select(people.c.id).where(people.c.id.in_(held)).order_by(people.c.id)
        .with_for_update(key_share=True)
    ).all()


def active_holders(connection: Connection, role: str) -> frozenset[int]:
    """The ids of all who have a duty and may sign in, of whichever agency."""
    return frozenset(connection.execute(
        select(people.c.id).join(duties, duties.c.person_id == people.c.id)
        .where(people.c.active, duties.c.role == role)
    ).scalars())


_HOLDS = Prepared(
    select(people.c.id).join(duties, duties.c.person_id == people.c.id)
    .where(people.c.id == bindparam("person"), people.c.active, duties.c.role == bindparam("duty"))
    .with_for_update(read=True)
)


def holds(connection: Connection, person_id: int | None, role: str) -> bool:
    """Whether a person has a duty and may sign in: true until the transaction ends."""
    return person_id is not None and _HOLDS.scalar(
        connection, {"person": person_id, "duty": role}
    ) is not None


def all_roles(connection: Connection) -> dict[int, frozenset[str]]:
    """Everybody's duties by the person's id."""
    found: dict[int, set[str]] = {}
    for person_id, role in connection.execute(select(duties.c.person_id, duties.c.role)):
        found.setdefault(person_id, set()).add(role)
    return {person_id: frozenset(roles) for person_id, roles in found.items()}


def set_roles(connection: Connection, person_id: int, roles: Iterable[str]) -> None:
    """These duties and no others."""
    before, after = roles_of(connection, person_id), frozenset(roles)
    connection.execute(delete(duties).where(
        duties.c.person_id == person_id, duties.c.role.in_(before - after)
    ))
    if new := sorted(after - before):
        connection.execute(insert(duties), [
            {"person_id": person_id, "role": role} for role in new
        ])


def set_active(connection: Connection, person_id: int, *, active: bool) -> None:
    """Disable or restore a person."""
    connection.execute(update(people).where(people.c.id == person_id).values(active=active))


def account_events(connection: Connection, person_id: int) -> list[EventWithActor]:
    """What was done about a person's account, the latest first, with the name of who did it.

    The index holds such events of everybody, a few for each person. Whose one is, is in its
    data, which each database would ask for in another way.
    """
    actor = people.alias("actor")
    rows = all_of(
        connection,
        select(audit_events, actor.c.name.label("actor_name"))
        .join_from(audit_events, actor, actor.c.id == audit_events.c.actor_id, isouter=True)
        .where(ACCOUNT_EVENTS).order_by(audit_events.c.seq.desc()),
        EventWithActor,
    )
    return [row for row in rows if row["data"]["person_id"] == person_id]


def _refuse_too_long(table: Table, values: Mapping[str, Any]) -> None:
    """SQLite would keep what PostgreSQL refuses; here both refuse it, by the field's name."""
    problems = {}
    for name, value in values.items():
        kind = table.c[name].type
        if isinstance(kind, String) and kind.length and len(value) > kind.length:
            problems[name] = f"内容过长（{len(value)} 字），最多 {kind.length} 字。"
        elif isinstance(value, str) and (found := unprintable(value)):
            problems[name] = found.told("")
    if problems:
        raise InvalidInput(problems)


def _new_id(result: Any) -> int:
    return int(result.inserted_primary_key[0])
