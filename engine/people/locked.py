"""A person whom an administrator is about to change."""

from engine.actors.roles import Role
from engine.errors import NotFound
from engine.people import rows as people_rows
from engine.store.shapes import PersonRow
from engine.transaction.unit_of_work import UnitOfWork


def locked_person(unit: UnitOfWork, person_id: int) -> PersonRow:
    """The person, locked: two administrators act on people one after the other."""
    people_rows.lock_holders(unit.connection, Role.ADMINISTRATOR.value)
    person = people_rows.lock(unit.connection, person_id)
    if person is None:
        raise NotFound()
    return person
