"""What verification proves: a token always moves, everything is known, a person can read it."""

import pytest
from sample_diagram import LANES, SAMPLE, changed, codes, problems

from engine.installation.tables import OPERATIONS
from engine.processes.checks.verification import verify
from engine.rules.alarms import alarms

TASK = '<bpmn:userTask id="more" name="另一任务" />'
IN_LANE = ("<bpmn:flowNodeRef>done</bpmn:flowNodeRef>",
           "<bpmn:flowNodeRef>done</bpmn:flowNodeRef><bpmn:flowNodeRef>more</bpmn:flowNodeRef>")
DRAWN = ('<bpmndi:BPMNEdge id="edge_begin_ask"',
         '<bpmndi:BPMNShape id="shape_more" bpmnElement="more">'
         '<dc:Bounds x="1" y="2" width="3" height="4" /></bpmndi:BPMNShape>'
         '<bpmndi:BPMNEdge id="edge_begin_ask"')


def _flow(name: str, source: str, target: str, inside: str = "") -> str:
    return f'<bpmn:sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}">' \
        f"{inside}</bpmn:sequenceFlow>"


def _drawn(*flows: str) -> tuple[str, str]:
    edges = "".join(
        f'<bpmndi:BPMNEdge id="edge_{flow}" bpmnElement="{flow}"><di:waypoint x="1" y="2" />'
        '<di:waypoint x="3" y="4" /></bpmndi:BPMNEdge>' for flow in flows)
    return ('<bpmndi:BPMNEdge id="edge_note_done"', f'{edges}<bpmndi:BPMNEdge id="edge_note_done"')


def _more(*flows: str) -> list[tuple[str, str]]:
    """A further task in its lane and on the drawing, with these flows."""
    return [("<!--process-->", TASK + "".join(flows)), IN_LANE, DRAWN]


CASES: dict[str, tuple[set[str], list[tuple[str, str]]]] = {
    "a sequence flow without an id, which the library drops in silence": (
        {"missing_id", "dangling_reference"},
        [('<bpmn:sequenceFlow id="note_done"', "<bpmn:sequenceFlow")]),
    "a task without an id": (
        {"missing_id", "dangling_reference"}, [('<bpmn:userTask id="ask"', "<bpmn:userTask")]),
    "an id twice": ({"duplicate_id"}, [('id="shape_ask"', 'id="ask"')]),
    "an id with strange characters": ({"bad_id"}, [('id="edge_note_done"', 'id="../etc"')]),
    "a process id that is no folder name": (
        {"bad_id"}, [('id="sample"', 'id="Sample"'), ('bpmnElement="sample"',
                                                       'bpmnElement="Sample"')]),
    "a process that is not executable": (
        {"not_executable"}, [('isExecutable="true"', 'isExecutable="false"')]),
    "two processes in a file": (
        {"several_processes"},
        [("<!--definitions-->", '<bpmn:process id="b" name="另" isExecutable="true" />')]),
    "a flow from nowhere": ({"dangling_reference"}, [('sourceRef="note"', 'sourceRef="gone"')]),
    "a flow out of a lane": ({"dangling_reference", "dead_end", "no_end"},
                             [('sourceRef="note"', 'sourceRef="lane"')]),
    "a drawing of nothing": ({"dangling_reference"}, [('bpmnElement="note"',
                                                       'bpmnElement="gone"')]),
    "a lane that lists what is not there": (
        {"dangling_reference"}, [("<bpmn:flowNodeRef>done<",
                                  "<bpmn:flowNodeRef>gone</bpmn:flowNodeRef>"
                                  "<bpmn:flowNodeRef>done<")]),
    "a default that is not a way out of the gateway": (
        {"dangling_reference", "missing_condition"},
        [('default="choose_done"', 'default="note_done"')]),
    "no start": (
        {"not_one_start", "dangling_reference", "unreachable"},
        [('<bpmn:startEvent id="begin" name="收到申请" />', ""),
         ("<bpmn:flowNodeRef>begin</bpmn:flowNodeRef>", ""),
         ('sourceRef="begin"', 'sourceRef="lane"'),
         ('bpmnElement="begin"', 'bpmnElement="sample"')]),
    "two starts": (
        {"not_one_start"},
        [("<!--process-->", '<bpmn:startEvent id="more" name="又一开始" />'
          + _flow("more_ask", "more", "ask")), IN_LANE, DRAWN, _drawn("more_ask")]),
    "a flow into the start": (
        {"before_start"},
        [('sourceRef="note" targetRef="done"', 'sourceRef="note" targetRef="begin"')]),
    "a flow out of the end": (
        {"after_end"},
        [*_more(_flow("done_more", "done", "more"), _flow("more_done", "more", "done")),
         _drawn("done_more", "more_done")]),
    "a task after which nothing comes": (
        {"dead_end", "no_end"},
        [(_flow("note_done", "note", "done")[:-len("></bpmn:sequenceFlow>")] + " />", ""),
         ('bpmnElement="note_done"', 'bpmnElement="sample"')]),
    "a gateway without a way out": (
        {"no_way_out", "no_end", "unreachable", "silent_split"},
        [('<bpmn:sequenceFlow id="choose_note" name="受理" sourceRef="choose" targetRef="note">',
          '<bpmn:sequenceFlow id="choose_note" sourceRef="note" targetRef="note">'),
         ("<bpmn:conditionExpression>answer == \"yes\"</bpmn:conditionExpression>", ""),
         ('name="不受理" sourceRef="choose"', 'sourceRef="note"'),
         (' default="choose_done"', "")]),
    "a gateway whose conditions may all fail": (
        {"no_way_out"},
        [(' default="choose_done"', ""),
         ('id="choose_done" name="不受理" sourceRef="choose" targetRef="done" />',
          'id="choose_done" name="不受理" sourceRef="choose" targetRef="done">'
          '<bpmn:conditionExpression>answer == "no"</bpmn:conditionExpression>'
          "</bpmn:sequenceFlow>")]),
    "two conditions that may hold together": (
        {"overlapping_conditions", "no_way_out"},
        [(' default="choose_done"', ""),
         ('id="choose_done" name="不受理" sourceRef="choose" targetRef="done" />',
          'id="choose_done" name="不受理" sourceRef="choose" targetRef="done">'
          '<bpmn:conditionExpression>answer in ["no", "yes"]</bpmn:conditionExpression>'
          "</bpmn:sequenceFlow>")]),
    "a branch beside the main road that runs into it": (
        {"branch_joins"}, [('sourceRef="late" targetRef="done"',
                            'sourceRef="late" targetRef="note"')]),
    "a way out of a gateway without a condition": (
        {"missing_condition"}, [(' default="choose_done"', "")]),
    "a condition on the default flow": (
        {"misplaced_condition", "missing_condition"},
        [('default="choose_done"', 'default="choose_note"')]),
    "a condition where nothing is chosen": (
        {"misplaced_condition"},
        [('<bpmn:sequenceFlow id="begin_ask" sourceRef="begin" targetRef="ask" />',
          _flow("begin_ask", "begin", "ask",
                '<bpmn:conditionExpression>answer == "yes"</bpmn:conditionExpression>'))]),
    "a condition that asks nothing": (
        {"refused_expression"}, [('answer == "yes"', "True")]),
    "a condition that names a time": (
        {"refused_expression"}, [('answer == "yes"', 'due("reply_overdue")')]),
    "a task that splits in silence": (
        {"silent_split"},
        [*_more(_flow("ask_more", "ask", "more"), _flow("more_done", "more", "done")),
         _drawn("ask_more", "more_done")]),
    "a task that nothing leads to": (
        {"unreachable"}, [*_more(_flow("more_done", "more", "done")), _drawn("more_done")]),
    "a ring without an end": (
        {"no_end"}, [('sourceRef="note" targetRef="done"', 'sourceRef="note" targetRef="note"')]),
    "flows listed that are not drawn so": (
        {"bad_listing"},
        [("<!--ask-->", "<bpmn:incoming>note_done</bpmn:incoming>")]),
    "an unknown operation": (
        {"unknown_operation"}, [("record/warning", "record/erased")]),
    "a service task without an operation": (
        {"unknown_operation"}, [(' implementation="record/warning"', "")]),
    "a parameter twice": (
        {"bad_parameter"}, [("<!--extension-->", '<gongkai:parameter name="limit" value="x" />')]),
    "an unknown timer": ({"unknown_timer"}, [('due("reply_overdue")', 'due("payday")')]),
    "a timer that is no timer": ({"refused_expression"}, [('due("reply_overdue")', '"P20D"')]),
    "a boundary event without a timer": (
        {"bad_timer"},
        [('<bpmn:timeCycle xsi:type="bpmn:tFormalExpression">due("reply_overdue")'
          "</bpmn:timeCycle>", "")]),
    "an interrupting timer that repeats": (
        {"bad_timer"}, [(' cancelActivity="false"', "")]),
    "a timer on a service task": (
        {"bad_host"}, [('attachedToRef="ask"', 'attachedToRef="note"')]),
    "a lane of nobody": ({"unknown_lane"}, [('name="受理人员"', 'name="过路人员"')]),
    "a task outside the lanes": (
        {"outside_lanes"}, [("<bpmn:flowNodeRef>note</bpmn:flowNodeRef>", "")]),
    "a task in two lanes": (
        {"outside_lanes"}, [("<bpmn:flowNodeRef>note</bpmn:flowNodeRef>",
                             "<bpmn:flowNodeRef>note</bpmn:flowNodeRef>" * 2)]),
    "a call of the process itself": (
        {"bad_call"},
        [('<bpmn:userTask id="ask" name="审查申请"><!--ask--></bpmn:userTask>',
          '<bpmn:callActivity id="ask" name="审查" calledElement="sample" '
          'gongkai:version="1" />')]),
    "a call of nothing": (
        {"bad_call"},
        [('<bpmn:userTask id="ask" name="审查申请"><!--ask--></bpmn:userTask>',
          '<bpmn:callActivity id="ask" name="审查" />')]),
    "a call with a version that is no number": (
        {"bad_call"},
        [('<bpmn:userTask id="ask" name="审查申请"><!--ask--></bpmn:userTask>',
          '<bpmn:callActivity id="ask" name="审查" calledElement="other" '
          'gongkai:version="latest" />')]),
    "a task without a Chinese name": ({"missing_name"}, [('name="审查申请"', 'name="Examine"')]),
    "a choice without a name": ({"missing_name"}, [(' name="不受理"', "")]),
    "a name as long as a letter": ({"long_name"}, [('name="审查申请"', f'name="{"审" * 41}"')]),
    "a task that is not drawn": (
        {"missing_drawing"}, [('bpmnElement="note"', 'bpmnElement="sample"')]),
    "a task drawn twice": (
        {"missing_drawing"}, [('bpmnElement="note"', 'bpmnElement="ask"')]),
    "a flow that is not drawn": (
        {"missing_drawing"}, [('bpmnElement="note_done"', 'bpmnElement="sample"')]),
    "a shape without a size": (
        {"missing_drawing"}, [('<dc:Bounds x="1" y="2" width="3" height="4" />', "")]),
    "a shape nowhere": ({"missing_drawing"}, [('x="1" y="2" width', 'x="NaN" y="2" width')]),
    "a line of one point": ({"missing_drawing"}, [('<di:waypoint x="3" y="4" />', "")]),
}


@pytest.mark.parametrize("fault", CASES)
def test_a_faulty_diagram_is_refused_for_its_fault(fault: str) -> None:
    expected, changes = CASES[fault]
    assert codes(changed(*changes)) == expected


def test_a_problem_says_in_chinese_what_and_where_it_is() -> None:
    (found,) = problems(changed(("record/warning", "record/erased")))
    assert found.element == "note"
    assert found.message_zh == "“记录”的操作“record/erased”没有登记，不能执行。"
    assert "serviceTask" in SAMPLE.splitlines()[found.line - 1]


def test_every_problem_of_a_file_is_told_at_once_in_its_order() -> None:
    found = problems(changed(
        ("record/warning", "record/erased"), ('due("reply_overdue")', 'due("payday")'),
        (' name="不受理"', ""),
    ))
    assert [each.code for each in found] == ["unknown_timer", "unknown_operation", "missing_name"]


def test_a_value_that_no_way_out_is_for_is_named() -> None:
    xml = changed(
        (' default="choose_done"', ""),
        ('id="choose_done" name="不受理" sourceRef="choose" targetRef="done" />',
         'id="choose_done" name="不受理" sourceRef="choose" targetRef="done">'
         '<bpmn:conditionExpression>answer == "no"</bpmn:conditionExpression>'
         "</bpmn:sequenceFlow>"))
    (found,) = verify(xml, operations=OPERATIONS, timers=alarms(), lanes=LANES,
                      choices={"answer": ["yes", "no", "later"]})
    assert "在answer为“later”时没有出口" in found.message_zh
    assert verify(xml, operations=OPERATIONS, timers=alarms(), lanes=LANES,
                  choices={"answer": ["yes", "no"]}) == ()


def test_a_diagram_too_long_to_be_read_by_the_library_is_refused() -> None:
    tasks = "".join(f'<bpmn:userTask id="t{n}" name="任务" />' for n in range(400))
    found = problems(changed(("<!--process-->", tasks)))
    assert "请分成几个流程" in next(each.message_zh for each in found if each.code == "too_large")


def test_what_the_engine_does_not_know_is_not_taken_from_the_file() -> None:
    found = verify(SAMPLE.encode(), operations=(), timers=(), lanes=())
    assert {each.code for each in found} == {"unknown_operation", "unknown_timer", "unknown_lane"}


def test_a_file_as_bpmn_io_saves_it_is_accepted() -> None:
    # bpmn.io adds its name and may write the type of an expression without the prefix.
    assert problems(changed(
        ('id="definitions"', 'id="definitions" exporter="bpmn-js" exporterVersion="18.31.1"'),
        ("<bpmn:conditionExpression>",
         '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">'),
        ("<!--ask-->",
         "<bpmn:incoming>begin_ask</bpmn:incoming><bpmn:outgoing>ask_choose</bpmn:outgoing>"),
    )) == ()
