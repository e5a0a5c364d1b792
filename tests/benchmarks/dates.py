"""Due dates from full ledgers, and day arithmetic beside NumPy's busday functions.

The ledgers are those of the tests: corrections, consultations, extensions, fees, replies and
mistakes among them. Twenty thousand differ; they are gone over until a million is computed. The
statute remembers nothing about a ledger, so a repeat is as much work as the first time: the
fastest and the slowest turn are told, with the first among them.
"""

import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy

from engine.statute import Discretion, Ledger, WorkingDays, assess
from engine.statute.calendar.working_days import FIRST_DAY, LAST_DAY
from tests.benchmarks.progress import say_progress
from tests.statute import random_ledgers

DISTINCT, TURNS = 20_000, 50
BATCH, ROUNDS, ONE_AT_A_TIME, PERIOD = 100_000, 7, 20_000, 20
DAY = timedelta(days=1)


@dataclass
class DueDates:
    """Seconds of each turn over the distinct ledgers; ``entries``: facts in one, on average."""

    entries: float
    turns: list[float]

    @property
    def total(self) -> float:
        return sum(self.turns)


@dataclass
class Arithmetic:
    """Nanoseconds a date. ``plain``: NumPy's usual Monday to Friday, whose answers are others."""

    name: str
    ours: float
    numpy: float
    plain: float | None = None


def measure_due_dates() -> DueDates:
    calendar, dice = WorkingDays.load(), random.Random(33)
    cases = [_case(random_ledgers.ledger(dice)) for _ in range(DISTINCT)]
    turns = []
    for turn in range(TURNS):
        begun = time.perf_counter()
        for ledger, discretion in cases:
            assess(ledger, calendar=calendar, discretion=discretion)
        turns.append(time.perf_counter() - begun)
        say_progress(DISTINCT * (turn + 1), DISTINCT * TURNS, "due dates")
    return DueDates(statistics.mean(len(ledger.entries) for ledger, _ in cases), turns)


def _case(made: dict[str, object]) -> tuple[Ledger, Discretion | None]:
    discretion = made.get("settings")
    ledger = Ledger.from_json(made)
    return ledger, Discretion.at(ledger.received, **discretion) if isinstance(
        discretion, dict
    ) else None


def measure_arithmetic() -> list[Arithmetic]:
    """The same dates through both; the answers are compared before anything is timed.

    NumPy knows no make-up days, so every day that is not worked is a holiday of a week of seven.
    Each is given its own type of date, so that nobody is charged for a conversion.
    """
    calendar, dice = WorkingDays.load(), random.Random(33)
    every = [FIRST_DAY + n * DAY for n in range((LAST_DAY - FIRST_DAY).days + 1)]
    off = [day for day in every if not calendar.is_working_day(day)]
    theirs = numpy.busdaycalendar(weekmask=[1] * 7, holidays=off)
    plain = numpy.busdaycalendar(holidays=[day for day in off if day.weekday() < 5])
    days = [date(2010, 1, 1) + dice.randrange(6000) * DAY for _ in range(BATCH)]
    ends = [day + dice.randrange(90) * DAY for day in days]
    starts = numpy.array(days, "datetime64[D]")
    begins, stops = starts + 1, numpy.array(ends, "datetime64[D]") + 1

    def add_all(days_of_theirs: numpy.busdaycalendar) -> numpy.ndarray:
        return numpy.busday_offset(starts, PERIOD, roll="backward", busdaycal=days_of_theirs)

    def count_all(days_of_theirs: numpy.busdaycalendar) -> numpy.ndarray:
        return numpy.busday_count(begins, stops, busdaycal=days_of_theirs)

    assert calendar.add_each(days, PERIOD) == add_all(theirs).tolist()
    assert calendar.count_each(days, ends) == count_all(theirs).tolist()
    few = days[:ONE_AT_A_TIME]
    pairs = list(zip(few, ends, strict=False))
    singles, single_pairs = list(starts[:ONE_AT_A_TIME]), list(
        zip(begins[:ONE_AT_A_TIME], stops[:ONE_AT_A_TIME], strict=True))
    return [
        _compared(
            f"add {PERIOD} working days, one at a time", len(few),
            lambda: [calendar.add(day, PERIOD) for day in few],
            lambda: [numpy.busday_offset(day, PERIOD, roll="backward", busdaycal=theirs)
                     for day in singles]),
        _compared(
            f"add {PERIOD} working days, {BATCH:,} at once", BATCH,
            lambda: calendar.add_each(days, PERIOD), lambda: add_all(theirs),
            lambda: add_all(plain)),
        _compared(
            "count working days, one at a time", len(few),
            lambda: [calendar.count(after, upto) for after, upto in pairs],
            lambda: [numpy.busday_count(begin, stop, busdaycal=theirs)
                     for begin, stop in single_pairs]),
        _compared(
            f"count working days, {BATCH:,} at once", BATCH,
            lambda: calendar.count_each(days, ends), lambda: count_all(theirs),
            lambda: count_all(plain)),
    ]


def _compared(name: str, many: int, *ways: Callable[[], object]) -> Arithmetic:
    """Median of interleaved rounds, so that a busy moment of the machine meets everybody."""
    taken: Sequence[list[float]] = [[] for _ in ways]
    for _ in range(ROUNDS):
        for way, times in zip(ways, taken, strict=True):
            begun = time.perf_counter()
            way()
            times.append((time.perf_counter() - begun) / many * 1e9)
    return Arithmetic(name, *(statistics.median(times) for times in taken))
