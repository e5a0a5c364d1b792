"""An act fails in the middle: nothing half-done, and the case goes on."""

import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event, text

from engine.installation.tables import OPERATIONS
from engine.record import chain as audit
from engine.store.database import Database
from tests.engine.half_done import state
from tests.engine.office import LIVES, Office, accepted, day, engine_of_latest


def statements_of(office: Office, act: Callable[[], Any]) -> int:
    """How many statements an act sends."""
    sent = 0

    def count(*_: Any) -> None:
        nonlocal sent
        sent += 1

    event.listen(office.engine.database._writer, "before_cursor_execute", count)
    try:
        act()
    finally:
        event.remove(office.engine.database._writer, "before_cursor_execute", count)
    return sent


class Disturbed(Exception):
    """What no code foresees."""


def test_a_failure_at_any_statement_leaves_no_trace(office: Office) -> None:
    """The signature issues a letter: whichever of its statements fails, all of it is undone,
    and the same form goes through afterwards."""
    rehearsal, case_id = office.register(), office.register()
    steps = LIVES["disclosed"]
    for each in (rehearsal, case_id):
        office.play(each, steps[:3])
    many = statements_of(office, lambda: office.take(rehearsal, steps[3]))
    assert many >= 10
    before = state(office, case_id)
    for failing in range(1, many + 1):
        sent = 0

        def disturb(*_: Any, failing: int = failing) -> None:
            nonlocal sent
            sent += 1
            if sent == failing:
                raise Disturbed

        event.listen(office.engine.database._writer, "before_cursor_execute", disturb)
        try:
            with pytest.raises(Disturbed):
                office.take(case_id, steps[3])
        finally:
            event.remove(office.engine.database._writer, "before_cursor_execute", disturb)
        assert state(office, case_id) == before, f"statement {failing}"
    office.play(case_id, steps[3:])
    assert office.case(case_id).letters[-1].number == "周财公开复〔2026〕2号"
    with office.engine.database.read() as connection:
        assert audit.verify(connection) is None


def test_an_operation_that_fails_leaves_the_case_where_it_was(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its true error comes out, and the case in memory is not the half-moved one."""

    case_id = office.register()
    before = state(office, case_id)
    step = accepted(day(3, 3))

    def broken(*_: Any) -> Any:
        raise Disturbed("the operation broke")

    with monkeypatch.context() as broken_down:
        broken_down.setitem(OPERATIONS, "record/accepted", broken)  # type: ignore[arg-type]
        with pytest.raises(Disturbed, match="the operation broke"):
            office.take(case_id, step)
        assert state(office, case_id) == before
        with pytest.raises(Disturbed):
            office.take(case_id, step)
    office.take(case_id, step)
    assert office.open_steps(case_id) == ["draft_reply"]


def test_two_servers_on_one_database_each_see_what_the_other_did(office: Office) -> None:
    """A case kept in memory by one is not believed after the other moved it."""
    second = engine_of_latest(office.engine.configuration, now=office.clock)
    other = Office(second, office.clock, office.agency_id, office.people)
    case_id = office.register()
    for number, step in enumerate(LIVES["corrected_then_partly_disclosed"]):
        (office, other)[number % 2].take(case_id, step)
    assert office.case(case_id).status == other.case(case_id).status == "archived"
    with second.database.read() as connection:
        assert audit.verify(connection) is None
    second.close()


def test_sqlite_is_set_to_survive_a_power_cut(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with database.write() as connection:
        pragmas = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")}
    assert pragmas == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    assert sqlite3.sqlite_version_info >= (3, 37)
    database.close()
