"""The search: every state that a case may come to, the nearest first."""

from collections import deque
from dataclasses import replace
from typing import Final

from engine.processes.checks.contracts.lives.law import Law
from engine.processes.checks.contracts.lives.live import live_variables
from engine.processes.checks.contracts.lives.moves import DRAFTED, ISSUED, Moves
from engine.processes.checks.contracts.lives.running import Running
from engine.processes.checks.contracts.lives.state import (
    NOW,
    TEXT,
    Course,
    Scope,
    State,
    Step,
    inside,
)
from engine.processes.checks.contracts.lives.story import path, story
from engine.processes.checks.contracts.lives.twins import in_order
from engine.processes.checks.contracts.names import at
from engine.processes.checks.contracts.places import Place, beside
from engine.processes.checks.contracts.ways import Ways
from engine.processes.checks.problem import Problem
from engine.processes.contract import Known

MAX_STATES: Final = 50_000


class Lives:
    """Every state that a case of one main process may come to.

    Since the nearest states are looked at first, a fault is told by one of the shortest lives
    that show it. ``problems``: what does not hold. ``passed``: every place that some life
    passes. ``states``: how many there are.
    """

    def __init__(self, ways: Ways, known: Known) -> None:
        self.ways, self.known = ways, known
        self.problems: dict[Problem, None] = {}
        self.passed: set[Place] = set()
        self.states = 0
        self._law = Law(ways, known, self._tell)
        self._running = Running(ways, self._law.reach, known.messages)
        self._moves = Moves(ways, self._running, frozenset(
            goal.event for goal in known.goals if NOW & goal.needs))
        self._live = live_variables(ways)
        self._whence: dict[State, tuple[State | None, Step]] = {}
        self._now: State | None = None

    def play(self, *, thorough: bool = True) -> None:
        """Find every state; ``problems`` then says what does not hold in one of them.

        thorough: look at all of them; else one fault is enough.
        """
        start = Course(
            frozenset(), {(): Scope({}, frozenset())}, frozenset(), frozenset(),
            Step(self.ways.start),
        ).onwards(self.ways.start)
        before: dict[State, list[State]] = {}
        waiting: deque[State] = deque()
        for course in self._running.run(start):
            self._found(course, waiting)
            self._running.begun_by_acts(course)
        alone: set[object] = set()
        while waiting or self._begin_alone(alone, waiting):
            if len(self._whence) > MAX_STATES:
                self._now = None
                self._tell(
                    self.ways.start, "too_many_lives",
                    "流程的走法太多，不能逐一核对，请分开或者简化。", None,
                )
                break
            self._now = state = waiting.popleft()
            self._law.look_at(state)
            if self.problems and not thorough:
                break
            for course in self._moves.of(state):
                after = self._found(course, waiting)
                if not self._moves.hoped_for(course.step):
                    before.setdefault(after, []).append(state)
        self.states = len(self._whence)
        if not self.problems:       # what follows from a known fault is not told
            self._standing(before)
        if not self.problems:
            self._passed_over()

    def _begin_alone(self, begun: set[object], waiting: deque[State]) -> bool:
        """Processes beside the main one that tell nobody anything, each looked at by itself."""
        self._now = None
        for key, course in [*self._running.alone.items()]:
            if key in begun:
                continue
            begun.add(key)
            (process, values), number = key, beside(key[0], 1)
            start = self.ways.beside_start(process, number)
            scopes = {start.callers: Scope(dict(values), frozenset())}
            for after in self._running.run(
                Course(frozenset(), scopes, course.facts, frozenset(), Step(start)).onwards(start)
            ):
                self._found(after, waiting)
        return bool(waiting)

    def _found(self, course: Course, waiting: deque[State]) -> State:
        self.passed.update(course.step.passed)
        state = self._between(course)
        if state not in self._whence:
            self._whence[state] = (self._now, course.step)
            waiting.append(state)
        return state

    def _between(self, course: Course) -> State:
        """A case after a move: only what may still matter."""
        scopes = []
        for callers, scope in course.scopes.items():
            live = frozenset[str]().union(*(
                self._live(each) for each in course.tokens if inside(each, callers)
            ))
            values = frozenset((n, v) for n, v in scope.values.items() if n in live)
            if values or scope.given & live:
                scopes.append((callers, values, scope.given & live))
        facts = (course.facts & self._law.asked) - NOW
        return in_order(State(course.tokens, frozenset(scopes), facts, _mine(course)))

    # -- faults of the whole -------------------------------------------------------------------

    def _standing(self, before: dict[State, list[State]]) -> None:
        alive = {state for state in self._whence if not state.tokens}
        waiting = [*alive]
        while waiting:
            for state in before.get(waiting.pop(), ()):
                if state not in alive:
                    alive.add(state)
                    waiting.append(state)
        for state in self._whence:      # in the order in which they were found
            if state in alive:
                continue
            self._now = state
            for token in sorted(state.tokens, key=lambda each: each.element):
                self._tell(
                    token, "stands_for_good",
                    f"办件走到“{self.ways.name(token)}”时可能再也不能办结，"
                    "请检查它之后的连线、条件和各选项的unless。", None,
                )

    def _passed_over(self) -> None:
        self._now = None
        for place in self.ways.places:
            if place not in self.passed:
                self._tell(
                    place, "never_reached",
                    f"按现有的表单和条件，办件永远走不到“{self.ways.name(place)}”，"
                    "请检查通向它的条件。", None,
                )
        for place, choice in self._moves.offered - self._moves.chosen:
            label = next(each.label for each in self.ways.form(place).outcome.choices
                         if each.value == choice)
            self._tell(
                place, "never_offered",
                f"办理“{self.ways.name(place)}”时，永远不能选“{label}”，"
                "请检查它的unless，或者删去这个选项。", None,
            )

    def _tell(self, place: Place, code: str, message_zh: str, step: Step | None) -> None:
        found = at(self.ways, place, code, message_zh)
        if found in self.problems:
            return
        steps = [*self._steps_to(self._now), *([step] if step else [])]
        self.problems[
            replace(found, path=path(steps), story=story(steps, self.ways, self.known))
            if steps else found
        ] = None

    def _steps_to(self, state: State | None) -> list[Step]:
        steps: list[Step] = []
        while state is not None:
            state, step = self._whence[state]
            steps.append(step)
        return steps[::-1]


def _mine(course: Course) -> frozenset[str]:
    """What the person who is followed did, as long as he wrote a letter that may still be signed.

    Of nobody else could anything be said that is not said of strangers.
    """
    open_letter = DRAFTED in course.facts and ISSUED not in course.facts
    return course.mine if open_letter and TEXT in course.mine else frozenset()
