"""Messages, errors, escalations and intermediate events, one case each.

Every act is done on a case that was read anew from its stored state.
"""

import pytest
from small_diagrams import Life, draw

from engine.processes.diagram import parse_diagram
from engine.processes.runtime import ExecutableBundle, NotOpen, Stuck

INNER = draw("inner", "start begin; user ask; end done; begin > ask > done")
MIDDLE = draw("middle", "start begin; call deep inner; end done; begin > deep > done")
WHOLE = ("start begin; end done; call life middle; on life back message withdrawn; op close"
         "\nbegin > life > done; back > close > done")


def main(text: str) -> bytes:
    return draw("main", "start begin; end done\n" + text)


# -- messages ------------------------------------------------------------------------------


def test_a_withdrawal_ends_the_whole_life_of_a_case_however_deep_it_stands() -> None:
    life = Life(draw("main", WHOLE), MIDDLE, INNER)
    (message,) = life.instance.messages()
    assert (message.process, message.element, message.name) == ("main", "back", "withdrawn")
    assert not message.repeats
    life.happens("back")
    assert life.done == ["close"]
    assert life.instance.completed
    assert life.open() == life.waiting() == []


def test_a_message_interrupts_a_task_and_its_timers() -> None:
    life = Life(main("user work; on work answer message answered; on work late timer over"
                     "\non work warn timer near again; user after"
                     "\nbegin > work > done; answer > after > done; late > done; warn > done"))
    assert life.waiting() == ["answer", "late", "warn"]
    life.happens("answer")
    assert life.open() == ["after"]
    assert life.waiting() == []


def test_a_message_that_does_not_interrupt_arrives_as_often_as_it_is_sent() -> None:
    life = Life(main("user work; on work news message answered again; op note"
                     "\nend heard; begin > work > done; news > note > heard"))
    for times in range(1, 4):
        life.happens("news")
        assert life.done == ["note"] * times
        assert life.open() == ["work"]
        assert [message.repeats for message in life.instance.messages()] == [True]
    life.complete("work")
    assert life.instance.completed


def test_a_message_is_waited_for_on_the_road() -> None:
    life = Life(main("catch post message answered; user after\nbegin > post > after > done"))
    assert life.open() == []
    assert not life.instance.completed
    assert [t.element for t in life.instance.tokens() if not t.done] == ["post"]
    life.happens("post")
    assert life.open() == ["after"]


def test_a_message_too_early_too_late_or_twice_is_refused_and_not_kept() -> None:
    life = Life(main("user before; catch post message answered; user after"
                     "\nbegin > before > post > after > done"))
    assert life.instance.messages() == []
    with pytest.raises(NotOpen):
        life.instance.send("0" * 32, life.perform)
    life.complete("before")
    assert life.waiting() == ["post"], "an early message must not be kept"
    (message,) = life.reload().messages()
    life.instance.send(message.id, life.perform)
    for instance in (life.instance, life.reload()):
        with pytest.raises(NotOpen):
            instance.send(message.id, life.perform)


def test_a_timer_cannot_be_sent_nor_a_message_rung() -> None:
    life = Life(main("user work; on work late timer over; on work back message withdrawn"
                     "\nbegin > work > done; late > done; back > done"))
    (timer,), (message,) = life.instance.waiting_timers(), life.instance.messages()
    with pytest.raises(NotOpen):
        life.instance.send(timer.id, life.perform)
    with pytest.raises(NotOpen):
        life.instance.fire(message.id, life.perform)


def test_two_who_wait_for_one_message_are_told_apart() -> None:
    inner = draw("inner", "start begin; catch post message answered; end done; begin > post > done")
    life = Life(main("user work; on work more timer near again; call hear inner; end heard"
                     "\nbegin > work > done; more > hear > heard"), inner)
    life.happens("more")
    life.happens("more")
    first, second = life.reload().messages()
    life.instance.send(second.id, life.perform)
    assert [message.id for message in life.instance.messages()] == [first.id]


def test_names_of_one_file_are_not_taken_for_those_of_another() -> None:
    """Both files call an element "message_answered", and mean different messages."""
    inner = draw("inner", "start begin; catch post message answered; end done; begin > post > done")
    inner = inner.replace(b'id="message_answered" name="answered"',
                          b'id="message_answered" name="withdrawn"')
    life = Life(main("call work inner; on work back message answered\nbegin > work > done"
                     "; back > done"), inner)
    assert {(message.element, message.name) for message in life.instance.messages()} == {
        ("post", "withdrawn"), ("back", "answered")}


# -- intermediate timers -------------------------------------------------------------------


def test_a_timer_on_the_road_fires_once() -> None:
    life = Life(main("catch rest timer over; user after\nbegin > rest > after > done"))
    (timer,) = life.instance.waiting_timers()
    assert (timer.name, timer.repeats) == ("over", False)
    life.happens("rest")
    assert life.open() == ["after"]
    assert life.waiting() == []
    with pytest.raises(NotOpen):
        life.instance.fire(timer.id, life.perform)


def test_a_timer_on_the_road_is_interrupted_with_its_call() -> None:
    inner = draw("inner", "start begin; catch rest timer over; end done; begin > rest > done")
    life = Life(main("call work inner; on work back message withdrawn\nbegin > work > done"
                     "; back > done"), inner)
    life.happens("back")
    assert life.instance.completed


# -- errors --------------------------------------------------------------------------------

FAILS = ('start begin; user ask; on ask warn timer near again; user more; gate which; end done'
         '\nend fail error void\nbegin > ask > which > fail [v1 == "a"]; which > done [else]'
         "\nwarn > more > done")


def test_an_error_calls_off_everything_in_the_call_and_takes_its_own_road() -> None:
    life = Life(main("call work inner; on work failed error void; user mend; user after"
                     "\nbegin > work > after > done; failed > mend > done"), draw("inner", FAILS))
    life.happens("warn")
    life.complete("ask", v1="a")
    assert life.open() == ["mend"]
    assert life.waiting() == []
    passed = {(t.element, t.done) for t in life.reload().tokens()}
    assert ("fail", True) in passed
    assert ("more", True) not in passed


def test_without_the_error_the_call_ends_on_the_main_road() -> None:
    life = Life(main("call work inner; on work failed error void; user mend; user after"
                     "\nbegin > work > after > done; failed > mend > done"), draw("inner", FAILS))
    life.complete("ask", v1="b")
    assert life.open() == ["after"]


def test_an_error_is_caught_by_the_nearest_call_with_its_code() -> None:
    middle = draw("middle", "start begin; end done; call deep inner; on deep other error late"
                  "\nbegin > deep > done; other > done")
    inner = draw("inner", FAILS + '; end slow error late; gate second'
                 '\nwhich > second [v1 == "c"]; second > slow [v2 == "x"]; second > done [else]')
    text = ("call work middle; on work failed error void; user mend"
            "\nbegin > work > done; failed > mend > done")
    life = Life(main(text), middle, inner, v2="x")
    life.complete("ask", v1="a")
    assert life.open() == ["mend"]
    assert {t.process for t in life.reload().tokens() if not t.done} == {"main"}
    life = Life(main(text), middle, inner, v2="x")
    life.complete("ask", v1="c")
    assert life.instance.completed


def test_an_error_is_caught_by_its_own_call_and_not_by_the_one_beside_it() -> None:
    life = Life(main("user work; on work one timer near again; on work two timer over again"
                     "\ncall left inner; on left failed_left error void; user mend_left; end a"
                     "\ncall right inner; on right failed_right error void; user mend_right"
                     "\nbegin > work > done; one > left > a; failed_left > mend_left > a"
                     "\ntwo > right > a; failed_right > mend_right > a"), draw("inner", FAILS))
    life.happens("one")
    life.happens("two")
    second = life.instance.open_tasks()[-1]
    life.instance.complete(second.id, {"v1": "a"}, life.perform)
    assert life.open() == ["ask", "mend_right", "work"]


def test_what_nobody_catches_stops_the_act_and_does_not_go_on_in_silence() -> None:
    roots = {"main": parse_diagram(main("call work inner\nbegin > work > done")),
             "inner": parse_diagram(draw("inner", FAILS))}
    instance = ExecutableBundle("main", roots).start(lambda *_: {}, {})
    (task,) = instance.open_tasks()
    with pytest.raises(Stuck, match="nobody catches the error void"):
        instance.complete(task.id, {"v1": "a"}, lambda *_: {})


# -- escalations ---------------------------------------------------------------------------

RISES = ("start begin; user ask; throw up escalation late; op note; user more; end done"
         "\nbegin > ask > up > note > more > done")


def test_an_escalation_that_does_not_interrupt_is_handled_beside_the_call() -> None:
    life = Life(main("call work inner; on work heard escalation late again; op told; user decide"
                     "\nend a; begin > work > done; heard > told > decide > a"),
                draw("inner", RISES))
    life.complete("ask")
    assert life.done == ["told", "note"]
    assert life.open() == ["decide", "more"]


def test_an_escalation_that_interrupts_stops_who_threw_it_at_once() -> None:
    life = Life(main("call work inner; on work heard escalation late; user decide"
                     "\nbegin > work > done; heard > decide > done"), draw("inner", RISES))
    life.complete("ask")
    assert life.done == []
    assert life.open() == ["decide"]


def test_an_escalation_end_is_heard_and_the_call_ends_as_well() -> None:
    inner = draw("inner", "start begin; user ask; end up escalation late; begin > ask > up")
    life = Life(main("call work inner; on work heard escalation late again; op told; user after"
                     "\nend a; begin > work > after > done; heard > told > a"), inner)
    life.complete("ask")
    assert life.done == ["told"]
    assert life.open() == ["after"]
    assert life.waiting() == []


@pytest.mark.parametrize("times", ["", "* n1", "** n1"])
def test_what_an_escalation_sets_going_is_done_before_the_call_hands_back(times: str) -> None:
    """However many instances: the caller hears first, and what the call came to counts last."""
    inner = draw("inner", "start begin; user ask; end up escalation late; begin > ask > up")
    life = Life(main(f"call work inner {times}; on work heard escalation late again"
                     "\nop told v1_a; gate which; user called; user heard_last; end a"
                     '\nbegin > work > which > called [v1 == "b"]; which > heard_last [else]'
                     "\nheard > told > a; called > done; heard_last > done"), inner, n1=1, v1="c")
    (task,) = life.instance.open_tasks()
    life.instance.complete(task.id, {"v1": "b"}, life.perform)
    assert life.done == ["told"]
    assert life.open() == ["called"]


def test_an_escalation_is_heard_two_levels_up() -> None:
    life = Life(main("call work middle; on work heard escalation late; user decide"
                     "\nbegin > work > done; heard > decide > done"), MIDDLE, draw("inner", RISES))
    life.complete("ask")
    assert life.open() == ["decide"]
