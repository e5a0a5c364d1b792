"""Where a token can go in a process with all that it calls: calls and returns are followed.

A move is what happens at once, from one wait to the next: a person hands in a form, a timer
fires, or the process begins; then gateways, operations, calls and returns follow until user
tasks are open or an end is reached.
"""

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from itertools import product
from typing import Any, Final

from lxml import etree

from engine.processes.checks.contracts.perhaps import perhaps
from engine.processes.checks.contracts.places import (
    Move,
    Place,
    Reached,
    Together,
    again as again_by,
    beside,
)
from engine.processes.checks.flow import Flow
from engine.processes.contract import Contract, sent_with
from engine.processes.diagram import PREFIXES, parse_diagram
from engine.processes.expressions.expression import (
    Expression,
    compile_expression,
)
from engine.processes.expressions.grammar import Value
from engine.processes.forms.form import Form

#: Where a token waits for something other than a person.
_EVENTS: Final = frozenset({"boundaryEvent", "intermediateCatchEvent"})
WAITING: Final = _EVENTS | {"userTask"}

#: What an event speaks of by its word: the attribute of the definition that has it.
_WORDS: Final = {"message": "name", "error": "errorCode", "escalation": "escalationCode"}

Way = tuple[Expression | None, Place]


class Ways:
    """The composed graph of processes of which every diagram was verified."""

    def __init__(
        self, together: Together, operations: Mapping[str, Contract],
        again: Collection[str] = (),
    ) -> None:
        """again: the messages by which a case that had ended is opened again."""
        self.together = together
        self.again = {message: process for message, process in together.beside.items()
                      if message in again}
        self.operations = operations
        self.flows: dict[str, Flow] = {}
        self._contracts: dict[tuple[str, str], Contract] = {}
        self._out: dict[Place, list[Way]] = {}
        self._timers: dict[tuple[str, str], tuple[str, bool]] = {}
        self._after: dict[Place, list[Way]] = {}
        self._events: dict[Place, list[Place]] = {}
        self._catchers: dict[Place, Place | None] = {}
        self._words: dict[tuple[str, str], tuple[str, str] | None] = {}
        for name, drawn in together.processes.items():
            process = parse_diagram(drawn.xml).find("bpmn:process", PREFIXES)
            assert process is not None
            self.flows[name] = Flow(process)
        self._start = {name: flow.of_type("startEvent")[0] for name, flow in self.flows.items()}
        self.start = Place(together.main, self._start[together.main])
        self.starts = (self.start, *(
            self.beside_start(name, again_by(name) if message in self.again else beside(name, 1))
            for message, name in together.beside.items()
        ))

    # -- what stands at a place ----------------------------------------------------------

    def node(self, place: Place) -> etree._Element:
        """The element itself."""
        return self.flows[place.process].nodes[place.element]

    def type(self, place: Place) -> str:
        """The BPMN type of the element: ``userTask``, …"""
        return str(self._element(place).type)

    def name(self, place: Place) -> str:
        """Its Chinese name, else its id."""
        return str(self._element(place).name or place.element)

    def lane(self, place: Place) -> str:
        """The name of its lane."""
        return str(self._element(place).lane)

    def basis(self, place: Place) -> str:
        """Its documentation."""
        return str(self._element(place).documentation)

    def _element(self, place: Place) -> Any:
        return self.together.processes[place.process].elements[place.element]

    def form(self, place: Place) -> Form:
        """The form of a user task."""
        return self.together.processes[place.process].forms[place.element]

    def operation(self, place: Place) -> tuple[str, dict[str, str]]:
        """The operation of a service task and its parameters."""
        node = self.node(place)
        found = node.iterfind("bpmn:extensionElements/gongkai:parameter", PREFIXES)
        return node.get("implementation", ""), {
            each.get("name", ""): each.get("value", "") for each in found
        }

    def contract(self, place: Place) -> Contract:
        """What the operation of a service task declares; an unknown one declares nothing."""
        key = (place.process, place.element)
        if key not in self._contracts:
            name, parameters = self.operation(place)
            self._contracts[key] = self.operations.get(name, Contract()).given(parameters)
        return self._contracts[key]

    def timer(self, place: Place) -> tuple[str, bool]:
        """The timer's name at a boundary event, "" for another event; whether it interrupts."""
        key = (place.process, place.element)
        if key not in self._timers:
            self._timers[key] = self._timer(place)
        return self._timers[key]

    def _timer(self, place: Place) -> tuple[str, bool]:
        node = self.node(place)
        texts = [each.text or "" for each in node.iterfind("bpmn:timerEventDefinition/*", PREFIXES)]
        name = compile_expression(texts[0]).due_name if texts else None
        return name or "", node.get("cancelActivity", "true") == "true"

    # -- where a token goes --------------------------------------------------------------

    def events(self, place: Place) -> list[Place]:
        """The boundary events of an activity that may come by themselves: timers, messages."""
        if place not in self._events:
            found = (each for each in self._attached(place) if not self._is_thrown(each))
            self._events[place] = [*found]
        return self._events[place]

    def _is_thrown(self, event: Place) -> bool:
        return (self._word(event) or ("message",))[0] != "message"

    def _attached(self, place: Place) -> list[Place]:
        attached = self.flows[place.process].attached.get(place.element, [])
        return [Place(place.process, each, place.callers) for each in attached]

    def caught(self, place: Place) -> Place | None:
        """The boundary event that catches what is thrown here, None when nothing is caught.

        Ids of errors are those of one file; a word of its own in the file is the same elsewhere.
        """
        if place not in self._catchers:
            self._catchers[place] = self._catcher(place)
        return self._catchers[place]

    def _catcher(self, place: Place) -> Place | None:
        thrown = self._word(place)
        if thrown is None or thrown[0] == "message":
            return None
        for caller in reversed(place.callers):
            for event in self._attached(caller):
                if self._word(event) == thrown:
                    return event
        return None

    def message(self, place: Place) -> str:
        """The name of the message that an event waits for or sends, "" when it is no such event."""
        word = self._word(place)
        return word[1] if word and word[0] == "message" else ""

    def _word(self, place: Place) -> tuple[str, str] | None:
        """(message, error or escalation; its name or code as the file defines it)"""
        key = (place.process, place.element)
        if key not in self._words:
            self._words[key] = self._defined(self.node(place))
        return self._words[key]

    def _defined(self, node: etree._Element) -> tuple[str, str] | None:
        for kind, word in _WORDS.items():
            for definition in node.iterfind(f"bpmn:{kind}EventDefinition", PREFIXES):
                root, reference = node.getroottree().getroot(), definition.get(f"{kind}Ref", "")
                for each in root.iterfind(f"bpmn:{kind}", PREFIXES):
                    if each.get("id") == reference:
                        return kind, each.get(word, "")
        return None

    def terminates(self, place: Place) -> bool:
        """Whether an end event ends all of its process at once."""
        return self.node(place).find("bpmn:terminateEventDefinition", PREFIXES) is not None

    def host(self, event: Place) -> Place:
        """The activity that a boundary event sits on."""
        return Place(event.process, self.node(event).get("attachedToRef", ""), event.callers)

    def is_message(self, place: Place) -> bool:
        """Whether an event waits for a message: some act outside of the diagram."""
        return bool(self.message(place))

    def entered(self, place: Place) -> Place | None:
        """The start of the process that a call activity calls, None if it is no such thing."""
        called = self.node(place).get("calledElement", "")
        if called not in self._start:
            return None
        return Place(called, self._start[called], (*place.callers, place))

    def begins_with(self, process: str) -> Mapping[str, frozenset[str]]:
        """The variables with which a process begins by its message, with all their values."""
        message = self.message(Place(process, self._start[process]))
        return sent_with(self.operations, message) if message else {}

    def beside_start(self, process: str, caller: Place) -> Place:
        """The start of a process that runs beside the main one, or opens a case again."""
        return Place(process, self._start[process], (caller,))

    def out(self, place: Place) -> list[Way]:
        """The ways out of a place, each with its condition; the default flow (None) is last."""
        if place not in self._out:
            self._out[place] = self._ways_out(place)
        return self._out[place]

    def _ways_out(self, place: Place) -> list[Way]:
        if self.type(place) == "callActivity" and (inside := self.entered(place)):
            return [(None, inside)]
        if catcher := self.caught(place):
            onwards = [] if self.timer(catcher)[1] else self.onwards(place)
            return [*self.after(catcher), *onwards]
        return self.onwards(place)

    def onwards(self, place: Place) -> list[Way]:
        """The ways out of a place when nobody catches what it may throw."""
        if self.type(place) == "endEvent":
            return self.after(place.callers[-1]) if place.callers else []
        return self.after(place)

    def after(self, place: Place) -> list[Way]:
        """The ways out of a place that is done; of a call, when the called process returns."""
        if place not in self._after:
            self._after[place] = self._ways_after(place)
        return self._after[place]

    def _ways_after(self, place: Place) -> list[Way]:
        flow, found = self.flows[place.process], []
        for each in flow.out.get(place.element, ()):
            text = each.findtext("bpmn:conditionExpression", None, PREFIXES)
            condition = None if text is None else compile_expression(text)
            found.append((condition, Place(place.process, each.get("targetRef", ""),
                                           place.callers)))
        return sorted(found, key=lambda way: way[0] is None)

    def possible(
        self, place: Place, values: Mapping[str, Value | None]
    ) -> Iterator[Place]:
        """Where a token can go on when of the variables only these values are known."""
        ways = self.out(place)
        if len(ways) < 2:
            yield from (target for _, target in ways)
            return
        answers = [
            (perhaps(condition, values, self.values) if condition else {True}, target)
            for condition, target in ways
        ]
        settled = any(answer == {True} for (answer, _), (condition, _) in
                      zip(answers, ways, strict=True) if condition)
        for (answer, target), (condition, _) in zip(answers, ways, strict=True):
            if True in answer and not (condition is None and settled):
                yield target

    # -- the whole -----------------------------------------------------------------------

    @cached_property
    def values(self) -> Mapping[str, frozenset[Value]]:
        """Every process variable with all values that forms and operations may give it."""
        found: dict[str, set[Value]] = {}
        for name, drawn in self.together.processes.items():
            for form in drawn.forms.values():
                found.setdefault(form.outcome.variable, set()).update(form.outcome.values)
            for element in self.flows[name].of_type("serviceTask"):
                for variable, values in self.contract(Place(name, element)).sets.items():
                    found.setdefault(variable, set()).update(values)
        for name in self.flows:
            for variable, values in self.begins_with(name).items():
                found.setdefault(variable, set()).update(values)
        return {name: frozenset(values) for name, values in found.items()}

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Every place that a token can come to, in the order in which it may."""
        found, waiting = dict.fromkeys(self.starts), [*self.starts]
        while waiting:
            place = waiting.pop(0)
            for each in [*(target for _, target in self.out(place)), *self.events(place)]:
                if each not in found:
                    found[each] = None
                    waiting.append(each)
        return tuple(found)

    @cached_property
    def moves(self) -> Mapping[Move, Reached]:
        """Every move that can be made, with what it comes to."""
        found = [Move(each) for each in self.starts]
        for place in self.places:
            if self.type(place) == "userTask":
                found += [Move(place, each) for each in self.form(place).outcome.choices]
            elif self.type(place) in _EVENTS:
                found.append(Move(place, timer=self.timer(place)[0]))
        return {move: self._follow(move) for move in found}

    @cached_property
    def opened_by(self) -> Mapping[Place, frozenset[Move]]:
        """The moves that open each user task."""
        found: dict[Place, set[Move]] = {}
        for move, reached in self.moves.items():
            for task in reached.tasks:
                found.setdefault(task, set()).add(move)
        return {place: frozenset(moves) for place, moves in found.items()}

    def _follow(self, move: Move) -> Reached:
        known: dict[str, Value] = {}
        if move.choice is not None:
            known[self.form(move.place).outcome.variable] = move.choice.value
        beside = self.type(move.place) == "boundaryEvent" and not self.timer(move.place)[1]
        operations: set[Place] = set()
        tasks: set[Place] = set()
        first = (move.place, tuple(known.items()))
        seen, waiting = {first}, [first]
        while waiting:
            place, values = waiting.pop()
            if self.type(place) == "serviceTask":
                operations.add(place)
            if beside and self.type(place) == "endEvent" and place.callers == move.place.callers:
                continue    # a branch beside the main road ends, and its process goes on
            for after in self.set_by(place, dict(values)):
                for target in self.possible(place, after):
                    step = (target, tuple(sorted(after.items())))
                    if self.type(target) == "userTask":
                        tasks.add(target)
                    elif step not in seen and self.type(target) not in _EVENTS:
                        seen.add(step)
                        waiting.append(step)
        return Reached(frozenset(operations), frozenset(tasks))

    def set_by(self, place: Place, values: dict[str, Value]) -> Iterator[dict[str, Value]]:
        """The variables after a place: an operation may set some, to any of its values."""
        sets = self.contract(place).sets if self.type(place) == "serviceTask" else {}
        for given in product(*(sorted(each) for each in sets.values())):
            yield values | dict(zip(sets, given, strict=True))
