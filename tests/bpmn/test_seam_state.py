"""What is stored of events and instances: no foreign value comes in, however it is altered."""

import random
from typing import Any

import orjson
import pytest
import zstandard
from small_diagrams import Life, draw

from engine.processes.runtime import ExecutableBundle, Instance, NotOpen, Stuck, UnreadableState

PARTY = draw("party", "start begin; user hear; on hear late timer over; user more; end done"
             "\nthrow up escalation late; begin > hear > up > more > done; late > done")
ROAD = ("start begin; user before ** n2; call consult party * n1; end done; end heard_out"
        "\non consult back message withdrawn; on consult heard escalation late again; user told"
        "\nbegin > before > consult > done; back > done; heard > told > heard_out")


def half_way() -> Life:
    """One answer given, one deadline missed, an escalation handled, two calls waiting."""
    life = Life(draw("main", ROAD), PARTY, n1=3, n2=2)
    life.complete("before", (1,), v1="a")
    life.complete("before", (2,))
    life.complete("hear", (1,), v1="b")
    life.happens("late", (2,))
    life.reload()
    return life


def unpacked(state: bytes) -> Any:
    return orjson.loads(zstandard.ZstdDecompressor().decompress(state[1:]))


def packed(content: Any) -> bytes:
    return b"\x02" + zstandard.ZstdCompressor().compress(orjson.dumps(content))


def bundle(life: Life) -> ExecutableBundle:
    return ExecutableBundle(life.main, life.roots)


def seen(instance: Instance) -> tuple[Any, ...]:
    return (instance.completed, instance.tokens(), instance.open_tasks(),
            sorted(timer.id for timer in instance.waiting_timers()),
            sorted(message.id for message in instance.messages()),
            [dict(instance.variables(task.id)) for task in instance.open_tasks()])


def test_all_of_it_comes_back_as_it_was() -> None:
    life = half_way()
    state = life.instance.dump()
    again = bundle(life).load(state)
    assert again.dump() == state
    assert seen(again) == seen(life.instance)
    assert len(seen(again)[2]) == 3
    assert state[:1] == b"\x02"


def places(content: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    for key, each in (content.items() if isinstance(content, dict) else
                      enumerate(content) if isinstance(content, list) else ()):
        found += places(each, (*path, key))
    return found


FOREIGN: list[Any] = [
    None, -1, 0, 1, 2, 2**40, 0.5, True, "", "x", [], {}, ["x"], {"x": 1}, 8, 16, 32, 64, 256,
    {"instance": 1}, {"instance": "1"}, {"of": 3}, {"of": 3, "outcomes": {"v1": [1]}},
    {"outcomes": {"v1": 1}}, "consult", "consult [child]", "party", "main", "0" * 32,
]


@pytest.mark.parametrize("part", range(4))
def test_an_altered_state_is_refused_or_harmless(part: int) -> None:
    chance = random.Random(part)
    life = half_way()
    content = unpacked(life.instance.dump())
    outcome = {"refused": 0, "harmless": 0}
    for _ in range(250):
        altered = orjson.loads(orjson.dumps(content))
        path = chance.choice(places(altered))
        holder = altered
        for step in path[:-1]:
            holder = holder[step]
        if chance.random() < 0.2 and isinstance(holder, list):
            del holder[path[-1]]
        else:
            holder[path[-1]] = chance.choice(FOREIGN)
        try:
            instance = bundle(life).load(packed(altered))
            instance.dump()
            seen(instance)
            for task in instance.open_tasks():
                instance.complete(task.id, {}, life.perform)
            for message in instance.messages():
                instance.send(message.id, life.perform)
            instance.dump()
            outcome["harmless"] += 1
        except (UnreadableState, Stuck, NotOpen):
            outcome["refused"] += 1
    assert outcome["refused"] > 125, outcome


def rows(content: Any, process: int, name: str) -> list[Any]:
    """The tasks of one specification, in the main process (0) or in the n-th call."""
    tree = content[0] if process == 0 else content[1][process - 1][2:]
    return [row for row in tree[0] if row[3] == name]


@pytest.mark.parametrize("holds", [
    None, {}, {"instance": 0}, {"instance": 101}, {"instance": True}, {"instance": "1"},
    {"instance": 1, "of": 3}, {"of": 3}, {"event_fired": True}])
def test_an_instance_knows_its_number_and_nothing_else(holds: Any) -> None:
    life = half_way()
    content = unpacked(life.instance.dump())
    rows(content, 0, "consult [child]")[0][4] = holds
    with pytest.raises(UnreadableState):
        bundle(life).load(packed(content))


@pytest.mark.parametrize("holds", [
    None, {"of": 0}, {"of": 101}, {"of": 3, "instance": 1}, {"of": 3, "outcomes": {"v1": 0.5}},
    {"of": 3, "outcomes": {"v1": {"a": 1}}}, {"of": 3, "outcomes": [1]}])
def test_several_know_how_many_they_are_and_what_they_came_to(holds: Any) -> None:
    life = half_way()
    content = unpacked(life.instance.dump())
    (row,) = rows(content, 0, "consult")
    assert row[4]["of"] == 3
    row[4] = holds
    with pytest.raises(UnreadableState):
        bundle(life).load(packed(content))


@pytest.mark.parametrize(("name", "state"), [
    ("hear", 8), ("hear", 32), ("hear", 4), ("late", 16), ("late", 32), ("begin", 16),
    ("hear.BoundaryEventSplit", 8), ("begin", 128)])
def test_a_task_stands_only_as_tasks_of_its_kind_stand(name: str, state: int) -> None:
    life = half_way()
    content = unpacked(life.instance.dump())
    rows(content, 2, name)[0][2] = state
    with pytest.raises(UnreadableState):
        bundle(life).load(packed(content))


def test_a_call_without_its_process_is_refused() -> None:
    life = half_way()
    content = unpacked(life.instance.dump())
    del content[1][0]
    with pytest.raises(UnreadableState, match="without the process"):
        bundle(life).load(packed(content))
