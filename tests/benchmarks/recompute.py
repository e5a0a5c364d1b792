"""A changed calendar under many open cases: the engine's own sweep, and officers beside it.

Five real cases that stand at different steps are copied until there are ``GONGKAI_BENCH_CASES``
(100,000 unless set). A notice gives one more day off, and the sweep brings every case up to date,
each in its own transaction. It is stopped once and goes on; between, no case may be half done.
"""

import os
import statistics
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import text

from engine import CalendarPage, CompleteTask, Engine, Role
from engine.record import chain as audit
from engine.workers import ticker as scheduler
from tests.benchmarks.actions import Stage
from tests.benchmarks.databases import Place
from tests.benchmarks.many_cases import analyse
from tests.benchmarks.progress import say_progress
from tests.engine.copies import copy
from tests.engine.office import (
    CORRECTION_NEEDED,
    DISCLOSED,
    EXTENDED,
    EXTENSION_ASKED,
    MONDAY,
    NOTICE_WRITTEN,
    ROOT,
    Office,
    Step,
    accepted,
    day,
    submitted,
)
from tests.engine.test_calendar_versions import day_off

CASES = int(os.environ.get("GONGKAI_BENCH_CASES", "100000"))
ACTS, PAUSE = 60, 0.05      # of an officer, quiet and beside the sweep; seconds between two
NOW = day(3, 18)

STANDING: Sequence[tuple[Step, ...]] = (
    (),
    (accepted(day(3, 3)),),
    (CORRECTION_NEEDED, NOTICE_WRITTEN),
    (accepted(day(3, 3)), EXTENSION_ASKED, EXTENDED),
    (accepted(day(3, 3)), submitted(day(3, 5), DISCLOSED)),
)

# Copies of one case, of one calendar: do they differ in any date? Then some are half done.
_HALF_DONE = """
    SELECT count(*) FROM (
        SELECT cases.subject, cases.calendar_version, timers.name
        FROM cases JOIN timers ON timers.case_id = cases.id
        GROUP BY cases.subject, cases.calendar_version, timers.name
        HAVING count(DISTINCT timers.legal_date) > 1 OR count(DISTINCT timers.due_at) > 1
            OR count(DISTINCT cases.due_on) > 1 OR count(DISTINCT cases.warning_due_on) > 1
    ) AS mixed
"""
_TOLD = """
    SELECT count(*), count(DISTINCT case_id) FROM audit_events WHERE kind = 'DueDateRecalculated'
"""


@dataclass
class Recomputed:
    """``stopped_after``, ``gone_on_with``: cases before the stop and after it.

    ``quiet``, ``beside``: milliseconds of an officer's acts without the sweep and beside it.
    ``told``: cases whose due date moved, each with one event in the record.
    """

    title: str
    cases: int
    filled_in: float
    stopped_after: int
    seconds_to_stop: float
    gone_on_with: int
    seconds_to_end: float
    told: int
    quiet: list[float]
    beside: list[float]

    @property
    def seconds(self) -> float:
        return self.seconds_to_stop + self.seconds_to_end


def measure(place: Place) -> Recomputed:
    office = Stage(place).office()
    begun = time.perf_counter()
    at_first = _fill(office)
    analyse(office.engine.database)
    filled = time.perf_counter() - begun
    forms = [office.form(case_id, accepted(NOW)) for case_id in at_first[-2 * ACTS:]]
    office.clock.go_to(NOW)
    quiet = _act(office, forms[:ACTS])
    office.engine.handle(day_off(day(3, 10)), ROOT)
    _expect_waiting(office.engine, CASES)

    begun = time.perf_counter()
    stopped_after = scheduler.recalculate(office.engine, seconds=CASES / 20_000)
    to_stop = time.perf_counter() - begun
    assert 0 < stopped_after < CASES
    _expect_waiting(office.engine, CASES - stopped_after)
    _expect_nothing_half_done(office.engine)

    beside: list[float] = []
    officer = threading.Thread(target=lambda: beside.extend(_act(office, forms[ACTS:])))
    begun = time.perf_counter()
    with _progress(office.engine):
        officer.start()
        gone_on_with = scheduler.recalculate(office.engine)
    to_end = time.perf_counter() - begun
    officer.join()
    _expect_waiting(office.engine, 0)
    _expect_nothing_half_done(office.engine)
    told = _told(office.engine)
    office.close()
    return Recomputed(place.title, CASES, filled, stopped_after, to_stop, gone_on_with, to_end,
                      told, quiet, beside)


def _fill(office: Office) -> list[int]:
    """Copies of each standing case; returns those that still stand at their first step."""
    found = []
    for number, steps in enumerate(STANDING):
        office.clock.go_to(MONDAY)
        case_id = office.register(subject=f"第{number}种")
        office.play(case_id, steps)
        many = (CASES + number) // len(STANDING)
        found.append(copy(office, case_id, many - 1))
        say_progress(number + 1, len(STANDING), "fifths filled in")
    return found[0]


def _act(office: Office, forms: Sequence[CompleteTask]) -> list[float]:
    """Milliseconds of each of an officer's acts."""
    officer, taken = office.people[Role.INTAKE_OFFICER], []
    for form in forms:
        begun = time.perf_counter()
        office.engine.handle(form, officer)
        taken.append((time.perf_counter() - begun) * 1000)
        time.sleep(PAUSE)
    return taken


@contextmanager
def _progress(engine: Engine) -> Iterator[None]:
    """What the calendar's page shows meanwhile, for who watches a terminal."""
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(2):
            page = engine.ask(CalendarPage(), ROOT)
            say_progress(page.running - page.waiting, page.running, "cases")

    watcher = threading.Thread(target=watch)
    if sys.stderr.isatty():
        watcher.start()
    yield
    ended.set()
    if watcher.is_alive():
        watcher.join()


def _expect_waiting(engine: Engine, wanted: int) -> None:
    page = engine.ask(CalendarPage(), ROOT)
    assert (page.waiting, page.running) == (wanted, CASES), (page.waiting, page.running)


def _expect_nothing_half_done(engine: Engine) -> None:
    with engine.database.read() as connection:
        mixed = connection.execute(text(_HALF_DONE)).scalar_one()
    assert mixed == 0, f"{mixed} groups of copies have mixed dates"


def _told(engine: Engine) -> int:
    with engine.database.read() as connection:
        events, told = connection.execute(text(_TOLD)).one()
        assert events == told, "a case was recomputed twice"
        assert audit.verify(connection) is None
    return int(told)


def median_and_worst(times: Sequence[float]) -> str:
    return f"median {statistics.median(times):.1f}, worst {max(times):.1f} ms"
