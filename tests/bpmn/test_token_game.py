"""The engine against a token game of our own: bundles, acts and interruptions made at random.

After every act both are asked for all that can be seen: what is open and with which variables,
which timers and messages are waited for, what was passed and what stands, what was performed and
in which order, whether it ended. The engine is asked twice: as it stands, and read anew from what
it stored, by an executable bundle that was parsed anew.
"""

import os
import random
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest
from random_bundles import VALUES, Bundle, bundle
from small_diagrams import LANES, MESSAGES, OPERATIONS, TIMERS, unplayable
from token_game import Game

from engine.processes.checks.events import uncaught
from engine.processes.checks.verification import verify
from engine.processes.diagram import parse_diagram
from engine.processes.runtime import ExecutableBundle, Instance, Scalar

#: How many bundles; each lives some ten acts.
BUNDLES = int(os.environ.get("GONGKAI_BUNDLES", "160"))
CHUNKS = 4
MOST_ACTS = 25

#: What at least this share of the bundles (in percent) has.
USES = {
    "call": 60, "loop": 40, "intermediate timer": 40, "intermediate message": 40,
    "interrupting timer": 60, "repeating timer": 60, "interrupting message": 60,
    "repeating message": 60, "interrupting error": 20, "error end": 30,
    "interrupting escalation": 15, "repeating escalation": 15, "escalation end": 15,
    "intermediate escalation": 25, "terminate end": 30, "message end": 20, "thrown message": 25,
    "parallel instances of userTask": 30, "sequential instances of userTask": 20,
    "parallel instances of callActivity": 20, "sequential instances of callActivity": 15,
}
#: What happens in every fifth of them.
HAPPENS = frozenset({
    "interrupting timer", "repeating timer", "interrupting message", "repeating message",
    "intermediate timer", "intermediate message", "error over 1", "escalation over 1",
    "interrupting escalation", "repeating escalation", "several of userTask",
    "several of callActivity", "interrupted several", "terminate", "sent message",
})


class Performed:
    """What the operations of one side did, and what they answer."""

    def __init__(self) -> None:
        self.log: list[tuple[Any, ...]] = []

    def __call__(self, operation: str, parameters: Mapping[str, str]) -> Mapping[str, Scalar]:
        self.log.append((operation, *sorted(parameters.items())))
        variable, _, value = parameters.get("set", "").partition("_")
        return {variable: int(value) if value.isdigit() else value} if variable else {}


class Pair:
    """One bundle, run by both."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(f"acts {seed}")
        self.bundle = bundle(seed)
        self.check_accepted(self.bundle)
        self.roots = {name: parse_diagram(xml) for name, xml in self.bundle.files.items()}
        self.ours, self.theirs = Performed(), Performed()
        self.live: Instance = self.executable().start(self.ours, self.bundle.begin)
        self.game = Game("main", self.roots, self.theirs, self.bundle.begin)

    @staticmethod
    def check_accepted(made: Bundle) -> None:
        for xml in made.files.values():
            assert unplayable(xml) == []
        roots = {name: parse_diagram(xml) for name, xml in made.files.items()}
        assert uncaught(made.main, roots) == ()

    def executable(self) -> ExecutableBundle:
        return ExecutableBundle("main", self.roots)

    def live_on(self) -> None:
        """Act at random, and compare after every act."""
        self.compare(self.live)
        for _ in range(MOST_ACTS):
            again = self.executable().load(self.live.dump())
            self.compare(again)
            assert again.dump() == self.live.dump()
            if self.game.completed:
                return
            # What is alike is told apart by its age, which only a stored state keeps in order.
            self.live = again if self.chance.random() < 0.7 else self.live
            self.act()
            self.compare(self.live)

    def act(self) -> None:
        tasks, timers = self.game.tasks(), self.game.events("timer")
        messages = self.game.events("message")
        kinds = [kind for kind, found in (
            ("task", tasks), ("task", tasks), ("task", tasks), ("timer", timers),
            ("message", messages)) if found]
        kind = self.chance.choice(kinds)
        if kind == "task":
            chosen = self.chance.randrange(len(tasks))
            key, work = tasks[chosen]
            alike = [n for n, (each, _) in enumerate(tasks) if each[:3] == key[:3]].index(chosen)
            task = [t for t in self.live.open_tasks()
                    if (t.process, t.element, t.instance) == key[:3]][alike]
            variable = self.chance.choice([*VALUES])
            values = {variable: self.chance.choice(VALUES[variable])}
            self.live.complete(task.id, values, self.ours)
            self.game.complete(work, values)
            return
        events = timers if kind == "timer" else messages
        chosen = self.chance.randrange(len(events))
        key, work, event = events[chosen]
        same = [n for n, (each, _, _) in enumerate(events) if each == key]
        if len(same) > 1:
            self.live = self.executable().load(self.live.dump())
        waiting: list[Any] = (
            [*self.live.waiting_timers()] if kind == "timer" else [*self.live.messages()])
        found = [each for each in waiting if _event(each) == key][same.index(chosen)]
        if kind == "timer":
            self.live.fire(found.id, self.ours)
        else:
            self.live.send(found.id, self.ours)
        self.game.happen(work, event)

    def compare(self, instance: Instance) -> None:
        game = self.game
        assert instance.completed == game.completed
        assert self.ours.log == self.theirs.log
        if game.completed:
            assert not instance.open_tasks()
            assert not instance.waiting_timers()
            assert not instance.messages()
            return
        assert Counter(
            (t.process, t.element, t.instance, tuple(sorted(instance.variables(t.id).items())))
            for t in instance.open_tasks()
        ) == Counter(key for key, _ in game.tasks())
        assert Counter(map(_event, instance.waiting_timers())) == Counter(
            key for key, _, _ in game.events("timer"))
        assert Counter(map(_event, instance.messages())) == Counter(
            key for key, _, _ in game.events("message"))
        assert {t.lane for t in instance.open_tasks()} <= LANES
        tokens = instance.tokens()
        assert Counter((t.process, t.element, t.called_from) for t in tokens if not t.done
                       ) == Counter(game.standing())
        assert _without_events((t.process, t.element, t.called_from) for t in tokens if t.done
                               ) == _without_events(game.passed)


def _event(each: Any) -> tuple[Any, ...]:
    return (each.process, each.element, each.name, each.repeats, each.instance)


def _without_events(passed: Any) -> set[Any]:
    """A repeating event counts as passed only when its activity has ended."""
    return {each for each in passed if "boundaryevent" not in each[1]}


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_the_engine_moves_every_token_as_the_standard_has_it(chunk: int) -> None:
    happened: Counter[str] = Counter()
    for seed in range(chunk, BUNDLES, CHUNKS):
        try:
            pair = Pair(seed)
            pair.live_on()
        except BaseException as error:
            error.add_note(f"bundle {seed}")
            raise
        happened += pair.game.happened
    assert happened.keys() >= HAPPENS


def test_the_bundles_use_all_that_the_vocabulary_has() -> None:
    uses = Counter(each for seed in range(BUNDLES) for each in bundle(seed).uses)
    assert {each: 100 * uses[each] / BUNDLES for each in USES
            if 100 * uses[each] < USES[each] * BUNDLES} == {}


def test_most_bundles_hold_nothing_but_what_may_be_published() -> None:
    """The rest can be played too: branches that join the main road, conditions that overlap."""
    wise = sum(
        not any(verify(xml, operations=OPERATIONS, timers=TIMERS, lanes=LANES, messages=MESSAGES)
                for xml in bundle(seed).files.values())
        for seed in range(BUNDLES)
    )
    assert 100 * wise >= 70 * BUNDLES
