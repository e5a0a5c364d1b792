"""Holds together what is published together: diagrams, forms, operations, letters and roles.

``names`` are the rules about what is called by name, ``moves`` those that follow a token
through calls and returns (``ways``, told in ``places`` and moves), and ``lives`` plays every life
of a case. Each rule is a function from a bundle to its problems.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from lxml import etree

from engine.processes.checks.contracts import moves, names
from engine.processes.checks.contracts.lives import Lives
from engine.processes.checks.contracts.names import diagram_file, letter_problems
from engine.processes.checks.contracts.places import Together
from engine.processes.checks.contracts.way_there import way_there, way_within
from engine.processes.checks.contracts.ways import Ways
from engine.processes.checks.drawing import CODES as DRAWING, drawing_problems
from engine.processes.checks.events import uncaught
from engine.processes.checks.problem import Problem, told
from engine.processes.checks.verification import verify
from engine.processes.contract import Contract, Known, sent_with
from engine.processes.diagram import PREFIXES, parse_diagram

__all__ = [
    "Found", "Lives", "Together", "Ways", "bundle_problems", "diagram_problems",
    "letter_problems", "look_at", "possible_values",
]

#: What may be wrong with a diagram in which a token can move and everything has its place.
NAMES_ONLY: Final = frozenset(
    {"unknown_operation", "unknown_lane", "unknown_timer", "missing_name", "long_name",
     "no_way_out", "overlapping_conditions", "bad_parameter"}
)


def diagram_problems(
    xml: bytes, known: Known, choices: Mapping[str, Collection[str]], *, drawn: bool = True
) -> tuple[Problem, ...]:
    """What is wrong with one diagram by itself. drawn: ask for the drawing rules too."""
    found = verify(
        xml, operations=known.operations, timers=known.timers, lanes=known.lanes,
        choices=choices,
    )
    if drawn and all(each.code in NAMES_ONLY for each in found):
        found += drawing_problems(xml)
    ways = way_within(xml) if found else None
    return tuple(replace(each, path=ways(each.element)) for each in found) if ways else found


@dataclass(frozen=True, slots=True)
class Found:
    """What the checks found. ``states``: of how many states of a case they can speak."""

    problems: tuple[Problem, ...]
    states: int


def bundle_problems(together: Together, known: Known, *, drawn: bool = True) -> tuple[Problem, ...]:
    """Every reason why these diagrams with their forms cannot be carried out as they stand."""
    return look_at(together, known, drawn=drawn).problems


def look_at(
    together: Together, known: Known, *, drawn: bool = True, played: bool = True,
    thorough: bool = True,
) -> Found:
    """The same, with the number of states that were looked at; played: whether lives are.

    thorough: tell everything; else one fault is enough, and no life is played when one is known.
    How things hold together is asked only when a token can move through every diagram by itself.
    """
    values = possible_values(together, known.operations)
    found: list[Problem] = []
    states = 0
    for process, drawn_up in together.processes.items():
        own = diagram_problems(drawn_up.xml, known, values, drawn=drawn)
        found += (replace(each, file=diagram_file(together, process)) for each in own)
    if all(each.code in NAMES_ONLY or each.code in DRAWING for each in found):
        roots = {name: parse_diagram(each.xml) for name, each in together.processes.items()}
        found += (replace(each, file=diagram_file(together, process))
                  for begun in (together.main, *_begun_by_messages(roots))
                  for process, each in uncaught(begun, roots))
        ways = Ways(together, known.operations, known.again)
        held, states = _held_together(ways, known, found, played=played, thorough=thorough)
        found = [_with_path(each, ways) for each in (*found, *held)]
    steps = {name for each in together.processes.values() for name in each.elements}
    return Found(told(dict.fromkeys(found), steps), states)


#: While one of these stands it is not known where a token goes.
_ASTRAY: Final = frozenset(
    {"unknown_operation", "no_way_out", "overlapping_conditions", "unknown_variable",
     "unknown_outcome", "not_yet_set", "endless_ring", "uncaught", "missing_process"}
)


def _begun_by_messages(roots: Mapping[str, etree._Element]) -> list[str]:
    """The processes that a message begins beside the main one."""
    start = "bpmn:process/bpmn:startEvent/bpmn:messageEventDefinition"
    return [name for name, root in roots.items() if root.find(start, PREFIXES) is not None]


def _held_together(
    ways: Ways, known: Known, alone: Iterable[Problem], *, played: bool, thorough: bool
) -> tuple[list[Problem], int]:
    """What is wrong between diagrams, forms and operations, and how many states were looked at.
    alone: what is wrong with each diagram."""
    found = [each for rule in names.RULES for each in rule(ways, known)]
    found += moves.variables_are_set_before_they_are_read(ways, known)
    if any(each.code in _ASTRAY for each in (*alone, *found)):
        return found, 0
    found += (each for rule in moves.RULES for each in rule(ways, known))
    if not (played and ways.together.begins) or (not thorough and (found or [*alone])):
        return found, 0
    lives = Lives(ways, known)
    lives.play(thorough=thorough)
    return [*found, *lives.problems], lives.states


def _with_path(found: Problem, ways: Ways) -> Problem:
    """A problem with a shortest way along the lines of the diagrams to where it stands."""
    there = way_there(ways, found.file.partition("/")[0], found.element)
    return found if found.story or not there else replace(found, path=there)


def possible_values(
    together: Together, operations: Mapping[str, Contract]
) -> Mapping[str, frozenset[str]]:
    """All values that forms and operations of a bundle may give each process variable."""
    found: dict[str, set[str]] = {}
    for drawn in together.processes.values():
        for form in drawn.forms.values():
            found.setdefault(form.outcome.variable, set()).update(form.outcome.values)
        for variable, values in sent_with(operations, drawn.begun_by).items():
            found.setdefault(variable, set()).update(values)
        for node in parse_diagram(drawn.xml).iterfind(".//bpmn:serviceTask", PREFIXES):
            contract = operations.get(node.get("implementation", ""), Contract())
            for variable, values in contract.sets.items():
                found.setdefault(variable, set()).update(values)
    return {name: frozenset(values) for name, values in found.items()}
