"""Whether a diagram is drawn so that a person can read it.

``sketch`` reads the drawing, ``rules`` are the rules of bpmn/README.md, one function each.
"""

from typing import Final

from engine.processes.checks.drawing import rules
from engine.processes.checks.drawing.sketch import Drawing, read
from engine.processes.checks.problem import Problem, problem
from engine.processes.diagram import PREFIXES, parse_diagram

__all__ = ["CODES", "Drawing", "drawing_problems", "read"]

#: The codes of what these rules find.
CODES: Final = frozenset({"no_pool", *(rule.__name__ for rule in rules.RULES)})


def drawing_problems(xml: bytes) -> tuple[Problem, ...]:
    """What is wrong with the drawing of a diagram that ``verify`` finds nothing wrong with.

    The code of each problem is the name of the rule.
    """
    root = parse_diagram(xml)
    process = root.find("bpmn:process", PREFIXES)
    if process is None:
        return ()
    drawing = read(root)
    if drawing.pool is None:
        return (problem("no_pool", process, "流程没有画成泳池，请画一个泳池，把泳道放进去。"),)
    return tuple(
        problem(rule.__name__, drawing.nodes.get(element, process), message)
        for rule in rules.RULES
        for element, message in rule(drawing)
    )
