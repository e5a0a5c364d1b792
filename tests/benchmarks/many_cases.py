"""Pages with 100 and with 100,000 stored cases: do they stay as quick?

A hundred real cases are played, a fifth of them still open. Then the archived ones are copied a
thousandfold by INSERT … SELECT, with their tasks, ledgers, letters and events.
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, inspect, text

from engine import (
    CaseOf,
    CasePage,
    MonitorPage,
    MyDone,
    MyWork,
    RegisterFilter,
    RegisterPage,
    Role,
    SimilarRequests,
    TaskFormOf,
)
from engine.store.database import Database
from tests.benchmarks.actions import Stage
from tests.benchmarks.databases import Place
from tests.engine.copies import copy
from tests.engine.office import LIVES, MONDAY, Office

FEW, MANY, OPEN = 100, 100_000, 20
OFFSET = 1_000_000
TIMES = 30

# How each table's rows become another case's: columns that get an expression of their own.
_CASE = {"case_id": f"case_id + {OFFSET} * n.i"}
_COPIED: dict[str, dict[str, str]] = {
    "applicants": {"id": f"id + {OFFSET} * n.i"},
    "cases": {"id": f"id + {OFFSET} * n.i", "applicant_id": f"applicant_id + {OFFSET} * n.i",
              "number": "number || '-' || n.i"},
    "instances": {**_CASE, "id": f"id + {OFFSET} * n.i", "about_id": f"about_id + {OFFSET} * n.i"},
    "tasks": {**_CASE, "id": "CAST(n.i AS VARCHAR(8)) || '-' || substr(id, 8)"},
    "letters": {**_CASE, "id": f"id + {OFFSET} * n.i", "sequence": "sequence + 1000 * n.i"},
    "services": {**_CASE, "id": f"id + {OFFSET} * n.i", "letter_id": f"letter_id + {OFFSET} * n.i"},
    "clock_entries": _CASE,
    "audit_events": {**_CASE, "seq": f"seq + {OFFSET} * n.i"},
}


@dataclass
class Page:
    """One thing that is read: milliseconds with few and with many stored cases."""

    name: str
    few: float
    many: float


@dataclass
class Pages:
    title: str
    stored: int
    pages: list[Page]
    filled_in: float


def measure(place: Place) -> Pages:
    office = Stage(place).office()
    played = ("disclosed", "corrected_then_partly_disclosed", "refused", "extended")
    archived = [office.live(played[number % 4]) for number in range(FEW - OPEN)]
    finished = archived[1]
    office.clock.go_to(MONDAY)
    first = office.register()
    office.play(first, LIVES["disclosed"][:2])
    copy(office, first, OPEN - 1)
    few = _read(office, finished, first)
    begun = time.perf_counter()
    database = office.engine.database
    with database.write() as connection:
        _multiply(connection, (MANY - FEW) // len(archived) + 1)
    analyse(database)
    filled = time.perf_counter() - begun
    many = _read(office, finished, first)
    with database.read() as connection:
        stored = connection.execute(text("SELECT count(*) FROM cases")).scalar_one()
    office.close()
    return Pages(place.title, stored,
                 [Page(name, few[name], many[name]) for name in few], filled)


def _multiply(connection: Connection, times: int) -> None:
    for table, own in _COPIED.items():
        columns = [c["name"] for c in _columns(connection, table)]
        values = ", ".join(own.get(column, f'"{column}"') for column in columns)
        names = ", ".join(f'"{column}"' for column in columns)
        kept = "id" if table == "cases" else "case_id"
        where = f"{kept} IN (SELECT id FROM cases WHERE status = 'archived' AND id < {OFFSET})"
        if table == "applicants":
            where = ("id IN (SELECT applicant_id FROM cases WHERE status = 'archived' "
                     f"AND id < {OFFSET})")
        connection.execute(text(
            f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {times}) "
            f"INSERT INTO {table} ({names}) SELECT {values} FROM {table}, n WHERE {where}"))


def _columns(connection: Connection, table: str) -> list[dict[str, str]]:
    return [dict(column) for column in inspect(connection).get_columns(table)]


def analyse(database: Database) -> None:
    """Let the planner know how many rows there are, as it would in time."""
    with database._writer.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def _read(office: Office, archived: int, opened: int) -> dict[str, float]:
    engine = office.engine
    handler, officer = office.people[Role.HANDLER], office.people[Role.INTAKE_OFFICER]
    task = office.case(opened).tasks[0].id
    reviewer = office.people[Role.CONFIDENTIALITY_REVIEWER]
    reads: dict[str, Callable[[], object]] = {
        "open case": lambda: engine.ask(CaseOf(case_id=opened), handler),
        "archived case": lambda: engine.ask(CaseOf(case_id=archived), handler),
        "whole page of a case": lambda: engine.ask(CasePage(case_id=opened), handler),
        "form of a task": lambda: engine.ask(TaskFormOf(task_id=task), reviewer),
        "my work": lambda: engine.ask(MyWork(), reviewer),
        "done by me": lambda: engine.ask(MyDone(), handler),
        "register, first page": lambda: engine.ask(RegisterPage(wanted=RegisterFilter()), officer),
        "register, by due date": lambda: engine.ask(
            RegisterPage(wanted=RegisterFilter(sort="due")), officer
        ),
        "register, open and near": lambda: engine.ask(
            RegisterPage(wanted=RegisterFilter(due="within_5", sort="due")), officer
        ),
        "similar requests": lambda: engine.ask(
            SimilarRequests(applicant="王小明", subject="2025年度部门决算"), officer
        ),
        "monitor": lambda: engine.ask(MonitorPage(), office.people[Role.MANAGER]),
    }
    # By itself, for it reads the whole register and leaves the database's memory full of that.
    sweeping: dict[str, Callable[[], object]] = {
        "register, words nowhere": lambda: engine.ask(
            RegisterPage(wanted=RegisterFilter(text="不存在的内容")), officer
        ),
    }
    return _timed(reads) | _timed(sweeping)


def _timed(reads: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Median milliseconds of each, taken in turns."""
    taken: dict[str, list[float]] = {name: [] for name in reads}
    for _ in range(TIMES):
        for name, read in reads.items():
            begun = time.perf_counter()
            read()
            taken[name].append((time.perf_counter() - begun) * 1000)
    return {name: statistics.median(each) for name, each in taken.items()}
