"""How long it takes to prove a release, and one with many branches beside the road."""

import time
from dataclasses import dataclass, replace
from types import SimpleNamespace

from lxml import etree

from engine.installation.known import known
from engine.processes import published as deployments
from engine.processes.checks.contracts import Lives, Together, Ways, possible_values
from engine.processes.checks.drawing import drawing_problems
from engine.processes.checks.verification import verify
from engine.processes.contract import Known
from engine.processes.diagram import FLOW_NODES, parse_diagram
from engine.processes.forms.files import read_form
from tests.bpmn import small_diagrams

BRANCHES = 40
_FORM = """
title: 办理
basis: [《条例》第三十条]
instruction: 办理。
outcome:
  variable: {variable}
  label: 结论
  choices:
    - {{value: "yes", label: 是, button: primary}}
    - {{value: "no", label: 否, button: secondary}}
fields: []
"""


@dataclass(frozen=True)
class Proof:
    """What was proven: seconds of the processor, and how many states a case may come to."""

    name: str
    seconds: float
    states: int


def measure() -> list[Proof]:
    """Each process of the newest release by itself, the whole release, and the made-up ones."""
    release = deployments.load(drafts=True).latest
    together = Together(release.main, release.definitions)
    values = possible_values(together, known().operations)
    found = []
    for definition in release.definitions.values():
        begun = time.process_time()
        told = verify(definition.xml, operations=known().operations, timers=known().timers,
                      lanes=known().lanes, choices=values)
        told += drawing_problems(definition.xml)
        lives = Lives(
            Ways(Together(definition.process, {definition.process: definition}, begins=False),
                 known().operations),
            replace(known(), goals=(), watches=()))
        lives.play()
        found.append(Proof(definition.process, time.process_time() - begun, lives.states))
        assert not told
    found.append(_played("whole release", together, known()))
    for name, made in (("40 branches beside the road", beside_the_road(BRANCHES)),
                        ("40 branches one after the other", one_after_the_other(BRANCHES))):
        found.append(_played(name, Together("made_up", {"made_up": made}), NOTHING_ASKED))
    return found


NOTHING_ASKED = Known(lanes=small_diagrams.LANES, operations={}, timers={}, values={})


def _played(name: str, together: Together, asked: Known) -> Proof:
    begun = time.process_time()
    lives = Lives(Ways(together, asked.operations, asked.again), asked)
    lives.play()
    taken = time.process_time() - begun
    assert not lives.problems, [each.in_words for each in lives.problems]
    return Proof(name, taken, lives.states)


def beside_the_road(count: int) -> SimpleNamespace:
    """A task with so many limits, each of which opens a task of its own that may stay open."""
    lines = ["start begin", "user ask", "end done terminate", "begin > ask > done"]
    for number in range(count):
        lines += [f"on ask late{number} timer over again", f"user look{number}",
                  f"end seen{number}", f"late{number} > look{number} > seen{number}"]
    return drawn(";".join(lines))


def one_after_the_other(count: int) -> SimpleNamespace:
    """So many questions in a row, each of which decides between two tasks."""
    lines = ["start begin", "end done", "begin > ask0"]
    for number in range(count):
        after = f"ask{number + 1}" if number + 1 < count else "done"
        lines += [
            f"user ask{number}", f"gate which{number}", f"user one{number}", f"user two{number}",
            f'ask{number} > which{number} > one{number} [v{number} == "yes"] > {after}',
            f"which{number} > two{number} [else]", f"two{number} > {after}",
        ]
    return drawn(";".join(lines))


def drawn(words: str) -> SimpleNamespace:
    xml = small_diagrams.draw("made_up", words)
    elements = {
        each.get("id", ""): SimpleNamespace(
            id=each.get("id"), name=each.get("name"), lane="受理人员", documentation="",
            type=etree.QName(each).localname)
        for each in parse_diagram(xml).iter() if etree.QName(each).localname in FLOW_NODES
    }
    forms = {
        name: read_form(name, _FORM.format(variable=name.replace("ask", "v")).encode(), name)
        for name, each in elements.items() if each.type == "userTask"
    }
    return SimpleNamespace(
        version=1, xml=xml, forms=forms, elements=elements, begun_by="", file="")
