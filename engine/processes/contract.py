"""What an operation declares, and what all there is to know when a process is published.

Neither statute nor letters are known here: whoever assembles a ``Known`` hands them in as data.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final

_NONE: Final[Mapping[str, Any]] = MappingProxyType({})


def sent_with(operations: Mapping[str, "Contract"], message: str) -> Mapping[str, frozenset[str]]:
    """The variables with which a process begins by a message, with all their values."""
    found: dict[str, set[str]] = {}
    for contract in operations.values():
        for each in (contract, *contract.variants.values()):
            for name, value in each.sends.get(message, {}).items():
                found.setdefault(name, set()).add(value)
    return {name: frozenset(values) for name, values in found.items()}


def _nothing() -> Mapping[str, Any]:
    return _NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A field that an operation reads of the form that was handed in.

    type: as forms write it. required: the operation fails without it. values: of type
    ``choice``, those that the operation understands. earlier: asked by the form that leads to
    the operation or by the one before it.
    """

    type: str
    required: bool = True
    values: frozenset[str] = frozenset()
    earlier: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """What one operation needs and what it does, so that a diagram can be held against it.

    fields: what it reads of the form. parameters: what the diagram may give it, each with the
    kind of its value (``Known.values``); optional: those that may be left out.
    sets: process variables with all values it may give them; usually: those that it mostly gives.
    clock: the entry it makes in the
    ledger. timers: it acts on one of these timers when it fired, and on nothing else unless a
    person may do it by_hand.
    role: title of the lane whose person must have decided it; stands_in: of the lane that does in
    a release in which nobody works in that lane. level: a form that signs at a level of the
    sign-off leads to it, whose lane is as good as ``role``. weighty: it acts towards the
    applicant or for good, so that no default flow may lead to it.
    gives: facts that it supplies to the letter it issues.
    needs, does: conditions of a case in plain words (``Known.goals``), before and after. undoes:
    those that hold no more. alone: it is refused while a process beside the main one is open.
    variants: further needs by the value of ``by``, "" when that parameter is left out.
    sends: the messages that it sends to the
    other processes of the case, each with the variables with which a process begins by it.
    """

    fields: Mapping[str, Wanted] = field(default_factory=_nothing)
    parameters: Mapping[str, str] = field(default_factory=_nothing)
    optional: frozenset[str] = frozenset()
    sets: Mapping[str, frozenset[str]] = field(default_factory=_nothing)
    usually: Mapping[str, str] = field(default_factory=_nothing)
    clock: str = ""
    timers: frozenset[str] = frozenset()
    by_hand: bool = False
    role: str = ""
    stands_in: str = ""
    level: bool = False
    weighty: bool = False
    gives: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    does: frozenset[str] = frozenset()
    undoes: frozenset[str] = frozenset()
    alone: bool = False
    by: str = ""
    variants: Mapping[str, "Contract"] = field(default_factory=_nothing)
    sends: Mapping[str, Mapping[str, str]] = field(default_factory=_nothing)

    def given(self, parameters: Mapping[str, str]) -> "Contract":
        """The contract of an operation that is called with these parameters."""
        variant = self.variants.get(parameters.get(self.by, "")) if self.by else None
        if variant is None:
            return self
        return replace(variant, parameters=self.parameters, optional=self.optional)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A kind of letter, as far as processes are concerned.

    needs: facts without which it cannot be written. by_rule: facts that no officer fills in.
    waits_for: rule facts whose process is still to come; until then nobody is offered the kind.
    ground: code of the ground it states, "" for none; grounds: the codes known to the law on
    the first day to which the letter applies.
    """

    title: str
    needs: frozenset[str]
    by_rule: frozenset[str]
    waits_for: frozenset[str] = frozenset()
    ground: str = ""
    grounds: frozenset[str] = frozenset()
    replies: bool = False
    remedy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a request may come to: its row of the annual report's table, its class of remedy."""

    row: int
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What must hold of a case whenever something is done: the law's order of things.

    event: the condition that is about to come true (``Contract.does``; ``ended`` when nothing
    is left to do). needs: what must be true by then, ``signed_off`` among it when the person
    who decides it must not have drafted the letter; instead: or else this. also: what must be true
    besides from the release of this number (``since``) on. once: it may be done
    only once.
    closes: nothing may be open after it. because: the article, in Chinese.
    """

    event: str
    because: str
    needs: frozenset[str] = frozenset()
    instead: str = ""
    also: frozenset[str] = frozenset()
    since: int = 0
    once: bool = False
    closes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a message means: conditions that hold once it is sent, and those that then no longer
    do. by_act: an act outside of the diagrams sends it. after: the process that it begins opens
    a case again that had ended, once these conditions hold: a lawful new round, in which what it
    undoes is done once more. It may come whenever a case has ended so, as often as it does."""

    does: frozenset[str] = frozenset()
    undoes: frozenset[str] = frozenset()
    by_act: bool = False
    after: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Happening:
    """A step of a life that is told with its days.

    entries: what it enters in the clock ledger. alarm: the alarm that it is, "" for an act of a
    person. since: the number of the step (from 0) in which what the alarm watches began.
    """

    entries: tuple[str, ...] = ()
    alarm: str = ""
    since: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A timer that must wait beside what is done in a case.

    until: beside every task, until one of these conditions is true. entry: beside each task in
    which somebody may choose what leads to this entry of the ledger.
    """

    timer: str
    because: str
    until: frozenset[str] = frozenset()
    entry: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Everything a process may speak of.

    lanes: titles of the roles. timers: names for
    ``due("…")``, each with its limit. values: what a parameter of each kind may be.
    rules: letter facts that the rules supply. duties: by what a form does (``letter`` it drafts
    one, ``reviews_letter``) the lane whose people may do it. goals, watches: what must hold of
    every case; words: how its conditions are called in Chinese. messages: what each
    means by its name, None where any may come. days: on which day each step of a
    life is, the first being the receipt of the request. outcomes: by the code of their ground.
    """

    lanes: frozenset[str]
    operations: Mapping[str, Contract]
    timers: Mapping[str, str]
    values: Mapping[str, frozenset[str]]
    letters: Mapping[str, Letter] = field(default_factory=_nothing)
    rules: frozenset[str] = frozenset()
    duties: Mapping[str, str] = field(default_factory=_nothing)
    goals: tuple[Goal, ...] = ()
    watches: tuple[Watch, ...] = ()
    words: Mapping[str, str] = field(default_factory=_nothing)
    messages: Mapping[str, Message] | None = None
    outcomes: Mapping[str, Outcome] = field(default_factory=_nothing)
    days: Callable[[Sequence[Happening]], Sequence[date]] | None = None

    @property
    def again(self) -> frozenset[str]:
        """The messages by which a case that had ended is opened again."""
        return frozenset(name for name, each in (self.messages or {}).items() if each.after)
