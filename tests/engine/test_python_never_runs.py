"""Python in a diagram never runs, even past verification: the library has no engine that would.

Each of the ten places in which the library runs Python is written into a real diagram of ours.
Verification refuses it; and the same file, put straight into the process library as somebody
with write access to the program's folder could, is refused there or runs without it.
"""

import ast
import re
import subprocess
import sys
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from engine.actors.roles import Role
from engine.installation.tables import OPERATIONS
from engine.processes.checks.verification import verify
from engine.processes.diagram import parse_diagram
from engine.processes.runtime import ExecutableBundle, Instance, Stuck
from engine.rules.alarms import alarms

REPOSITORY = Path(__file__).resolve().parents[2]
SIGN_OFF = (REPOSITORY / "bpmn/sign_off/v1/sign_off.bpmn").read_text(encoding="utf-8")
SPIFF = 'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"'

USER_TASK = re.compile(r'<bpmn:userTask id="approve_reply".*?</bpmn:userTask>', re.DOTALL)
CONDITION = re.compile(r"(<bpmn:conditionExpression[^>]*>)[^<]*(</)")
SERVICE_TASK = re.compile(r'(<bpmn:serviceTask id="issue_reply"[^>]*>)')
START = re.compile(r'<bpmn:startEvent id="reply_submitted".*?</bpmn:startEvent>', re.DOTALL)
DEFINITIONS = re.compile(r"(<bpmn:collaboration )")


def _user_task(inner: str, tag: str = "bpmn:userTask", attributes: str = "") -> str:
    def replaced(match: re.Match[str]) -> str:
        old = match.group(0)
        flows = "".join(re.findall(r"<bpmn:(?:incoming|outgoing)>.*?</bpmn:\w+>", old))
        return (f'<{tag} id="approve_reply" name="审核签发" {attributes}>{flows}{inner}</{tag}>')

    text, done = USER_TASK.subn(replaced, SIGN_OFF)
    assert done == 1
    return text


def _changed(pattern: re.Pattern[str], replacement: str, text: str = SIGN_OFF) -> str:
    text, done = pattern.subn(replacement, text, count=1)
    assert done == 1, pattern
    return text


def _with_boundary(definition: str, before: str = "") -> str:
    event = (
        '<bpmn:boundaryEvent id="planted" name="植入" attachedToRef="approve_reply">'
        "<bpmn:outgoing>planted_flow</bpmn:outgoing>"
        f"{definition}</bpmn:boundaryEvent>"
        '<bpmn:endEvent id="planted_end" name="植入结束">'
        "<bpmn:incoming>planted_flow</bpmn:incoming></bpmn:endEvent>"
        '<bpmn:sequenceFlow id="planted_flow" sourceRef="planted" targetRef="planted_end" />')
    text = _changed(re.compile(r"(</bpmn:process>)"), rf"{event}\1")
    return _changed(DEFINITIONS, rf"{before}\1", text)


TEN_PLACES: Mapping[str, str] = {
    "script task": _user_task("<bpmn:script>PAYLOAD</bpmn:script>", "bpmn:scriptTask"),
    "condition of a sequence flow": _changed(CONDITION, r"\1PAYLOAD\2"),
    "timer expression": _with_boundary(
        '<bpmn:timerEventDefinition id="t"><bpmn:timeDate>PAYLOAD</bpmn:timeDate>'
        "</bpmn:timerEventDefinition>"),
    "conditional event": _with_boundary(
        '<bpmn:conditionalEventDefinition id="c"><bpmn:condition>PAYLOAD</bpmn:condition>'
        "</bpmn:conditionalEventDefinition>"),
    "multi-instance cardinality": _user_task(
        '<bpmn:multiInstanceLoopCharacteristics isSequential="true"><bpmn:loopCardinality>PAYLOAD'
        "</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>"),
    "script before or after a task": _user_task(
        f"<bpmn:extensionElements {SPIFF}><spiffworkflow:preScript>PAYLOAD"
        "</spiffworkflow:preScript><spiffworkflow:postScript>PAYLOAD</spiffworkflow:postScript>"
        "</bpmn:extensionElements>"),
    "parameter of a service task": _user_task(
        f"<bpmn:extensionElements {SPIFF}>"
        '<spiffworkflow:serviceTaskOperator id="x" resultVariable="r">'
        '<spiffworkflow:parameters><spiffworkflow:parameter id="a" type="str" value="PAYLOAD" />'
        "</spiffworkflow:parameters></spiffworkflow:serviceTaskOperator>"
        "</bpmn:extensionElements>", "bpmn:serviceTask", 'implementation="PAYLOAD"'),
    "payload of a message": _changed(
        DEFINITIONS, r'<bpmn:message id="letter" name="来信" />\1', _user_task(
            '<bpmn:messageEventDefinition id="m" messageRef="letter">'
            f"<bpmn:extensionElements {SPIFF}>"
            "<spiffworkflow:messagePayload>PAYLOAD</spiffworkflow:messagePayload>"
            "</bpmn:extensionElements></bpmn:messageEventDefinition>",
            "bpmn:intermediateThrowEvent")),
    "correlation of a message": _with_boundary(
        '<bpmn:messageEventDefinition id="m" messageRef="letter" />',
        '<bpmn:message id="letter" name="来信" />'
        '<bpmn:correlationProperty id="p" name="p"><bpmn:correlationPropertyRetrievalExpression '
        'messageRef="letter"><bpmn:messagePath>PAYLOAD</bpmn:messagePath>'
        "</bpmn:correlationPropertyRetrievalExpression></bpmn:correlationProperty>"),
    "completion condition of an ad-hoc subprocess": _user_task(
        '<bpmn:userTask id="inner" name="内部" />'
        "<bpmn:completionCondition>PAYLOAD</bpmn:completionCondition>", "bpmn:adHocSubProcess"),
}


def planted(place: str, canary: Path) -> bytes:
    payload = f"__import__('pathlib').Path('{canary}').touch()"
    text = TEN_PLACES[place].replace("PAYLOAD", payload)
    assert payload in text
    return text.encode()


def test_there_are_ten_places() -> None:
    assert len(TEN_PLACES) == 10


@pytest.mark.parametrize("place", TEN_PLACES)
def test_verification_refuses_a_real_diagram_with_python_in_it(
    place: str, tmp_path: Path
) -> None:
    canary = tmp_path / "it_ran"
    lanes = [role.title for role in Role]
    assert (
        verify(SIGN_OFF.encode(), operations=OPERATIONS, timers=frozenset(alarms()), lanes=lanes)
        == ()
    )
    assert verify(
        planted(place, canary), operations=OPERATIONS, timers=frozenset(alarms()), lanes=lanes
    )
    assert not canary.exists()


def answers(_operation: str, _parameters: Mapping[str, str]) -> Mapping[str, Any]:
    return {}


def drive(instance: Instance) -> None:
    """Complete, fire and reload whatever waits, a few times over."""
    for _ in range(6):
        for task in instance.open_tasks():
            instance.complete(task.id, {"sign_off": "approved"}, answers)
        for timer in instance.waiting_timers():
            instance.fire(timer.id, answers)
        instance.dump()
        instance.tokens()


@pytest.mark.parametrize("place", TEN_PLACES)
def test_python_that_slipped_past_verification_does_not_run(
    place: str, tmp_path: Path
) -> None:
    canary = tmp_path / "it_ran"
    diagrams = {"sign_off": parse_diagram(planted(place, canary))}
    ended = "ran without it"
    try:
        bundle = ExecutableBundle("sign_off", diagrams)
        drive(bundle.start(answers, {"sign_off": "approved"}))
        again = bundle.start(answers, {})
        drive(bundle.load(again.dump()))
    except Exception as refused:
        ended = f"refused: {type(refused).__name__}"
    assert not canary.exists()
    print(place, "·", ended)


@pytest.mark.parametrize("place", TEN_PLACES)
def test_the_bare_library_does_run_it(place: str, tmp_path: Path) -> None:
    """The test of the tests above: without our bends each of the same ten files runs its
    Python."""
    canary = tmp_path / "it_ran"
    file = tmp_path / "planted.bpmn"
    text = planted(place, canary).decode()
    for ours in ("record_decided", "issue_reply"):  # the bare library knows no such operations
        text = re.sub(rf'<bpmn:serviceTask (id="{ours}".*?)</bpmn:serviceTask>',
                      r"<bpmn:manualTask \1</bpmn:manualTask>", text, flags=re.DOTALL)
    file.write_text(text, encoding="utf-8")
    subprocess.run(
        [sys.executable, "-c", textwrap.dedent(BARE), str(file)],
        check=False, capture_output=True, timeout=240, cwd=tmp_path)
    assert canary.exists()


BARE = """
    import sys
    from SpiffWorkflow.spiff.parser import SpiffBpmnParser
    from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
    from SpiffWorkflow.bpmn import BpmnEvent
    from SpiffWorkflow.spiff.specs.event_definitions import MessageEventDefinition
    from SpiffWorkflow.util.task import TaskState

    parser = SpiffBpmnParser()
    parser.add_bpmn_file(sys.argv[1])
    workflow = BpmnWorkflow(parser.get_spec("sign_off"), parser.get_subprocess_specs("sign_off"))
    for _ in range(6):
        for act in (workflow.do_engine_steps, workflow.refresh_timers):
            try:
                act()
            except Exception as error:
                print(error)
        for task in workflow.get_tasks(state=TaskState.WAITING):
            definition = getattr(task.task_spec, "event_definition", None)
            if isinstance(definition, MessageEventDefinition):
                try:
                    workflow.send_event(BpmnEvent(definition, {}))
                except Exception as error:
                    print(error)
        for task in workflow.get_tasks(state=TaskState.READY):
            task.data["sign_off"] = "approved"
            try:
                task.run()
            except Exception as error:
                print(error)
"""


LOOP = """<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:gongkai="urn:gongkai:bpmn" id="d" targetNamespace="urn:gongkai:bpmn">
  <bpmn:process id="loop" name="循环" isExecutable="true">
    <bpmn:startEvent id="begin" name="开始"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
    TASK
    <bpmn:exclusiveGateway id="again" name="再来？" default="f4">
      <bpmn:incoming>f2</bpmn:incoming><bpmn:outgoing>f3</bpmn:outgoing>
      <bpmn:outgoing>f4</bpmn:outgoing></bpmn:exclusiveGateway>
    <bpmn:endEvent id="done" name="结束"><bpmn:incoming>f4</bpmn:incoming></bpmn:endEvent>
    <bpmn:sequenceFlow id="f1" sourceRef="begin" targetRef="ask" />
    <bpmn:sequenceFlow id="f2" sourceRef="ask" targetRef="again" />
    <bpmn:sequenceFlow id="f3" sourceRef="again" targetRef="ask">
      <bpmn:conditionExpression>answer == "again"</bpmn:conditionExpression></bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="f4" sourceRef="again" targetRef="done" />
  </bpmn:process></bpmn:definitions>"""
FLOWS = ("<bpmn:incoming>f1</bpmn:incoming><bpmn:incoming>f3</bpmn:incoming>"
         "<bpmn:outgoing>f2</bpmn:outgoing>")


# -- the library's own engine ------------------------------------------------------------------


def test_nobody_can_build_the_librarys_own_engine(tmp_path: Path) -> None:
    """Whatever part of the library builds an engine by itself gets ours, also when reloading."""
    canary = tmp_path / "it_ran"
    ended = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(f"""
            import engine.processes.runtime
            from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
            from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
            from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
            from SpiffWorkflow.bpmn.parser import BpmnParser
            from SpiffWorkflow.task import Task

            python = "__import__('pathlib').Path({str(canary)!r}).touch()"
            diagram = {LOOP.replace("TASK", f'<bpmn:userTask id="ask" name="问">{FLOWS}'
                                    "</bpmn:userTask>")!r}
            parser = BpmnParser()
            parser.add_bpmn_str(diagram.encode())
            workflow = BpmnWorkflow(parser.get_spec("loop"))
            serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())
            again = serializer.deserialize_json(serializer.serialize_json(workflow))
            for built in (workflow.script_engine, again.script_engine, PythonScriptEngine()):
                for attempt in (
                    lambda: built.evaluate(workflow.task_tree, python),
                    lambda: built.execute(workflow.task_tree, python),
                    lambda: built.environment.evaluate(python, {{}}),
                    lambda: built.environment.execute(python, {{}}),
                ):
                    try:
                        attempt()
                    except Exception as refused:
                        print(type(refused).__name__)
        """)], capture_output=True, text=True, timeout=240, check=False)
    assert ended.returncode == 0, ended.stderr
    assert len(ended.stdout.split()) == 12, ended.stdout
    assert not canary.exists()


def test_only_the_seam_names_what_builds_an_engine() -> None:
    """No other place of the project reaches the library's loaders and engines."""
    dangerous = re.compile(
        r"SpiffWorkflow|PythonScriptEngine|BpmnWorkflow|deserialize_json|add_bpmn_(str|io|file)"
        r"|\bpickle\b|\beval\(|\bexec\(")
    for path in [*REPOSITORY.glob("engine/**/*.py"), *REPOSITORY.glob("letters/**/*.py"),
                 *REPOSITORY.glob("web/**/*.py")]:
        if "engine/processes/runtime" in path.as_posix():
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {ast.unparse(node) for node in ast.walk(tree)
                 if isinstance(node, ast.Call | ast.Import | ast.ImportFrom | ast.Attribute)}
        assert [name for name in names if dangerous.search(name)] == [], path


# -- processes that go on and on -----------------------------------------------------------------

def loop(task: str) -> ExecutableBundle:
    return ExecutableBundle("loop", {"loop": parse_diagram(LOOP.replace("TASK", task).encode())})


def test_a_case_that_goes_round_a_thousand_times_is_not_ended_in_silence() -> None:
    """The library walks its tree to a depth of 1,000 and then calls the process finished."""
    bundle = loop(f'<bpmn:userTask id="ask" name="问">{FLOWS}</bpmn:userTask>')
    instance = bundle.start(answers, {})
    for turn in range(1100):
        (task,) = instance.open_tasks()
        instance.complete(task.id, {"answer": "again"}, answers)
        assert not instance.completed, turn
        if turn % 275 == 0:
            instance = bundle.load(instance.dump())
    (task,) = instance.open_tasks()
    instance.complete(task.id, {"answer": "enough"}, answers)
    assert instance.completed
    assert instance.open_tasks() == []


def test_a_process_that_waits_for_nobody_is_stopped() -> None:
    bundle = loop(f'<bpmn:serviceTask id="ask" name="问" implementation="x">{FLOWS}'
                   "</bpmn:serviceTask>")
    with pytest.raises(Stuck):
        bundle.start(lambda *_: {"answer": "again"}, {})
