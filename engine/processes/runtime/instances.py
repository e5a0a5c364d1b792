"""Multi-instance activities: as many of one as a variable says, at once or one after another."""

from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.processes.runtime.flow import FlowNode
from engine.processes.runtime.library import OPEN, Stuck, call_off

MOST_INSTANCES = 100


class Several(FlowNode):
    """Holds the instances of its inner activity, numbered from 1.

    How many is fixed when the token arrives. What the instances came to is given to the process
    when the last has ended, in the order in which they ended; an interruption before leaves
    nothing of it.
    """

    def __init__(
        self, *args: Any, inner: FlowNode, count: str, sequential: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.inner = inner
        self.count = count
        self.sequential = sequential
        inner.several = self

    def _update_hook(self, my_task: Any) -> bool:
        count = my_task.workflow.data.get(self.count)
        if type(count) is not int or not 0 <= count <= MOST_INSTANCES:
            raise Stuck(f"{self.bpmn_id}: {self.count} does not say how many there are")
        if count == 0:
            return True
        my_task._set_state(TaskState.STARTED)
        my_task.internal_data["of"] = count
        for number in range(1, 2 if self.sequential else count + 1):
            self._begin(my_task, number)
        return False

    def _begin(self, my_task: Any, number: int) -> None:
        instance = my_task._add_child(self.inner, TaskState.FUTURE)
        instance.internal_data["instance"] = number
        self.inner._update(instance)

    def one_ended(self, instance: Any) -> None:
        """Begin the next one; when all have ended, go on with what they gave."""
        my_task = instance.parent
        number, of = instance.internal_data["instance"], my_task.internal_data["of"]
        if self.sequential and number < of:
            self._begin(my_task, number + 1)
        elif not any(each._state & OPEN for each in my_task.children):
            my_task.workflow.assign(my_task.internal_data.pop("outcomes", {}))
            my_task._set_state(TaskState.READY)

    def _on_cancel(self, my_task: Any) -> None:
        for instance in my_task.children:
            call_off(instance)
