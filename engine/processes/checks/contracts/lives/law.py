"""What must hold of a case whatever happens: the law's order of things (``Known.goals``)."""

from collections.abc import Callable
from typing import Final

from engine.processes.checks.contracts.lives.moves import DRAFTED, ISSUED, REVIEWED
from engine.processes.checks.contracts.lives.state import Course, State, Step
from engine.processes.checks.contracts.places import Place, is_beside
from engine.processes.checks.contracts.ways import Ways
from engine.processes.contract import Goal, Known

#: Told of a fault: where, its code, what is said of it, the move in which it is found (None:
#: it is a fault of the state itself).
Tell = Callable[[Place, str, str, Step | None], None]
ENDED: Final = "ended"


class Law:
    """Holds moves and states to what the law wants, and tells of what does not keep it."""

    def __init__(self, ways: Ways, known: Known, tell: Tell) -> None:
        self.ways, self.known, self._tell = ways, known, tell
        self._goals = {goal.event: goal for goal in known.goals}
        self._lacking: dict[Place, tuple[tuple[frozenset[str], str, str], ...]] = {}
        asked = {event for goal in known.goals for event in (goal.event, *self._needs(goal))}
        asked |= {goal.instead for goal in known.goals}
        asked |= {each for watch in known.watches for each in watch.until}
        #: The facts that somebody asks for.
        self.asked = frozenset(asked | {DRAFTED, REVIEWED, ISSUED}) - {""}

    def reach(self, event: str, place: Place, course: Course) -> None:
        """A condition comes true at a place."""
        goal, words = self._goals.get(event), self.known.words
        if goal is None:
            return
        shown = f"“{self.ways.name(place)}”（{words.get(event, event)}）"
        if goal.once and event in course.facts:
            self._tell(
                place, "unlawful",
                f"{shown}可能办理两次。"
                f"依据：{goal.because}。请在引起它的选项上写unless，或者改画连线。", course.step,
            )
        if goal.instead not in course.facts and (missing := self._needs(goal) - course.facts):
            lacking = "、".join(words.get(each, each) for each in sorted(missing))
            self._tell(
                place, "unlawful",
                f"走到{shown}时，可能还没有做到：{lacking}。"
                f"依据：{goal.because}。请检查通向它的连线和条件。", course.step,
            )

    def _needs(self, goal: Goal) -> frozenset[str]:
        """What must be true by then, in this release."""
        number = self.ways.together.number
        return goal.needs | goal.also if not number or number >= goal.since else goal.needs

    def look_at(self, state: State) -> None:
        """A case that waits: for whom, for how long, and whether it should still be open."""
        for token in sorted(state.tokens, key=lambda each: each.element):
            for until, timer, because in self._unwatched(token):
                if not until & state.facts:
                    self._tell(
                        token, "unwatched",
                        f"办理“{self.ways.name(token)}”时没有时限“{timer}”在计时。"
                        f"依据：{because}。请把它画成边界事件，附在这一步或者调用它的活动上。",
                        None,
                    )
            if self._waits_for_good(token, state):
                self._tell(
                    token, "endless_wait",
                    f"“{self.ways.name(token)}”等待消息时没有任何时限，消息不来就一直等下去。"
                    "请在调用它的活动上附一个时限的边界事件，或者改为由人办理的任务。", None,
                )
            for goal in self.known.goals:
                if goal.closes and goal.event in state.facts:
                    word = self.known.words.get(goal.event, goal.event)
                    self._tell(
                        token, "open_after_end",
                        f"{word}以后，“{self.ways.name(token)}”可能还没有办完。"
                        f"依据：{goal.because}。请让这一步先办完，或者用终止结束事件结束流程。",
                        None,
                    )

    def _unwatched(self, token: Place) -> tuple[tuple[frozenset[str], str, str], ...]:
        """The timers that do not wait beside a task: (until when they must, timer, article)."""
        if token not in self._lacking:
            self._lacking[token] = tuple(self._find_unwatched(token))
        return self._lacking[token]

    def _find_unwatched(self, token: Place) -> list[tuple[frozenset[str], str, str]]:
        if self.ways.type(token) != "userTask":
            return []
        hosts = (token, *token.callers)
        armed = {self.ways.timer(each)[0] for host in hosts for each in self.ways.events(host)}
        entries = {each.clock for each in self.ways.form(token).outcome.choices} - {""}
        found: list[tuple[frozenset[str], str, str]] = []
        for watch in self.known.watches:
            if watch.timer in armed:
                continue
            if watch.entry in entries:
                found.append((frozenset(), watch.timer, watch.because))
            elif watch.until and not self._is_beside(token):
                found.append((watch.until, watch.timer, watch.because))
        return found

    def _is_beside(self, token: Place) -> bool:
        """Whether a task is opened by timers alone, beside the main road."""
        if token.callers and is_beside(token.callers[0]):
            return True
        moves = self.ways.opened_by.get(token, frozenset())
        return bool(moves) and all(each.timer for each in moves)

    def _waits_for_good(self, token: Place, state: State) -> bool:
        """Whether a message is waited for without any limit, and without a person beside the
        main road whose work may send it."""
        return bool(self.ways.message(token)) and not any(
            self.ways.timer(event)[0] for host in token.callers for event in self.ways.events(host)
        ) and not any(
            self.ways.type(each) == "userTask" and each.callers and is_beside(each.callers[0])
            for each in state.tokens
        )
