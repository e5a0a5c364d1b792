"""The database takes no more: what was acknowledged is kept, and the case goes on later."""

import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from engine import DatabaseFull, Role
from engine.record import chain as audit
from tests.engine.half_done import state
from tests.engine.office import LIVES, MONDAY, Office, accepted

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_a_full_database_refuses_and_goes_on_when_there_is_room(office: Office) -> None:
    """SQLite says itself that it is full: no act is acknowledged that is not kept."""
    engine = office.engine
    done: list[int] = []

    def limit(pages: int) -> None:
        @event.listens_for(engine.database._writer, "begin")
        def _set(connection: Any) -> None:
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    with engine.database.read() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
    limit(pages + 60)

    def until_full() -> None:
        for _ in range(200):
            done.append(office.register())

    with pytest.raises(DatabaseFull, match="磁盘已满"):
        until_full()
    assert done
    before = [state(office, case_id) for case_id in done]
    with pytest.raises(DatabaseFull):
        office.register()
    assert [state(office, case_id) for case_id in done] == before
    limit(1_000_000)
    office.play(done[-1], LIVES["disclosed"])
    assert office.case(office.register()).number == f"周财公开申〔2026〕{len(done) + 1}号"
    with engine.database.read() as connection:
        assert audit.verify(connection) is None


FULL_DISK = """
    import resource, signal, sys
    from pathlib import Path
    from sqlalchemy import func, select
    from engine import DatabaseFull, Configuration
    from engine.record import chain as audit
    from engine.store import tables
    from tests.engine.office import Office

    data, url = sys.argv[1:]
    office = Office.open(
        Configuration.at(Path(data), database_url=url, argon2_memory_kib=8, argon2_rounds=1))
    kept, refused = [office.register()], 0
    most = max(Path(office.engine.database.url.database + end).stat().st_size
               for end in ("", "-wal")) + 200_000
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
    for _ in range(60):
        try:
            kept.append(office.register())
        except DatabaseFull:
            refused += 1
            assert office.case(kept[-1]).status == "open"
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    kept.append(office.register())
    with office.engine.database.read() as connection:
        assert audit.verify(connection) is None
        stored = connection.execute(select(func.count()).select_from(tables.cases)).scalar_one()
        numbers = connection.execute(select(tables.letters.c.sequence)).scalars().all()
    assert stored == len(kept), (stored, len(kept))
    assert sorted(numbers) == list(range(1, stored + 1))
    print(len(kept), refused)
"""


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_a_full_disk_loses_nothing_that_was_acknowledged(
    database_url: str, tmp_path: Path
) -> None:
    """The disk takes no more bytes for a while, in a process of its own."""
    ended = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(FULL_DISK), str(tmp_path / "data"), database_url],
        cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
    assert ended.returncode == 0, ended.stderr
    kept, refused = map(int, ended.stdout.split())
    assert kept > 1
    assert refused > 0


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_a_read_only_database_refuses_and_still_shows(office: Office) -> None:
    case_id = office.register()
    form = office.form(case_id, accepted(MONDAY))

    @event.listens_for(office.engine.database._writer, "begin")
    def _no_writing(connection: Any) -> None:
        connection.exec_driver_sql("PRAGMA query_only = ON")

    with pytest.raises(DatabaseFull):
        office.engine.handle(form, office.people[Role.INTAKE_OFFICER])
    assert office.open_steps(case_id) == ["examine_request"]
