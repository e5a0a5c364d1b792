"""An office whose machine dies at every point of every command, and that goes on each time.

``python -m tests.acceptance.killed_office DATABASE_URL DATA [POINT …]`` plays three requests and
prints what it did as JSON. Every command runs in a process of its own. That process first dies by
SIGKILL at each POINT (of ``POINTS``; without one nobody dies); each time a new process, which knows
nothing but the database, is handed the same form with the same key again, as a browser would.
"""

import gc
import json
import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event

from engine import (
    Actor,
    AddAttachment,
    ChangePassword,
    ClaimTask,
    Configuration,
    Engine,
    HandOverTask,
    ReleaseTask,
    RevealApplicant,
    Role,
    SaveTaskDraft,
    Upload,
)
from engine.processes import executable as programs
from engine.processes.executable import ExecutableProcesses
from engine.transaction.messages import Command
from engine.workers import ticker as scheduler
from tests.engine.office import (
    LIVES,
    MONDAY,
    ROOT,
    STATE_SECRET,
    WORKING_ROLES,
    Clock,
    Office,
    Step,
    Sweep,
    accepted,
    concluded,
    day,
    engine_of_latest,
    found_secret,
    new_agency,
    new_person,
    request,
)

POINTS = ("first row written", "before the commit", "after the commit")

SUPERVISED = Step(day(3, 31), "supervise_overdue", Role.MANAGER, {
    "supervision": "recorded", "overdue_cause": "承办人员出差", "supervision_opinion": "三日内答复",
})
REFUSED_LATE = (
    accepted(day(3, 3)), Sweep(day(3, 23)), Sweep(day(3, 31)), SUPERVISED,
    *concluded(1, STATE_SECRET, month=4),
)


@dataclass
class Known:
    """What the browsers remember: who is who and which case is which."""

    agency_id: int = 0
    people: dict[str, Actor] = field(default_factory=dict)
    cases: dict[str, int] = field(default_factory=dict)

    def office(self, engine: Engine, clock: Clock) -> Office:
        people = {role: self.people[role.value] for role in WORKING_ROLES
                  if role.value in self.people}
        return Office(engine, clock, self.agency_id, people)


@dataclass
class Move:
    """One command of somebody, or a sweep of the scheduler when ``form`` is None.

    ``form`` fills the form in; ``learn`` takes down what the command returned.
    """

    name: str
    on: Any
    by: str
    form: Callable[[Office, Known], Command] | None
    learn: Callable[[Known, Any], None] = lambda known, result: None


def moves() -> Iterator[Move]:
    """Set-up, then the three requests, each command of the engine at least once."""
    yield Move("agency", MONDAY, "root", lambda o, k: new_agency("周财公开"),
               lambda known, result: setattr(known, "agency_id", result))
    hired = [(role, role.value, role.title) for role in WORKING_ROLES]
    for role, key, name in (*hired, (Role.INTAKE_OFFICER, "colleague", "另一位受理人员")):
        yield Move(f"hire {key}", MONDAY, "root", _hiring(role, name), _hired(role, key, name))
    yield Move("password", MONDAY, "manager", lambda o, k: ChangePassword(
        old="a long enough phrase 37", new="another long phrase 73"))
    yield from sorted(
        [*_life("disclosed", LIVES["disclosed"]),
         *_life("corrected", LIVES["corrected_then_partly_disclosed"]),
         *_life("refused", REFUSED_LATE), *_asides("disclosed")],
        key=lambda move: move.on,
    )


def _hiring(role: Role, name: str) -> Callable[[Office, Known], Command]:
    return lambda office, known: new_person(known.agency_id, role, name)


def _hired(role: Role, key: str, name: str) -> Callable[[Known, Any], None]:
    def learn(known: Known, result: int) -> None:
        known.people[key] = Actor(
            person_id=result, name=name, agency_id=known.agency_id, roles=frozenset({role}),
            sign_in_name=f"{role.value}-{known.agency_id}-{name}",
        )

    return learn


def _life(name: str, steps: tuple[Step | Sweep, ...]) -> Iterator[Move]:
    yield Move(
        f"{name}: register", MONDAY, "intake_officer",
        lambda office, known: request(MONDAY, subject=name, attachments=(
            Upload(name="申请书.txt", content=f"申请公开{name}".encode()),)),
        lambda known, result: known.cases.__setitem__(name, result),
    )
    for step in steps:
        if isinstance(step, Sweep):
            yield Move(f"{name}: sweep {step.on}", step.on, "clock", None)
            continue
        if step.values.get("letter") == STATE_SECRET:       # it stands on a finding
            yield Move(f"{name}: find secrecy {step.on}", step.on, "confidentiality_reviewer",
                       lambda office, known: found_secret(known.cases[name]))
        yield Move(f"{name}: {step.element} {step.on}", step.on, step.by.value,
                   _filling(name, step))


def _filling(name: str, step: Step) -> Callable[[Office, Known], Command]:
    def filling(office: Office, known: Known) -> Command:
        office.take_new_steps(known.cases[name], step.element)
        return office.form(known.cases[name], step)

    return filling


def _asides(name: str) -> Iterator[Move]:
    """What people do beside handing in forms, on the day of registration."""
    def task(office: Office, known: Known) -> str:
        return office.task(known.cases[name], "examine_request").id

    def aside(what: str, by: str, form: Callable[[Office, Known], Command]) -> Move:
        return Move(f"{name}: {what}", MONDAY, by, form)

    yield aside("claim", "intake_officer", lambda o, k: ClaimTask(task_id=task(o, k)))
    yield aside("draft", "intake_officer", lambda o, k: SaveTaskDraft(
        task_id=task(o, k), values={"note": "写到一半"}))
    yield aside("release", "intake_officer", lambda o, k: ReleaseTask(task_id=task(o, k)))
    yield aside("hand over", "intake_officer", lambda o, k: HandOverTask(
        task_id=task(o, k), to_person_id=k.people["colleague"].person_id or 0))
    yield aside("hand back", "colleague", lambda o, k: HandOverTask(
        task_id=task(o, k), to_person_id=k.people["intake_officer"].person_id or 0))
    yield aside("attach", "handler", lambda o, k: AddAttachment(
        case_id=k.cases[name], upload=Upload(name="检索记录.txt", content="检索".encode())))
    yield aside("reveal", "handler", lambda o, k: RevealApplicant(
        case_id=k.cases[name], reason="核对邮寄地址"))


# -- dying ---------------------------------------------------------------------------------


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def dying_writes(engine: Engine, point: str) -> None:
    """From now on this process dies when its next transaction reaches ``point``."""
    write = engine.database.write

    @contextmanager
    def dying_write() -> Iterator[Connection]:
        if point == "first row written":
            event.listen(engine.database._writer, "after_cursor_execute", _die_after_a_change)
        with write() as connection:
            yield connection
            if point == "before the commit":
                die()
        if point == "after the commit":
            die()

    engine.database.write = dying_write  # type: ignore[method-assign]


def _die_after_a_change(
    _c: Any, _cursor: Any, statement: str, _p: Any, _context: Any, _many: bool
) -> None:
    if statement.startswith(("INSERT", "UPDATE", "DELETE")):
        die()


# -- one process for each command ------------------------------------------------------------


def attempt(
    settings: Configuration, known: Known, move: Move, form: Command | None, point: str | None
) -> tuple[int, Command | None, Any]:
    """Hand a form in from a new process. Returns how it ended, the form, and the result."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            _be_the_server(settings, known, move, form, point, writing)
        except BaseException as error:
            print(f"{move.name}: {error!r}", file=sys.stderr)
            os._exit(1)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    heard: list[Any] = []
    while said:
        heard.append(pickle.loads(said))
        said = said[len(pickle.dumps(heard[-1])):]
    return status, heard[0] if heard else None, heard[1] if len(heard) > 1 else None


def _be_the_server(
    settings: Configuration, known: Known, move: Move, form: Command | None, point: str | None,
    writing: int,
) -> None:
    clock = Clock(move.on)
    engine = engine_of_latest(settings, now=clock)
    if form is None and move.form is not None:
        form = move.form(known.office(engine, clock), known)
    os.write(writing, pickle.dumps(form))
    if point is not None:
        dying_writes(engine, point)
    if form is None:
        result: Any = scheduler.sweep(engine)
    else:
        actor = ROOT if move.by == "root" else known.people[move.by]
        result = engine.handle(form, actor, key=f"key of {move.name}")
    os.write(writing, pickle.dumps(result))
    engine.close()


def play(settings: Configuration, points: tuple[str, ...]) -> tuple[int, Known, int]:
    """All moves, dying at each of ``points``. Returns deaths, who is who, and commands."""
    known, deaths, commands = Known(), 0, 0
    for move in moves():
        commands += 1
        form: Command | None = None
        for point in (*points, None):
            status, form, result = attempt(settings, known, move, form, point)
            if point is None:
                assert status == 0, f"{move.name} did not go on"
            else:
                assert os.WIFSIGNALED(status), f"{move.name} did not die {point}: {status}"
                assert os.WTERMSIG(status) == signal.SIGKILL
                deaths += 1
        move.learn(known, result)
    return deaths, known, commands


def parse_once() -> None:
    """What is published does not change while the machine dies: read it before the forks."""
    parsed: dict[tuple[int, str], Any] = {}
    parse = programs.ExecutableProcesses._parse

    def remembered(self: Any, release: Any, process: str) -> Any:
        key = (release.number, process)
        if key not in parsed:
            parsed[key] = parse(self, release, process)
        return parsed[key]

    programs.ExecutableProcesses._parse = remembered  # type: ignore[method-assign]


def main(url: str, data: str, *points: str) -> None:
    assert set(points) <= set(POINTS), points
    parse_once()
    settings = Configuration.at(Path(data), database_url=url, argon2_memory_kib=8, argon2_rounds=1)
    warm = engine_of_latest(settings)
    warm._around[ExecutableProcesses].latest()
    warm.close()
    gc.freeze()  # a fork need not copy what it only reads
    deaths, known, commands = play(settings, points)
    json.dump({"deaths": deaths, "commands": commands, "cases": known.cases}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
