"""Multi-instance tasks and calls: several third parties, one case each.

Every act is done on a case that was read anew from its stored state.
"""

import pytest
from small_diagrams import Life, draw

from engine.processes.runtime import Stuck

PARTY = draw("party", "start begin; op write; user hear; on hear late timer over; op lapse"
             "\nend done; begin > write > hear > done; late > lapse > done")


def main(text: str) -> bytes:
    return draw("main", "start begin; end done\n" + text)


def numbers(life: Life) -> list[tuple[str, tuple[int, ...]]]:
    return sorted((task.element, task.instance) for task in life.instance.open_tasks())


def test_a_task_for_each_of_several_at_once() -> None:
    life = Life(main("user ask * parties; user after\nbegin > ask > after > done"), parties=3)
    assert numbers(life) == [("ask", (1,)), ("ask", (2,)), ("ask", (3,))]
    life.complete("ask", (2,))
    life.complete("ask", (3,))
    assert numbers(life) == [("ask", (1,))]
    life.complete("ask", (1,))
    assert life.open() == ["after"]


def test_a_task_for_each_of_several_one_after_another() -> None:
    life = Life(main("user ask ** parties; user after\nbegin > ask > after > done"), parties=3)
    for number in (1, 2, 3):
        assert numbers(life) == [("ask", (number,))]
        life.complete("ask", (number,))
    assert life.open() == ["after"]


@pytest.mark.parametrize("order", ["*", "**"])
def test_where_there_is_nobody_the_road_goes_on(order: str) -> None:
    life = Life(main(f"user ask {order} parties; on ask late timer over; user after"
                     "\nbegin > ask > after > done; late > done"), parties=0)
    assert life.open() == ["after"]
    assert life.waiting() == []


@pytest.mark.parametrize("count", [None, "3", True, -1, 101, 2**40])
def test_how_many_there_are_must_be_a_sensible_number(count: object) -> None:
    with pytest.raises(Stuck, match="does not say how many"):
        Life(main("user ask * parties\nbegin > ask > done"), parties=count)  # type: ignore[arg-type]


def test_how_many_there_are_is_fixed_when_the_token_arrives() -> None:
    life = Life(main("user ask ** parties\nbegin > ask > done"), parties=2)
    life.complete("ask", (1,), parties=9)
    life.complete("ask", (2,))
    assert life.instance.completed


def test_each_of_several_calls_has_its_own_deadline_and_says_whose_it_is() -> None:
    life = Life(main("call consult party * parties; user after\nbegin > consult > after > done"),
                PARTY, parties=3)
    assert life.done == ["write/1", "write/2", "write/3"]
    assert sorted(timer.instance for timer in life.instance.waiting_timers()) == [
        (1,), (2,), (3,)]
    life.happens("late", (2,))
    assert life.done[3:] == ["lapse/2"]
    assert numbers(life) == [("hear", (1,)), ("hear", (3,))]
    life.complete("hear", (3,))
    life.complete("hear", (1,))
    assert life.open() == ["after"]


def test_several_calls_one_after_another() -> None:
    life = Life(main("call consult party ** parties; user after\nbegin > consult > after > done"),
                PARTY, parties=2)
    assert life.done == ["write/1"]
    life.complete("hear", (1,))
    assert life.done == ["write/1", "write/2"]
    life.happens("late", (2,))
    assert life.open() == ["after"]


def test_several_within_several_are_counted_from_the_outside() -> None:
    outer = draw("outer", "start begin; user ask * papers; end done; begin > ask > done")
    life = Life(main("call consult outer * parties\nbegin > consult > done"), outer,
                parties=2, papers=2)
    assert numbers(life) == [("ask", (a, b)) for a in (1, 2) for b in (1, 2)]


def test_calls_that_end_at_once_go_on_at_once() -> None:
    quick = draw("quick", "start begin; op write; end done; begin > write > done")
    life = Life(main("call consult quick ** parties; user after\nbegin > consult > after > done"),
                quick, parties=3)
    assert life.done == ["write/1", "write/2", "write/3"]
    assert life.open() == ["after"]


def test_what_they_came_to_is_known_when_the_last_has_ended_and_the_last_word_counts() -> None:
    life = Life(main("user ask * parties; on ask warn timer near again; user told; user after"
                     "\nend a; begin > ask > after > done; warn > told > a"),
                parties=2, v1="none")
    life.happens("warn")
    life.complete("ask", (2,), v1="objects")
    (told,) = [task for task in life.reload().open_tasks() if task.element == "told"]
    assert life.instance.variables(told.id)["v1"] == "none"
    life.complete("ask", (1,), v1="agrees")
    assert life.reload().variables(told.id)["v1"] == "agrees"


@pytest.mark.parametrize("order", ["*", "**"])
def test_an_interruption_leaves_nothing_of_it(order: str) -> None:
    life = Life(main(f"call consult party {order} parties; on consult late_all timer near"
                     "\nuser after; begin > consult > done; late_all > after > done"),
                PARTY, parties=3, v1="none")
    life.complete("hear", (1,), v1="objects")
    life.happens("late_all")
    assert life.open() == ["after"]
    assert life.waiting() == []
    (task,) = life.reload().open_tasks()
    assert life.instance.variables(task.id)["v1"] == "none"
    assert {t.process for t in life.instance.tokens() if not t.done} == {"main"}
    done = {t.element for t in life.instance.tokens() if t.process == "party" and t.done}
    assert "hear" in done


def test_a_terminate_end_takes_several_away_with_all_they_hold() -> None:
    life = Life(main("call consult party * parties; on consult warn timer near again; user told"
                     "\nend stop terminate; begin > consult > done; warn > told > stop"),
                PARTY, parties=3)
    life.happens("warn")
    life.complete("told")
    assert life.instance.completed
    assert life.open() == life.waiting() == []


def test_an_error_in_one_of_several_is_the_error_of_all() -> None:
    party = draw("party", 'start begin; user hear; gate which; end done; end fail error void'
                 '\nbegin > hear > which > fail [v1 == "a"]; which > done [else]')
    life = Life(main("call consult party * parties; on consult failed error void; user mend"
                     "\nbegin > consult > done; failed > mend > done"), party, parties=3, v1="b")
    life.complete("hear", (3,))
    life.complete("hear", (1,), v1="a")
    assert life.open() == ["mend"]


def test_a_second_round_begins_again() -> None:
    life = Life(main('user ask * parties; user more; gate which'
                     '\nbegin > ask > more > which > ask [v1 == "a"]; which > done [else]'),
                parties=2)
    life.complete("ask", (1,))
    life.complete("ask", (2,))
    life.complete("more", v1="a", parties=3)
    assert numbers(life) == [("ask", (1,)), ("ask", (2,)), ("ask", (3,))]
