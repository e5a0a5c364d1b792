"""The backup that docs/operations.md describes is whole, though officers go on working."""

import re
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select

from engine import audit, events
from engine.store import migrations
from engine.store.database import Database
from engine.store.tables import audit_events

_MANUAL = Path(__file__).parents[2] / "docs" / "operations.md"
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def _act(database: Database, number: int) -> None:
    with database.write() as connection:
        audit.append(
            connection, [audit.Entry(events.SignedIn(person_id=number), None, None)] * 3,
            at=NOW, actor_id=number, command="SignIn",
        )


def _events(database: Database) -> int:
    with database.read() as connection:
        return connection.execute(select(func.count()).select_from(audit_events)).scalar_one()


def test_a_backup_made_while_officers_work_holds_whole_acts_and_an_unbroken_record(
    sqlite_url: str, tmp_path: Path
) -> None:
    block = re.search(r"<<'PY'\n(.*?)^PY$", _MANUAL.read_text(), re.DOTALL | re.MULTILINE)
    assert block is not None
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
            subprocess.run(
                [sys.executable, "-", str(database.url.database), str(copy)],
                input=block.group(1), text=True, check=True, timeout=60,
            )
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
