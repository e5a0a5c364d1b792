"""A case between two moves, and a move under way."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from engine.processes.checks.contracts.places import Place, is_root
from engine.processes.expressions.grammar import Value
from engine.processes.forms.form import Choice

Callers = tuple[Place, ...]
#: Of ``State.mine``: the person who is followed wrote the letter as it now stands.
TEXT: Final = ""
SIGNED: Final = "signed_off"
AT_LEVEL: Final = "signed_at_level"
#: What holds only during the move that a person begins.
NOW: Final = frozenset({SIGNED, AT_LEVEL})


class Scope(NamedTuple):
    """The variables of one running process, and those of them that were set in it."""

    values: Mapping[str, Value]
    given: frozenset[str]


class State(NamedTuple):
    """A case between two moves.

    tokens: open tasks and events that are waited for. scopes: the variables that somebody may
    still read, by the calls that lead to their process. facts: what has been brought about.
    mine: what one person did. Whether somebody does two things that must lie apart is asked of
    one person at a time; all others are strangers to each other and always at hand, so that
    nobody else need be told apart.
    """

    tokens: frozenset[Place]
    scopes: frozenset[tuple[Callers, frozenset[tuple[str, Value]], frozenset[str]]]
    facts: frozenset[str]
    mine: frozenset[str]


class Step(NamedTuple):
    """One move: what set it going (a choice, an event, or neither: the case begins), whether
    the person who is followed did it, and all that the tokens passed."""

    place: Place
    choice: Choice | None = None
    mine: bool = False
    passed: tuple[Place, ...] = ()


class Sent(NamedTuple):
    """A message on its way: from the process with these calls, with the variables with which a
    process begins by it."""

    name: str
    callers: Callers
    values: Mapping[str, Value]


class Course(NamedTuple):
    """A move under way. ``ahead``: where tokens still have to enter, the next one last; ``sent``:
    the messages that arrive when none has to any more, the first one first."""

    tokens: frozenset[Place]
    scopes: Mapping[Callers, Scope]
    facts: frozenset[str]
    mine: frozenset[str]
    step: Step
    ahead: tuple[Place, ...] = ()
    sent: tuple[Sent, ...] = ()

    def onwards(self, *places: Place) -> "Course":
        """Tokens enter these places next, the first one first."""
        return self._replace(ahead=(*self.ahead, *reversed(places)))

    def within(self, callers: Callers) -> frozenset[Place]:
        """The tokens inside a running process."""
        return frozenset(each for each in self.tokens if inside(each, callers))

    def without(self, callers: Callers) -> "Course":
        """A running process is over, or called off: its tokens, its variables, its way ahead."""
        return self._replace(tokens=self.tokens - self.within(callers),
            scopes={each: scope for each, scope in self.scopes.items()
                    if not _begins(each, callers)},
            ahead=tuple(each for each in self.ahead if not inside(each, callers)),
        )

    def values(self, place: Place) -> Mapping[str, Value]:
        """The variables that a place sees."""
        scope = self.scopes.get(place.callers)
        return scope.values if scope else {}

    def assign(self, callers: Callers, values: Mapping[str, Value]) -> "Course":
        """Some variables of a running process get values."""
        scope = self.scopes.get(callers, Scope({}, frozenset()))
        scope = Scope({**scope.values, **values}, scope.given | set(values))
        return self._replace(scopes={**self.scopes, callers: scope})


def inside(place: Place, callers: Callers) -> bool:
    """Whether a place lies in a running process, or in one that it called.

    The main process is called by nobody, and those beside it stand in none of its calls.
    """
    return _begins(place.callers, callers)


def _begins(callers: Callers, root: Callers) -> bool:
    if not root:
        return not (callers and is_root(callers[0]))
    return callers[:len(root)] == root


def begun(state: State, step: Step) -> Course:
    """A move that begins in a state."""
    scopes = {callers: Scope(dict(values), given) for callers, values, given in state.scopes}
    return Course(state.tokens, scopes, state.facts, state.mine, step)

