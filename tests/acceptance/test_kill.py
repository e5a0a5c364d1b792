"""The machine dies before and after the commit of every command; nothing is lost or doubled.

Three requests are played twice: once in peace, once with a death by SIGKILL at each point of every
command; after each death a new process is handed the same form with the same key. Both offices must
end with the very same record.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from engine.record import chain as audit
from engine.store import tables
from engine.store.database import Database
from tests.acceptance.killed_office import POINTS, REFUSED_LATE
from tests.engine.office import LIVES, Step

ROOT = Path(__file__).resolve().parents[2]


def played(url: str, data: Path, *points: str) -> dict[str, Any]:
    ended = subprocess.run(
        [sys.executable, "-m", "tests.acceptance.killed_office", url, str(data), *points],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return dict(json.loads(ended.stdout))


def record(connection: Connection) -> dict[str, Any]:
    """All that an office must not lose or double. Cases and people by number and name: an id
    that PostgreSQL gave to a transaction which died is never given again."""
    def rows(*columns: Any, order: Any) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in connection.execute(select(*columns).order_by(*order))]

    def case(column: Any) -> Any:
        return select(t.cases.c.number).where(t.cases.c.id == column).scalar_subquery()

    def person(column: Any) -> Any:
        return select(t.people.c.name).where(t.people.c.id == column).scalar_subquery()

    t = tables
    numbers = dict(rows(t.agencies.c.id, t.agencies.c.letter_code, order=[t.agencies.c.id]))
    return {
        "cases": rows(
            t.cases.c.number, t.cases.c.subject, t.cases.c.status, t.cases.c.step,
            t.cases.c.letter_kind, t.cases.c.due_on, t.cases.c.replied_on, t.cases.c.on_time,
            t.cases.c.description, order=[t.cases.c.number]),
        "applicants": rows(func.count(), order=[func.count()]),
        "events": rows(
            t.audit_events.c.seq, t.audit_events.c.command, t.audit_events.c.kind,
            case(t.audit_events.c.case_id), person(t.audit_events.c.actor_id),
            order=[t.audit_events.c.seq]),
        "letters": rows(
            case(t.letters.c.case_id), t.letters.c.kind, t.letters.c.state, t.letters.c.number,
            t.letters.c.text_digest, order=[t.letters.c.id]),
        "series": [
            (numbers[agency], series, year, last) for agency, series, year, last
            in rows(t.number_series, order=list(t.number_series.primary_key))],
        "tasks": rows(
            case(t.tasks.c.case_id), t.tasks.c.ordinal, t.tasks.c.element, t.tasks.c.state,
            t.tasks.c.outcome, person(t.tasks.c.assignee_id), person(t.tasks.c.ended_by),
            order=[t.tasks.c.case_id, t.tasks.c.ordinal]),
        "ledger": rows(
            case(t.clock_entries.c.case_id), t.clock_entries.c.seq, t.clock_entries.c.entry,
            order=list(t.clock_entries.primary_key)),
        "services": rows(
            case(t.services.c.case_id), t.services.c.way, t.services.c.state,
            t.services.c.sent_on, t.services.c.ended_on, person(t.services.c.recorded_by),
            person(t.services.c.result_by), order=[t.services.c.id]),
        "timers": rows(t.timers.c.element, order=[t.timers.c.id]),
        "revisions": rows(
            t.cases.c.number, t.cases.c.revision, order=[t.cases.c.id]),
        "attachments": rows(t.attachments.c.name, order=[t.attachments.c.id]),
        "people": rows(t.people.c.name, order=[t.people.c.id]),
        "keys": rows(
            t.idempotency_keys.c.key, t.idempotency_keys.c.command,
            order=[t.idempotency_keys.c.key]),
    }


@pytest.fixture
def second_url(request: pytest.FixtureRequest, database_kind: str, tmp_path: Path) -> str:
    """Another migrated database of the same kind, for the office that is spared."""
    if database_kind == "sqlite":
        template: Path = request.getfixturevalue("_migrated_sqlite")
        path = tmp_path / "spared.sqlite"
        path.write_bytes(template.read_bytes())
        return f"sqlite:///{path}"
    new: Callable[[str], str] = request.getfixturevalue("new_postgres_database")
    return new("migrated")


@pytest.mark.timeout(1800)      # 250 processes: only to end what hangs, on a busy machine too
def test_an_office_that_dies_at_every_command_ends_with_the_same_record(
    database_url: str, second_url: str, tmp_path: Path
) -> None:
    killed = played(database_url, tmp_path / "killed", *POINTS)
    spared = played(second_url, tmp_path / "spared")
    assert killed["commands"] == spared["commands"]
    assert killed["deaths"] == killed["commands"] * len(POINTS)
    assert spared["deaths"] == 0
    records = []
    for url in (database_url, second_url):
        database = Database(url)
        with database.read() as connection:
            assert audit.verify(connection) is None
            records.append(record(connection))
        database.close()
    for what, expected in records[1].items():
        assert records[0][what] == expected, what
    assert [case[2] for case in records[0]["cases"]] == ["archived"] * 3
    assert records[0]["timers"] == []
    replies = sorted(letter[3] for letter in records[0]["letters"] if "复" in letter[3])
    assert replies == [f"周财公开复〔2026〕{number}号" for number in (1, 2, 3)]
    lives = [*LIVES["disclosed"], *LIVES["corrected_then_partly_disclosed"], *REFUSED_LATE]
    steps = sorted(step.element for step in lives if isinstance(step, Step))
    completed = sorted(task[2] for task in records[0]["tasks"] if task[3] == "completed")
    # a later release may have steps that the lives do not know
    assert [element for element in completed if element in steps] == steps
    print(f"{killed['deaths']} deaths at {killed['commands']} commands")
