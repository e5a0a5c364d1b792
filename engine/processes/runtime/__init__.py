"""The seam to the process library: the only room that imports SpiffWorkflow.

It knows diagrams, tokens, open tasks and waiting timers. It knows no statute, no database,
no letter and no page: what a service task does is handed in as ``perform``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.specs.defaults import BoundaryEvent
from SpiffWorkflow.util.task import TaskState

from engine.processes.runtime import library, state
from engine.processes.runtime.library import Perform, Scalar, Stuck
from engine.processes.runtime.state import UnreadableState

__all__ = [
    "Instance", "NotOpen", "OpenTask", "Perform", "Program", "Scalar", "Stuck", "Token",
    "UnreadableState", "WaitingTimer",
]


class NotOpen(LookupError):
    """The task or timer does not wait in this instance any more."""


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A user task that waits. ``lane`` is the lane's name in the diagram."""

    id: str
    process: str
    element: str
    name: str
    lane: str


@dataclass(frozen=True, slots=True)
class WaitingTimer:
    """A timer event that waits for ``due(name)``; ``repeats``: it goes on waiting."""

    id: str
    process: str
    element: str
    name: str
    repeats: bool


@dataclass(frozen=True, slots=True)
class Token:
    """An element of a diagram that was passed (``done``) or stands now."""

    process: str
    element: str
    done: bool
    called_from: tuple[str, str] | None


class Program:
    """A process with all it calls, parsed once and shared by every instance."""

    def __init__(self, main: str, diagrams: Mapping[str, etree._Element]) -> None:
        """``diagrams``: process id to the root element read by ``engine.diagram_xml``."""
        self.main = main
        self._spec, self._called = library.parse(main, diagrams)

    def start(self, perform: Perform, data: Mapping[str, Scalar]) -> "Instance":
        """A new instance, run on to its first wait."""
        process = library.Process(self._spec, self._called)
        process.task_tree.data.update(data)
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
        return bool(self._process.completed)

    def dump(self) -> bytes:
        return state.dump(self._process)

    def run(self, perform: Perform) -> None:
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
        task.data.update(data)
        task.run()
        self.run(perform)

    def variables(self, task_id: str) -> Mapping[str, Scalar]:
        """The process variables that a waiting task sees. Raises NotOpen."""
        task = self._find(task_id)
        if task is None:
            raise NotOpen(task_id)
        return dict(task.data)

    def ring(self, timer_id: str, perform: Perform) -> None:
        """Let a waiting timer go off. Raises NotOpen."""
        task = self._find(timer_id)
        definition = None if task is None else getattr(task.task_spec, "event_definition", None)
        if task is None or task._state != TaskState.WAITING:
            raise NotOpen(timer_id)
        self._process.perform = perform
        if isinstance(definition, library.RepeatingTimer):
            task.internal_data["ring"] = True
        elif isinstance(definition, library.OnceTimer):
            task.internal_data["event_fired"] = True
        else:
            raise NotOpen(timer_id)
        task.task_spec._update(task)
        self.run(perform)

    def open_tasks(self) -> list[OpenTask]:
        """User tasks that wait, oldest first within each process."""
        return [
            OpenTask(
                task.id, workflow.spec.name, task.task_spec.bpmn_id,
                task.task_spec.bpmn_name or "", task.task_spec.lane or "",
            )
            for workflow in self._live()
            for task in workflow.tasks.values()
            if task._state == TaskState.READY and task.task_spec.manual
        ]

    def waiting_timers(self) -> list[WaitingTimer]:
        found = []
        for task in self._process.event_manager.tasks.values():
            definition = task.task_spec.event_definition
            if task._state == TaskState.WAITING and isinstance(
                definition, library.OnceTimer | library.RepeatingTimer
            ):
                found.append(WaitingTimer(
                    task.id, task.workflow.spec.name, task.task_spec.bpmn_id,
                    definition.name, isinstance(definition, library.RepeatingTimer),
                ))
        return found

    def tokens(self) -> list[Token]:
        """What was passed and what stands now, for the picture."""
        found = [
            Token(process, element, True, (self._caller_of(process), caller))
            for process, caller, done in self._process.ended_calls
            for element in dict.fromkeys(done)
        ]
        for workflow in self._live():
            called_from = None
            if workflow is not self._process:
                caller = self._process.get_task_from_id(workflow.parent_task_id)
                called_from = (caller.workflow.spec.name, caller.task_spec.bpmn_id)
            for task in workflow.tasks.values():
                element = getattr(task.task_spec, "bpmn_id", None)
                if not element:
                    continue
                if task._state == TaskState.COMPLETED:
                    found.append(Token(workflow.spec.name, element, True, called_from))
                elif task._state & (TaskState.READY | TaskState.STARTED) or (
                    task._state == TaskState.WAITING
                    and not isinstance(task.task_spec, BoundaryEvent)
                ):
                    found.append(Token(workflow.spec.name, element, False, called_from))
        return found

    def _caller_of(self, process: str) -> str:
        for name, spec in {self._process.spec.name: self._process.spec,
                           **self._process.subprocess_specs}.items():
            if any(getattr(s, "spec", None) == process for s in spec.task_specs.values()):
                return str(name)
        return str(self._process.spec.name)

    def _live(self) -> Iterator[Any]:
        yield self._process
        yield from self._process.subprocesses.values()

    def _find(self, task_id: str) -> Any:
        for workflow in self._live():
            if task_id in workflow.tasks:
                return workflow.tasks[task_id]
        return None
