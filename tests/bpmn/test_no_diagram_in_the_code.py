"""The engine's code knows no element of a diagram: a new version must not need new code."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import engine
from engine.processes.published import load
from engine.statute.clock.ledger import TYPES

ENGINE = Path(engine.__file__ or "").parent
#: The law is no diagram and imports none; the example plays a person, who knows the steps.
LEFT_OUT = {"statute", "example_district"}
#: Words of the law that also name an event or a call in some diagram.
WORDS_OF_THE_LAW = frozenset(TYPES) | {"correction"}
WHAT_TO_DO = (
    "An element of a diagram is named in the code, so that a version with another element would "
    "not work. Declare it beside the diagram: `from:` of a form's field hands on what an earlier "
    "form asked, `source: form` in a letter.yaml brings it into a letter, `separate_from` and "
    "`reviews_letter` of a form, `clock` of its choice, the parameters of a service task. "
    "See bpmn/README.md."
)


def _elements() -> frozenset[str]:
    return frozenset(
        element for definition in load(drafts=True) for element in definition.elements
    ) - WORDS_OF_THE_LAW


def _literals(source: str) -> Iterator[tuple[int, str]]:
    """(line, text) of every string that is not a docstring."""
    tree = ast.parse(source)
    documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if (isinstance(node, ast.Constant) and isinstance(node.value, str)
                and id(node) not in documentation):
            yield node.lineno, node.value


def _named(source: str) -> list[tuple[int, str]]:
    elements = _elements()
    return [(line, text) for line, text in _literals(source) if text in elements]


def test_no_element_of_a_diagram_stands_in_the_engines_code() -> None:
    found = [
        f"{path.relative_to(ENGINE.parent)}:{line}: {text}"
        for path in sorted(ENGINE.rglob("*.py")) if not LEFT_OUT & set(path.parts)
        for line, text in _named(path.read_text(encoding="utf-8"))
    ]
    assert found == [], WHAT_TO_DO


@pytest.mark.parametrize("code", [
    'if row["element"] == "approve_extension": ...', "ask(step='draft_reply')",
    'STEPS = {"serve_reply": 1}',
])
def test_the_rule_notices_an_element_in_the_code(code: str) -> None:
    assert _named(code) != []


def test_what_a_docstring_or_the_law_says_is_no_element() -> None:
    assert _named('def f():\n    """draft_reply"""\n    return "extended"') == []


def test_words_of_the_law_are_left_out_only_while_they_are_needed() -> None:
    elements = {element for definition in load(drafts=True) for element in definition.elements}
    assert elements >= WORDS_OF_THE_LAW - frozenset(TYPES)
