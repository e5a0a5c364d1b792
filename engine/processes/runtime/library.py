"""SpiffWorkflow, bent to this house: no Python from a diagram, events that only we fire.

Why each bend (all seen in SpiffWorkflow 3.2.0):

* its expression environment is a bare ``eval``; ours knows only ``engine.processes.expressions``;
* a workflow restored without an engine falls back to that ``eval`` in silence, so the class
  used here takes no other engine;
* its timers compare with the wall clock and freeze their date; ours fire when told, and the
  date lives in a row that follows the law;
* it walks the whole task tree on every step, stops at a depth of 1,000 and so can call an
  unfinished case finished; here what becomes ready stands in a queue, and flat scans have no
  such depth;
* its variables travel with the token, so that a branch that ends late overwrites what was set
  meanwhile; here each running process has one set of them.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import SpiffWorkflow.bpmn.workflow as spiff_workflow_module
import SpiffWorkflow.task as spiff_task_module
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine, python_engine
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskFilter, TaskState

from engine.processes.expressions.expression import compile_expression
from engine.processes.runtime import task_ids

Scalar = str | int | bool | None
Perform = Callable[[str, Mapping[str, str]], Mapping[str, Scalar]]

MOST_STEPS = 1000  # between two waits; our longest way has some twenty
OPEN = TaskState.NOT_FINISHED_MASK


class Stuck(RuntimeError):
    """The process neither waits nor ends: its diagram or its stored state is at fault."""


class NoPython:
    """Stands where the library keeps its expression environment. Only conditions of the grammar
    pass, and only yes or no comes out."""

    def evaluate(
        self, expression: str, context: Mapping[str, Any], external_context: Any = None
    ) -> bool:
        """Yes or no, by the grammar alone. Raises ExpressionRefused."""
        return compile_expression(expression).decide(context)

    def execute(self, script: str, context: Any, external_context: Any = None) -> Any:
        """Raises PermissionError: no script ever runs."""
        raise PermissionError("流程图中的脚本一律不执行")

    def call_service(self, context: Any, **kwargs: Any) -> Any:
        """Raises PermissionError: service tasks go another way."""
        raise PermissionError("流程图只能调用已登记的操作")


class NoPythonEngine(PythonScriptEngine):  # type: ignore[misc]
    """The only engine a workflow of this house has."""

    def __init__(self, *_: Any, **__: Any) -> None:
        super().__init__(environment=NoPython())

    def validate(self, expression: str) -> None:
        """Raises ExpressionRefused for what is not of the grammar."""
        compile_expression(expression)

    def evaluate(self, task: Any, expression: str, external_context: Any = None) -> Any:
        return self.environment.evaluate(expression, task.data)

    def execute(self, task: Any, script: str, external_context: Any = None) -> Any:
        return self.environment.execute(script, task.data)

    def call_service(self, task: Any, **kwargs: Any) -> Any:
        return self.environment.call_service(task.data, **kwargs)


# Whatever in the library builds an engine by itself gets this one, and one that is built by
# name has our environment: both fail closed.
spiff_workflow_module.PythonScriptEngine = NoPythonEngine
python_engine.TaskDataEnvironment = NoPython


def _set_state(self: Any, value: int) -> None:
    """As the library's, without the log line that nobody reads; what needs nobody queues up."""
    if value != self._state:
        self._state = value
        if (value == TaskState.READY and not self.task_spec.manual
                and isinstance(self.workflow, _Running)):
            self.workflow.top_workflow.ready.append(self)


spiff_task_module.uuid4 = task_ids.new
Task._set_state = _set_state
Task.collect_log_extras = lambda self, dct=None: None


def call_off(task: Any) -> None:
    """Take the token away, with all that its activity holds: calls, instances, events."""
    if task._state & OPEN:
        task._set_state(TaskState.CANCELLED)
        task.task_spec._on_cancel(task)


class _Running:
    """What the process of a case and the processes that it calls have in common.

    Looks through its own tasks in order of birth instead of walking the tree. ``data`` are the
    variables; ``assigned`` the names of those that were set here, not handed in by the caller.
    """

    tasks: dict[str, Any]
    top_workflow: Any
    data: dict[str, Scalar]
    assigned: set[str]
    caller: Any
    completed: bool
    success: bool

    def get_tasks_iterator(self, first_task: Any = None, **kwargs: Any) -> Iterator[Any]:
        if first_task is not None:
            return super().get_tasks_iterator(first_task, **kwargs)  # type: ignore[misc,no-any-return]
        criteria = TaskFilter(**kwargs)
        return iter([task for task in self.tasks.values() if criteria.matches(task)])

    def assign(self, values: Mapping[str, Scalar]) -> None:
        self.data.update(values)
        self.assigned.update(values)

    def open_ones(self) -> list[Any]:
        """Tasks that neither ended nor were called off."""
        return [task for task in self.tasks.values() if task._state & OPEN]

    def call_off_all(self) -> None:
        self.completed = True
        for task in self.open_ones():
            call_off(task)

    def cancel(self, success: bool = False) -> list[Any]:
        self.success = success
        self.call_off_all()
        return []

    def _task_completed_notify(self, task: Any) -> None:
        if self.completed:
            self.hand_back()

    def hand_back(self) -> None:
        """Nobody called."""

    def collect_log_extras(self, dct: Any = None) -> None:
        return None


class CalledProcess(_Running, BpmnSubWorkflow):  # type: ignore[misc]
    """One call of a called process: begins with the caller's variables, hands back those that
    were set in it."""

    def __init__(self, spec: Any, caller: Any, **kwargs: Any) -> None:
        self.caller = caller
        self.assigned = set()
        super().__init__(
            spec, parent_task_id=caller.id, top_workflow=caller.workflow.top_workflow, **kwargs)

    @property
    def parent_workflow(self) -> Any:
        """The process that called it."""
        return self.caller.workflow

    def hand_back(self) -> None:
        if self.caller._state == TaskState.STARTED:     # else it was called off
            self.caller.task_spec.take_back(self.caller, {n: self.data[n] for n in self.assigned})
            self.caller._set_state(TaskState.READY)


class Process(_Running, BpmnWorkflow):  # type: ignore[misc]
    """A running process. ``perform`` must be set before it is moved."""

    caller = None

    def __init__(self, spec: Any, subprocess_specs: Any = None, **kwargs: Any) -> None:
        self.perform: Perform = _nothing_to_perform_with
        self.ready: deque[Any] = deque()      # tasks that need nobody
        self.assigned = set()
        # What ended calls did: (process, calling process and element, element ids).
        # Their tasks are dropped.
        self.ended_calls: list[tuple[str, str, str, list[str]]] = []
        kwargs.pop("script_engine", None)
        super().__init__(spec, subprocess_specs, script_engine=NoPythonEngine(), **kwargs)

    def begin_call(self, caller: Any, process: str) -> None:
        """Begin a called process with the caller's variables."""
        called = CalledProcess(self.subprocess_specs[process], caller)
        called.data.update(caller.workflow.data)
        self.subprocesses[caller.id] = called

    def run_on(self) -> None:
        """Run every task that needs nobody, until all wait; then drop what ended calls held.

        Raises Stuck when it would not end.
        """
        self._run_ready()
        ended = [called for called in self.subprocesses.values() if called.completed]
        # The deepest first, as they ended: a call may have ended, or been called off, with the
        # whole process that it stands in.
        for called in sorted(ended, key=lambda each: -each.depth):
            caller = called.caller
            done = [
                task.task_spec.bpmn_id for task in called.tasks.values()
                if task._state == TaskState.COMPLETED and task.task_spec.bpmn_id
            ]
            self.ended_calls.append(
                (called.spec.name, caller.workflow.spec.name, caller.task_spec.bpmn_id, done))
            del self.subprocesses[caller.id]

    def run_first(self, others: int) -> None:
        """Run what has just been set going until it waits, before whoever set it going goes on.

        others: how many tasks were ready before; they wait.
        """
        later = [self.ready.popleft() for _ in range(others)]
        self._run_ready()
        self.ready.extendleft(reversed(later))

    def _run_ready(self) -> None:
        """One token goes on until it waits before another moves, so that the order of what is
        done does not hang on how many nodes lie on either way."""
        steps = 0
        ready = self.ready
        while ready:
            task = ready.popleft()
            if task._state != TaskState.READY:      # another called it off
                continue
            steps += 1
            if steps > MOST_STEPS:
                raise Stuck("the process runs on and on without waiting for anybody")
            others = len(ready)
            task.run()
            ready.rotate(len(ready) - others)


def _nothing_to_perform_with(operation: str, parameters: Mapping[str, str]) -> Any:
    raise RuntimeError(f"{operation}: the process was moved outside of a command")
