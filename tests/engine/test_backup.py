"""The backup that docs/operations.md describes is whole, though officers go on working."""

import re
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select

from engine.identity.events import SignedIn
from engine.record import chain as audit
from engine.store import migrations
from engine.store.database import Database
from engine.store.tables import audit_events

_MANUAL = Path(__file__).parents[2] / "docs" / "operations.md"
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def _act(database: Database, number: int) -> None:
    with database.write() as connection:
        audit.append(
            connection, [audit.Entry(SignedIn(person_id=number), None, None)] * 3,
            at=NOW, actor_id=number, command="SignIn",
        )


def _events(database: Database) -> int:
    with database.read() as connection:
        return connection.execute(select(func.count()).select_from(audit_events)).scalar_one()


def _backup(source: Path, target: Path, *, check: bool = True) -> subprocess.CompletedProcess[str]:
    """What the manual tells to run."""
    block = re.search(r"<<'PY'\n(.*?)^PY$", _MANUAL.read_text(), re.DOTALL | re.MULTILINE)
    assert block is not None
    return subprocess.run(
        [sys.executable, "-", str(source), str(target)], input=block.group(1), text=True,
        check=check, timeout=240, capture_output=True,
    )


def test_a_backup_of_a_wrong_place_fails_and_leaves_nothing(
    sqlite_url: str, tmp_path: Path
) -> None:
    wrong, target = tmp_path / "elsewhere" / "gongkai.sqlite", tmp_path / "backup.sqlite"
    wrong.parent.mkdir()
    assert _backup(wrong, target, check=False).returncode != 0
    assert not wrong.exists(), "an empty database there would be taken for the office's own"
    wrong.touch()
    assert _backup(wrong, target, check=False).returncode != 0
    assert not target.exists()


def test_a_backup_never_goes_over_an_earlier_one(sqlite_url: str, tmp_path: Path) -> None:
    source, target = tmp_path / "gongkai.sqlite", tmp_path / "backup.sqlite"
    _backup(source, target)
    first = target.read_bytes()
    database = Database(sqlite_url)
    _act(database, 1)
    database.close()
    assert _backup(source, target, check=False).returncode != 0
    assert target.read_bytes() == first


def test_a_backup_made_while_officers_work_holds_whole_acts_and_an_unbroken_record(
    sqlite_url: str, tmp_path: Path
) -> None:
    database, stop = Database(sqlite_url), threading.Event()
    for number in range(50):
        _act(database, number)

    def work() -> None:
        number = 1000
        while not stop.is_set():
            _act(database, number)
            number += 1

    officers = [threading.Thread(target=work) for _ in range(3)]
    for officer in officers:
        officer.start()
    try:
        for n in range(5):
            begun_with = _events(database)
            copy = tmp_path / f"backup-{n}.sqlite"
            _backup(Path(str(database.url.database)), copy)
            restored = Database(f"sqlite:///{copy}")
            migrations.require_head(restored)
            with restored.read() as connection:
                assert audit.verify(connection) is None
            assert _events(restored) >= begun_with, "what was acknowledged before is in it"
            assert _events(restored) % 3 == 0, "no half act is in it"
            restored.close()
    finally:
        stop.set()
        for officer in officers:
            officer.join()
    assert _events(database) > begun_with, "officers went on working"
    database.close()
