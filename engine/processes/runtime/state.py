"""A running process as bytes, without its specification, and back.

JSON of plain lists, compressed: some 2 KB a case where the library's own form has 65 KB.
Nothing in it names a class or holds an expression, so reading it can run nothing. The first
byte is the format; another format is refused, never guessed.
"""

import threading
from collections.abc import Mapping
from types import NoneType
from typing import Any

import orjson
import zstandard
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.processes.runtime.library import CalledProcess, Process, Stuck
from engine.processes.runtime.task_ids import is_name

FORMAT = b"\x01"
MAX_BYTES = 8_000_000  # of unpacked state; a real case has some 20 KB

_local = threading.local()


class UnreadableState(ValueError):
    """The bytes are not what ``dump`` wrote for this specification."""


def _compressor() -> zstandard.ZstdCompressor:
    if not hasattr(_local, "compressor"):
        _local.compressor = zstandard.ZstdCompressor(level=1)
        _local.decompressor = zstandard.ZstdDecompressor()
    return _local.compressor  # type: ignore[no-any-return]


def dump(process: Process) -> bytes:
    """The state of a process that waits. Raises Stuck for one that does not."""
    called = [
        [task_id, call.spec.name, *_tree(call)]
        for task_id, call in process.subprocesses.items()
    ]
    packed = orjson.dumps([_tree(process), called, process.ended_calls])
    return FORMAT + _compressor().compress(packed)


def _tree(workflow: Any) -> list[Any]:
    index: dict[str, int] = {}
    rows: list[Any] = []
    data: list[Mapping[str, Any]] = []
    for task in workflow.tasks.values():
        if task._state == TaskState.READY and not task.task_spec.manual:
            raise Stuck("a task is ready and is never reached")
        parent = -1 if task._parent is None else index[task._parent]
        own = task.data
        inherited: Mapping[str, Any] = data[parent] if parent >= 0 else {}
        # A task's data are mostly its parent's: keep what differs, and what is gone.
        delta = None if own == inherited else [
            {k: v for k, v in own.items() if k not in inherited or inherited[k] != v},
            [k for k in inherited if k not in own],
        ]
        index[task.id] = len(rows)
        data.append(own)
        rows.append([
            task.id, parent, task._state, task.task_spec.name, delta,
            task.internal_data or None, int(task.triggered), task.last_state_change,
        ])
    last = workflow.last_task
    return [
        rows, -1 if last is None or last.id not in index else index[last.id],
        int(workflow.completed), int(workflow.success),
    ]


def load(state: bytes, spec: Any, called_specs: Mapping[str, Any]) -> Process:
    """The process that ``dump`` wrote. Raises UnreadableState for anything else."""
    if state[:1] != FORMAT:
        raise UnreadableState("unknown format")
    _compressor()
    try:
        packed = _local.decompressor.decompress(state[1:], max_output_size=MAX_BYTES)
        main, calls, ended = orjson.loads(packed)
        process = Process(spec, called_specs, deserializing=True)
        _plant(process, main)
        for caller_id, spec_name, *tree in calls:
            caller = process.get_task_from_id(caller_id)
            if caller.task_spec.spec != spec_name or caller.id in process.subprocesses:
                raise UnreadableState("a call from where nothing is called")
            call = CalledProcess(
                called_specs[spec_name], parent_task_id=caller.id, top_workflow=process,
                deserializing=True,
            )
            _plant(call, tree)
            process.subprocesses[caller.id] = call
            call.completed_event.connect(caller.task_spec._on_subworkflow_completed, caller)
        process.ended_calls = [_ended(process, *each) for each in ended]
    except UnreadableState:
        raise
    except Exception as error:
        raise UnreadableState(str(error)) from error
    return process


def _plant(workflow: Any, tree: list[Any]) -> None:
    rows, last, completed, success = tree
    task_specs = workflow.spec.task_specs
    events = workflow.top_workflow.event_manager
    tasks: list[Task] = []
    for row in rows:
        name, parent, state, spec_name, delta, internal, triggered, changed = row
        _check_row(row, len(tasks))
        task_spec = task_specs[spec_name]
        if state == TaskState.READY and not task_spec.manual:
            raise UnreadableState("a task that needs nobody was left undone")
        task = Task(workflow, task_spec, None, state=state, id=name)
        if parent >= 0:
            above = tasks[parent]
            task._parent = above.id
            above._children.append(task.id)
            task.data = dict(above.data)
        if delta is not None:
            changes, gone = delta
            task.data.update(changes)
            for key in gone:
                del task.data[key]
        task.internal_data = internal or {}
        task.triggered = bool(triggered)
        task.last_state_change = changed
        if state == TaskState.WAITING and isinstance(task_spec, CatchingEvent):
            events.add_task(task)
        tasks.append(task)
    if not tasks or len(workflow.tasks) != len(tasks):
        raise UnreadableState("no tasks, or one of them twice")
    if type(last) is not int or not -1 <= last < len(tasks) or {completed, success} - {0, 1}:
        raise UnreadableState("the end of a tree is malformed")
    workflow.task_tree = tasks[0]
    workflow.last_task = tasks[last] if last >= 0 else None
    workflow.completed = bool(completed)
    workflow.success = bool(success)


# One state each, and none that a step leaves behind when it fails.
_STATES = frozenset({
    TaskState.MAYBE, TaskState.LIKELY, TaskState.FUTURE, TaskState.WAITING, TaskState.READY,
    TaskState.STARTED, TaskState.COMPLETED, TaskState.CANCELLED,
})
_INTERNAL = frozenset({"event_fired"})


def _check_row(row: list[Any], place: int) -> None:
    """A task as ``_tree`` writes it: whoever alters the database gets no foreign value in."""
    name, parent, state, spec_name, delta, internal, triggered, changed = row
    if not (
        type(name) is str and is_name(name) and type(spec_name) is str
        and type(parent) is int and (0 <= parent < place or (place == 0 and parent == -1))
        and type(state) is int and state in _STATES
        and triggered in (0, 1) and type(changed) in (int, float)
    ):
        raise UnreadableState("a task is malformed or stands before its parent")
    if internal is not None and not (
        internal.keys() <= _INTERNAL and all(value is True for value in internal.values())
    ):
        raise UnreadableState("a task holds what no task holds")
    if delta is not None and not (
        all(type(value) in (str, bool, int, NoneType) for value in delta[0].values())
        and all(type(key) is str for key in delta[1])
    ):
        raise UnreadableState("a variable is neither text, number nor yes or no")


def _ended(top: Process, process: Any, caller: Any, done: Any) -> tuple[str, str, list[str]]:
    specs = top.subprocess_specs[process].task_specs.values()
    elements = {getattr(spec, "bpmn_id", None) for spec in specs}
    if type(caller) is not str or not set(done) <= elements:
        raise UnreadableState("an ended call is malformed")
    return process, caller, done
