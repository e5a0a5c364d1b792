"""What the tests of accounts share: entering, and what the record says."""

from sqlalchemy import select

from engine import Actor, Engine
from engine.record import chain as audit
from engine.store import tables
from tests.engine.office import PASSWORD

NEW = "kq7m-x2hd-9vtb-c4ne"


def enter(engine: Engine, person: Actor, password: str = PASSWORD) -> str:
    return engine.sign_in(person.sign_in_name, password, address="10.1.2.3")


def happened(engine: Engine, *kinds: str) -> list[tuple[str, int | None, dict[str, object]]]:
    """The events of these kinds on the record: kind, whose act, data."""
    events = tables.audit_events.c
    with engine.database.read() as connection:
        assert audit.verify(connection) is None
        return [tuple(row) for row in connection.execute(
            select(events.kind, events.actor_id, events.data)
            .where(events.kind.in_(kinds)).order_by(events.seq)
        )]
