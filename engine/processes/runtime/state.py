"""A running process as bytes, without its specification, and back.

JSON of plain lists, compressed: some 1 KB a case where the library's own form has 65 KB.
Nothing in it names a class or holds an expression, so reading it can run nothing. The first
byte is the format; another format is refused, never guessed. What was stored in the first
format is read by ``engine.processes.runtime.first_format``.

    state     [process, [[caller's task id, process id, *process], …], ended calls]
    process   [tasks, ended (0, 1), succeeded (0, 1), variables, names of those set here]
    task      [id, place of its parent, state, name of its specification, what it holds or null]
"""

import threading
from collections.abc import Mapping
from types import NoneType
from typing import Any

import orjson
import zstandard
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.processes.runtime import first_format
from engine.processes.runtime.events import Wait
from engine.processes.runtime.flow import Call, FlowNode
from engine.processes.runtime.instances import MOST_INSTANCES, Several
from engine.processes.runtime.library import CalledProcess, Process, Stuck
from engine.processes.runtime.task_ids import is_name

FORMAT = b"\x02"
MAX_BYTES = 8_000_000  # of unpacked state; a real case has some 10 KB

_local = threading.local()


class UnreadableState(ValueError):
    """The bytes are not what ``dump`` wrote for this specification."""


def _compressor() -> zstandard.ZstdCompressor:
    if not hasattr(_local, "compressor"):
        _local.compressor = zstandard.ZstdCompressor(level=1)
        _local.decompressor = zstandard.ZstdDecompressor()
    return _local.compressor  # type: ignore[no-any-return]


def dump(process: Process) -> bytes:
    """The state of a process that waits.

    Raises Stuck for one that does not, and UnreadableState for what ``load`` would refuse, so
    that nothing is ever kept that cannot be read again.
    """
    called = []
    for task_id, call in process.subprocesses.items():
        if task_id not in call.caller.workflow.tasks or call.caller._state != TaskState.STARTED:
            raise UnreadableState("a call from where nothing is called")
        called.append([task_id, call.spec.name, *_tree(call)])
    for each in process.ended_calls:
        _check_ended(process, *each)
    try:
        packed = orjson.dumps([_tree(process), called, process.ended_calls])
    except TypeError as error:      # a number beyond 64 bits, half a character
        raise UnreadableState(str(error)) from error
    if len(packed) > MAX_BYTES:
        raise UnreadableState("too long")
    return FORMAT + _compressor().compress(packed)


def _tree(workflow: Any) -> list[Any]:
    index: dict[str, int] = {}
    rows: list[list[Any]] = []
    for task in workflow.tasks.values():
        spec = task.task_spec
        if task._state == TaskState.READY and not spec.manual:
            raise Stuck("a task is ready and is never reached")
        row = [
            task.id, -1 if task._parent is None else index[task._parent], task._state,
            spec.name, task.internal_data or None,
        ]
        if task._state not in _ENDED or row[4] is not None:
            _check_standing(row, spec)
        index[task.id] = len(rows)
        rows.append(row)
    _check_variables(workflow.data, workflow.assigned)
    return [
        rows, int(workflow.completed), int(workflow.success), workflow.data,
        sorted(workflow.assigned),
    ]


def load(state: bytes, spec: Any, called_specs: Mapping[str, Any]) -> Process:
    """The process that ``dump`` wrote. Raises UnreadableState for anything else."""
    if state[:1] not in (FORMAT, first_format.FORMAT):
        raise UnreadableState("unknown format")
    _compressor()
    try:
        content = orjson.loads(
            _local.decompressor.decompress(state[1:], max_output_size=MAX_BYTES))
        if state[:1] == first_format.FORMAT:
            content = first_format.converted(content, {**called_specs, spec.name: spec}, spec.name)
        main, calls, ended = content
        process = Process(spec, called_specs, deserializing=True)
        _plant(process, main)
        callers = dict(process.tasks)
        for caller_id, spec_name, *tree in calls:
            caller = callers[caller_id]
            if (not isinstance(caller.task_spec, Call) or caller.task_spec.called != spec_name
                    or caller._state != TaskState.STARTED or caller.id in process.subprocesses):
                raise UnreadableState("a call from where nothing is called")
            call = CalledProcess(called_specs[spec_name], caller, deserializing=True)
            _plant(call, tree)
            callers.update(call.tasks)
            process.subprocesses[caller.id] = call
        for task in callers.values():
            if (task._state == TaskState.STARTED and isinstance(task.task_spec, Call)
                    and task.id not in process.subprocesses):
                raise UnreadableState("a call without the process that it called")
        for each in ended:
            _check_ended(process, *each)
        process.ended_calls = [tuple(each) for each in ended]
    except UnreadableState:
        raise
    except Exception as error:
        raise UnreadableState(str(error)) from error
    return process


def _plant(workflow: Any, tree: list[Any]) -> None:
    rows, completed, success, variables, assigned = tree
    task_specs = workflow.spec.task_specs
    events = workflow.top_workflow.event_manager
    tasks: list[Task] = []
    for row in rows:
        name, parent, state, spec_name, holds = row
        task_spec = task_specs[spec_name]
        _check_row(row, len(tasks))
        _check_standing(row, task_spec)
        if state == TaskState.READY and not task_spec.manual:
            raise UnreadableState("a task that needs nobody was left undone")
        task = Task(workflow, task_spec, None, state=state, id=name)
        if parent >= 0:
            above = tasks[parent]
            task._parent = above.id
            above._children.append(task.id)
        task.internal_data = holds or {}
        _check_place(task, task_spec)
        if state == TaskState.WAITING:
            events.add_task(task)
        tasks.append(task)
    if not tasks or len(workflow.tasks) != len(tasks) or {completed, success} - {0, 1}:
        raise UnreadableState("no tasks, or one of them twice, or the end of a tree is malformed")
    _check_variables(variables, assigned)
    workflow.task_tree = tasks[0]
    workflow.completed = bool(completed)
    workflow.success = bool(success)
    workflow.data = variables
    workflow.assigned = set(assigned)


# What may stand in which state when a process waits; nothing is foreseen, nothing half done.
_ENDED = frozenset({TaskState.COMPLETED, TaskState.CANCELLED})
_PLACES: tuple[tuple[type[FlowNode], int], ...] = (
    (Wait, TaskState.WAITING), (Call, TaskState.STARTED), (Several, TaskState.STARTED),
)


def _check_row(row: list[Any], place: int) -> None:
    """A task as ``_tree`` writes it: whoever alters the database gets no foreign value in."""
    name, parent, state, spec_name, _ = row
    if not (
        type(name) is str and is_name(name) and type(spec_name) is str
        and type(parent) is int and (0 <= parent < place or (place == 0 and parent == -1))
        and type(state) is int
    ):
        raise UnreadableState("a task is malformed or stands before its parent")


def _check_standing(row: list[Any], spec: Any) -> None:
    """What a task's state and possessions may be; nothing else is read, nor written."""
    _, _, state, _, holds = row
    if state not in _ENDED and not (
        (state == TaskState.READY and spec.manual)
        or any(state == at and isinstance(spec, kind) for kind, at in _PLACES)
    ):
        raise UnreadableState("a task stands as no task of its kind stands")
    if holds is not None:
        _check_held(holds, spec)


def _check_place(task: Any, spec: Any) -> None:
    """A task follows what leads to it in the diagram; instances and who holds them know each
    other."""
    above = None if task.parent is None else task.parent.task_spec
    if (spec is not task.workflow.spec.start if above is None else
            spec.name not in above._outputs and (above is not spec.several)):
        raise UnreadableState("a task stands where nothing leads")
    if (spec.several is not None) is not ("instance" in task.internal_data) or (
        isinstance(spec, Several) and task._state == TaskState.STARTED
        and "of" not in task.internal_data
    ):
        raise UnreadableState("an instance of nothing")


def _check_held(holds: Any, spec: Any) -> None:
    if isinstance(spec, Several):
        outcomes = holds.get("outcomes", {})
        numbers = [holds.get("of")]
        _check_variables(outcomes, list(outcomes))
        known = {"of", "outcomes"}
    else:
        numbers = [holds.get("instance")]
        known = {"instance"}
    if not (
        holds.keys() <= known
        and all(type(n) is int and 0 < n <= MOST_INSTANCES for n in numbers)
    ):
        raise UnreadableState("a task holds what no task holds")


def _check_variables(variables: Any, assigned: Any) -> None:
    if not (
        all(type(value) in (str, bool, int, NoneType) for value in variables.values())
        and all(type(name) is str for name in variables)
        and set(assigned) <= variables.keys()
    ):
        raise UnreadableState("a variable is neither text, number nor yes or no")


def _check_ended(top: Process, process: Any, calling: Any, caller: Any, done: Any) -> None:
    """(process, calling process, calling element, elements passed)"""
    specs = {**top.subprocess_specs, top.spec.name: top.spec}
    if (caller, process) not in specs[calling].calls or not set(done) <= specs[process].elements:
        raise UnreadableState("an ended call is malformed")
