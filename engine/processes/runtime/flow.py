"""How a token moves from node to node: the ground that every kind of flow node stands on.

The library foresees a process as far as it can, walks what it foresaw and joins it again where
boundary events or ends meet. Each of these had faults (long chains exhausted the stack, a fired
timer could not be stored, values of an older branch won), and none is needed to move a token.
Here a node makes what comes next when it is done, and nothing earlier: what stands in the tree
of tasks is what happened and what waits.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.control import BpmnStartTask
from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin
from SpiffWorkflow.util.task import TaskState

from engine.processes.expressions.expression import Expression
from engine.processes.runtime.library import Scalar, Stuck

if TYPE_CHECKING:
    from engine.processes.runtime.instances import Several


class FlowNode(BpmnSpecMixin):  # type: ignore[misc]
    """Anything that a token can be at."""

    #: Boundary events are attached, so that its parent is a ``Fork``.
    has_events = False
    #: What this node is the inner activity of.
    several: "Several | None" = None

    def next_nodes(self, my_task: Any) -> list[Any]:
        """Where the token goes."""
        return list(self.outputs)

    def _predict(self, my_task: Any, *_: Any, **__: Any) -> None:
        """Nothing is foreseen."""

    def _update(self, my_task: Any) -> None:
        if self._update_hook(my_task):
            my_task._ready()

    def _update_hook(self, my_task: Any) -> bool:
        """The token arrives. True: it need not wait for anything but its turn."""
        return True

    def _on_ready(self, my_task: Any) -> None:
        """The specification was tested when it was read."""

    def _run_hook(self, my_task: Any) -> bool:
        return True

    def _on_complete_hook(self, my_task: Any) -> None:
        if my_task.workflow.completed:   # what it threw, or its terminate end, ended all
            return
        if self.has_events:
            release(my_task.parent)
        if self.several is not None:
            self.several.one_ended(my_task)
            return
        for node in self.next_nodes(my_task):
            my_task._add_child(node, TaskState.FUTURE)

    def _on_cancel(self, my_task: Any) -> None:
        """Nothing is held that would have to be given back."""


def release(fork: Any) -> None:
    """An activity has ended: nothing attached to it can happen any more.

    What a repeating event already started goes on by itself.
    """
    for event in fork.children:
        if event._state == TaskState.WAITING:
            event.task_spec.disarm(event)
            event._set_state(
                TaskState.COMPLETED if event._children else TaskState.CANCELLED)


def assign(task: Any, values: Mapping[str, Scalar]) -> None:
    """Give variables the values that an activity came to.

    They belong to the process and are seen by all its tokens, as BPMN has it; values that
    travelled with a token went stale when another token set the same name. Those of one of
    several instances are kept apart until all have ended, so that an interruption leaves none.
    """
    if task.task_spec.several is not None:
        task.parent.internal_data.setdefault("outcomes", {}).update(values)
    else:
        task.workflow.assign(values)


class Begin(FlowNode, BpmnStartTask):  # type: ignore[misc]
    """The library's own first task, before the start event."""


class Pass(FlowNode):
    """A node at which nothing happens: a start event."""


class Fork(FlowNode):
    """Stands before an activity with boundary events: starts it and arms them."""


class UserTask(FlowNode):
    """Waits until somebody completes it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.manual = True


class Choice(FlowNode):
    """An exclusive gateway. The first condition in the order of the file that holds decides;
    where things are drawn decides nothing."""

    ways: tuple[tuple[Expression, str], ...] = ()
    default: str | None = None

    def next_nodes(self, my_task: Any) -> list[Any]:
        variables = my_task.workflow.data
        for condition, target in self.ways:
            if condition.decide(variables):
                return [self._wf_spec.task_specs[target]]
        if self.default is None:
            raise Stuck(f"no way out of {self.bpmn_id}")
        return [self._wf_spec.task_specs[self.default]]


class Call(FlowNode):
    """A call activity."""

    def __init__(self, *args: Any, called: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.called = called

    def _update_hook(self, my_task: Any) -> bool:
        top = my_task.workflow.top_workflow
        if my_task.id not in top.subprocesses:
            my_task._set_state(TaskState.STARTED)
            top.begin_call(my_task, self.called)
        return False

    def take_back(self, my_task: Any, values: Mapping[str, Scalar]) -> None:
        """What the called process set, when it has ended."""
        assign(my_task, values)

    def _on_cancel(self, my_task: Any) -> None:
        called = my_task.workflow.top_workflow.subprocesses.get(my_task.id)
        if called is not None:
            called.cancel()


class OperationTask(FlowNode):
    """A service task: names a registered operation and literal parameters, nothing else.

    Within several instances the operation is also told which: ``instance="2"``, or ``"2.1"``
    for the first within the second.
    """

    def __init__(
        self, *args: Any, operation: str, parameters: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.operation = operation
        self.parameters = dict(parameters)

    def _run_hook(self, my_task: Any) -> bool:
        workflow, parameters = my_task.workflow, self.parameters
        if numbers := instance_of(my_task):
            parameters = {**parameters, "instance": ".".join(map(str, numbers))}
        workflow.assign(workflow.top_workflow.perform(self.operation, parameters))
        return True


def instance_of(task: Any) -> tuple[int, ...]:
    """Which instance of every multi-instance activity around a task, the outermost first,
    counted from 1; empty outside of any."""
    numbers: list[int] = []
    while task is not None:
        if (number := task.internal_data.get("instance")) is not None:
            numbers.append(number)
        task = task.workflow.caller
    return tuple(reversed(numbers))


class Diagram(BpmnProcessSpec):  # type: ignore[misc]
    """The specification of one process. The library's own ends in it are not connected.

    ``elements``: ids of its flow nodes; ``calls``: (call activity, called process).
    """

    elements: frozenset[str] = frozenset()
    calls: frozenset[tuple[str, str]] = frozenset()

    def __init__(self, process: str) -> None:
        super().__init__(name=process)
        self.start.__class__ = Begin
