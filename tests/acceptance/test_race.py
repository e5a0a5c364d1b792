"""Four officers race for the same tasks: each task is completed once, the others are told so.

Each officer is a process of his own on one database. The planted fault at the end shows that
the test would notice if two could complete the same task.
"""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from engine import Actor, Configuration, MyWork, Role
from engine.record import chain as audit
from engine.store import tables
from tests.engine.copies import copy
from tests.engine.office import MONDAY, Office, Step

ROOT = Path(__file__).resolve().parents[2]
OFFICERS = 4
#: SQLite lets one officer write at a time, so that fewer tasks show what it does.
TASKS = {"sqlite": 120, "postgresql": 500}
DRAFT = Step(MONDAY, "examine_request", Role.INTAKE_OFFICER,
             {"examination": "needs_correction", "note": "没有写明年度"})


def race(settings: Configuration, office: Office, many: int, *fault: str) -> Counter[str]:
    """Every officer hands in the form of every task; returns how the forms ended."""
    officers = [office.hire(Role.INTAKE_OFFICER, f"受理人员{n}") for n in range(OFFICERS)]
    forms = [
        {"task_id": item.id, "values": dict(DRAFT.values)}
        for item in office.engine.ask(MyWork(), officers[0])
    ]
    assert len(forms) == many
    runners = [_runner(settings, officer, *fault) for officer in officers]
    for runner in runners:
        assert runner.stdin is not None
        runner.stdin.write("".join(json.dumps(form) + "\n" for form in forms) + "go\n")
        runner.stdin.flush()
    for runner in runners:
        assert runner.stdout is not None
        assert runner.stdout.readline() == "ready\n"
    for runner in runners:
        assert runner.stdin is not None
        runner.stdin.write("\n")
        runner.stdin.flush()
    ended: Counter[str] = Counter()
    said = [runner.communicate(timeout=240) for runner in runners]
    for runner, (result, complaints) in zip(runners, said, strict=True):
        assert runner.returncode == 0, complaints
        ended.update(json.loads(result))
    return ended


def _runner(settings: Configuration, officer: Actor, *fault: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.acceptance.racing_office", settings.database_url,
         str(settings.data), str(officer.person_id), str(officer.agency_id), officer.name, *fault],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.fixture
def office(settings: Configuration) -> Any:
    office = Office.open(settings)
    yield office
    office.close()


def fill(office: Office, many: int) -> None:
    """That many requests, each with one task open to every intake officer."""
    copy(office, office.register(), many - 1)


def test_each_of_many_tasks_is_completed_once(
    settings: Configuration, office: Office, database_kind: str
) -> None:
    tasks = TASKS[database_kind]
    fill(office, tasks)
    ended = race(settings, office, tasks)
    assert sum(ended.values()) == OFFICERS * tasks
    assert ended["completed"] == tasks
    with office.engine.database.read() as connection:
        assert audit.verify(connection) is None
        events = connection.execute(
            select(func.count(), func.count(tables.audit_events.c.case_id.distinct()))
            .where(tables.audit_events.c.kind == "TaskCompleted")).one()
        assert tuple(events) == (tasks, tasks)
        states = {(row.element, row.state): row.many for row in connection.execute(
            select(tables.tasks.c.element, tables.tasks.c.state, func.count().label("many"))
            .group_by(tables.tasks.c.element, tables.tasks.c.state))}
        winners = connection.execute(
            select(tables.tasks.c.ended_by, func.count()).where(tables.tasks.c.state == "completed")
            .group_by(tables.tasks.c.ended_by)).all()
    assert states == {
        ("examine_request", "completed"): tasks, ("write_correction_notice", "open"): tasks}
    print(dict(ended), "won:", sorted(count for _, count in winners))


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_the_race_notices_a_missing_revision_check(settings: Configuration, office: Office) -> None:
    """The test of the test: with the check and the lock taken out, tasks are done twice."""
    fill(office, 60)
    ended = race(settings, office, 60, "unguarded")
    with office.engine.database.read() as connection:
        completed = connection.execute(
            select(func.count()).where(tables.audit_events.c.kind == "TaskCompleted")).scalar_one()
    assert ended["completed"] > 60
    assert completed > 60
