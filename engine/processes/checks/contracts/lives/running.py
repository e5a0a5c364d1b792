"""Lets tokens go on until each of them waits or is gone, by every way that is open."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from engine.processes.checks.contracts.lives.state import (
    Course,
    Scope,
    Sent,
    State,
    Step,
    begun,
    inside,
)
from engine.processes.checks.contracts.places import (
    Place,
    again,
    beside,
    is_again,
    is_beside,
    is_root,
)
from engine.processes.checks.contracts.ways import Way, Ways
from engine.processes.contract import Message
from engine.processes.expressions.expression import Expression, ExpressionRefused
from engine.processes.expressions.grammar import Value

#: So many of one process may run at once beside the main one, as far as they are looked at.
AT_ONCE: Final = 2
_THROWS: Final = frozenset({"intermediateThrowEvent", "endEvent"})
_CATCHES: Final = frozenset({"intermediateCatchEvent", "boundaryEvent"})
Begun = tuple[str, tuple[tuple[str, Value], ...]]
Watcher = Callable[[str, Place, Course], None]


class Running:
    """How tokens move. ``reach`` is told of every condition that comes true, and where."""

    def __init__(
        self, ways: Ways, reach: Watcher, messages: Mapping[str, Message] | None
    ) -> None:
        self.ways, self._reach, self._messages = ways, reach, messages
        self._opens: dict[Place, frozenset[Place]] = {}
        self._quiet: dict[Begun, bool] = {}
        #: Processes beside the main one that need not be looked at together with it, by how they
        #: begin, with the move in which one began first.
        self.alone: dict[Begun, Course] = {}
        self._waited_for = frozenset(
            ways.message(place) for place in ways.places if ways.type(place) in _CATCHES)

    @property
    def known_outside(self) -> bool:
        """Whether it is known which messages come from outside."""
        return self._messages is not None

    def outside(self, message: str) -> bool:
        """Whether an act outside of the diagrams sends a message of this name."""
        return self._messages is None or (
            message in self._messages and self._messages[message].by_act)

    def run(self, course: Course) -> Iterator[Course]:
        """Every way in which a move may end."""
        waiting = [course]
        while waiting:
            now = waiting.pop()
            if not now.ahead:
                if now.sent:
                    message, *later = now.sent
                    now = now._replace(sent=tuple(later))
                    waiting += reversed([*self._arrive(now, message)])
                else:
                    yield now
                continue
            place = now.ahead[-1]
            step = now.step._replace(passed=(*now.step.passed, place))
            now = now._replace(ahead=now.ahead[:-1], step=step)
            waiting += reversed([*self._enter(now, place)])

    def opened_again(self, state: State) -> Iterator[Course]:
        """A case that has ended is opened again: what is undone by that may be done once more."""
        for message, process in self.ways.again.items():
            meaning = (self._messages or {})[message]
            if not meaning.after <= state.facts:
                continue
            start = self.ways.beside_start(process, again(process))
            course = begun(state, Step(start))
            facts = (course.facts | meaning.does) - meaning.undoes
            scopes = {**course.scopes, start.callers: Scope({}, frozenset())}
            yield from self.run(course._replace(facts=facts, scopes=scopes).onwards(start))

    def fire(self, course: Course, event: Place) -> Iterator[Course]:
        """An event is there. One that opened a task and goes on waiting opens no second one."""
        if not self.ways.timer(event)[1] and self.opens(event) & course.tokens:
            return
        passed = (*course.step.passed, event)
        course = course._replace(step=course.step._replace(passed=passed))
        if self.ways.type(event) != "boundaryEvent":
            course = course._replace(tokens=course.tokens - {event})
        elif self.ways.timer(event)[1]:
            course = self.called_off(course, self.ways.host(event))
        yield from self.run(course.onwards(*self._next(course, event)))

    def opens(self, event: Place) -> frozenset[Place]:
        """The tasks that may be open as soon as an event has fired."""
        if event not in self._opens:
            found, seen, waiting = set(), {event}, [event]
            while waiting:
                for _, target in self.ways.out(waiting.pop()):
                    if self.ways.type(target) == "userTask":
                        found.add(target)
                    elif target not in seen:
                        seen.add(target)
                        waiting.append(target)
            self._opens[event] = frozenset(found)
        return self._opens[event]

    def called_off(self, course: Course, host: Place) -> Course:
        """An activity is interrupted, with all that it holds."""
        course = course.without((*host.callers, host))
        return course._replace(tokens=course.tokens - {host})

    def _next(self, course: Course, place: Place) -> list[Place]:
        return chosen(self.ways.after(place), course.values(place), self.ways.values)

    # -- one place ---------------------------------------------------------------------------

    def _enter(self, course: Course, place: Place) -> Iterator[Course]:
        ways, kind = self.ways, self.ways.type(place)
        if kind in _THROWS and (message := ways.message(place)):
            course = self._says(course, place, message)
        if catcher := ways.caught(place):
            yield from self._thrown(course, place, catcher)
        elif kind in ("userTask", "intermediateCatchEvent"):
            yield course._replace(tokens=course.tokens | {place})
        elif kind == "endEvent":
            yield from self._end(course, place)
        elif kind == "serviceTask":
            yield from self._perform(course, place)
        elif kind == "callActivity" and (start := ways.entered(place)):
            own = Scope(dict(course.values(place)), frozenset())
            scopes = {**course.scopes, start.callers: own}
            yield course._replace(scopes=scopes).onwards(start)
        else:
            for target in self._next(course, place):
                yield course.onwards(target)

    def _perform(self, course: Course, place: Place) -> Iterator[Course]:
        contract = self.ways.contract(place)
        if contract.alone and any(
            each.callers and is_beside(each.callers[0]) for each in course.tokens
        ):
            return
        for event in sorted(contract.does):
            self._reach(event, place, course)
        sent = (Sent(name, place.callers, values) for name, values in contract.sends.items()
                if name not in self.ways.again)
        facts = (course.facts | contract.does) - contract.undoes
        course = course._replace(facts=facts, sent=(*course.sent, *sent))
        for values in self.ways.set_by(place, {}):
            yield course.assign(place.callers, values).onwards(*self._next(course, place))

    def _says(self, course: Course, place: Place, name: str) -> Course:
        """A message is sent: what it means holds from now on."""
        meaning = (self._messages or {}).get(name, Message())
        for event in sorted(meaning.does):
            self._reach(event, place, course)
        return course._replace(facts=(course.facts | meaning.does) - meaning.undoes,
            sent=(*course.sent, Sent(name, place.callers, {})),
        )

    def _arrive(self, course: Course, message: Sent) -> Iterator[Course]:
        """A message begins the process that its name begins, and is caught by the main process;
        what the main process sends also by those beside it. Else it is gone."""
        process = self.ways.together.beside.get(message.name)
        if process is not None:
            started = self._started(course, process, message.values)
            if started is None:
                return
            course = started
        side = bool(message.callers) and is_beside(message.callers[0])
        caught = [
            each for each in self.waiting(course.tokens)
            if self.ways.message(each) == message.name
            and not (side and each.callers and is_beside(each.callers[0]))
        ]
        if not caught:
            yield course
        for event in caught[:1]:
            yield from self.fire(course, event)

    def _started(self, course: Course, process: str, values: Mapping[str, Value]) -> Course | None:
        """A process beside the main one begins; one that tells nobody anything goes its way
        alone. None when as many run already as are looked at together."""
        start = self.ways.beside_start(process, beside(process, 1))
        if self._keeps_to_itself(start, values):
            self.alone.setdefault((process, tuple(sorted(values.items()))), course)
            return course
        for number in range(1, AT_ONCE + 1):
            start = self.ways.beside_start(process, beside(process, number))
            if not course.within(start.callers):
                scopes = {**course.scopes, start.callers: Scope(dict(values), frozenset())}
                return course._replace(scopes=scopes).onwards(start)
        return None

    def begun_by_acts(self, course: Course) -> None:
        """A process beside the main one that an act outside of the diagrams begins goes its way
        alone, if it tells nobody anything. ``course``: with which life it is told."""
        for message, process in self.ways.together.beside.items():
            if message in self.ways.again:
                continue
            start = self.ways.beside_start(process, beside(process, 1))
            if self._messages and self.outside(message) and self._keeps_to_itself(start, {}):
                self.alone.setdefault((process, ()), course)

    def _keeps_to_itself(
        self, start: Place, values: Mapping[str, Value], within: tuple[Begun, ...] = (),
    ) -> bool:
        """Whether nothing that a process may do from its start brings anything about for others:
        no message that somebody waits for, nothing that the law asks for. ``within``: processes
        asked about already; one that begins itself anew does no more by that."""
        key = (start.process, tuple(sorted(values.items())))
        if key in within:
            return True
        if key in self._quiet:
            return self._quiet[key]
        quiet = all(self._is_quiet(place, (*within, key)) for place in self._reached(start, values))
        if not (within and quiet):      # inside, it is so only if those are
            self._quiet[key] = quiet
        return quiet

    def _reached(self, start: Place, values: Mapping[str, Value]) -> set[Place]:
        """All places that a token may come to which begins with these values, whatever forms and
        operations then give to other variables."""
        found, waiting = {start}, [start]
        while waiting:
            place = waiting.pop()
            targets = [*self.ways.possible(place, values), *self.ways.events(place)]
            for target in targets:
                if target not in found:
                    found.add(target)
                    waiting.append(target)
        return found

    def _is_quiet(self, place: Place, within: tuple[Begun, ...]) -> bool:
        if self.ways.type(place) in _THROWS and self.ways.message(place):
            return False
        if self.ways.type(place) != "serviceTask":
            return True
        contract = self.ways.contract(place)
        if contract.role and contract.needs:
            return False
        return all(self._concerns_nobody(*sent, within) for sent in contract.sends.items())

    def _concerns_nobody(
        self, name: str, values: Mapping[str, Value], within: tuple[Begun, ...],
    ) -> bool:
        """Whether all that a message does is to begin a process that keeps to itself."""
        if name in self.ways.again:     # looked at where the life has ended
            return True
        process = self.ways.together.beside.get(name)
        return process is not None and name not in self._waited_for and self._keeps_to_itself(
            self.ways.beside_start(process, beside(process, 1)), values, within)

    def _thrown(self, course: Course, place: Place, catcher: Place) -> Iterator[Course]:
        """An error or escalation that is caught: it ends the call, or opens a branch beside it,
        which is gone through first."""
        passed = (*course.step.passed, catcher)
        course = course._replace(step=course.step._replace(passed=passed))
        if self.ways.timer(catcher)[1]:
            course = self.called_off(course, self.ways.host(catcher))
            yield course.onwards(*self._next(course, catcher))
        elif self.ways.type(place) == "endEvent":
            for after in self._end(course, place):
                yield after.onwards(*self._next(course, catcher))
        else:
            yield course.onwards(*self._next(course, catcher), *self._next(course, place))

    def waiting(self, tokens: frozenset[Place]) -> dict[Place, None]:
        """Every event that is waited for."""
        found: dict[Place, None] = {}
        for token in sorted(tokens, key=lambda each: (each.element, each.callers == ())):
            if self.ways.type(token) == "intermediateCatchEvent":
                found[token] = None
            for host in (token, *token.callers):
                if not is_root(host):
                    found.update(dict.fromkeys(self.ways.events(host)))
        return found

    def _end(self, course: Course, place: Place) -> Iterator[Course]:
        callers = place.callers
        if not self.ways.terminates(place) and (
            course.within(callers) or any(inside(each, callers) for each in course.ahead)
        ):
            yield course
            return
        scope = course.scopes.get(callers, Scope({}, frozenset()))
        after = course.without(callers)
        if not callers or is_again(callers[-1]):
            self._reach("ended", place, course)
        elif not is_beside(callers[-1]):
            call = callers[-1]
            after = after.assign(call.callers, {n: scope.values[n] for n in scope.given})
            after = after.onwards(*self._next(after, call))
        yield after


def chosen(
    ways: list[Way], values: Mapping[str, Value], known: Mapping[str, frozenset[Value]]
) -> list[Place]:
    """Where one token may go: by the condition that holds, else the default.

    Several only where a diagram is looked at without those that set its variables.
    """
    if len(ways) < 2:
        return [target for _, target in ways]
    found: list[Place] = []
    for condition, target in ways:
        if condition is None:
            return found or [target]
        holds = _holds(condition, values, known)
        if holds:
            return [*found, target]
        if holds is None:
            found.append(target)
    return found


def _holds(
    condition: Expression, values: Mapping[str, Value], known: Mapping[str, frozenset[Value]]
) -> bool | None:
    """Whether a condition holds; None when a variable that it reads comes from elsewhere."""
    try:
        return condition.decide(values)
    except ExpressionRefused:
        return False if condition.names <= set(known) else None
