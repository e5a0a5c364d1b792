"""``python -m tests.benchmarks``: measures and prints; writes nothing into the project.

With words as arguments only those parts run: actions, parsing, proofs, pages, dates, recompute,
others.
"""

import os
import platform
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path

from engine.installation.contracts import contracts
from engine.processes import published as deployments
from engine.processes.executable import ExecutableProcesses
from engine.rules.alarms import alarms
from tests.benchmarks import actions, beside_others, dates, many_cases, proofs, recompute
from tests.benchmarks.databases import Place, places

PARTS = ("actions", "parsing", "proofs", "pages", "dates", "recompute", "others")


def main(wanted: list[str]) -> None:
    chosen = wanted or list(PARTS)
    say_machine()
    if "dates" in chosen:
        say_dates()
    if "parsing" in chosen:
        say_parsing()
    if "proofs" in chosen:
        say_proofs()
    on_databases = {"actions": say_actions, "pages": say_pages, "recompute": say_recompute,
                    "others": say_others}
    if on_databases.keys() & chosen:
        with places() as both:
            for part in chosen:
                if part in on_databases:
                    on_databases[part](both)


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
        processes = ExecutableProcesses(published, contracts(), alarms())
        begun = time.perf_counter()
        processes.latest()
        parsing.append(time.perf_counter() - begun)
    print(f"\nProcesses: {1000 * statistics.median(reading):.0f} ms to read and check all "
          f"published files, {1000 * statistics.median(parsing):.0f} ms to verify and parse "
          f"{len(published.processes)} diagrams (once in the life of a server)")


def say_proofs() -> None:
    print("\nProving what is to be published, every state of a case: processor time, best of three")
    rounds = [proofs.measure() for _ in range(3)]
    for best in (min(each, key=lambda proof: proof.seconds) for each in zip(*rounds, strict=True)):
        print(f"  {best.name:34}{1000 * best.seconds:9.0f} ms{best.states:9,} states")


def say_pages(both: list[Place]) -> None:
    for place in both:
        found = many_cases.measure(place)
        print(f"\nReading, {found.title}: median ms with {many_cases.FEW} and with "
              f"{found.stored} stored cases (filled in {found.filled_in:.0f} s)")
        for page in found.pages:
            print(f"  {page.name:28}{page.few:9.2f}{page.many:9.2f}   "
                  f"{page.many / page.few:6.2f} times")


def say_dates() -> None:
    found = dates.measure_due_dates()
    each = dates.DISTINCT
    first, *rest = (each / turn for turn in found.turns)
    print(f"\nDue dates from full ledgers ({found.entries:.1f} entries each, {each:,} different): "
          f"{each * len(found.turns):,} recomputed in {found.total:.1f} s on one core, "
          f"{each * len(found.turns) / found.total:,.0f} a second "
          f"(first turn {first:,.0f}, later ones {min(rest):,.0f} to {max(rest):,.0f})")
    print(f"\n{'Day arithmetic, ns a date':44}{'Gongkai':>10}{'NumPy':>10}{'times':>8}"
          f"{'NumPy, no make-up days':>26}{'times':>8}")
    for row in dates.measure_arithmetic():
        print(f"{row.name:44}{row.ours:10.0f}{row.numpy:10.0f}{row.ours / row.numpy:8.2f}"
              + (f"{row.plain:26.0f}{row.ours / row.plain:8.2f}" if row.plain else ""))


def say_recompute(both: list[Place]) -> None:
    for place in both:
        found = recompute.measure(place)
        print(f"\nA changed calendar, {found.title}: {found.cases:,} open cases recomputed in "
              f"{found.seconds:.0f} s, {found.cases / found.seconds:.0f} a second "
              f"(filled in {found.filled_in:.0f} s)")
        print(f"  stopped after {found.stopped_after:,} in {found.seconds_to_stop:.1f} s, no case "
              f"half done; gone on with {found.gone_on_with:,}; {found.told:,} due dates moved, "
              "each told once in the record, which holds")
        print(f"  an officer's act: {recompute.median_and_worst(found.quiet)}; "
              f"while cases are recomputed: {recompute.median_and_worst(found.beside)}")


def say_others(both: list[Place]) -> None:
    for place in both:
        print(f"\nOther people's pages and acts, {place.title}: ms quiet and beside a load, in "
              "turns on one server")
        for found in beside_others.measure(place, os.environ.get("GONGKAI_BENCH_LOAD", "")):
            print(f"  {found.load}; answered {dict(sorted(found.answered.items()))}")
            for what, quiet in found.quiet.items():
                beside = found.beside[what]
                figures = "".join(
                    f"{name} {of(quiet):8.1f}{of(beside):8.1f}{of(beside) / of(quiet):7.2f} times  "
                    for name, of in (("median", statistics.median), ("p95", beside_others.p95))
                )
                print(f"    {what:20}{figures}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
