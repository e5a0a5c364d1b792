"""What is said about the ways of a token: what is drawn together, places in it, moves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from engine.processes.forms.form import Choice, Form


class Drawn(Protocol):
    """One version of a process: its diagram, the forms of its tasks, its flow nodes by id."""

    @property
    def version(self) -> int: ...
    @property
    def xml(self) -> bytes: ...
    @property
    def forms(self) -> Mapping[str, Form]: ...
    @property
    def elements(self) -> Mapping[str, Any]: ...
    @property
    def begun_by(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Together:
    """A main process with all that it calls, by process id, the called ones first.

    begins: cases begin by it, so that the law's order of things must hold in it.
    beside: the processes that run beside the main one, by the message that begins each. number:
    of the release; 0: none is known, and all is asked of it that is asked of the latest.
    """

    main: str
    processes: Mapping[str, Drawn]
    begins: bool = True
    beside: Mapping[str, str] = field(default_factory=dict)
    number: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """An element of a diagram, within the calls that lead to it (outermost first)."""

    process: str
    element: str
    callers: tuple["Place", ...] = ()
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash((self.process, self.element, self.callers)))

    def __hash__(self) -> int:
        return self._hash       # places are looked up all the time


_BESIDE: Final = "#"
_AGAIN: Final = "#again"


def beside(process: str, number: int) -> Place:
    """What stands for the caller of a process that runs beside the main one, by its number."""
    return Place(process, f"{_BESIDE}{number}")


def again(process: str) -> Place:
    """What stands for the caller of a process by which a case that had ended is opened again."""
    return Place(process, _AGAIN)


def is_root(caller: Place) -> bool:
    """Whether this is no call activity but stands for one of ``beside`` or ``again``."""
    return caller.element.startswith(_BESIDE)


def is_again(caller: Place) -> bool:
    """Whether this stands for one of ``again``."""
    return caller.element == _AGAIN


def is_beside(caller: Place) -> bool:
    """Whether this stands for one of ``beside``."""
    return is_root(caller) and not is_again(caller)


@dataclass(frozen=True, slots=True)
class Move:
    """What sets a token going at a place: a choice made there, a timer, or (both None) a start."""

    place: Place
    choice: Choice | None = None
    timer: str = ""


@dataclass(frozen=True, slots=True)
class Reached:
    """What a move comes to: operations performed, user tasks opened; or nothing more to do."""

    operations: frozenset[Place]
    tasks: frozenset[Place]
