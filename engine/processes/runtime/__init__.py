"""The seam to the process library: the only room that imports SpiffWorkflow.

It knows diagrams, tokens, open tasks, and what timers and messages are waited for. It knows no
statute, no database, no letter and no page: what a service task does is handed in as ``perform``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree
from SpiffWorkflow.util.task import TaskState

from engine.processes.runtime import library, specification, state
from engine.processes.runtime.events import SENDS, Kind, Wait
from engine.processes.runtime.flow import assign, instance_of
from engine.processes.runtime.library import Perform, Scalar, Stuck
from engine.processes.runtime.state import UnreadableState

__all__ = [
    "SENDS", "ExecutableBundle", "Instance", "NotOpen", "OpenTask", "Perform", "Scalar", "Stuck",
    "Token", "UnreadableState", "WaitingMessage", "WaitingTimer",
]


class NotOpen(LookupError):
    """The task, timer or message is not waited for in this instance any more."""


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A user task that waits. ``lane`` is the lane's name in the diagram.

    ``instance``: which of several it is, counted from 1, of every multi-instance activity around
    it, the outermost first; empty where there are not several.
    """

    id: str
    process: str
    element: str
    name: str
    lane: str
    instance: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class WaitingTimer:
    """A timer event that waits for ``due(name)``; ``repeats``: it goes on waiting.

    ``instance``: as of an open task.
    """

    id: str
    process: str
    element: str
    name: str
    repeats: bool
    instance: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class WaitingMessage:
    """A message event that waits for the message of this name; else as a waiting timer."""

    id: str
    process: str
    element: str
    name: str
    repeats: bool
    instance: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Token:
    """An element of a diagram that was passed (``done``) or stands now."""

    process: str
    element: str
    done: bool
    called_from: tuple[str, str] | None


class ExecutableBundle:
    """A process with all it calls, parsed once and shared by every instance."""

    def __init__(self, main: str, diagrams: Mapping[str, etree._Element]) -> None:
        """``diagrams``: process id to the root element read by ``engine.processes.diagram``."""
        self.main = main
        self._spec, self._called = specification.parse(main, diagrams)

    def start(self, perform: Perform, data: Mapping[str, Scalar]) -> "Instance":
        """A new instance, run on to its first wait."""
        process = library.Process(self._spec, self._called)
        process.data.update(data)
        instance = Instance(process)
        instance.run(perform)
        return instance

    def load(self, stored: bytes) -> "Instance":
        """An instance as ``Instance.dump`` left it. Raises UnreadableState."""
        return Instance(state.load(stored, self._spec, self._called))


class Instance:
    """One running process, in memory. After any exception throw it away: it stands half-way."""

    def __init__(self, process: library.Process | None) -> None:
        self._started = process

    @classmethod
    def not_started(cls) -> "Instance":
        """Stands for the process of a case that is just being made."""
        return cls(None)

    @property
    def _process(self) -> library.Process:
        if self._started is None:
            raise RuntimeError("the process has not been started")
        return self._started

    @property
    def completed(self) -> bool:
        """Whether the process has ended."""
        return bool(self._process.completed)

    def dump(self) -> bytes:
        """The state to be stored, as ``load`` reads it."""
        return state.dump(self._process)

    def run(self, perform: Perform) -> None:
        """Move on until all wait; ``perform`` does the work of service tasks. Raises Stuck."""
        self._process.perform = perform
        try:
            self._process.run_on()
        finally:
            self._process.perform = library._nothing_to_perform_with

    def complete(self, task_id: str, data: Mapping[str, Scalar], perform: Perform) -> None:
        """Complete a user task with what routes the process on. Raises NotOpen."""
        task = self._find(task_id)
        if task is None or task._state != TaskState.READY or not task.task_spec.manual:
            raise NotOpen(task_id)
        self._process.perform = perform
        assign(task, data)
        task.run()
        self.run(perform)

    def variables(self, task_id: str) -> Mapping[str, Scalar]:
        """The variables of the process in which a task waits. Raises NotOpen."""
        task = self._find(task_id)
        if task is None:
            raise NotOpen(task_id)
        return dict(task.workflow.data)

    def holds(self, waiting: str) -> bool:
        """Whether a task, timer or message of this id belongs to this instance."""
        return self._find(waiting) is not None

    def fire(self, timer_id: str, perform: Perform) -> None:
        """Let a waiting timer fire. Raises NotOpen."""
        self._occur(timer_id, "timer", perform)

    def send(self, message_id: str, perform: Perform) -> None:
        """Let a message arrive at the event that waits for it, one of ``messages()``.

        Whatever the message says is kept elsewhere: nothing of it becomes a variable. Raises
        NotOpen when it is not waited for, be it too early, too late or a second time; a message
        is never kept for later.
        """
        self._occur(message_id, "message", perform)

    def call_off(self) -> None:
        """End it where it stands: nothing waits any more, nothing more is performed."""
        self._process.call_off_all()
        self._process.run_on()      # nothing does: what the ended calls held is dropped

    def _occur(self, event_id: str, kind: Kind, perform: Perform) -> None:
        task = self._process.event_manager.tasks.get(event_id)
        if task is None or task.task_spec.kind != kind:
            raise NotOpen(event_id)
        self._process.perform = perform
        task.task_spec.fire(task)
        self.run(perform)

    def open_tasks(self) -> list[OpenTask]:
        """User tasks that wait, oldest first within each process."""
        return [
            OpenTask(
                task.id, workflow.spec.name, task.task_spec.bpmn_id,
                task.task_spec.bpmn_name or "", task.task_spec.lane or "", instance_of(task),
            )
            for workflow in self._live()
            for task in workflow.tasks.values()
            if task._state == TaskState.READY and task.task_spec.manual
        ]

    def waiting_timers(self) -> list[WaitingTimer]:
        """The timers that are waited for now."""
        return [WaitingTimer(*each) for each in self._waiting("timer")]

    def messages(self) -> list[WaitingMessage]:
        """The messages that are waited for now."""
        return [WaitingMessage(*each) for each in self._waiting("message")]

    def _waiting(self, kind: Kind) -> Iterator[tuple[str, str, str, str, bool, tuple[int, ...]]]:
        for task in self._process.event_manager.tasks.values():
            event = task.task_spec
            if event.kind == kind:
                yield (task.id, task.workflow.spec.name, event.bpmn_id, event.event,
                       event.repeats, instance_of(task))

    def tokens(self) -> list[Token]:
        """What was passed and what stands now, for the picture."""
        found = [
            Token(process, element, True, (calling, caller))
            for process, calling, caller, done in self._process.ended_calls
            for element in dict.fromkeys(done)
        ]
        for workflow in self._live():
            called_from = None
            if (caller := workflow.caller) is not None:
                called_from = (caller.workflow.spec.name, caller.task_spec.bpmn_id)
            for task in workflow.tasks.values():
                node = task.task_spec
                if not node.bpmn_id:
                    continue
                if task._state == TaskState.COMPLETED:
                    found.append(Token(workflow.spec.name, node.bpmn_id, True, called_from))
                elif task._state & library.OPEN and not (
                    isinstance(node, Wait) and node.boundary
                ):
                    found.append(Token(workflow.spec.name, node.bpmn_id, False, called_from))
        return found

    def _live(self) -> Iterator[Any]:
        yield self._process
        yield from self._process.subprocesses.values()

    def _find(self, task_id: str) -> Any:
        for workflow in self._live():
            if task_id in workflow.tasks:
                return workflow.tasks[task_id]
        return None
