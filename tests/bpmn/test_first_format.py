"""Cases that began before the second format of the state go on as if nothing had changed.

``first_format_states.json`` holds states as the engine stored them then, what was open in each,
and what happened to the case afterwards.
"""

import base64
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import pytest
import zstandard

from engine.processes.diagram import parse_diagram
from engine.processes.published import load
from engine.processes.runtime import ExecutableBundle, Instance, Scalar, UnreadableState

STORED: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("first_format_states.json").read_text(encoding="utf-8"))


@cache
def _bundle() -> ExecutableBundle:
    release = load().release(1)
    diagrams = {name: parse_diagram(each.xml) for name, each in release.definitions.items()}
    return ExecutableBundle(release.main, diagrams)


def _state(number: int) -> bytes:
    return base64.b64decode(STORED[number]["state"])


def _places(found: list[Any]) -> list[list[str]]:
    return sorted([each.process, each.element] for each in found)


@pytest.mark.parametrize("number", range(len(STORED)))
def test_a_state_of_the_first_format_shows_what_it_showed(number: int) -> None:
    instance = _bundle().load(_state(number))
    assert _places(instance.open_tasks()) == STORED[number]["open"]
    assert _places(instance.waiting_timers()) == STORED[number]["timers"]
    passed = sorted({(token.process, token.element) for token in instance.tokens() if token.done})
    assert passed == [tuple(each) for each in STORED[number]["passed"]]
    callers = {(t.process, t.called_from) for t in instance.tokens() if t.called_from}
    assert ("handling", ("disclosure_request", "handling")) in callers


@pytest.mark.parametrize("number", range(len(STORED)))
def test_a_case_of_the_first_format_goes_on_as_it_went_on(number: int) -> None:
    done: list[str] = []

    def perform(operation: str, parameters: Mapping[str, str]) -> Mapping[str, Scalar]:
        done.append(" ".join([operation, *parameters.values()]))
        return {"correction": "lapsed"} if operation == "record/correction_lapsed" else {}

    instance = _bundle().load(_state(number))
    for kind, process, element, *outcome in STORED[number]["acts"]:
        instance = _act(instance, kind, (process, element), outcome, perform)
        instance = _bundle().load(instance.dump())
    assert instance.completed
    assert done == STORED[number]["performed"]


def _act(instance: Instance, kind: str, place: tuple[str, str], outcome: list[str],
         perform: Any) -> Instance:
    waiting: list[Any] = (
        [*instance.open_tasks()] if kind == "complete" else [*instance.waiting_timers()])
    (chosen, *_) = [each for each in waiting if (each.process, each.element) == place]
    if kind == "complete":
        instance.complete(chosen.id, {outcome[0]: outcome[1]}, perform)
    else:
        instance.fire(chosen.id, perform)
    return instance


def _content(number: int) -> Any:
    return orjson.loads(zstandard.ZstdDecompressor().decompress(_state(number)[1:]))


def _packed(content: Any) -> bytes:
    return b"\x01" + zstandard.ZstdCompressor().compress(orjson.dumps(content))


def test_a_timer_that_had_rung_once_no_longer_makes_a_state_unreadable() -> None:
    """The library left ``{"event_fired": False}`` behind, which was stored and then refused."""
    content = _content(0)
    content[0][0][1][5] = {"event_fired": False}
    instance = _bundle().load(_packed(content))
    assert _places(instance.open_tasks()) == STORED[0]["open"]


@pytest.mark.parametrize("foreign", [
    {"event_fired": "x"}, {"event_value": True}, {"event_fired": 0.5}, [1], "x"])
def test_what_no_task_of_the_first_format_held_is_refused(foreign: Any) -> None:
    content = _content(0)
    content[0][0][1][5] = foreign
    with pytest.raises(UnreadableState):
        _bundle().load(_packed(content))


def test_a_case_of_the_first_format_is_stored_in_the_second() -> None:
    instance = _bundle().load(_state(0))
    assert _state(0)[:1] == b"\x01"
    assert instance.dump()[:1] == b"\x02"
    assert len(instance.dump()) < len(_state(0))
