"""``python -m tests.benchmarks``: measures and prints; writes nothing into the project.

With words as arguments only those parts run: actions, parsing, pages, dates.
"""

import os
import platform
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from engine import deployments
from engine.limits import TIMERS
from engine.operations import OPERATIONS
from engine.programs import Programs
from engine.statute import Entry, Ledger, WorkingDays, assess
from tests.benchmarks import actions, many_cases
from tests.benchmarks.databases import Place, places

PARTS = ("actions", "parsing", "pages", "dates")


def main(wanted: list[str]) -> None:
    chosen = wanted or list(PARTS)
    say_machine()
    with places() as both:
        if "actions" in chosen:
            say_actions(both)
        if "parsing" in chosen:
            say_parsing()
        if "pages" in chosen:
            say_pages(both)
        if "dates" in chosen:
            say_dates()


def say_machine() -> None:
    cores = os.cpu_count()
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    print(f"{_processor()}, {cores} cores, load {load}; Python {platform.python_version()}, "
          f"SQLite {sqlite3.sqlite_version}; one fsync {_fsync() * 1000:.2f} ms")


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")),
                platform.machine())


def _fsync() -> float:
    taken = []
    with tempfile.TemporaryFile() as file:
        for _ in range(50):
            file.write(b"x" * 4096)
            file.flush()
            begun = time.perf_counter()
            os.fsync(file.fileno())
            taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def say_actions(both: list[Place]) -> None:
    print(f"\nActs of people, each one durable commit: median of {actions.ROUNDS} interleaved "
          "rounds of the mean time")
    for place in both:
        found = actions.measure(place)
        print(f"\n{found.title}; {found.statements:.0f} statements an act, "
              f"state at most {found.state_bytes} bytes")
        print(f"{'':44}{'no letter':>20}{'with a letter':>20}")
        for who, name in (
            ("ours", "Gongkai, everything"),
            ("statements", "(a) the same statements without the engine"),
            ("library", "(b) SpiffWorkflow, its own JSON, state only"),
            ("seam", "(c) our seam and codec, state only, as (b)"),
        ):
            taken = [found.per_act[who, letter] for letter in (False, True)]
            print(f"{name:44}" + "".join(
                f"{1000 * each:9.2f} ms{1 / each:6.0f}/s" for each in taken))
        for who, name, whose in (
            ("statements", "Gongkai reaches of (a)", "ours"),
            ("library", "Gongkai, everything: times (b)", "ours"),
            ("library", "(c) state only: times (b)", "seam"),
        ):
            print(f"{name:44}" + "".join(
                f"{found.per_act[who, letter] / found.per_act[whose, letter]:20.2f}"
                for letter in (False, True)))


def say_parsing() -> None:
    reading, parsing = [], []
    for _ in range(7):
        begun = time.perf_counter()
        published = deployments.load()
        reading.append(time.perf_counter() - begun)
        programs = Programs(published, frozenset(OPERATIONS), frozenset(TIMERS))
        begun = time.perf_counter()
        programs.latest("disclosure_request")
        parsing.append(time.perf_counter() - begun)
    print(f"\nProcesses: {1000 * statistics.median(reading):.0f} ms to read and check all "
          f"published files, {1000 * statistics.median(parsing):.0f} ms to verify and parse "
          f"{len(published.processes)} diagrams (once in the life of a server)")


def say_pages(both: list[Place]) -> None:
    for place in both:
        found = many_cases.measure(place)
        print(f"\nReading, {found.title}: median ms with {many_cases.FEW} and with "
              f"{found.stored} stored cases (filled in {found.filled_in:.0f} s)")
        for page in found.pages:
            print(f"  {page.name:28}{page.few:9.2f}{page.many:9.2f}   "
                  f"{page.many / page.few:6.2f} times")


def say_dates() -> None:
    calendar, chance = WorkingDays.load(), random.Random(33)
    ledgers = [_ledger(chance) for _ in range(2000)]
    taken = []
    for _ in range(5):
        begun = time.perf_counter()
        for ledger in ledgers:
            assess(ledger, calendar=calendar)
        taken.append((time.perf_counter() - begun) / len(ledgers))
    print(f"\nDue dates: {1 / statistics.median(taken):.0f} a second")


def _ledger(chance: random.Random) -> Ledger:
    """A request of the last years; some were corrected, some extended."""
    received = date(2019, 6, 3) + timedelta(days=chance.randrange(2300))
    entries: list[Entry] = []
    if chance.random() < 0.3:
        entries += [Entry(type="correction_requested", on=received + timedelta(days=3)),
                    Entry(type="correction_received", on=received + timedelta(days=9))]
    if chance.random() < 0.3:
        entries.append(
            Entry(type="extended", on=received + timedelta(days=15), working_days=10))
    return Ledger(received, "in_person", tuple(entries))


if __name__ == "__main__":
    main(sys.argv[1:])
