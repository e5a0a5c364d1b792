"""The database is locked: writers wait in turn, not too long, and readers for nobody."""

import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from engine import DatabaseBusy, Role
from engine.store import database as store_database
from engine.store.database import Database
from tests.engine.half_done import state
from tests.engine.office import MONDAY, Office, accepted, day

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def held_by_another_process(path: Path) -> Iterator[None]:
    """Another program keeps SQLite's write lock, as a backup tool of somebody's own might."""
    holder = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(f"""
            import sqlite3, sys
            connection = sqlite3.connect({str(path)!r}, isolation_level=None)
            connection.execute("BEGIN IMMEDIATE")
            print("held", flush=True)
            sys.stdin.read()
        """)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert holder.stdin is not None
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    try:
        yield
    finally:
        holder.stdin.close()
        holder.wait()
        holder.stdout.close()


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_a_database_locked_by_another_program_is_told_after_five_seconds(office: Office) -> None:
    case_id = office.register()
    before = state(office, case_id)
    path = Path(str(office.engine.database.url.database))
    step = accepted(day(3, 3))
    with held_by_another_process(path):
        begun = time.monotonic()
        with pytest.raises(DatabaseBusy, match="系统正忙"):
            office.take(case_id, step)
        waited = time.monotonic() - begun
        assert state(office, case_id) == before  # reading goes on all the while
    # Not much longer either; how much, hangs on what else the machine is doing.
    assert waited > 4.5
    assert store_database.SECONDS_TO_WAIT == 5
    office.take(case_id, step)
    assert office.open_steps(case_id) == ["draft_reply"]


@pytest.fixture
def one_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """For a database that is opened after it."""
    monkeypatch.setattr(store_database, "SECONDS_TO_WAIT", 1.0)


@pytest.mark.usefixtures("one_second")
def test_an_officer_waits_for_another_as_long_as_is_set(office: Office) -> None:
    """Another server of the same office is busy with the case for too long."""
    case_id = office.register()
    before = state(office, case_id)
    form = office.form(case_id, accepted(MONDAY))
    second = Database(office.engine.database.url)
    with second.write() as connection:
        if not second.is_sqlite:
            connection.execute(text("SELECT 1 FROM cases FOR UPDATE"))
        begun = time.monotonic()
        with pytest.raises(DatabaseBusy):
            office.engine.handle(form, office.people[Role.INTAKE_OFFICER])
        assert time.monotonic() - begun > 0.9
        assert state(office, case_id) == before
    second.close()
    office.engine.handle(form, office.people[Role.INTAKE_OFFICER])
    assert office.open_steps(case_id) == ["draft_reply"]


def test_writers_are_served_in_the_order_in_which_they_came(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    order: list[int] = []
    begin = [threading.Event() for _ in range(9)]

    def write(number: int) -> None:
        begin[number].wait()
        with database.write():
            order.append(number)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(1, 9)]
    for thread in threads:
        thread.start()
    with database.write():
        for number in range(1, 9):
            begin[number].set()
            lock = database._lock
            assert lock is not None
            while len(lock._queue) != number + 1:
                time.sleep(0.001)
    for thread in threads:
        thread.join()
    assert order == list(range(1, 9))
    database.close()


def test_a_writer_that_gave_up_waiting_does_not_block_the_next(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_database, "SECONDS_TO_WAIT", 0.05)
    database = Database(sqlite_url)
    gave_up: list[BaseException] = []

    def impatient() -> None:
        try:
            with database.write():
                raise AssertionError("the lock is held")
        except DatabaseBusy as error:
            gave_up.append(error)

    with database.write():
        threads = [threading.Thread(target=impatient) for _ in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(gave_up) == 5
    with database.write() as connection:
        connection.execute(text("UPDATE audit_head SET seq = seq"))
    database.close()


WRITES = 200
WRITER = f"""
    import os, sys
    from pathlib import Path
    from sqlalchemy import text
    from engine.store.database import Database
    database, own, others = Database(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
    own.touch()
    print("ready", flush=True)
    sys.stdin.readline()
    with own.open("ab", buffering=0) as mine:
        while own.stat().st_size < {WRITES} or others.stat().st_size < {WRITES}:
            with database.write() as connection:
                connection.execute(text("UPDATE audit_head SET seq = seq"))
            mine.write(b".")
"""


def test_a_process_that_writes_without_pause_lets_others_in(
    sqlite_url: str, tmp_path: Path
) -> None:
    """Two programs write as fast as they can, each until the other has had its turns as well.

    Counted in turns and not in seconds: a busy machine makes both slower.
    """
    turns = [tmp_path / "one", tmp_path / "other"]
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(WRITER), sqlite_url, str(own), str(other)],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for own, other in (turns, turns[::-1])]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("\n")
        writer.stdin.flush()
    for writer in writers:
        writer.communicate()
        assert writer.returncode == 0
    fewer, more = sorted(path.stat().st_size for path in turns)
    assert fewer >= WRITES
    assert more < 50 * fewer, "one of the two had hardly a turn"


def test_reading_waits_for_nobody(office: Office) -> None:
    case_id = office.register()
    with office.engine.database.write() as connection:
        connection.execute(text("UPDATE cases SET subject = '改到一半'"))
        # Were it to wait, it would never end: nobody else lets the writer go on.
        assert office.case(case_id).subject == "2025年度部门决算"
        connection.rollback()


def test_pages_cannot_write(database: Database) -> None:
    with pytest.raises(Exception, match=r"read-only|只读"), database.read() as connection:
        connection.execute(text("UPDATE audit_head SET seq = 7"))
