"""Statements that take the short way to the driver mean the same as SQLAlchemy's own way."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, TypedDict

import pytest
from sqlalchemy import bindparam, event, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, NoResultFound

from engine.errors import DatabaseAway
from engine.store.database import Database
from engine.store.shapes import AgencyRow, HeartbeatRow, JsonObject
from engine.store.statements import Prepared, PreparedRows
from engine.store.tables import agencies, heartbeats, idempotency_keys


class KeyWithJson(TypedDict):
    """A key whose result is more than the engine would keep: JSON with its keys in an order."""

    key: str
    actor_id: int | None
    command: str
    result: JsonObject | None
    at: datetime
    content: str


BEIJING = timezone(timedelta(hours=8))
ADD = Prepared(insert(idempotency_keys))
FIND = PreparedRows(
    select(idempotency_keys).where(idempotency_keys.c.key == bindparam("form")), KeyWithJson
)


def key(name: str, **more: Any) -> dict[str, Any]:
    return {"key": name, "actor_id": 7, "command": "CompleteTask", "result": {"b": 1, "a": "甲"},
            "at": datetime(2026, 3, 2, 9, 30, tzinfo=BEIJING), **more}


def test_a_row_is_read_back_as_sqlalchemy_reads_it(database: Database) -> None:
    with database.write() as connection:
        assert ADD.run(connection, key("one")) == 1
        ours = FIND.one(connection, {"form": "one"})
        theirs = connection.execute(select(idempotency_keys)).mappings().one()
    assert ours == dict(theirs)
    assert ours["at"] == datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
    assert list(ours["result"]) == ["b", "a"]


def test_dates_and_missing_values_keep_their_kind(database: Database) -> None:
    numbers = ("id", "parent_id", "successor_id")
    columns = {column.name: "" for column in agencies.c if column.name not in numbers}
    row = {**columns, "valid_from": date(2026, 1, 1), "valid_to": None}
    with database.write() as connection:
        connection.execute(insert(agencies), row)
        found = PreparedRows(select(agencies), AgencyRow).one(connection, {})
    assert (found["valid_from"], found["valid_to"]) == (date(2026, 1, 1), None)


def test_many_rows_are_written_at_once_and_only_the_named_columns_change(
    database: Database
) -> None:
    change = Prepared(
        update(idempotency_keys).where(idempotency_keys.c.key == bindparam("form")))
    with database.write() as connection:
        ADD.run_each(connection, [key(str(n)) for n in range(3)])
        ADD.run_each(connection, [])
        assert change.run(connection, {"form": "1", "command": "ClaimTask"}) == 1
        assert change.run(connection, {"form": "1", "actor_id": None, "result": None}) == 1
        assert change.run(connection, {"form": "none", "command": "ClaimTask"}) == 0
        rows = PreparedRows(
            select(idempotency_keys).order_by(idempotency_keys.c.key), KeyWithJson
        ).all(connection, {})
    assert [(row["command"], row["actor_id"]) for row in rows] == [
        ("CompleteTask", 7), ("ClaimTask", None), ("CompleteTask", 7)]
    assert rows[1]["result"] is None


def test_a_row_that_is_not_there_is_none_or_refused(database: Database) -> None:
    with database.write() as connection:
        assert FIND.first(connection, {"form": "none"}) is None
        assert FIND.scalar(connection, {"form": "none"}) is None
        with pytest.raises(NoResultFound):
            FIND.one(connection, {"form": "none"})


def test_a_double_key_has_sqlalchemys_name_and_tells_no_values(database: Database) -> None:
    def twice() -> None:
        with database.write() as connection:
            ADD.run(connection, key("one", command="身份证号码"))
            ADD.run(connection, key("one"))

    with pytest.raises(IntegrityError) as caught:
        twice()
    assert "身份证号码" not in str(caught.value)
    with database.read() as connection:
        assert FIND.first(connection, {"form": "one"}) is None


def test_a_naive_moment_is_refused(database: Database) -> None:
    with pytest.raises(ValueError, match="naive"), database.write() as connection:
        ADD.run(connection, key("one", at=datetime(2026, 3, 2)))  # noqa: DTZ001


def test_who_listens_to_statements_hears_these_too(database: Database) -> None:
    heard: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        heard.append(statement.split()[0])

    event.listen(database._writer, "before_cursor_execute", hear)
    event.listen(database._writer, "after_cursor_execute", hear)
    with database.write() as connection:
        ADD.run(connection, key("one"))
    assert heard[-2:] == ["INSERT", "INSERT"]


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_a_connection_that_broke_is_not_used_again(database: Database) -> None:
    beat = PreparedRows(select(heartbeats), HeartbeatRow)

    def cut_off() -> None:
        with database.write() as connection:
            mine = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
            with database.write() as other:
                other.execute(text(f"SELECT pg_terminate_backend({mine})"))
            beat.first(connection, {})

    with pytest.raises(DatabaseAway) as caught:
        cut_off()
    assert isinstance(caught.value.__cause__, DBAPIError)
    assert caught.value.__cause__.connection_invalidated
    with database.write() as connection:
        assert beat.first(connection, {}) is None
