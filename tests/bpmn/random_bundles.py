"""Bundles of one to three diagrams made at random, of all that our vocabulary allows.

Where things are drawn is random too, since it must not matter.
"""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from small_diagrams import (
    CODES,
    MESSAGES,
    OPERATIONS,
    TIMERS,
    Flow,
    Node,
    definition,
    instances,
    parameters,
    written,
)

#: The variables of a bundle and the values that they may take.
VALUES: dict[str, tuple[str | int, ...]] = {
    "v1": ("a", "b", "c"), "v2": ("a", "b"), "v3": ("a", "b"), "n1": (0, 1, 2, 3), "n2": (2, 1)}

Thrown = tuple[str, str]
Part = tuple[str, str]      # the first and the last node of a piece of the road


@dataclass(frozen=True)
class Bundle:
    """Process id to its file. ``main`` is called by nobody; ``begin``: the variables with which
    it begins. ``uses``: how often what is used."""

    main: str
    begin: dict[str, str | int]
    files: dict[str, bytes]
    uses: Counter[str]


def bundle(seed: int) -> Bundle:
    chance = random.Random(seed)
    wise = chance.random() < 0.8
    names = ["main", "middle", "inner"][:chance.choice((1, 2, 2, 3, 3, 3))]
    escaping: dict[str, set[Thrown]] = {}
    files: dict[str, bytes] = {}
    uses: Counter[str] = Counter()
    for place in range(len(names) - 1, -1, -1):
        writer = Writer(names[place], chance, {n: escaping[n] for n in names[place + 1:]},
                        throws=place > 0, wise=wise)
        files[names[place]] = writer.file()
        escaping[names[place]] = writer.escaping
        uses += writer.uses
    begin = {name: chance.choice(values) for name, values in VALUES.items()}
    return Bundle("main", begin, files, uses)


class Writer:
    """Writes one process as a road of pieces."""

    def __init__(self, name: str, chance: random.Random, callable_: dict[str, set[Thrown]],
                 *, throws: bool, wise: bool) -> None:
        self.name, self.chance, self.callable, self.throws = name, chance, callable_, throws
        self.wise = wise        # only what may be published too
        self.nodes: list[Node] = []
        self.flows: list[Flow] = []
        self.defaults: dict[str, str] = {}
        self.escaping: set[Thrown] = set()
        self.uses: Counter[str] = Counter()
        start = self.node("startEvent")
        first, last = self.road(chance.randint(2, 4) if throws else chance.randint(4, 7), 0)
        self.flow(start, first)
        self.flow(last, self.end("any" if throws and self.some(0.3) else "none"))

    def some(self, likely: float) -> bool:
        return self.chance.random() < likely

    def node(self, kind: str, attributes: str = "", inside: str = "") -> str:
        name = f"{kind.lower()}_{len(self.nodes)}"
        self.nodes.append((kind, name, attributes, inside))
        return name

    def flow(self, source: str, target: str, condition: str = "") -> str:
        name = f"flow_{len(self.flows)}"
        self.flows.append((name, source, target, condition))
        return name

    # -- pieces of the road ----------------------------------------------------------------

    def road(self, length: int, depth: int) -> Part:
        parts = [self.piece(depth) for _ in range(length)]
        for (_, before), (after, _) in pairwise(parts):
            self.flow(before, after)
        return parts[0][0], parts[-1][1]

    def piece(self, depth: int) -> Part:
        pieces: list[tuple[Callable[[int], Part], int]] = [
            (lambda _: self.operation(), 3), (lambda _: self.task(), 4),
            (self.choice, 2 if depth < 2 else 0), (self.loop, 1 if depth < 2 else 0),
            (lambda _: self.catch(), 2), (lambda _: self.call(), 5 if self.callable else 0),
            (lambda _: self.throw(), 1 if self.throws else 0), (lambda _: self.sending(), 1),
        ]
        kinds, weights = zip(*pieces, strict=True)
        made: Part = self.chance.choices(kinds, weights)[0](depth)
        return made

    def operation(self) -> Part:
        name = f"servicetask_{len(self.nodes)}"
        given = {"at": f"{self.name}_{name}"}
        if self.some(0.5):
            variable = self.chance.choice([*VALUES])
            given["set"] = f"{variable}_{self.chance.choice(VALUES[variable])}"
        name = self.node(
            "serviceTask", f'implementation="{self.chance.choice(sorted(OPERATIONS))}"',
            parameters(**given))
        return name, name

    def task(self) -> Part:
        return self.activity("userTask", "", 0.3, set())

    def call(self) -> Part:
        called = self.chance.choice(sorted(self.callable))
        self.uses["call"] += 1
        return self.activity(
            "callActivity", f'calledElement="{called}" gongkai:version="1"', 0.3,
            self.callable[called])

    def activity(self, kind: str, attributes: str, likely: float, thrown: set[Thrown],
                 *, several: float = 0.25) -> Part:
        inside = ""
        if self.some(several):
            sequential = self.some(0.4)
            order = "sequential" if sequential else "parallel"
            self.uses[f"{order} instances of {kind}"] += 1
            inside = instances(self.chance.choice(("n1", "n2")), sequential=sequential)
        host = self.node(kind, attributes, inside)
        after = self.node("exclusiveGateway")
        self.flow(host, after)
        events = [("timer", word) for word in sorted(TIMERS) if self.some(likely)]
        events += [("message", word) for word in sorted(MESSAGES) if self.some(likely)]
        for each in sorted(thrown):
            if not self.throws or self.some(0.5):
                events.append(each)
            else:
                self.escaping.add(each)
        for what, word in events:
            self.attached(host, after, what, word)
        return host, after

    def attached(self, host: str, after: str, what: str, word: str) -> None:
        interrupts = what == "error" or self.some(0.5)
        self.uses[f"{'interrupting' if interrupts else 'repeating'} {what}"] += 1
        event = self.node(
            "boundaryEvent",
            f'attachedToRef="{host}" cancelActivity="{str(interrupts).lower()}"',
            definition(what, word, repeats=not interrupts))
        first, last = self.operation() if self.some(0.5) else self.plain_task()
        self.flow(event, first)
        way = self.chance.random()
        if interrupts and what in ("timer", "message") and way < 0.2:
            self.flow(last, host)
        elif way < (0.8 if interrupts else 0.0 if self.wise else 0.3):
            self.flow(last, after)
        else:
            self.flow(last, self.end(self.chance.choice(("none", "any"))))

    def plain_task(self) -> Part:
        name = self.node("userTask")
        return name, name

    def choice(self, depth: int) -> Part:
        gateway, merge = self.node("exclusiveGateway"), self.node("exclusiveGateway")
        ways, earlier = self.chance.randint(2, 3), ""
        for way in range(ways):
            condition = "" if way == ways - 1 else self.condition()
            if condition and earlier and self.wise:
                condition = f"({condition}) and not ({earlier})"
            earlier = condition
            first, last = (merge, "") if self.some(0.2) else self.road(
                self.chance.randint(1, 2), depth + 1)
            name = self.flow(gateway, first, condition)
            if not condition:
                self.defaults[gateway] = name
            if last and way and self.some(0.3):
                self.flow(last, self.end("any"))
            elif last:
                self.flow(last, merge)
        self.chance.shuffle(self.flows)
        return gateway, merge

    def loop(self, depth: int) -> Part:
        # A loop of no instances would go round and never wait.
        first, last = self.activity("userTask", "", 0.3, set(), several=0)
        gateway = self.node("exclusiveGateway")
        self.flow(last, gateway)
        self.flow(gateway, first, self.condition())
        after, end = self.operation()
        self.defaults[gateway] = self.flow(gateway, after)
        self.uses["loop"] += 1
        return first, end

    def condition(self) -> str:
        one, other = self.chance.sample(("v1", "v2", "v3"), 2)
        return self.chance.choice((
            f'{one} == "a"', f'{one} != "b"', f'{one} in ("a", "c")', f'not {one} == "b"',
            f'{one} == "a" and {other} == "b"', f'{one} == "a" or {other} == "b"'))

    # -- events ----------------------------------------------------------------------------

    def catch(self) -> Part:
        what = self.chance.choice(("timer", "message"))
        word = self.chance.choice(sorted(TIMERS if what == "timer" else MESSAGES))
        self.uses[f"intermediate {what}"] += 1
        name = self.node("intermediateCatchEvent", "", definition(what, word))
        return name, name

    def thrown(self, what: str) -> str:
        word = self.chance.choice(CODES)
        self.escaping.add((what, word))
        return definition(what, word)

    def throw(self) -> Part:
        self.uses["intermediate escalation"] += 1
        name = self.node("intermediateThrowEvent", "", self.thrown("escalation"))
        return name, name

    def message(self) -> str:
        return definition("message", self.chance.choice(sorted(MESSAGES)))

    def sending(self) -> Part:
        self.uses["thrown message"] += 1
        name = self.node("intermediateThrowEvent", "", self.message())
        return name, name

    def end(self, kind: str) -> str:
        if kind == "any":
            kind = self.chance.choice(
                ("none", "terminate", "message", "error", "error", "error", "escalation")
                if self.throws else ("none", "terminate", "message"))
        inside = "" if kind == "none" else self.message() if kind == "message" else (
            definition(kind, "") if kind == "terminate" else self.thrown(kind))
        self.uses[f"{kind} end"] += 1
        return self.node("endEvent", "", inside)

    def file(self) -> bytes:
        self.chance.shuffle(self.nodes)
        return written(self.name, self.nodes, self.flows, self.defaults,
                       lambda: self.chance.randint(0, 999))
