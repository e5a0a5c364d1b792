"""How many durable acts of people a second: the engine, its bare SQL, and the bare library.

Ours is everything an act writes: state, open tasks, timers, clock ledger, register, record,
form key, and the letter where there is one. Beside it the very same statements, recorded and
sent again by the driver alone; and SpiffWorkflow with its own serializer, the whole workflow
read and stored at each act and nothing else. The acts are those up to the first service: a letter
is served by a process of its own beside the life, which the bare library has no notion of.
"""

import atexit
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import event

from engine import Actor, Configuration, Role
from engine.installation.contracts import contracts
from engine.processes.executable import ExecutableProcesses
from engine.processes.runtime import Perform
from engine.rules.alarms import alarms
from engine.store.database import Database
from engine.transaction.messages import Command
from tests.benchmarks.bare_library import answers
from tests.benchmarks.databases import Place, migrated
from tests.benchmarks.one_row_store import Store
from tests.engine.office import (
    LATEST,
    LIVES,
    MONDAY,
    Clock,
    Office,
    Step,
    engine_of_latest,
    request,
)

PLAYED = ("disclosed", "corrected_then_partly_disclosed", "refused", "extended")
ROUNDS = 5
# Sets of the four lives in each round, after as many that do not count: by then SQLite's log has
# come to its full length and been folded in once, and is written over, as on any day but the first.
SETS = 8
ISSUE_A_LETTER = {("write_correction_notice", "written"), ("approve_extension", "approved"),
                  ("approve_reply", "approved")}
SERVICE = "serve_letter"
COMMIT, ROLLBACK = "commit", "rollback"
_REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass
class Times:
    """Seconds that acts took: those that issue no letter, and those that do."""

    plain: list[float] = field(default_factory=list)
    letter: list[float] = field(default_factory=list)

    def add(self, seconds: float, letter: bool) -> None:
        (self.letter if letter else self.plain).append(seconds)


@dataclass
class Transaction:
    """What one act sent to the driver; one that writes a letter is tried before it is kept."""

    letter: bool
    statements: list[tuple[str, Any, bool]] = field(default_factory=list)


@dataclass
class Measured:
    """Medians over the rounds of the mean seconds an act; keys of ``per_act``: who, letter."""

    title: str
    per_act: dict[tuple[str, bool], float]
    statements: float
    state_bytes: int


class Stage:
    """An office set up once; every round begins on a copy of its database."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self.base = migrated(place)
        self.data = Path(tempfile.mkdtemp(prefix="gongkai-bench-data-"))
        atexit.register(shutil.rmtree, self.data, ignore_errors=True)
        office = Office.open(self._settings(self.base))
        self._agency_id, self._people = office.agency_id, office.people
        office.close()

    def _settings(self, url: str) -> Configuration:
        return Configuration.at(self.data, database_url=url, argon2_memory_kib=8, argon2_rounds=1)

    def office(self) -> Office:
        clock = Clock()
        engine = engine_of_latest(self._settings(self._place.new(self.base)), now=clock)
        return Office(engine, clock, self._agency_id, self._people)

    def copy(self) -> Database:
        return Database(self._place.new(self.base))


def within_the_life(name: str) -> list[Step]:
    """The steps of a life up to the first one that another process asks for."""
    acts = [step for step in LIVES[name] if isinstance(step, Step)]
    return list(takewhile(lambda step: step.element != SERVICE, acts))


def issues_a_letter(step: Step) -> bool:
    return (step.element, next(iter(step.values.values()))) in ISSUE_A_LETTER


def play(office: Office, sets: int, times: Times, acting: Any = nullcontext) -> None:
    """Real lives; only the acts themselves are timed, each within ``acting(letter)``."""
    def act(command: Command, actor: Actor, letter: bool) -> Any:
        key = uuid4().hex
        with acting(letter):
            begun = time.perf_counter()
            result = office.engine.handle(command, actor, key=key)
            times.add(time.perf_counter() - begun, letter)
        return result

    for _ in range(sets):
        for name in PLAYED:
            office.clock.go_to(MONDAY)
            case_id = act(request(MONDAY), office.people[Role.INTAKE_OFFICER], True)
            for step in within_the_life(name):
                office.clock.go_to(step.on)
                act(office.form(case_id, step), office.people[step.by], issues_a_letter(step))


def record(office: Office, sets: int) -> list[Transaction]:
    """The statements of every act, as the driver got them."""
    found: list[Transaction] = []
    writer = office.engine.database._writer

    def heard(_c: Any, _cursor: Any, statement: str, parameters: Any, _x: Any, many: bool) -> None:
        found[-1].statements.append((statement, parameters, many))

    def kept(_c: Any) -> None:
        found[-1].statements.append((COMMIT, None, False))

    def undone(_c: Any) -> None:
        found[-1].statements.append((ROLLBACK, None, False))

    @contextmanager
    def acting(letter: bool) -> Iterator[None]:
        found.append(Transaction(letter))
        event.listen(writer, "before_cursor_execute", heard)
        event.listen(writer, "commit", kept)
        event.listen(writer, "rollback", undone)
        yield
        event.remove(writer, "before_cursor_execute", heard)
        event.remove(writer, "commit", kept)
        event.remove(writer, "rollback", undone)

    play(office, sets, Times(), acting)
    return found


def replay(
    database: Database, transactions: Sequence[Transaction], warm: int, times: Times
) -> None:
    """The same statements in the same transactions, by the driver alone; the first do not count."""
    borrowed = database._writer.raw_connection()
    connection = borrowed.driver_connection
    cursor = connection.cursor()
    for n, transaction in enumerate(transactions):
        begun = time.perf_counter()
        for statement, parameters, many in transaction.statements:
            if statement in (COMMIT, ROLLBACK):
                getattr(connection, statement)()
                continue
            if many:
                cursor.executemany(statement, parameters)
            else:
                cursor.execute(statement, parameters)
            if cursor.description is not None:
                cursor.fetchall()
        if n >= warm:
            times.add(time.perf_counter() - begun, transaction.letter)
    cursor.close()
    borrowed.close()


def bare_library(url: str, sets: int) -> Times:
    """SpiffWorkflow as it comes, in a process that never saw our bends."""
    lives = [
        [[step.element, decided(step), issues_a_letter(step)]
         for step in within_the_life(name)]
        for name in PLAYED
    ]
    diagrams = [each.xml.decode() for each in LATEST.latest.definitions.values()]
    ended = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.bare_library", url, str(sets)],
        input=json.dumps([diagrams, lives]), cwd=_REPOSITORY, capture_output=True, text=True,
        check=False)
    if ended.returncode:
        raise RuntimeError(ended.stderr)
    said = json.loads(ended.stdout)
    return Times(said["plain"], said["letter"])


def decided(step: Step) -> dict[str, Any]:
    """What the gateways read of a form; a notice's form has the names of two releases."""
    return {name: said for name, said in step.values.items()
            if name in ("correction", next(iter(step.values)))}


def operations_after(said: Mapping[str, Any]) -> Perform:
    """What ``bare_library.answers`` says, by operation."""
    given = answers(said)
    sets = {"sign_off/next": "level", "items/remaining": "items"}
    return lambda operation, _: (
        {sets[operation]: given[sets[operation]]} if operation in sets else {})


def seam_only(url: str, sets: int) -> Times:
    """Our seam to the library doing what (b) does and no more: load, act, store, commit."""
    processes = ExecutableProcesses(LATEST, contracts(), alarms())
    program, times = processes.latest(), Times()
    store = Store(url, "BLOB" if url.startswith("sqlite") else "BYTEA")
    number = 0
    for turn in range(2 * sets):
        for name in PLAYED:
            number += 1
            begun = time.perf_counter()
            store.begin()
            store.add(number, program.start(lambda *_: {}, {}).dump())
            took = [(time.perf_counter() - begun, True)]
            for step in within_the_life(name):
                begun = time.perf_counter()
                store.begin()
                instance = program.load(bytes(store.load(number)))
                (task,) = [t for t in instance.open_tasks() if t.element == step.element]
                said = decided(step)
                instance.complete(task.id, said, operations_after(said))
                store.save(number, instance.dump())
                took.append((time.perf_counter() - begun, issues_a_letter(step)))
            if turn >= sets:
                for seconds, letter in took:
                    times.add(seconds, letter)
    store.close()
    return times


def measure(place: Place) -> Measured:
    """Round after round: ours, the same statements, the bare library."""
    stage = Stage(place)
    office = stage.office()
    transactions = record(office, 2 * SETS)
    with office.engine.database.read() as connection:
        sizes = connection.exec_driver_sql("SELECT max(length(state)) FROM instances").scalar_one()
    office.close()
    means: dict[tuple[str, bool], list[float]] = {}
    for _ in range(ROUNDS):
        office = stage.office()
        play(office, SETS, Times())
        ours, bare = Times(), Times()
        play(office, SETS, ours)
        office.close()
        database = stage.copy()
        replay(database, transactions, len(transactions) // 2, bare)
        database.close()
        library = bare_library(place.new(), SETS)
        seam = seam_only(place.new(), SETS)
        for who, times in (("ours", ours), ("statements", bare), ("library", library),
                           ("seam", seam)):
            means.setdefault((who, False), []).append(statistics.mean(times.plain))
            means.setdefault((who, True), []).append(statistics.mean(times.letter))
    plain = [sum(each not in (COMMIT, ROLLBACK) for each, *_ in t.statements)
             for t in transactions if not t.letter]
    return Measured(
        place.title, {key: statistics.median(each) for key, each in means.items()},
        statistics.mean(plain), int(sizes))
