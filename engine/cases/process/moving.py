"""Moves the processes of a case: its whole life and those that stand beside it.

A message begins the process that its name begins, if the case's release has one, and arrives at
every process that waits for it and is about the case or about the same thing. It is never kept:
when nobody waits it is gone.
"""

from collections.abc import Callable, Mapping
from functools import partial

from engine.cases.act import Act, Message, perform
from engine.cases.case import Running
from engine.cases.process import projection
from engine.cases.rows import cases as rows
from engine.processes.executable import ExecutableProcess, ExecutableProcesses
from engine.processes.runtime import NotOpen, Scalar


def begin(act: Act, process: ExecutableProcess) -> None:
    """Begin the whole life of a case. Raises Stuck."""
    _begin(act, process, Message(""))
    _go_on(act)


def complete(act: Act, task_id: str, values: Mapping[str, Scalar]) -> None:
    """Complete a user task with what routes its process on. Raises NotOpen."""
    running = act.case.where(task_id)
    _move(act, running, partial(running.instance.complete, task_id, values, perform(act)))
    _go_on(act)


def fire(act: Act, timer_id: str) -> None:
    """Let a waiting timer fire. Raises NotOpen."""
    running = act.case.where(timer_id)
    _move(act, running, partial(running.instance.fire, timer_id, perform(act)))
    _go_on(act)


def tell(act: Act, name: str, about_id: int | None = None) -> None:
    """Let an act from outside arrive at the process that waits for it, about the case or about
    one letter, …. Raises NotOpen."""
    if not _arrive(act, Message(name, about_id)):
        raise NotOpen(name)
    _go_on(act)


def begin_beside(act: Act, name: str, about_id: int, about: str) -> None:
    """Begin the process beside the life that this message begins, about one consultation, …."""
    act.send(name, about_id, about)
    _go_on(act)


def deliver(act: Act) -> None:
    """Let what an act beside all processes has sent begin and arrive."""
    _go_on(act)


def _move(act: Act, running: Running, go: Callable[[], None]) -> None:
    before, act.running = act.running, running
    running.moved = True
    go()
    act.running = before


def _go_on(act: Act) -> None:
    """Deliver what was sent until nothing is on its way, and bring the rows in line."""
    while act.sent:
        message = act.sent.pop(0)
        release = act.case.life.process.release.number
        beside = act.unit.around[ExecutableProcesses].begun_by(message.name, release)
        if beside is not None:
            _begin(act, beside, message)
        _arrive(act, message)
    projection.settle(act.unit, act.case)


def _begin(act: Act, process: ExecutableProcess, message: Message) -> None:
    release, case = process.release, act.case
    running = Running(
        id=rows.add_instance(act.unit.connection, {
            "case_id": case.id, "process": process.name,
            "version": process.version_of(process.name), "release": release.number,
            "bundle_digest": release.digest, "state": b"", "state_digest": "",
            "about_id": message.about_id, "about": message.about, "ended_at": None,
        }),
        process=process, about_id=message.about_id, about=message.about,
    )
    case.running.append(running)

    def start() -> None:
        running.instance = process.start(perform(act), message.values)

    _move(act, running, start)


def _arrive(act: Act, message: Message) -> bool:
    """Whether anybody waited for it."""
    arrived = False
    for running in list(act.case.live()):
        if running.about_id not in (None, message.about_id):
            continue
        waiting = next(
            (each.id for each in running.instance.messages() if each.name == message.name), None
        )
        if waiting is not None:
            _move(act, running, partial(running.instance.send, waiting, perform(act)))
            arrived = True
    return arrived
