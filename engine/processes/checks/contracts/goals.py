"""Plays every life that diagrams and forms allow, and holds each to the law's order of things.

What is tracked of a case: its open tasks, the variables that some condition reads, and the
conditions that operations and forms bring about (``Known.goals`` says what each of them needs).
A timer may fire whenever it waits. A repeating one that opened a task opens no second one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from engine.processes.checks.contracts.names import at
from engine.processes.checks.contracts.places import Place
from engine.processes.checks.contracts.ways import WAITING, Way, Ways
from engine.processes.checks.problem import Problem
from engine.processes.contract import Known
from engine.processes.diagram import PREFIXES
from engine.processes.expressions.expression import ExpressionRefused
from engine.processes.expressions.grammar import Value
from engine.processes.forms.form import Choice, Form

MAX_LIVES: Final = 20_000       # states; the first published processes have 67
_DRAFTED: Final = "drafted"
_REVIEWED: Final = "reviewed"
_ISSUED: Final = "issued"
_SIGNED: Final = "signed_off"

Values = tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Token:
    """An open task, with the variables that it sees."""

    place: Place
    values: Values = ()


@dataclass(frozen=True, slots=True)
class State:
    """A case between two moves."""

    tokens: frozenset[Token]
    facts: frozenset[str]


class Lives:
    """Every state that a case of one main process may come to."""

    def __init__(self, ways: Ways, known: Known) -> None:
        self.ways, self.known = ways, known
        self.problems: dict[Problem, None] = {}
        self.passed: set[Place] = set()
        self._goals = {goal.event: goal for goal in known.goals}
        forms = [
            (place, ways.form(place)) for place in ways.places if ways.type(place) == "userTask"
        ]
        self._live = _live(ways)
        self._drafting = frozenset(
            place.element for place, form in forms
            if any(field.type == "letter" for field in form.fields)
        )

    def play(self) -> None:
        """Find every state; ``problems`` then says what does not hold in one of them."""
        begun = list(self._run(State(frozenset(), frozenset()), [(None, self.ways.start)], ()))
        before: dict[State, list[State]] = {}
        seen, waiting = set(begun), list(begun)
        while waiting and len(seen) < MAX_LIVES:
            state = waiting.pop()
            self._watched(state)
            for after in self._moves(state):
                before.setdefault(after, []).append(state)
                if after not in seen:
                    seen.add(after)
                    waiting.append(after)
        self.states = len(seen)
        if waiting:
            place = self.ways.start
            self._tell(place, "too_many_lives", "流程的走法太多，不能逐一核对，请分开或者简化。")
            return
        ended = [state for state in seen if not state.tokens]
        alive, waiting = set(ended), ended
        while waiting:
            for state in before.get(waiting.pop(), ()):
                if state not in alive:
                    alive.add(state)
                    waiting.append(state)
        if not self.problems:       # what follows from a known fault is not told
            self._standing(seen - alive)
        if not self.problems:
            self._passed_over()

    def _standing(self, states: set[State]) -> None:
        for token in {each for state in states for each in state.tokens}:
            self._tell(
                token.place, "stands_for_good",
                f"办件走到“{self.ways.name(token.place)}”时可能再也不能办结，"
                "请检查它之后的连线、条件和各选项的unless。",
            )

    def _passed_over(self) -> None:
        for place in self.ways.places:
            if place not in self.passed:
                self._tell(
                    place, "never_reached",
                    f"按现有的表单和条件，办件永远走不到“{self.ways.name(place)}”，"
                    "请检查通向它的条件。",
                )

    # -- one move --------------------------------------------------------------------------

    def _moves(self, state: State) -> Iterator[State]:
        for token in state.tokens:
            self.passed.add(token.place)
            form = self.ways.form(token.place)
            rest = State(state.tokens - {token}, state.facts)
            for choice in form.outcome.choices:
                for facts in self._handed_in(form, choice, token, state.facts):
                    given = {**dict(token.values), form.outcome.variable: choice.value}
                    values = tuple(sorted(given.items()))
                    signed = facts | self._signs(form, choice)
                    yield from self._run(
                        State(rest.tokens, signed), self.ways.after(token.place), values
                    )
            for host in (token.place, *token.place.callers):
                for event in self.ways.events(host):
                    yield from self._fire(state, token, host, event)

    def _fire(self, state: State, token: Token, host: Place, event: Place) -> Iterator[State]:
        self.passed.add(event)
        if self.ways.timer(event)[1]:
            left = frozenset(
                each for each in state.tokens
                if each != token and host not in (each.place, *each.place.callers)
            )
            yield from self._run(
                State(left, state.facts), self.ways.after(event), token.values
            )
            return
        standing = {each.place for each in state.tokens}
        for after in self._run(state, self.ways.after(event), token.values, beside=event):
            if not any(each.place in standing for each in after.tokens - state.tokens):
                yield after

    def _handed_in(
        self, form: Form, choice: Choice, token: Token, facts: frozenset[str]
    ) -> Iterator[frozenset[str]]:
        """What holds once this form is handed in; nothing when it cannot be."""
        if choice.not_now(dict(token.values)):
            return
        letters = [field for field in form.fields if field.type == "letter"]
        must = any(each.required or each.name in choice.requires for each in letters)
        if form.reviews_letter:
            if _DRAFTED not in facts or _ISSUED in facts:
                return
            passed = choice.value == form.reviews_letter
            yield facts | {_REVIEWED} if passed else facts - {_REVIEWED}
            return
        if letters and _ISSUED not in facts:
            yield (facts | {_DRAFTED}) - {_REVIEWED}
        if not must:
            yield facts

    def _signs(self, form: Form, choice: Choice) -> frozenset[str]:
        """Agreed to by somebody who did not draft it: during the move that this begins."""
        apart = bool(self._drafting) and self._drafting <= set(form.separate_from)
        return frozenset({_SIGNED}) if apart and choice.button != "danger" else frozenset()

    def _run(
        self, state: State, onwards: list[Way], values: Values,
        beside: Place | None = None,
    ) -> Iterator[State]:
        """Let a token go on until it waits or is gone."""
        ways = self.ways
        for place in _chosen(onwards, dict(values)):
            self.passed.add(place)
            kind = ways.type(place)
            if catcher := ways.caught(place):
                yield from self._thrown(state, place, catcher, values, beside)
                continue
            if kind == "userTask":
                seen = tuple(each for each in values if each[0] in self._live[place])
                yield State(state.tokens | {Token(place, seen)}, state.facts - {_SIGNED})
            elif kind == "endEvent":
                yield from self._end(state, place, values, beside)
            elif kind == "serviceTask":
                facts = self._perform(place, state.facts)
                for after in ways.set_by(place, dict(values)):
                    yield from self._run(
                        State(state.tokens, facts), ways.out(place),
                        tuple(sorted(after.items())), beside,
                    )
            else:
                facts = state.facts - {_SIGNED} if kind in WAITING else state.facts
                yield from self._run(State(state.tokens, facts), ways.out(place), values, beside)

    def _thrown(
        self, state: State, place: Place, catcher: Place, values: Values, beside: Place | None
    ) -> Iterator[State]:
        """An error or escalation that is caught: it ends the call, or opens a branch beside it."""
        ways = self.ways
        self.passed.add(catcher)
        if ways.timer(catcher)[1]:
            host = ways.host(catcher)
            left = frozenset(
                each for each in state.tokens if not _within(each.place, (*host.callers, host))
            )
            yield from self._run(State(left, state.facts), ways.after(catcher), values, beside)
            return
        for after in self._run(state, ways.after(catcher), values, catcher):
            if ways.type(place) == "endEvent":
                yield from self._end(after, place, values, beside)
            else:
                yield from self._run(after, ways.onwards(place), values, beside)

    def _perform(self, place: Place, facts: frozenset[str]) -> frozenset[str]:
        contract = self.ways.contract(place)
        for event in sorted(contract.does):
            self._reach(event, place, facts)
        return facts | contract.does

    def _end(
        self, state: State, place: Place, values: Values, beside: Place | None
    ) -> Iterator[State]:
        inside = {each for each in state.tokens if _within(each.place, place.callers)}
        tokens = state.tokens
        if _terminates(self.ways.node(place)):
            tokens -= inside
        elif tokens and (inside or (beside is not None and place.callers == beside.callers)):
            yield State(tokens, state.facts - {_SIGNED})
            return
        if place.callers:
            yield from self._run(
                State(tokens, state.facts), self.ways.after(place.callers[-1]), values, beside
            )
            return
        if not tokens:
            self._reach("ended", place, state.facts)
        yield State(tokens, state.facts - {_SIGNED})

    # -- what must hold ----------------------------------------------------------------------

    def _reach(self, event: str, place: Place, facts: frozenset[str]) -> None:
        goal, words = self._goals.get(event), self.known.words
        if goal is None:
            return
        if goal.once and event in facts:
            self._tell(
                place, "unlawful",
                f"“{self.ways.name(place)}”（{words.get(event, event)}）可能办理两次。"
                f"依据：{goal.because}。请在引起它的选项上写unless，或者改画连线。",
            )
        if missing := goal.needs - facts:
            lacking = "、".join(words.get(each, each) for each in sorted(missing))
            self._tell(
                place, "unlawful",
                f"走到“{self.ways.name(place)}”（{words.get(event, event)}）时，可能还没有做到："
                f"{lacking}。依据：{goal.because}。请检查通向它的连线和条件。",
            )

    def _watched(self, state: State) -> None:
        for token in state.tokens:
            hosts = (token.place, *token.place.callers)
            armed = {self.ways.timer(each)[0] for host in hosts for each in self.ways.events(host)}
            entries = {each.clock for each in self.ways.form(token.place).outcome.choices}
            for watch in self.known.watches:
                due = watch.entry in entries - {""} or (
                    watch.until and watch.until not in state.facts and not self._is_beside(token)
                )
                if due and watch.timer not in armed:
                    self._tell(
                        token.place, "unwatched",
                        f"办理“{self.ways.name(token.place)}”时没有时限“{watch.timer}”在计时。"
                        f"依据：{watch.because}。请把它画成边界事件，附在这一步或者调用它的活动上。",
                    )

    def _is_beside(self, token: Token) -> bool:
        """Whether a task is opened by timers alone, beside the main road."""
        moves = self.ways.opened_by.get(token.place, frozenset())
        return bool(moves) and all(each.timer for each in moves)

    def _tell(self, place: Place, code: str, message_zh: str) -> None:
        self.problems[at(self.ways, place, code, message_zh)] = None


def goals_are_kept(ways: Ways, known: Known) -> Iterator[Problem]:
    """No case of the main process ends, or is answered, otherwise than the law allows."""
    if not ways.together.begins:
        return
    lives = Lives(ways, known)
    lives.play()
    yield from lives.problems


def _live(ways: Ways) -> dict[Place, frozenset[str]]:
    """The variables that may be read at a place or after it before they are set anew."""
    live = dict.fromkeys(ways.places, frozenset[str]())
    events = {
        place: [each for host in (place, *place.callers) for each in ways.events(host)]
        for place in ways.places
    }
    changed = True
    while changed:
        changed = False
        for place in reversed(ways.places):
            found = frozenset[str]().union(*(live[target] for _, target in ways.out(place)))
            if ways.type(place) == "userTask":
                outcome = ways.form(place).outcome
                found -= {outcome.variable}
                for choice in outcome.choices:
                    found |= choice.unless.names if choice.unless else frozenset()
            for condition, _ in ways.out(place):
                found |= condition.names if condition else frozenset()
            found = found.union(*(live[each] for each in events[place]))
            if found != live[place]:
                live[place], changed = found, True
    return live


def _chosen(onwards: list[Way], values: dict[str, Value]) -> list[Place]:
    """Where one token goes: by the first condition that holds, else the default."""
    if len(onwards) < 2:
        return [target for _, target in onwards]
    found: list[Place] = []
    for condition, target in onwards:
        if condition is None:       # a default, or several ways at once
            return found or [each for unconditional, each in onwards if unconditional is None]
        try:
            if condition.decide(values):
                found.append(target)
        except ExpressionRefused:
            continue
    return found


def _within(place: Place, callers: tuple[Place, ...]) -> bool:
    return place.callers[:len(callers)] == callers


def _terminates(node: etree._Element) -> bool:
    return node.find("bpmn:terminateEventDefinition", PREFIXES) is not None
