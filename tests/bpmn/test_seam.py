"""What BPMN 2.0 says of calls, boundary events, ends and variables, one case each.

Every act is done on a case that was read anew from its stored state.
"""

from collections import Counter
from collections.abc import Mapping

import pytest
from small_diagrams import Life, draw, unplayable

from engine.processes.diagram import parse_diagram
from engine.processes.runtime import (
    ExecutableBundle,
    Instance,
    NotOpen,
    Scalar,
    Stuck,
    UnreadableState,
)

INNER = draw("inner", "start begin; user ask; end done; begin > ask > done")
MIDDLE = draw("middle", "start begin; call deep inner; end done; begin > deep > done")


def main(text: str) -> bytes:
    return draw("main", "start begin; end done\n" + text)


# -- calls ---------------------------------------------------------------------------------


def test_a_timer_interrupts_a_call_that_holds_a_call() -> None:
    life = Life(main("call work middle; on work late timer over; user decide"
                     "\nbegin > work > done; late > decide > done"), MIDDLE, INNER)
    assert life.open() == ["ask"]
    life.happens("late")
    assert life.open() == ["decide"]
    assert life.waiting() == []
    life.complete("decide")
    assert life.instance.completed


def test_a_terminate_end_ends_a_call_that_holds_a_call() -> None:
    life = Life(main("call work middle; on work warn timer near again; user decide"
                     "\nend stop terminate\nbegin > work > done; warn > decide > stop"),
                MIDDLE, INNER)
    life.happens("warn")
    life.complete("decide")
    assert life.instance.completed
    assert life.open() == []


def test_a_call_within_a_call_ends_in_one_step() -> None:
    life = Life(main("call work middle\nbegin > work > done"), MIDDLE, INNER)
    life.complete("ask")
    assert life.instance.completed
    passed = {(t.process, t.element, t.called_from) for t in life.instance.tokens()}
    assert ("inner", "ask", ("middle", "deep")) in passed
    assert ("middle", "deep", ("main", "work")) in passed


def test_what_an_interrupted_call_did_is_kept_for_the_picture() -> None:
    inner = draw("inner", "start begin; user first; user second; end done"
                 "\nbegin > first > second > done")
    life = Life(main("call work middle; on work late timer over\nbegin > work > done; late > done"),
                MIDDLE, inner)
    life.complete("first")
    life.happens("late")
    passed = {(t.process, t.element) for t in life.reload().tokens() if t.done}
    assert ("inner", "first") in passed
    assert ("inner", "second") not in passed


def test_a_called_process_that_terminates_ends_only_itself() -> None:
    inner = draw("inner", "start begin; user ask; on ask warn timer near again; user more"
                 "\nend stop terminate; end done\nbegin > ask > stop; warn > more > done")
    life = Life(main("call work inner; user after\nbegin > work > after > done"), inner)
    life.happens("warn")
    assert life.open() == ["ask", "more"]
    life.complete("ask")
    assert life.open() == ["after"]


def test_a_call_that_ends_at_once_leaves_no_timer_behind() -> None:
    inner = draw("inner", "start begin; op note; end done; begin > note > done")
    life = Life(main("call work inner; on work late timer over; on work warn timer near again"
                     "\nuser after\nbegin > work > after > done; late > done; warn > done"), inner)
    assert life.open() == ["after"]
    assert life.waiting() == []


def test_three_calls_of_one_process_run_at_once() -> None:
    life = Life(main("user work; on work one timer near again; call ask_one inner"
                     "\nbegin > work > done; one > ask_one > done"), INNER)
    for _ in range(3):
        life.happens("one")
    assert life.open() == ["ask", "ask", "ask", "work"]
    for _ in range(3):
        life.complete("ask")
    life.complete("work")
    assert life.instance.completed


def test_the_picture_names_the_right_caller_of_a_process_called_from_two_diagrams() -> None:
    life = Life(main("call first inner; call work middle\nbegin > first > work > done"),
                MIDDLE, INNER)
    life.complete("ask")
    callers = Counter((t.called_from, t.done) for t in life.reload().tokens()
                      if (t.process, t.element) == ("inner", "ask"))
    assert callers == {(("main", "first"), True): 1, (("middle", "deep"), False): 1}
    life.complete("ask")
    callers = Counter(t.called_from for t in life.reload().tokens()
                      if (t.process, t.element) == ("inner", "ask"))
    assert callers == {("main", "first"): 1, ("middle", "deep"): 1}


# -- boundary timers -----------------------------------------------------------------------

BOTH = ("user work; on work warn timer near again; on work late timer over; user told; user why"
        "\nbegin > work > done; warn > told > done; late > why > done")


def test_a_repeating_timer_goes_on_waiting_and_its_branches_outlive_the_call() -> None:
    life = Life(main("call work inner; on work warn timer near again; user told"
                     "\nbegin > work > done; warn > told > done"), INNER)
    for _ in range(3):
        life.happens("warn")
    life.complete("ask")
    assert life.waiting() == []
    assert life.open() == ["told", "told", "told"]
    assert not life.instance.completed
    for _ in range(3):
        life.complete("told")
    assert life.instance.completed


def test_an_interruption_after_a_warning_leaves_the_warnings_branch() -> None:
    life = Life(main(BOTH))
    life.happens("warn")
    life.happens("late")
    assert life.open() == ["told", "why"]
    assert life.waiting() == []
    passed = {t.element for t in life.reload().tokens() if t.done}
    assert passed >= {"warn", "late"}
    assert "work" not in passed


def test_a_timer_that_leads_back_to_its_task_is_armed_anew() -> None:
    life = Life(main("user work; on work late timer over\nbegin > work > done; late > work"))
    for _ in range(5):
        life.happens("late")
        assert life.open() == ["work"]
        assert life.waiting() == ["late"]


def test_a_task_entered_again_has_its_timer_again() -> None:
    life = Life(main('user work; on work warn timer near again; gate which'
                     '\nbegin > work > which > work [v1 == "a"]; which > done [else]; warn > done'))
    life.happens("warn")
    life.complete("work", v1="a")
    assert life.waiting() == ["warn"]
    life.complete("work", v1="b")
    assert life.instance.completed


def test_a_warnings_branch_that_joins_the_main_road_makes_two_tokens() -> None:
    life = Life(main("user work; on work warn timer near again; op note"
                     "\nbegin > work > note > done; warn > note"))
    life.happens("warn")
    life.complete("work")
    assert life.done == ["note", "note"]


def test_a_thousand_rounds_are_not_forgotten() -> None:
    life = Life(main('user work; gate which'
                     '\nbegin > work > which > work [v1 == "a"]; which > done [else]'))
    for _ in range(700):
        (task,) = life.instance.open_tasks()
        life.instance.complete(task.id, {"v1": "a"}, life.perform)
    life.complete("work", v1="b")
    assert life.instance.completed


# -- variables -----------------------------------------------------------------------------


def test_a_branch_that_ends_last_does_not_bring_an_old_value_back() -> None:
    """It was forked while x was "go"; x has been "stop" since."""
    inner = draw("inner", "start begin; op set_go v1_go; user ask; on ask warn timer near again"
                 "\nuser told; op set_stop v1_stop; end done"
                 "\nbegin > set_go > ask > set_stop > done; warn > told > done")
    life = Life(main('call work inner; gate which; user stopped; user went'
                     '\nbegin > work > which > stopped [v1 == "stop"]; which > went [else]'
                     "\nstopped > done; went > done"), inner)
    life.happens("warn")
    life.complete("ask")
    life.complete("told")
    assert life.open() == ["stopped"]


def test_a_call_hands_back_only_what_was_set_in_it() -> None:
    """While it runs the caller sets another value; the call's copy of the old one is not it."""
    life = Life(main("call work inner; on work warn timer near again; user told; user after"
                     "\nbegin > work > after > done; warn > told > done"), INNER, v1="old", v2="x")
    life.happens("warn")
    life.complete("told", v1="new")
    life.complete("ask", v2="y")
    (task,) = life.reload().open_tasks()
    assert life.instance.variables(task.id) == {"v1": "new", "v2": "y"}


def test_an_interrupted_call_hands_nothing_back() -> None:
    inner = draw("inner", "start begin; op note v1_b; user ask; end done"
                 "\nbegin > note > ask > done")
    life = Life(main("call work inner; on work late timer over; user after"
                     "\nbegin > work > after > done; late > after"), inner, v1="a")
    life.happens("late")
    (task,) = life.reload().open_tasks()
    assert life.instance.variables(task.id) == {"v1": "a"}


# -- gateways ------------------------------------------------------------------------------


@pytest.mark.parametrize("place", [1, 999])
def test_the_drawing_decides_nothing(place: int) -> None:
    """Both conditions hold. The first in the file decides, wherever its target is drawn."""
    xml = main('gate which; user one; user two\nbegin > which > one [v1 == "a"]'
               '\nwhich > two [v1 != "b"]; which > done [else]; one > done; two > done')
    drawn = xml.replace(b'bpmnElement="one"><dc:Bounds x="1" y="1"',
                        f'bpmnElement="one"><dc:Bounds x="1" y="{place}"'.encode())
    assert place == 1 or drawn != xml
    assert Life(drawn, v1="a").open() == ["one"]


def test_a_condition_on_a_variable_without_a_value_is_no_silent_default() -> None:
    with pytest.raises(ValueError, match="还没有值"):
        Life(main('gate which; user one\nbegin > which > one [v1 == "a"]; which > done [else]'
                  "\none > done"))


def test_a_condition_is_yes_or_no_and_nothing_else() -> None:
    """In Python a text is as good as yes."""
    with pytest.raises(ValueError, match="必须是“是”或者“否”"):
        Life(main("gate which; user one\nbegin > which > one [v1]; which > done [else]"
                  "\none > done"), v1="no")


# -- what is stored ------------------------------------------------------------------------


@pytest.mark.parametrize("foreign", [0.5, [1], {"a": 1}, b"x", 2**80, "\ud800"])
def test_what_could_not_be_read_again_is_never_stored(foreign: object) -> None:
    life = Life(main("user work; user after\nbegin > work > after > done"))

    def perform(_: str, __: Mapping[str, str]) -> Mapping[str, Scalar]:
        return {}

    (task,) = life.instance.open_tasks()
    life.instance.complete(task.id, {"v1": foreign}, perform)  # type: ignore[dict-item]
    with pytest.raises(UnreadableState):
        life.instance.dump()


def test_a_timer_that_is_not_waited_for_is_refused() -> None:
    life = Life(main(BOTH))
    timers = {timer.element: timer.id for timer in life.instance.waiting_timers()}
    life.happens("late")
    for name in ("late", "warn"):
        with pytest.raises(NotOpen):
            life.instance.fire(timers[name], life.perform)
    (task,) = life.instance.open_tasks()
    with pytest.raises(NotOpen):
        life.instance.fire(task.id, life.perform)


# -- diagrams ------------------------------------------------------------------------------


def test_a_chain_of_fifteen_hundred_tasks_is_run() -> None:
    """The library's parser goes one call deeper for each, and dies at some five hundred."""
    names = [f"step_{n}" for n in range(1500)]
    words = ["start begin", *(f"user {name}" for name in names), "end done"]
    xml = draw("main", "\n".join([*words, " > ".join(["begin", *names, "done"])]))
    assert unplayable(xml) == []
    bundle = ExecutableBundle("main", {"main": parse_diagram(xml)})
    instance: Instance = bundle.start(lambda *_: {}, {})
    for number in range(len(names)):
        (task,) = instance.open_tasks()
        instance.complete(task.id, {}, lambda *_: {})
        if number % 500 == 0:
            instance = bundle.load(instance.dump())
    assert instance.completed


def test_a_lane_survives_white_space_around_its_references() -> None:
    assert b"<bpmn:flowNodeRef>\n  ask\n</bpmn:flowNodeRef>" in INNER
    life = Life(main("call work inner\nbegin > work > done"), INNER)
    assert [task.lane for task in life.instance.open_tasks()] == ["受理人员"]


def test_a_process_that_waits_for_nobody_is_stopped() -> None:
    with pytest.raises(Stuck):
        Life(main('op note; gate which\nbegin > note > which > note [v1 == "a"]'
                  "\nwhich > done [else]"), v1="a")
