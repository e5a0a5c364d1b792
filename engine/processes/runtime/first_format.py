"""Reads what was stored in the first format, with which cases of version 1 began.

It kept the library's own tree: variables with every task, tasks that were only foreseen, and
tasks that joined boundary events and ends. Of these the second format has none.
"""

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.processes.runtime.flow import Call, FlowNode

FORMAT = b"\x01"


def converted(content: Any, specs: Mapping[str, Any], main: str) -> list[Any]:
    """The content of a state in the second format. Raises what comes for anything malformed;
    the second format's own checks follow."""
    tree, calls, ended = content
    return [
        _tree(tree, specs[main]),
        [[caller, process, *_tree(called, specs[process])] for caller, process, *called in calls],
        [[process, _calling(process, element, specs), element, done]
         for process, element, done in ended],
    ]


def _tree(tree: list[Any], spec: Any) -> list[Any]:
    rows, last, completed, success = tree
    if type(last) is not int or not -1 <= last < len(rows):
        raise ValueError("the end of a tree is malformed")
    places: dict[int, int] = {-1: -1}
    kept: list[list[Any]] = []
    changes: list[tuple[float, int, dict[str, Any]]] = []
    for place, row in enumerate(rows):
        name, parent, state, spec_name, delta, holds, triggered, changed = row
        if holds and not (holds.keys() <= {"event_fired"} and set(holds.values()) <= {True, False}):
            raise ValueError("a task holds what no task holds")
        if triggered not in (0, 1) or type(changed) not in (int, float):
            raise ValueError("a task is malformed")
        if state & TaskState.PREDICTED_MASK or state == TaskState.FUTURE:
            continue
        if delta is not None:
            values, gone = delta
            if not all(type(each) is str for each in gone):
                raise ValueError("a variable is malformed")
            changes.append((changed, place, values))
        if spec_name.endswith(".BoundaryEventJoin"):
            continue
        if isinstance(spec.task_specs[spec_name], FlowNode):
            places[place] = len(kept)
            kept.append([name, places[parent], state, spec_name, None])
    # A variable has the value that was given to it last, whichever token gave it.
    variables: dict[str, Any] = {}
    given: set[str] = set()
    for _, place, values in sorted(changes, key=lambda each: (each[1] > 0, each[:2])):
        variables.update(values)
        given.update(values if place else ())
    return [kept, completed, success, variables, sorted(given)]


def _calling(process: str, element: str, specs: Mapping[str, Any]) -> str:
    """Where the call stands; the first format did not say. With one and the same id in two
    diagrams that call the process nobody can tell any more, and the first is taken."""
    for name, spec in specs.items():
        node = spec.task_specs.get(element)
        if isinstance(node, Call) and node.called == process:
            return name
    raise ValueError("an ended call is malformed")
