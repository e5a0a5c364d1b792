"""The door of the engine is typed: what the web calls, mypy knows.

The names stand in ``engine/__init__.py`` and ``engine/door.py``; this holds the two together, and
sees to it that an answer of the engine reaches the web with its type and not as Any.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import engine
from engine.door import ROOMS
from tests.habits.sources import ROOT, parsed

DOOR = ROOT / "engine" / "__init__.py"


def names_for_types(door: ast.Module) -> dict[str, str]:
    """Name and room, as the block for the reader of the types says it."""
    block = next(
        node for node in door.body
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name)
        and node.test.id == "TYPE_CHECKING"
    )
    return dict(_imported(block))


def _imported(block: ast.If) -> Iterator[tuple[str, str]]:
    for line in block.body:
        assert isinstance(line, ast.ImportFrom), ast.unparse(line)
        assert line.module is not None
        for name in line.names:
            # Without the "as" mypy takes the name for the door's own and nobody else's.
            assert name.asname == name.name, f"write {name.name} as {name.name}"
            yield name.name, line.module


def missing(for_types: dict[str, str], for_looking_up: dict[str, str]) -> list[str]:
    """What stands in one of the two and not in the other."""
    return sorted(
        f"{name}: {for_types.get(name, 'nowhere')} for the types, "
        f"{for_looking_up.get(name, 'nowhere')} in ROOMS"
        for name in for_types.keys() | for_looking_up.keys()
        if for_types.get(name) != for_looking_up.get(name)
    )


def test_types_and_look_up_name_the_same_from_the_same_rooms() -> None:
    assert missing(names_for_types(parsed(DOOR)), engine._ROOM_OF) == [], (
        "write the name in engine/__init__.py and engine/door.py"
    )


def test_a_name_in_one_part_only_is_noticed() -> None:
    assert missing({"Case": "engine.cases"}, {}) == [
        "Case: engine.cases for the types, nowhere in ROOMS"]
    assert missing({"Case": "engine.cases"}, {"Case": "engine.case"}) != []


def test_no_name_stands_twice() -> None:
    named = [name for names in ROOMS.values() for name in names]
    assert sorted(named) == sorted(set(named)), "two rooms give the same name: take one away"


@pytest.mark.parametrize("name", sorted(engine._ROOM_OF))
def test_each_name_can_be_got(name: str) -> None:
    assert getattr(engine, name) is not None


def test_a_name_that_is_not_at_the_door_is_refused() -> None:
    with pytest.raises(AttributeError, match="Backdoor"):
        engine.Backdoor  # noqa: B018


# What a page might write, and what mypy has to say of it. The last lines are planted faults.
SNIPPET = """
from engine import (
    Actor, CaseFileView, CasePage, ClaimTask, CompleteTask, Engine, EveryCase, MyWork,
    RegisterFilter,
)


def page(engine: Engine, actor: Actor) -> None:
    reveal_type(engine.handle(CompleteTask(task_id=1, values={}), actor))
    reveal_type(engine.handle(ClaimTask(task_id=1), actor))
    reveal_type(engine.ask(CasePage(case_id=1), actor))
    reveal_type(engine.ask(MyWork(), actor))
    reveal_type(engine.stream(EveryCase(wanted=RegisterFilter(), at_most=1), actor))
    engine.handel(ClaimTask(task_id=1), actor)
    ClaimTask(tusk_id=1)
    engine.ask(ClaimTask(task_id=1), actor)
"""


@cache
def said_of_the_snippet(room: Path) -> tuple[str, ...]:
    """What mypy says, a line each."""
    snippet = room / "page.py"
    snippet.write_text(SNIPPET, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "mypy", "--follow-imports=silent", "--no-error-summary",
         f"--cache-dir={room / 'cache'}", f"--config-file={ROOT / 'pyproject.toml'}",
         str(snippet)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )
    assert run.returncode == 1, run.stdout + run.stderr
    return tuple(run.stdout.splitlines())


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    return said_of_the_snippet(tmp_path_factory.mktemp("snippet"))


def test_what_the_engine_answers_reaches_the_web_with_its_type(said: tuple[str, ...]) -> None:
    revealed = [found[1] for line in said if (found := re.search(r'type is "(.*)"', line))]
    assert len(revealed) == 5, said
    assert [kind for kind in revealed if "Any" in kind] == [], (
        "the answer's type is lost on the way: write Command[…], Question[…] or Listing[…] with it"
    )
    assert revealed[2] == "engine.casework.case_page.CaseFileView"


@pytest.mark.parametrize("fault", [
    '"Engine" has no attribute "handel"',
    'Unexpected keyword argument "tusk_id" for "ClaimTask"',
    'Argument 1 to "ask" of "Engine" has incompatible type "ClaimTask"',
])
def test_a_misspelt_method_or_field_does_not_pass(said: tuple[str, ...], fault: str) -> None:
    assert any(fault in line for line in said), said
