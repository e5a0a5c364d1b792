"""SpiffWorkflow as it comes, on our diagrams: load the whole workflow, act, store it, commit.

``python -m tests.benchmarks.bare_library DATABASE_URL SETS`` reads diagrams and lives as JSON from
standard input and prints the seconds of each act, after as many sets that do not count. It keeps
nothing but the workflow: no register, no task list, no timers' rows, no record. Service tasks only
answer the gateways after them; timers lie in the far future. Imports nothing of the engine, so
that the library is not bent.
"""

import json
import sys
import time
from collections.abc import Mapping
from typing import Any, ClassVar

from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine, TaskDataEnvironment
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.serializer.config import DEFAULT_CONFIG
from SpiffWorkflow.bpmn.serializer.default.task_spec import BpmnTaskSpecConverter
from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from tests.benchmarks.one_row_store import Store

FAR = "2099-01-01T00:00:00+00:00"


class Operation(BpmnSpecMixin):  # type: ignore[misc]
    """A service task that does nothing but answer what gateways after it ask."""

    def _run_hook(self, my_task: Any) -> bool:
        my_task.data.update(answers(my_task.data))
        return True


def answers(variables: Mapping[str, Any]) -> dict[str, str]:
    """One level signs and one reply answers all, as in the lives played here."""
    signed = variables.get("sign_off") == "approved"
    return {"level": "concluded" if signed else "reviewer", "items": "answered"}


class Parser(BpmnParser):  # type: ignore[misc]
    OVERRIDE_PARSER_CLASSES: ClassVar[dict[str, Any]] = {
        full_tag("serviceTask"): (TaskParser, Operation)}


def due(_timer: str) -> str:
    return f"R1/{FAR}/P1D"


def main(url: str, sets: str) -> None:
    diagrams, lives = json.load(sys.stdin)
    parser = Parser()
    for diagram in diagrams:
        parser.add_bpmn_str(diagram.encode())
    spec = parser.get_spec("disclosure_request")
    called = parser.get_subprocess_specs("disclosure_request")
    serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure(
        {**DEFAULT_CONFIG, Operation: BpmnTaskSpecConverter}))
    script_engine = PythonScriptEngine(environment=TaskDataEnvironment({"due": due}))
    store = Store(url, "TEXT")
    seconds: dict[str, list[float]] = {"plain": [], "letter": []}
    number = 0
    for turn in range(2 * int(sets)):
        for life in lives:
            number += 1
            begun = time.perf_counter()
            workflow = BpmnWorkflow(spec, called, script_engine=script_engine)
            workflow.do_engine_steps()
            store.begin()
            store.add(number, serializer.serialize_json(workflow))
            took = [(time.perf_counter() - begun, True)]
            for element, variables, letter in life:
                begun = time.perf_counter()
                store.begin()
                workflow = serializer.deserialize_json(store.load(number))
                workflow.script_engine = script_engine
                (task,) = [
                    each for each in workflow.get_tasks(state=TaskState.READY)
                    if each.task_spec.bpmn_id == element]
                task.data.update(variables)
                task.run()
                workflow.do_engine_steps()
                workflow.refresh_timers()
                store.save(number, serializer.serialize_json(workflow))
                took.append((time.perf_counter() - begun, letter))
            if turn >= int(sets):
                for each, letter in took:
                    seconds["letter" if letter else "plain"].append(each)
    json.dump(seconds, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
