"""A test tells what the house does, not how fast this machine happens to be.

Whoever compares seconds of the wall with a number has a test that fails when the machine is busy.
What hangs is ended by the suite's own limit (``timeout`` in pyproject.toml); how long something
takes is measured by the benchmarks. Processor time (``time.process_time``) may be bounded: other
programs do not add to it.
"""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.habits.sources import ROOT, dotted, parsed

WALL = frozenset({"time.time", "time.monotonic", "time.perf_counter"})
SHORTEST_PATIENCE = 240     # seconds that a test may grant to what should end by itself
#: By file: what it has to do with the wall's time.
ALLOWED: Mapping[str, str] = {
    "tests/conftest.py": "asks a database that is just starting, for minutes",
    "tests/acceptance/test_wheel.py": "asks a server that is just starting, for minutes",
    "tests/engine/test_database_locked.py":
        "that a writer waits at least as long as it should: a busy machine only adds to it",
}


def wall_clocks(tree: ast.Module) -> Iterator[int]:
    """Lines that compare with a clock of the wall."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and any(dotted(part) in WALL for part in ast.walk(node)):
            yield node.lineno


def impatience(tree: ast.Module) -> Iterator[int]:
    """Lines that grant a process or an answer less than ``SHORTEST_PATIENCE``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            for word in node.keywords:
                value = word.value
                if (word.arg == "timeout" and isinstance(value, ast.Constant)
                        and isinstance(value.value, int | float)
                        and value.value < SHORTEST_PATIENCE):
                    yield node.lineno


def long_sleeps(tree: ast.Module) -> Iterator[int]:
    """Lines that sleep longer than the pause between two looks."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and dotted(node.func) == "time.sleep" and not (
            isinstance(node.args[0], ast.Constant) and node.args[0].value <= 0.1
        ):
            yield node.lineno


#: What reads a page as it stands in this very moment, be it the one that is just being left.
AT_ONCE = frozenset({
    "count", "is_visible", "is_hidden", "is_checked", "is_enabled", "is_disabled", "input_value",
    "get_attribute", "inner_text", "inner_html", "text_content", "all_inner_texts",
    "all_text_contents",
})


def hasty_looks(tree: ast.Module) -> Iterator[int]:
    """Lines that assert what a page says at once: the press before may still be on its way."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert):
            for part in ast.walk(node.test):
                if isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute):
                    of_a_list = part.func.attr == "count" and part.args
                    if part.func.attr in AT_ONCE and not of_a_list:
                        yield node.lineno


def files() -> Iterator[tuple[str, ast.Module]]:
    """Every file of tests; the benchmarks measure time because that is what they are for."""
    for path in sorted((ROOT / "tests").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if not name.startswith("tests/benchmarks/"):
            yield name, parsed(path)


def test_no_test_compares_with_the_clock_on_the_wall() -> None:
    found = [f"{name}:{line}" for name, tree in files() if name not in ALLOWED
             for line in wall_clocks(tree)]
    assert found == [], "count turns or bytes, bound time.process_time(), or let the suite end it"


def test_no_test_grants_less_time_than_a_busy_machine_takes() -> None:
    found = [f"{name}:{line}" for name, tree in files() for line in impatience(tree)]
    assert found == [], f"write timeout={SHORTEST_PATIENCE}: it is there to end what hangs"


def test_no_test_sleeps() -> None:
    found = [f"{name}:{line}" for name, tree in files() for line in long_sleeps(tree)]
    assert found == [], "wait for what should happen and look again after a hundredth of a second"


def test_what_a_page_says_is_waited_for() -> None:
    found = [f"{name}:{line}" for name, tree in files() if name.startswith("tests/browser/")
             for line in hasty_looks(tree)]
    assert found == [], "write expect(page.locator(…)).to_…: it looks again until it is so"


def test_what_may_look_at_the_wall_is_there() -> None:
    assert [name for name in ALLOWED if not list(wall_clocks(parsed(Path(ROOT, name))))] == []


@pytest.mark.parametrize("line", [
    "assert time.monotonic() - begun < 5", "assert 4 < time.perf_counter() - begun",
    "while time.time() < until: pass",
])
def test_a_look_at_the_wall_is_noticed(line: str) -> None:
    assert list(wall_clocks(ast.parse(line))) == [1]


def test_impatience_and_sleep_are_noticed_and_patience_is_not() -> None:
    assert list(impatience(ast.parse("server.wait(timeout=30)"))) == [1]
    assert list(impatience(ast.parse("server.wait(timeout=240)"))) == []
    assert list(long_sleeps(ast.parse("time.sleep(2)\ntime.sleep(0.01)"))) == [1]
    assert list(wall_clocks(ast.parse("assert time.process_time() - begun < 5"))) == []


def test_a_hasty_look_is_noticed() -> None:
    for line in ('assert page.locator("li").count() == 2', 'assert page.inner_text("p") == "甲"',
                 'assert desk.page.is_hidden("#x")'):
        assert list(hasty_looks(ast.parse(line))) == [1]
    assert list(hasty_looks(ast.parse('expect(page.locator("li")).to_have_count(2)'))) == []
    assert list(hasty_looks(ast.parse("assert names.count(subject) == 1"))) == []
