"""Walks one request at random through a release: its whole life, and what stands beside it.

Messages go as in ``engine.cases.process.moving``; what operations set and send is what their
contracts declare.
"""

import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from SpiffWorkflow.task import Task

from engine.actors.roles import SIGNING_LEVELS, Role
from engine.installation.contracts import contracts
from engine.installation.known import MESSAGES
from engine.processes import published as deployments
from engine.processes.diagram import parse_diagram
from engine.processes.published import Release
from engine.processes.runtime import SENDS, ExecutableBundle, Instance, OpenTask, Scalar

MOST_ACTS = 2000
SO_MANY_AT_ONCE = 4     # beside so much that is open nobody begins anything more
#: What begins by these goes on whatever becomes of the case.
WHATEVER_BECOMES_OF_IT = frozenset({"remedy_entered"})
OPENED_AGAIN = "opened again"
LEADS_TO_A_ROUND = ("submitted", "ordered", "reopened")
#: A sequence flow: process, source, target.
Flow = tuple[str, str, str]


@cache
def latest(root: Path | None = None) -> tuple[Release, Mapping[str, ExecutableBundle]]:
    """The latest release, drafts included, with all its processes that are called by none."""
    release = deployments.load(root, drafts=True).latest
    return release, {
        process: ExecutableBundle(process, {
            name: parse_diagram(each.xml) for name, each in release.with_called(process).items()
        }) for process in (release.main, *release.beside.values())
    }


class Refused(Exception):
    """An operation does not do it now; the act that led to it did not happen."""


@dataclass
class Running:
    """``about``: the number of the letter or consultation, None for the case. ``apart``: it goes
    on whatever becomes of the case. ``whole``: it is the whole life, or that of a new round."""

    bundle: ExecutableBundle
    about: int | None
    whole: bool = False
    apart: bool = False
    instance: Instance = field(default_factory=Instance.not_started)


@dataclass(frozen=True)
class Message:
    name: str
    about: int | None
    values: Mapping[str, Scalar] = field(default_factory=dict)


class Life:
    """One request. ``told`` is what happened, in order, each with the thing that it was about:
    operations with what they set, choices, timers and messages."""

    def __init__(self, seed: int, root: Path | None = None) -> None:
        self.chance = random.Random(seed)
        self.release, self.bundles = latest(root)
        self.told: list[tuple[str, int | None]] = []
        self.refused: list[str] = []
        self.running: list[Running] = []
        self.sent: list[Message] = []
        self.things = 0
        self.letters: list[int] = []
        self.contested: list[int] = []
        self.moving: Running | None = None
        self.chain: list[Role] = []
        self.turn = 0
        self.begin(self.release.main, Message("", None))
        self.deliver()

    @property
    def acts(self) -> list[str]:
        return [act for act, _ in self.told]

    @property
    def main(self) -> Running:
        """The life of the round that goes on, or was the last."""
        return [each for each in self.running if each.whole][-1]

    @property
    def rounds(self) -> list[list[tuple[str, int | None]]]:
        """What happened, from each opening to the next."""
        found: list[list[tuple[str, int | None]]] = [[]]
        for each in self.told:
            if each[0] == OPENED_AGAIN:
                found.append([])
            found[-1].append(each)
        return found

    @property
    def this_round(self) -> list[str]:
        return [act for act, _ in self.rounds[-1]]

    def live(self) -> list[Running]:
        return [each for each in self.running if not each.instance.completed]

    def open_tasks(self) -> list[tuple[Running, OpenTask]]:
        return [(each, task) for each in self.live() for task in each.instance.open_tasks()]

    def timers(self) -> list[tuple[Running, Any]]:
        return [(each, timer) for each in self.live() for timer in each.instance.waiting_timers()]

    # -- as the engine moves a case --------------------------------------------------------------

    def begin(self, process: str, message: Message) -> None:
        whole = not message.name or bool(MESSAGES[message.name].after)
        apart = message.name in WHATEVER_BECOMES_OF_IT
        running = Running(self.bundles[process], message.about, whole, apart)
        if running.apart and message.about is not None:
            self.contested.append(message.about)
        self.running.append(running)

        def start() -> None:
            running.instance = running.bundle.start(self.perform, message.values)

        self.move(running, start)

    def move(self, running: Running, go: Any, *given: Any) -> None:
        before, self.moving = self.moving, running
        go(*given)
        self.moving = before

    def deliver(self) -> None:
        while self.sent:
            message = self.sent.pop(0)
            process = self.release.beside.get(message.name)
            if process is not None:
                self.begin(process, message)
            self.arrive(message)

    def arrive(self, message: Message) -> bool:
        arrived = False
        for running in self.live():
            if running.about not in (None, message.about):
                continue
            waiting = [m.id for m in running.instance.messages() if m.name == message.name]
            if waiting:
                self.move(running, running.instance.send, waiting[0], self.perform)
                arrived = True
        return arrived

    def perform(self, operation: str, parameters: Mapping[str, str]) -> Mapping[str, Scalar]:
        assert self.moving is not None
        about = self.moving.about
        if operation == SENDS:
            self.told.append((f"message {parameters['name']}", about))
            self.sent.append(Message(parameters["name"], about))
            return {}
        contract = contracts()[operation].given(parameters)
        if contract.alone and any(each.about and not each.apart for each in self.live()):
            raise Refused(operation)
        values = {
            name: self._next_level() if name == "level"
            else self._value(name, possible, contract.usually)
            for name, possible in contract.sets.items()
        }
        self.told.append((" ".join([operation, *parameters.values(), *values.values()]), about))
        for name, given in contract.sends.items():
            if MESSAGES[name].after:
                self._open_again(name)
            elif name in self.release.beside:     # it begins a process about something new
                self.letters.append(self.something_new())
                self.sent.append(Message(name, self.letters[-1], given))
            else:       # the operation tells it to each that it concerns
                self.sent += [Message(name, each.about, given) for each in self.live()
                              if each.about is not None]
        return values

    def _open_again(self, name: str) -> None:
        """Once it is archived; a case that nobody answered yet only gets another term."""
        if self.main.instance.completed:
            self.told.append((OPENED_AGAIN, None))
            self.sent.append(Message(name, None))
        elif self.reply_issued or "act withdrawn" in self.this_round:
            raise Refused(name)

    def something_new(self) -> int:
        """The number of a letter, of a consultation, …: none has two."""
        self.things += 1
        return self.things

    def _next_level(self) -> str:
        """As an agency might have it that signs at some levels, the leader in charge among them."""
        act = self.told[-1][0]
        if act == "secrecy/passed" or "review_confidentiality" in act:
            self.chain = [each for each in SIGNING_LEVELS
                          if each is Role.REVIEWER or self.chance.random() < 0.4]
            self.turn = 0
        elif act.endswith(": approved"):
            self.turn += 1
        else:
            self.turn = self.chance.randrange(-1, max(self.turn, 0))
        if self.turn < 0:
            return "drafter"
        return self.chain[self.turn].value if self.turn < len(self.chain) else "concluded"

    def _value(self, name: str, possible: frozenset[Any], usually: Mapping[str, str]) -> str:
        if name in usually and self.chance.random() < 0.7:
            return usually[name]
        return str(self.chance.choice(sorted(possible)))

    # -- what people do --------------------------------------------------------------------------

    def act(self) -> None:
        """One thing that may happen now: a timer fires, somebody acts or hands in a form."""
        timers, luck = self.timers(), self.chance.random()
        if timers and luck < 0.15:
            return self.fire(*self.chance.choice(timers))
        if luck > 1 - 0.02 * len(begun := self.may_begin):
            self.begin_by_act(begun)
            return
        outside = [(each, message.name) for each in self.live()
                   for message in each.instance.messages()
                   if MESSAGES[message.name].by_act and message.name != "voided"]
        if outside and 0.15 < luck < 0.2:
            running, name = self.chance.choice(outside)
            if name == "withdrawn" and self.chance.random() < 0.9:      # few applicants withdraw
                return
            first = len(self.rounds) == 1 and not any(each.apart for each in self.live())
            void = first and not self.reply_issued and self.chance.random() < 0.3
            if name == "withdrawn" and void:
                self.void()
                return
            self.tell(name, running.about)
            return
        running, task = self.chance.choice(self.open_tasks())
        choices = self.choices(running, task)
        for usual in LEADS_TO_A_ROUND:      # else a new one would be rare
            if usual in choices and self.chance.random() < 0.8:
                choices = [usual]
        self.hand_in(running, task, self.chance.choice(choices))

    @property
    def reply_issued(self) -> bool:
        """A reply is signed, and was not taken back."""
        acts = self.this_round
        return acts.count("letter/issue") > acts.count("message reply_recalled")

    @property
    def reply_period_runs(self) -> bool:
        """Nobody withdrew, and something is still to be answered."""
        return not self.reply_issued and "act withdrawn" not in self.this_round and bool(
            self.main.instance.messages())

    @property
    def may_begin(self) -> list[str]:
        """What people may begin beside the life now; who contests it asks nobody."""
        few = len(self.live()) <= SO_MANY_AT_ONCE
        return [name for name in self.release.beside if few and MESSAGES[name].by_act
                and (self.reply_period_runs or name in WHATEVER_BECOMES_OF_IT)]

    def begin_by_act(self, begun: list[str]) -> None:
        """Somebody begins what stands beside the life, such as a consultation."""
        name, about = self.chance.choice(begun), self.something_new()
        self.told.append((f"act {name}", about))
        self.sent.append(Message(name, about))
        self.deliver()

    def void(self) -> None:
        """Registered in error: nothing goes on."""
        assert self.tell("voided")
        for each in self.live():
            each.instance.call_off()

    def tell(self, name: str, about: int | None = None) -> bool:
        """An act of a person tells the processes; whether one of them waited for it."""
        self.told.append((f"act {name}", about))
        arrived = self.arrive(Message(name, about))
        self.deliver()
        return arrived

    def fire(self, running: Running, timer: Any) -> None:
        self.told.append((f"timer {timer.name}", running.about))
        self.move(running, running.instance.fire, timer.id, self.perform)
        self.deliver()

    def choices(self, running: Running, task: OpenTask) -> list[str]:
        """The choices of a task that are lawful now."""
        outcome = self.release.definitions[task.process].forms[task.element].outcome
        variables = running.instance.variables(task.id)
        return [each.value for each in outcome.choices if not each.not_now(variables)]

    def hand_in(self, running: Running, task: OpenTask, choice: str) -> None:
        outcome = self.release.definitions[task.process].forms[task.element].outcome
        told, stored = len(self.told), running.instance.dump()
        self.told.append((f"{task.element}: {choice}", running.about))
        try:
            self.move(running, running.instance.complete, task.id,
                      {outcome.variable: choice}, self.perform)
        except Refused:
            del self.told[told:]
            self.sent.clear()
            self.refused.append(task.element)
            running.instance, self.moving = running.bundle.load(stored), None
        self.deliver()

    def live_on(self) -> "Life":
        """To the end of everything."""
        while self.live() and len(self.told) < MOST_ACTS:
            self.act()
            if self.chance.random() < 0.2:  # as if the server was started again
                for each in self.running:
                    each.instance = each.bundle.load(each.instance.dump())
        return self


def drawn_flows(release: Release) -> set[Flow]:
    """Every sequence flow of a release."""
    return {
        (name, flow.get("sourceRef", ""), flow.get("targetRef", ""))
        for name, each in release.definitions.items()
        for flow in parse_diagram(each.xml).iter(
            "{http://www.omg.org/spec/BPMN/20100524/MODEL}sequenceFlow")
    }


@contextmanager
def flows_taken() -> Iterator[set[Flow]]:
    """The sequence flows that tokens take meanwhile."""
    taken: set[Flow] = set()
    add = Task._add_child

    def watched(self: Any, node: Any, *args: Any, **kwargs: Any) -> Any:
        if source := getattr(self.task_spec, "bpmn_id", None):
            target = node.name.removesuffix(".BoundaryEventSplit")
            taken.add((self.workflow.spec.name, source, target))
        return add(self, node, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Task, "_add_child", watched)
        yield taken
