"""The record: what was done cannot be changed, taken out, put in or cut off unseen."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from engine.record import chain as audit
from engine.store.database import Database
from engine.store.tables import audit_events, audit_head
from tests.engine.office import Office


def one_life(office: Office) -> None:
    office.live("refused")


@pytest.fixture
def database_with_record(
    office_after: Callable[..., tuple[Office, None]]
) -> Database:
    """The record of one whole life."""
    return office_after(one_life)[0].engine.database


def without_guards(connection: Connection) -> None:
    """What somebody with the database's own password can do first."""
    if connection.dialect.name == "postgresql":
        for table in ("audit_events", "audit_head"):
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
        return
    names = text("SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name LIKE 'audit_%'")
    for name in connection.execute(names).scalars().all():
        connection.execute(text(f"DROP TRIGGER {name}"))


def verify(database: Database) -> audit.Break | None:
    with database.read() as connection:
        return audit.verify(connection)


def head(database: Database) -> tuple[int, str]:
    with database.read() as connection:
        return audit.head(connection)


def test_an_untouched_record_holds(database_with_record: Database) -> None:
    assert verify(database_with_record) is None
    seq, digest = head(database_with_record)
    assert seq > 20
    assert len(digest) == 64


def test_an_empty_record_holds(database: Database) -> None:
    assert verify(database) is None
    assert head(database) == (0, audit.GENESIS)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_events SET actor_id = 1 WHERE seq = 9",
        "UPDATE audit_events SET data = '{}'",
        "DELETE FROM audit_events WHERE seq = 9",
        "DELETE FROM audit_events",
        "INSERT INTO audit_events SELECT * FROM audit_events WHERE seq = 9",
        "UPDATE audit_head SET seq = seq - 1",
        "UPDATE audit_head SET seq = seq + 1",
        "UPDATE audit_head SET hash = 'f'",
        "UPDATE audit_head SET seq = 9, hash = (SELECT hash FROM audit_events WHERE seq = 9)",
        "UPDATE audit_head SET id = 2",
        "DELETE FROM audit_head",
    ],
)
def test_the_database_itself_refuses_to_change_the_record(
    database_with_record: Database, statement: str
) -> None:
    before = head(database_with_record)
    with pytest.raises(DBAPIError), database_with_record.write() as connection:
        connection.execute(text(statement))
    assert verify(database_with_record) is None
    assert head(database_with_record) == before


def test_sqlite_replace_does_not_go_round_the_guard(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with database.write() as connection:
        audit.append(connection, [], at=None, actor_id=None, command="x")  # type: ignore[arg-type]
        connection.execute(text(
            "INSERT INTO audit_events (seq, at, command, kind, data, hash) "
            "VALUES (1, '2026-03-02 00:00:00', 'a', 'b', '{}', 'c')"))
    with pytest.raises(DBAPIError, match="append-only"), database.write() as connection:
        connection.execute(text(
            "INSERT OR REPLACE INTO audit_events (seq, at, command, kind, data, hash) "
            "VALUES (1, '2026-03-02 00:00:00', 'x', 'y', '{}', 'z')"))
    database.close()


def _row(connection: Connection, seq: int) -> dict[str, Any]:
    row = connection.execute(select(audit_events).where(audit_events.c.seq == seq)).mappings()
    return dict(row.one())


def _last(connection: Connection) -> int:
    return int(connection.execute(select(audit_head.c.seq)).scalar_one())


def _alter(column: str, value: Any) -> Callable[[Connection], None]:
    def alter(connection: Connection) -> None:
        connection.execute(
            update(audit_events).where(audit_events.c.seq == 12).values({column: value}))

    return alter


def _delete_one(connection: Connection) -> None:
    connection.execute(delete(audit_events).where(audit_events.c.seq == 12))


def _delete_and_close_the_gap(connection: Connection) -> None:
    _delete_one(connection)
    for seq in range(13, _last(connection) + 1):
        connection.execute(
            update(audit_events).where(audit_events.c.seq == seq).values(seq=seq - 1))
    connection.execute(update(audit_head).values(seq=audit_head.c.seq - 1))


def _swap(connection: Connection) -> None:
    for old, new in ((12, 9_000), (13, 12), (9_000, 13)):
        connection.execute(update(audit_events).where(audit_events.c.seq == old).values(seq=new))


def _insert(connection: Connection) -> None:
    last = _last(connection)
    connection.execute(insert(audit_events), {**_row(connection, last), "seq": last + 1})


def _insert_and_move_the_head(connection: Connection) -> None:
    _insert(connection)
    connection.execute(update(audit_head).values(seq=_last(connection) + 1))


def _cut_the_tail(connection: Connection) -> None:
    connection.execute(delete(audit_events).where(audit_events.c.seq > _last(connection) - 3))


def _move_the_head(connection: Connection) -> None:
    connection.execute(update(audit_head).values(hash="f" * 64))


def _copy_another_events_hash(connection: Connection) -> None:
    connection.execute(
        update(audit_events).where(audit_events.c.seq == 12)
        .values(hash=_row(connection, 13)["hash"]))


TAMPERING: dict[str, Callable[[Connection], None]] = {
    "another moment": _alter("at", datetime(2026, 1, 1, tzinfo=UTC)),
    "another person": _alter("actor_id", 77),
    "another case": _alter("case_id", 77),
    "another agency": _alter("agency_id", 77),
    "another command": _alter("command", "AddAgency"),
    "another kind of event": _alter("kind", "CaseArchived"),
    "other data": _alter("data", {"number": "1"}),
    "another hash": _alter("hash", "0" * 64),
    "the hash of another event": _copy_another_events_hash,
    "one taken out": _delete_one,
    "one taken out and the rest moved up": _delete_and_close_the_gap,
    "two exchanged": _swap,
    "one put in": _insert,
    "one put in with the head moved": _insert_and_move_the_head,
    "the tail cut off": _cut_the_tail,
    "another head": _move_the_head,
}


@pytest.mark.parametrize("kind", TAMPERING)
def test_tampering_is_found(kind: str, database_with_record: Database) -> None:
    with database_with_record.write() as connection:
        without_guards(connection)
        TAMPERING[kind](connection)
    assert verify(database_with_record) is not None


def test_a_tail_cut_off_together_with_the_head_is_found_by_a_head_kept_elsewhere(
    database_with_record: Database,
) -> None:
    """A chain alone cannot show it: the head that the office printed or sent away does."""
    kept = head(database_with_record)
    with database_with_record.write() as connection:
        without_guards(connection)
        _cut_the_tail(connection)
        last = _last(connection) - 3
        connection.execute(
            update(audit_head).values(seq=last, hash=_row(connection, last)["hash"]))
    assert verify(database_with_record) is None
    assert head(database_with_record) != kept
    with database_with_record.read() as connection:
        found = connection.execute(
            select(audit_events.c.hash).where(audit_events.c.seq == kept[0])).scalar()
    assert found != kept[1]


def test_the_first_break_is_named(database_with_record: Database) -> None:
    with database_with_record.write() as connection:
        without_guards(connection)
        connection.execute(
            update(audit_events).where(audit_events.c.seq.in_([15, 20])).values(actor_id=77))
    assert verify(database_with_record) == audit.Break(15, "altered")


def test_every_place_of_the_record_is_guarded(database_with_record: Database) -> None:
    """Whichever event is altered, the break is found at that very event."""
    last, _ = head(database_with_record)
    for seq in range(1, last + 1):
        with database_with_record.write() as connection:
            without_guards(connection)
            kept = _row(connection, seq)["command"]
            connection.execute(
                update(audit_events).where(audit_events.c.seq == seq).values(command="Forged"))
        assert verify(database_with_record) == audit.Break(seq, "altered")
        with database_with_record.write() as connection:
            connection.execute(
                update(audit_events).where(audit_events.c.seq == seq).values(command=kept))
    assert verify(database_with_record) is None


# -- held against what was kept outside ----------------------------------------------------------


def _kept(database: Database, seq: int) -> audit.Anchor:
    with database.read() as connection:
        return audit.Anchor(seq, _row(connection, seq)["hash"])


def _verified(database: Database, since: audit.Anchor) -> audit.Break | None:
    with database.read() as connection:
        return audit.verify(connection, since)


def test_what_was_kept_outside_is_found_again(database_with_record: Database) -> None:
    last, _ = head(database_with_record)
    for seq in (1, 9, last):
        assert _verified(database_with_record, _kept(database_with_record, seq)) is None
    assert _verified(database_with_record, audit.Anchor(0, audit.GENESIS)) is None
    assert _verified(database_with_record, audit.Anchor(9, "f" * 64)) == audit.Break(9, "other")


def test_a_tail_cut_off_together_with_its_head_is_found_by_the_anchor(
    database_with_record: Database,
) -> None:
    last, digest = head(database_with_record)
    with database_with_record.write() as connection:
        without_guards(connection)
        connection.execute(delete(audit_events).where(audit_events.c.seq > last - 3))
        connection.execute(update(audit_head).values(
            seq=last - 3, hash=_row(connection, last - 3)["hash"]))
    assert verify(database_with_record) is None, "in itself it holds"
    found = _verified(database_with_record, audit.Anchor(last, digest))
    assert found == audit.Break(last - 2, "cut")


def test_a_record_emptied_whole_is_found_by_the_anchor(database_with_record: Database) -> None:
    last, digest = head(database_with_record)
    with database_with_record.write() as connection:
        without_guards(connection)
        connection.execute(delete(audit_events))
        connection.execute(update(audit_head).values(seq=0, hash=audit.GENESIS))
    assert verify(database_with_record) is None
    assert _verified(database_with_record, audit.Anchor(last, digest)) == audit.Break(1, "cut")
