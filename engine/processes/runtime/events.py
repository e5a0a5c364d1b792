"""Events: what a process waits for, and what it throws to the processes around it.

None fires by itself. Timers and messages are fired from outside, by id; an error or an
escalation by the process that throws it, and it is caught at once by the nearest call around it
that has a boundary event with the same code. A message that a process throws is handed out
(``SENDS``), to go where whoever moves the process brings it.
"""

from typing import Any, Literal

from SpiffWorkflow.util.task import TaskState

from engine.processes.runtime.flow import FlowNode, release
from engine.processes.runtime.library import Stuck, call_off

Kind = Literal["timer", "message", "error", "escalation"]
#: What a thrown message is to whoever performs: an operation with the message's ``name``.
SENDS = "message/send"


class Wait(FlowNode):
    """An event that waits until it is fired: an intermediate catch event or a boundary event.

    ``name``: the legal date, the message's name or the code. ``repeats``: a boundary event that
    does not interrupt; each time it is fired a further token leaves it, and it goes on waiting
    as long as its activity does (BPMN 2.0, 10.5.4 and 13.5.3).
    """

    event_definition = None     # the library asks its own loop for it; it has nothing to say

    def __init__(
        self, *args: Any, kind: Kind, name: str, boundary: bool = False, repeats: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.event = name
        self.boundary = boundary
        self.repeats = repeats

    def _update_hook(self, my_task: Any) -> bool:
        my_task._set_state(TaskState.WAITING)
        self.arm(my_task)
        return False

    def arm(self, my_task: Any) -> None:
        """The event is waited for from now on."""
        my_task.workflow.top_workflow.event_manager.add_task(my_task)

    def disarm(self, my_task: Any) -> None:
        """It is no longer waited for."""
        my_task.workflow.top_workflow.event_manager.remove_task(my_task)

    _on_cancel = disarm

    def fire(self, my_task: Any) -> None:
        """It happens now. What it interrupts is called off before anything else moves."""
        if self.repeats:
            for node in self.outputs:
                node._update(my_task._add_child(node, TaskState.FUTURE))
        else:
            self.disarm(my_task)
            my_task.run()

    def _on_complete_hook(self, my_task: Any) -> None:
        if self.boundary:
            fork = my_task.parent
            for activity in fork.children:
                if not isinstance(activity.task_spec, Wait):
                    call_off(activity)
            release(fork)
        super()._on_complete_hook(my_task)


class Throw(FlowNode):
    """An intermediate throw event: an escalation or a message."""

    def __init__(self, *args: Any, kind: str = "", name: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.event = name

    def _on_complete_hook(self, my_task: Any) -> None:
        self.throw(my_task)
        super()._on_complete_hook(my_task)

    def throw(self, my_task: Any) -> None:
        """Hand a message out, else fire the nearest event around it that catches this. Raises
        Stuck when none does, since going on as if nothing had happened would be wrong."""
        workflow = my_task.workflow
        if self.kind == "message":
            workflow.top_workflow.perform(SENDS, {"name": self.event})
            return
        while workflow.caller is not None:
            activity = workflow.caller
            if activity.task_spec.several is not None:
                activity = activity.parent
            workflow = activity.workflow
            for event in activity.parent.children if activity.task_spec.has_events else ():
                wait = event.task_spec
                if (event._state == TaskState.WAITING
                        and (wait.kind, wait.event) == (self.kind, self.event)):
                    before = len(workflow.top_workflow.ready)
                    wait.fire(event)
                    if wait.repeats:
                        workflow.top_workflow.run_first(before)
                    return
        raise Stuck(f"{self.bpmn_id}: nobody catches the {self.kind} {self.event}")


class End(Throw):
    """An end event: none, terminate, message, error or escalation (``kind``)."""

    def _on_complete_hook(self, my_task: Any) -> None:
        workflow = my_task.workflow
        if self.kind == "terminate":
            workflow.call_off_all()
        elif self.kind:
            self.throw(my_task)
        if not workflow.completed and not workflow.open_ones():
            workflow.completed = True
