"""A small interpreter of BPMN 2.0, to hold the engine's against.

Written from the standard (OMG formal/2011-01-03, chapters 10 and 13) for the vocabulary of our
diagrams, without the process library and without anything of ``engine``: tokens, activities,
scopes, nothing else. One token goes on until it waits before another moves, which the standard
leaves open.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lxml import etree
from token_game_board import TAG, Model, Scope, Work

Key = tuple[Any, ...]


class Game:
    """A running bundle. ``happened`` counts what a test wants to know that it saw."""

    def __init__(self, main: str, roots: Mapping[str, etree._Element],
                 perform: Callable[[str, Mapping[str, str]], Mapping[str, Any]],
                 variables: Mapping[str, Any]) -> None:
        self.models = {name: Model(root) for name, root in roots.items()}
        self.perform = perform
        self.pending: deque[tuple[Scope, str]] = deque()
        self.fresh: list[tuple[Scope, str]] = []
        self.passed: set[Key] = set()
        self.happened: Counter[str] = Counter()
        self.completed = False
        self.scopes = 0
        self.main = self._scope(main, variables, None)
        self._run()

    # -- what can be seen ------------------------------------------------------------------

    def works(self) -> list[Work]:
        """All that waits, by the age of its process and then by its own."""
        found, scopes = [], [self.main]
        while scopes:
            scope = scopes.pop()
            works = [] if scope.dead else [
                each for work in scope.works for each in (work, *work.instances)]
            found += works
            scopes += [work.called for work in works if work.called is not None]
        return sorted(found, key=lambda work: (work.scope.number, work.age))

    def tasks(self) -> list[tuple[Key, Work]]:
        return [
            ((w.scope.process, w.element, self._path(w),
              tuple(sorted(w.scope.variables.items()))), w)
            for w in self.works()
            if w.scope.model.kind(w.element) == "userTask" and not w.of
        ]

    def events(self, kind: str) -> list[tuple[Key, Work, str]]:
        """Timers or messages that are waited for: what it shows, whose it is, which event."""
        found = []
        for work in self.works():
            model = work.scope.model
            if work.within is not None:
                continue
            for event in (work.element, *model.attached(work.element)):
                says, word = model.says.get(event, ("", ""))
                if says == kind:
                    found.append(((work.scope.process, event, word,
                                   not model.interrupts(event), self._path(work)), work, event))
        return found

    def standing(self) -> list[Key]:
        return [(w.scope.process, w.element, self._from(w.scope)) for w in self.works()]

    # -- what may happen -------------------------------------------------------------------

    def complete(self, work: Work, values: Mapping[str, Any]) -> None:
        self._end_work(work, values)
        self._run()

    def happen(self, work: Work, event: str) -> None:
        """A timer fires or a message arrives, at an activity or at the event itself."""
        if event == work.element:
            self.happened[f"intermediate {work.scope.model.says[event][0]}"] += 1
            work.scope.works.remove(work)
            self._leave(work.scope, event)
        else:
            self._fire(work, event)
        self._run()

    # -- tokens ----------------------------------------------------------------------------

    def _scope(self, process: str, variables: Mapping[str, Any], holder: Work | None) -> Scope:
        self.scopes += 1
        scope = Scope(self.scopes, process, self.models[process], dict(variables), holder)
        self._put(scope, scope.model.start)
        return scope

    def _put(self, scope: Scope, element: str) -> None:
        scope.tokens += 1
        self.fresh.append((scope, element))

    def _pass(self, scope: Scope, element: str) -> None:
        self.passed.add((scope.process, element, self._from(scope)))

    def _leave(self, scope: Scope, element: str) -> None:
        self._pass(scope, element)
        for flow in scope.model.flows:
            if flow.get("sourceRef") == element:
                self._put(scope, flow.get("targetRef", ""))

    def _run(self) -> None:
        while self.fresh or self.pending:
            self.pending.extendleft(reversed(self.fresh))
            self.fresh.clear()
            scope, element = self.pending.popleft()
            scope.tokens -= 1
            if not scope.dead:
                self._arrive(scope, element)

    def _rest(self) -> None:
        """What an escalation set going is handled first, until it waits; then the call goes on."""
        later, self.pending = self.pending, deque[tuple[Scope, str]]()
        self._run()
        self.pending = later

    def _arrive(self, scope: Scope, element: str) -> None:
        node, model = scope.model.nodes[element], scope.model
        match model.kind(element):
            case "userTask" | "callActivity":
                self._begin(scope, element)
            case "intermediateCatchEvent":
                scope.works.append(Work(scope, element))
            case "serviceTask":
                parameters = {e.get("name", ""): e.get("value", "") for e in node.iter()
                              if e.tag.endswith("}parameter")}
                if scope.holder is not None and (path := self._path(scope.holder)):
                    parameters["instance"] = ".".join(map(str, path))
                self._assign(scope, self.perform(node.get("implementation", ""), parameters))
                self._leave(scope, element)
            case "exclusiveGateway":
                self._pass(scope, element)
                self._put(scope, self._choose(scope, element))
            case "intermediateThrowEvent":
                self._pass(scope, element)
                self._throw(scope, *model.says[element])
                if not scope.dead:
                    self._leave(scope, element)
            case "endEvent":
                self._pass(scope, element)
                self._end(scope, *model.says.get(element, ("", "")))
            case _:
                self._leave(scope, element)

    def _choose(self, scope: Scope, gateway: str) -> str:
        default = scope.model.nodes[gateway].get("default")
        ways = [flow for flow in scope.model.flows if flow.get("sourceRef") == gateway]
        for way in ways:
            text = way.findtext(f"{TAG}conditionExpression")
            # The conditions of the generator mean in Python what they mean in our grammar.
            if text is not None and eval(text, {}, dict(scope.variables)):
                return way.get("targetRef", "")
        (way,) = [way for way in ways if len(ways) == 1 or way.get("id") == default]
        return way.get("targetRef", "")

    def _end(self, scope: Scope, kind: str, word: str) -> None:
        if kind == "terminate":
            self.happened["terminate"] += bool(scope.works)
            self._kill(scope)
        elif kind:
            self._throw(scope, kind, word)
            if scope.dead:
                return
        if scope.dead or not (scope.works or scope.tokens):
            scope.dead = True
            if scope.holder is None:
                self.completed = True
            else:
                self._end_work(
                    scope.holder, {name: scope.variables[name] for name in scope.given})

    # -- activities ------------------------------------------------------------------------

    def _begin(self, scope: Scope, element: str) -> None:
        (loop,) = [*scope.model.nodes[element].iter(f"{TAG}loopCardinality"), None][:1]
        if loop is None:
            scope.works.append(self._work(scope, element, None, None))
            return
        of = scope.variables[(loop.text or "").strip()]
        several = Work(scope, element, of=of)
        self.happened[f"{'several' if of else 'none'} of {scope.model.kind(element)}"] += 1
        if of == 0:
            self._leave(scope, element)
            return
        scope.works.append(several)
        for number in range(1, 2 if self._sequential(several) else of + 1):
            several.instances.append(self._work(scope, element, several, number))

    def _work(self, scope: Scope, element: str, within: Work | None, number: int | None) -> Work:
        work = Work(scope, element, within, number)
        if called := scope.model.nodes[element].get("calledElement"):
            work.called = self._scope(called, scope.variables, work)
        return work

    def _sequential(self, several: Work) -> bool:
        (loop,) = several.scope.model.nodes[several.element].iter(
            f"{TAG}multiInstanceLoopCharacteristics")
        return loop.get("isSequential") == "true"

    def _end_work(self, work: Work, values: Mapping[str, Any]) -> None:
        several, scope = work.within, work.scope
        if several is not None:
            several.outcomes.update(values)
            several.instances.remove(work)
            self._pass(scope, work.element)
            if self._sequential(several) and (work.number or 0) < several.of:
                following = self._work(scope, work.element, several, (work.number or 0) + 1)
                several.instances.append(following)
            if several.instances:
                return
            work, values = several, several.outcomes
        self._assign(scope, values)
        scope.works.remove(work)
        self._leave(scope, work.element)

    def _assign(self, scope: Scope, values: Mapping[str, Any]) -> None:
        scope.variables.update(values)
        scope.given.update(values)

    def _kill(self, scope: Scope) -> None:
        scope.dead = True
        for work in scope.works:
            self._drop(work)

    def _drop(self, work: Work) -> None:
        for each in (work, *work.instances):
            if each.called is not None:
                self._kill(each.called)

    # -- events ----------------------------------------------------------------------------

    def _fire(self, host: Work, event: str) -> None:
        scope, interrupts = host.scope, host.scope.model.interrupts(event)
        kind = scope.model.says[event][0]
        self.happened[f"{'interrupting' if interrupts else 'repeating'} {kind}"] += 1
        if interrupts:
            self.happened["interrupted several"] += bool(host.of)
            self._drop(host)
            scope.works.remove(host)
        self._leave(scope, event)

    def _throw(self, scope: Scope, kind: str, word: str) -> None:
        """A message goes out; else to the nearest call around it that catches this."""
        if kind == "message":
            self.happened["sent message"] += 1
            self.perform("message/send", {"name": word})
            return
        holder, levels = scope.holder, 0
        while holder is not None:
            levels += 1
            host = holder.within or holder
            model = host.scope.model
            for event in model.attached(host.element):
                if model.says[event] == (kind, word):
                    self.happened[f"{kind} over {levels}"] += 1
                    self._fire(host, event)
                    if not model.interrupts(event):
                        self._rest()
                    return
            holder = host.scope.holder
        raise AssertionError(f"nobody catches {kind} {word}")

    # -- names -----------------------------------------------------------------------------

    def _path(self, work: Work | None) -> tuple[int, ...]:
        def numbers() -> Iterator[int]:
            here = work
            while here is not None:
                if here.number is not None:
                    yield here.number
                here = here.scope.holder
        return tuple(reversed([*numbers()]))

    @staticmethod
    def _from(scope: Scope) -> tuple[str, str] | None:
        holder = scope.holder
        return None if holder is None else (holder.scope.process, holder.element)
