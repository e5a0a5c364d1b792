"""What verification says of events, codes and instances, and of what nobody catches."""

from pathlib import Path

import pytest
from small_diagrams import LANES, MESSAGES, OPERATIONS, TIMERS, draw

from engine.errors import DiagramRefused
from engine.processes.checks.events import uncaught
from engine.processes.checks.verification import Problem, verify
from engine.processes.contract import Contract
from engine.processes.diagram import parse_diagram
from engine.processes.executable import ExecutableProcesses
from engine.processes.published import load, seal

ROAD = ("start begin; user ask; call work inner; on work failed error void"
        "\non work heard escalation late again; on ask back message withdrawn"
        "\ncatch post message answered; op note; end done"
        "\nbegin > ask > work > post > note > done; failed > done; heard > done; back > done")
GOOD = draw("main", ROAD)
SEVERAL = draw("main", "start begin; user ask * n1; end done; begin > ask > done")


def problems(xml: bytes) -> tuple[Problem, ...]:
    return verify(xml, operations=OPERATIONS, timers=TIMERS, lanes=LANES, messages=MESSAGES)


def changed(old: str, new: str, xml: bytes = GOOD) -> bytes:
    text = xml.decode()
    assert old in text, old
    return text.replace(old, new, 1).encode()


def test_what_the_cases_spoil_is_good() -> None:
    assert problems(GOOD) == problems(SEVERAL) == ()


ERROR = '<bpmn:errorEventDefinition errorRef="error_void" />'
MESSAGE = '<bpmn:messageEventDefinition messageRef="message_withdrawn" />'
CASES: dict[str, tuple[set[str], bytes]] = {
    "a message that no command sends": (
        {"unknown_message"},
        changed('id="message_withdrawn" name="withdrawn"',
                'id="message_withdrawn" name="elsewhere"')),
    "a message without a name": (
        {"bad_event"},
        changed('id="message_withdrawn" name="withdrawn"', 'id="message_withdrawn"')),
    "an error without a code": (
        {"bad_event"}, changed('id="error_void" errorCode="void"', 'id="error_void"')),
    "a code that is no plain word": (
        {"bad_event"},
        changed('id="error_void" errorCode="void"', 'id="error_void" errorCode="a b"')),
    "a message event that does not say which": (
        {"bad_event"}, changed(MESSAGE, "<bpmn:messageEventDefinition />")),
    "a message event that means an error": (
        {"bad_event"}, changed(MESSAGE, MESSAGE.replace("message_withdrawn", "error_void"))),
    "a message that is not defined": (
        {"dangling_reference"},
        changed(MESSAGE, MESSAGE.replace("message_withdrawn", "message_gone"))),
    "a boundary event of nothing": ({"bad_event"}, changed(MESSAGE, "")),
    "an event of two things": (
        {"bad_event"},
        changed(MESSAGE, MESSAGE + "<bpmn:timerEventDefinition><bpmn:timeDate>"
                         'due("over")</bpmn:timeDate></bpmn:timerEventDefinition>')),
    "an event on the road that waits for nothing": (
        {"bad_event"},
        changed('<bpmn:messageEventDefinition messageRef="message_answered" />', "")),
    "an error that lets its call go on": (
        {"bad_event"},
        changed('attachedToRef="work" cancelActivity="true">' + ERROR,
                'attachedToRef="work" cancelActivity="false">' + ERROR)),
    "an error caught at a task, where none is thrown": (
        {"bad_host"},
        changed('attachedToRef="work" cancelActivity="true">' + ERROR,
                'attachedToRef="ask" cancelActivity="true">' + ERROR)),
    "an escalation caught at a task": (
        {"bad_host"},
        changed('attachedToRef="work" cancelActivity="false"',
                'attachedToRef="ask" cancelActivity="false"')),
    "one error caught twice": (
        {"bad_event"},
        changed('<bpmn:escalationEventDefinition escalationRef="escalation_late" />', ERROR,
                changed('cancelActivity="false"', 'cancelActivity="true"'))),
    "a timer on the road that repeats": (
        {"bad_timer"},
        changed('<bpmn:messageEventDefinition messageRef="message_answered" />',
                "<bpmn:timerEventDefinition><bpmn:timeCycle>"
                'due("over")</bpmn:timeCycle></bpmn:timerEventDefinition>')),
    "a parameter with the name that the engine fills in": (
        {"bad_parameter"}, changed('name="at"', 'name="instance"')),
    "as many as an expression says": (
        {"refused_expression"}, changed(">n1<", ">n1 == 2<", SEVERAL)),
    "as many as a number says": ({"refused_expression"}, changed(">n1<", ">3<", SEVERAL)),
    "as many as nothing says": (
        {"refused_expression"},
        changed("<bpmn:loopCardinality>n1</bpmn:loopCardinality>", "", SEVERAL)),
    "several of an operation": (
        {"misplaced_element"},
        changed("</bpmn:serviceTask>",
                "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>n1"
                "</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>"
                "</bpmn:serviceTask>")),
    "several until a condition holds": (
        {"forbidden_element"},
        changed("</bpmn:loopCardinality>", "</bpmn:loopCardinality>"
                "<bpmn:completionCondition>x</bpmn:completionCondition>", SEVERAL)),
    "a thrown message that is not defined": (
        {"dangling_reference"},
        changed('<bpmn:endEvent id="done" name="甲">',
                '<bpmn:endEvent id="done" name="甲">'
                + MESSAGE.replace("message_withdrawn", "message_gone"))),
}


@pytest.mark.parametrize("fault", CASES)
def test_a_faulty_event_is_refused_for_its_fault(fault: str) -> None:
    expected, xml = CASES[fault]
    assert {each.code for each in problems(xml)} == expected


def test_where_messages_are_not_known_every_name_passes() -> None:
    xml = changed('id="message_withdrawn" name="withdrawn"',
                  'id="message_withdrawn" name="elsewhere"')
    assert verify(xml, operations=OPERATIONS, timers=TIMERS, lanes=LANES) == ()


@pytest.mark.parametrize("name", ["End", "Start", "Root", "main.EndJoin", "Ask",
                                  "ask.BoundaryEventSplit", "ask-1", "_ask", "1ask"])
def test_a_node_may_not_be_called_as_the_library_calls_its_own(name: str) -> None:
    text = SEVERAL.decode().replace('"ask"', f'"{name}"').replace(">\n  ask\n<", f">{name}<")
    assert {each.code for each in problems(text.encode())} == {"bad_id"}


# --- the whole bundle ---------------------------------------------------------------------------

def bundle(*texts: tuple[str, str]) -> list[tuple[str, str, str]]:
    """(process, code, element) of what is uncaught; each diagram alone is accepted."""
    files = {name: draw(name, text) for name, text in texts}
    assert [problems(xml) for xml in files.values()] == [()] * len(files)
    roots = {name: parse_diagram(xml) for name, xml in files.items()}
    return [(process, each.code, each.element) for process, each in uncaught("main", roots)]


INNER = ("inner", "start begin; user ask; end fail error void; begin > ask > fail")
MAIN = "start begin; call work inner; end done; begin > work > done"


def test_an_error_must_be_caught_above() -> None:
    assert bundle(("main", MAIN), INNER) == [("inner", "uncaught", "fail")]
    assert bundle(("main", f"{MAIN}\non work failed error void; failed > done"), INNER) == []


def test_an_error_with_another_code_is_not_caught() -> None:
    assert bundle(("main", f"{MAIN}\non work failed error late; failed > done"), INNER) == [
        ("main", "never_thrown", "failed"), ("inner", "uncaught", "fail")]


def test_an_escalation_is_no_error() -> None:
    inner = ("inner", "start begin; user ask; throw up escalation void; end done"
                      "\nbegin > ask > up > done")
    assert bundle(("main", f"{MAIN}\non work failed error void; failed > done"), inner) == [
        ("main", "never_thrown", "failed"), ("inner", "uncaught", "up")]
    assert bundle(
        ("main", f"{MAIN}\non work failed escalation void again; failed > done"), inner) == []


def test_what_a_case_throws_itself_nobody_catches() -> None:
    assert bundle(("main", "start begin; user ask; end fail error void; begin > ask > fail")) == [
        ("main", "uncaught", "fail")]


MIDDLE = "start begin; call deep inner; end done; begin > deep > done"


def test_it_may_be_caught_two_levels_up() -> None:
    main = ("main", "start begin; call work middle; end done; begin > work > done"
                    "\non work failed error void; failed > done")
    assert bundle(main, ("middle", MIDDLE), INNER) == []
    assert bundle(main, ("middle", f"{MIDDLE}\non deep near error void; near > done"), INNER) == [
        ("main", "never_thrown", "failed")]


def test_every_way_to_the_one_who_throws_must_catch_it() -> None:
    """One of two calls catches; by the other the case would stand still."""
    main = ("main", "start begin; call one inner; call two inner; end done"
                    "\nbegin > one > two > done; on one failed error void; failed > two")
    assert bundle(main, INNER) == [("inner", "uncaught", "fail")]


def test_the_message_says_who_throws_what_and_where_to_catch_it() -> None:
    roots = {"main": parse_diagram(draw("main", MAIN)),
             "inner": parse_diagram(draw(*INNER))}
    ((process, found),) = uncaught("main", roots)
    assert process == "inner"
    assert found.message_zh == (
        "“甲”抛出的错误“void”没有人接住：请在上层的调用流程上附一个同代码的边界事件。")


@pytest.mark.parametrize("caught", [True, False])
def test_a_published_bundle_in_which_something_is_uncaught_never_runs(
    caught: bool, tmp_path: Path
) -> None:
    catch = "\non work failed error void; failed > done" if caught else ""
    inner = "start begin; op note; end fail error void; begin > note > fail"
    for name, text in (("main", MAIN + catch), ("inner", inner)):
        folder = tmp_path / name / "v1"
        folder.mkdir(parents=True)
        (folder / f"{name}.bpmn").write_bytes(draw(name, text))
    (tmp_path / "releases.yaml").write_text("main: main\n1: {main: 1, inner: 1}\n")
    seal(tmp_path, lambda drafts: None)
    operations = dict.fromkeys(OPERATIONS, Contract())
    executable = ExecutableProcesses(load(tmp_path), operations, TIMERS)
    if caught:
        assert executable.latest().start(lambda *_: {}, {}).completed
    else:
        with pytest.raises(DiagramRefused, match="没有人接住"):
            executable.latest()
