"""SpiffWorkflow, bent to this house: no Python from a diagram, timers that only we ring.

Why each bend (all seen in SpiffWorkflow 3.2.0):

* its expression environment is a bare ``eval``; ours knows only ``engine.expressions``;
* a workflow restored without an engine falls back to that ``eval`` in silence, so the class
  used here takes no other engine;
* its timers compare with the wall clock and freeze their date; ours ring when told, and the
  date lives in a row that follows the law;
* it walks the whole task tree on every step, stops at a depth of 1,000 and so can call an
  unfinished case finished; here what becomes ready stands in a queue, and flat scans have no
  such depth;
* it foresees every way out of a gateway, to throw away all but one.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import SpiffWorkflow.bpmn.workflow as spiff_workflow_module
import SpiffWorkflow.task as spiff_task_module
from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine, python_engine
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin, _EndJoin
from SpiffWorkflow.bpmn.specs.defaults import ExclusiveGateway
from SpiffWorkflow.bpmn.specs.event_definitions.timer import (
    CycleTimerEventDefinition,
    TimeDateEventDefinition,
    TimerEventDefinition,
)
from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskFilter, TaskState

from engine.processes.expressions.expression import compile_expression
from engine.processes.runtime import task_ids

Scalar = str | int | bool | None
Perform = Callable[[str, Mapping[str, str]], Mapping[str, Scalar]]

GONGKAI = "urn:gongkai:bpmn"
MOST_STEPS = 1000  # between two waits; our longest way has some twenty


class Stuck(RuntimeError):
    """The process neither waits nor ends: its diagram or its stored state is at fault."""


class NoPython:
    """Stands where the library keeps its expression environment. Only the grammar passes."""

    def evaluate(
        self, expression: str, context: Mapping[str, Any], external_context: Any = None
    ) -> Any:
        return compile_expression(expression).evaluate(context)

    def execute(self, script: str, context: Any, external_context: Any = None) -> Any:
        raise PermissionError("流程图中的脚本一律不执行")

    def call_service(self, context: Any, **kwargs: Any) -> Any:
        raise PermissionError("流程图只能调用已登记的操作")


class NoPythonEngine(PythonScriptEngine):  # type: ignore[misc]
    """The only engine a workflow of this house has."""

    def __init__(self, *_: Any, **__: Any) -> None:
        super().__init__(environment=NoPython())

    def validate(self, expression: str) -> None:
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
        self.last_state_change = time.time()
        self._state = value
        if (value == TaskState.READY and not self.task_spec.manual
                and isinstance(self.workflow, _FlatScans)):
            self.workflow.top_workflow.ready.append(self)


def _inherit_data(self: Any) -> None:
    """As the library's, for variables that are scalars, as ours all are: nothing to merge."""
    self.data.update(self.parent.data)


spiff_task_module.uuid4 = task_ids.new
Task._set_state = _set_state
Task._inherit_data = _inherit_data
Task.collect_log_extras = lambda self, dct=None: None


class OnceTimer(TimeDateEventDefinition):  # type: ignore[misc]
    """A timer that rings once, when the engine says so."""

    def has_fired(self, my_task: Any) -> bool:
        return bool(my_task.internal_data.get("event_fired"))


class RepeatingTimer(CycleTimerEventDefinition):  # type: ignore[misc]
    """A timer that rings each time the engine says so and goes on waiting."""

    def has_fired(self, my_task: Any) -> bool:
        return False

    def cycle_complete(self, my_task: Any) -> bool:
        return bool(my_task.internal_data.pop("ring", False))


class OperationTask(BpmnSpecMixin):  # type: ignore[misc]
    """A service task: names a registered operation and literal parameters, nothing else."""

    def __init__(
        self, wf_spec: Any, bpmn_id: str, operation: str = "",
        parameters: Mapping[str, str] | None = None, **kwargs: Any,
    ) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.operation = operation
        self.parameters = dict(parameters or {})

    def _run_hook(self, my_task: Any) -> bool:
        result = my_task.workflow.top_workflow.perform(self.operation, self.parameters)
        my_task.data.update(result)
        return True


class OperationTaskParser(TaskParser):  # type: ignore[misc]
    def create_task(self) -> Any:
        parameters = {
            node.get("name"): node.get("value")
            for node in self.node.iter(f"{{{GONGKAI}}}parameter")
        }
        return self.spec_class(
            self.spec, self.bpmn_id, operation=self.node.get("implementation", ""),
            parameters=parameters, **self.bpmn_attributes,
        )


class DiagramParser(BpmnParser):  # type: ignore[misc]
    """Reads diagrams that ``engine.verification`` has passed."""

    OVERRIDE_PARSER_CLASSES: Mapping[str, Any] = {
        full_tag("serviceTask"): (OperationTaskParser, OperationTask),
    }


class FlatEndJoin(_EndJoin):  # type: ignore[misc]
    """The end of a process waits for every other open task of it, at any depth."""

    def _check_threshold_unstructured(self, my_task: Any) -> bool:
        return not any(
            task is not my_task and task._state & TaskState.NOT_FINISHED_MASK
            and not self._lies_behind(task, my_task)
            for task in my_task.workflow.tasks.values()
        )

    @staticmethod
    def _lies_behind(task: Any, my_task: Any) -> bool:
        """Only foreseen to come after the end itself."""
        parent = task.parent
        return parent is not None and (
            parent is my_task or parent.task_spec.name == my_task.task_spec.name
        )


class LastingBoundaryJoin(BoundaryEventJoin):  # type: ignore[misc]
    """When an activity ends, what its repeating timers already started goes on by itself.

    The library cancels such a timer together with everything that it ever started.
    """

    def _check_threshold_structured(self, my_task: Any) -> tuple[bool, list[Any]]:
        finished, cancel = super()._check_threshold_structured(my_task)
        for task in list(cancel):
            if isinstance(getattr(task.task_spec, "event_definition", None), RepeatingTimer):
                cancel.remove(task)
                task.workflow.top_workflow.event_manager.remove_task(task)
                task._set_state(TaskState.COMPLETED if task._children else TaskState.CANCELLED)
        return finished, cancel

    def _find_tasks(self, my_task: Any) -> list[Any]:
        """The joins of this very split; the library walks the tree for them."""
        split = my_task.find_ancestor(self.split_task)
        return [
            task for task in my_task.workflow.tasks.values()
            if task.task_spec is self and task.find_ancestor(self.split_task) is split
        ]


class UnforeseenGateway(ExclusiveGateway):  # type: ignore[misc]
    """Which way it goes is known when it runs; the ways foreseen would only be thrown away."""

    def _predict_hook(self, my_task: Any) -> None:
        pass


class _FlatScans:
    """Looks through a workflow's own tasks in order of birth instead of walking the tree."""

    tasks: dict[str, Any]
    top_workflow: Any

    def get_tasks_iterator(self, first_task: Any = None, **kwargs: Any) -> Iterator[Any]:
        if first_task is not None:
            return super().get_tasks_iterator(first_task, **kwargs)  # type: ignore[misc,no-any-return]
        criteria = TaskFilter(**kwargs)
        return iter([task for task in self.tasks.values() if criteria.matches(task)])

    def update_waiting_tasks(self) -> None:
        """What waits for others may go on now; events are told when theirs comes."""
        for task in [t for t in self.tasks.values() if t._state == TaskState.WAITING]:
            if not isinstance(task.task_spec, CatchingEvent):
                task.task_spec._update(task)

    def collect_log_extras(self, dct: Any = None) -> None:
        return None


class CalledProcess(_FlatScans, BpmnSubWorkflow):  # type: ignore[misc]
    """One call of a called process."""


class Process(_FlatScans, BpmnWorkflow):  # type: ignore[misc]
    """A running process. ``perform`` must be set before it is moved."""

    def __init__(self, spec: Any, subprocess_specs: Any = None, **kwargs: Any) -> None:
        self.perform: Perform = _nothing_to_perform_with
        self.ready: deque[Any] = deque()      # tasks that need nobody, in the order of becoming so
        # What ended calls did: (process, calling element, element ids). Their tasks are dropped.
        self.ended_calls: list[tuple[str, str, list[str]]] = []
        kwargs.pop("script_engine", None)
        super().__init__(spec, subprocess_specs, script_engine=NoPythonEngine(), **kwargs)

    def create_subprocess(self, my_task: Any, spec_name: str) -> CalledProcess:
        called = CalledProcess(
            self.subprocess_specs[spec_name], parent_task_id=my_task.id, top_workflow=self
        )
        self.subprocesses[my_task.id] = called
        return called

    def run_on(self) -> None:
        """Run every task that needs nobody, until all wait; then drop what ended calls held.

        Raises Stuck when it would not end.
        """
        self._run_ready()
        for task_id, called in list(self.subprocesses.items()):
            caller = self.get_task_from_id(task_id)
            if called.completed and caller._state & TaskState.FINISHED_MASK:
                done = [
                    task.task_spec.bpmn_id for task in called.tasks.values()
                    if task._state == TaskState.COMPLETED and task.task_spec.bpmn_id
                ]
                self.ended_calls.append((called.spec.name, caller.task_spec.bpmn_id, done))
                del self.subprocesses[task_id]

    def _run_ready(self) -> None:
        steps = 0
        while self.ready:
            task = self.ready.popleft()
            if task._state != TaskState.READY:      # another cancelled it
                continue
            steps += 1
            if steps > MOST_STEPS:
                raise Stuck("the process runs on and on without waiting for anybody")
            task.run()


def _nothing_to_perform_with(operation: str, parameters: Mapping[str, str]) -> Any:
    raise RuntimeError(f"{operation}: the process was moved outside of a command")


def parse(main: str, diagrams: Mapping[str, etree._Element]) -> tuple[Any, dict[str, Any]]:
    """The specification of a process and of all it calls.

    ``diagrams``: process id to the root element that our own strict reader returned; the
    library's own readers of files and strings are not used, since they would follow entities.
    """
    parser = DiagramParser()
    for root in diagrams.values():
        parser.add_bpmn_xml(root)
    spec, called = parser.get_spec(main), dict(parser.get_subprocess_specs(main))
    for process_spec in (spec, *called.values()):
        for task_spec in list(process_spec.task_specs.values()):
            _bend(task_spec)
    return spec, called


def _already_tested() -> None:
    """Every task would test its specification again, which no more changes."""


def _bend(task_spec: BpmnTaskSpec) -> None:
    if task_spec.inputs:        # only the root has none, and is not tested
        task_spec.test()
        task_spec.test = _already_tested
    if type(task_spec) is _EndJoin:
        task_spec.__class__ = FlatEndJoin
    elif type(task_spec) is BoundaryEventJoin:
        task_spec.__class__ = LastingBoundaryJoin
    elif type(task_spec) is ExclusiveGateway:
        task_spec.__class__ = UnforeseenGateway
    definition = getattr(task_spec, "event_definition", None)
    if not isinstance(definition, TimerEventDefinition):
        return
    name = compile_expression(definition.expression).due_name
    if isinstance(definition, CycleTimerEventDefinition):
        task_spec.event_definition = RepeatingTimer(name, definition.expression)
    elif isinstance(definition, TimeDateEventDefinition):
        task_spec.event_definition = OnceTimer(name, definition.expression)
    else:
        raise ValueError(f"{task_spec.bpmn_id}: 期限只能由 due(…) 给出")
