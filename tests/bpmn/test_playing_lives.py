"""How many states of a case are looked at, and what is said of those that may not be."""

import pytest

from engine.processes.checks.contracts import Lives, Together, Ways
from engine.processes.contract import Contract, Goal, Known
from tests.benchmarks.proofs import NOTHING_ASKED, beside_the_road, drawn, one_after_the_other


def _played(words: str, known: Known = NOTHING_ASKED) -> Lives:
    lives = Lives(Ways(Together("made_up", {"made_up": drawn(words)}), known.operations), known)
    lives.play()
    return lives


@pytest.mark.parametrize("count", [10, 40])
def test_branches_that_touch_nothing_are_looked_at_one_by_one(count: int) -> None:
    """Of forty tasks that may each be open or not there are a million million combinations."""
    lives = Lives(Ways(Together("made_up", {"made_up": beside_the_road(count)}), {}), NOTHING_ASKED)
    lives.play()
    assert lives.problems == {}
    assert lives.states == count + 2


def test_what_nobody_reads_any_more_tells_no_two_states_apart() -> None:
    lives = Lives(Ways(Together("made_up", {"made_up": one_after_the_other(40)}), {}),
                  NOTHING_ASKED)
    lives.play()
    assert lives.problems == {}
    assert lives.states == 3 * 40 + 1


def test_a_wait_for_a_message_without_a_limit_is_told() -> None:
    lives = _played("start begin; catch post message answered; end done; begin > post > done")
    (found,) = lives.problems
    assert (found.code, found.element, found.path) == ("endless_wait", "post", ("begin", "post"))


def test_a_wait_for_a_limit_is_none_without_end() -> None:
    lives = _played("start begin; catch wait timer over; end done; begin > wait > done")
    assert lives.problems == {}
    assert lives.states == 2


def test_what_stays_open_after_the_end_is_told_by_the_shortest_life() -> None:
    known = Known(
        lanes=NOTHING_ASKED.lanes, timers={}, values={},
        operations={"record/one": Contract(does=frozenset({"archived"}))},
        goals=(Goal(event="archived", closes=True, because="《条例》第四十五条"),),
    )
    words = ("start begin; user ask; op note; user look; end seen; end done; on ask late timer "
             "over again; late > look > seen; begin > ask > note > done")
    (found,) = _played(words, known).problems
    assert (found.code, found.element) == ("open_after_end", "look")
    assert found.path == ("begin", "ask", "late", "look", "ask", "note", "done")
    assert found.story.startswith("例：第1步 甲")
    assert _played(words.replace("end done", "end done terminate"), known).problems == {}

