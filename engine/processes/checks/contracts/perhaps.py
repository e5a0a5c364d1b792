"""What a condition may come to while not all of its variables are known."""

from collections.abc import Mapping
from itertools import product

from engine.processes.expressions.expression import Expression, ExpressionRefused
from engine.processes.expressions.grammar import Value


def perhaps(
    condition: Expression, known: Mapping[str, Value | None],
    possible: Mapping[str, frozenset[Value]],
) -> set[bool]:
    """The answers that a condition may give."""
    unknown = sorted(condition.names - set(known))
    answers: set[bool] = set()
    for values in product(*(sorted(possible.get(name, ()), key=str) for name in unknown)):
        given = {**known, **dict(zip(unknown, values, strict=True))}
        try:
            answers.add(condition.decide(given))
        except ExpressionRefused:
            answers |= {True, False}
        if len(answers) == 2:
            break
    return answers or {True, False}
