"""Two things are said in one place: whose rows somebody sees, and what time it is.

A condition on ``agency_id`` written by hand is how another agency's case comes into a list; a
clock read by hand is how a legal day escapes the tests.
"""

import ast
from collections.abc import Iterator, Mapping

import pytest

from tests.habits.sources import dotted, product_files

#: Conditions on an agency that say nothing of who may see what, by file and name.
AGENCY_BY_HAND: Mapping[tuple[str, str], str] = {
    ("engine/cases/rows/waiting.py", "_OF_AGENCIES"):
        "the sweep after a change of a calendar: the clock asks, nobody looks",
    ("engine/administration/agencies/rows.py", "drafts"):
        "how many letters an agency leaves that an administrator is about to end",
    ("engine/administration/agencies/rows.py", "end_units"): "the units of an agency that ends",
    ("engine/administration/agencies/rows.py", "letters_since"):
        "how many letters an agency issued that an administrator is about to change",
    ("engine/administration/agencies/rows.py", "with_names"):
        "how an agency ended: for administrators, who look after all of them",
    ("engine/cases/rows/cases.py", "open_of"): "the cases of an agency that goes into another",
    ("engine/legal_advice/advisers/rows.py", "_IN_EFFECT"):
        "by whom the agency is advised whose case is already seen",
    ("engine/legal_advice/advisers/rows.py", "standing"):
        "who advises the agency for which an administrator arranges another",
    ("engine/legal_advice/advisers/rows.py", "with_names"):
        "who advised the agency that the page picked among those of oversight(actor)",
    ("engine/people/changes/rows.py", "_STANDING_OF"):
        "what is said of an agency whose letter or number is made",
    ("engine/people/changes/rows.py", "with_names"):
        "what was said of an agency: for administrators, who look after all of them",
    ("engine/people/units/rows.py", "of_agency"):
        "the units of an agency: for administrators, who look after all of them",
    ("engine/people/rows.py", "move_all"): "the people of an agency that goes into another",
    ("engine/correspondence/rows.py", "replies_to"):
        "earlier replies of the agency whose case is already seen",
    ("engine/people/rows.py", "_HOLDERS"):
        "colleagues to whom a task may go: the agency is that of a case already seen",
    ("engine/register/rows.py", "_holds"):
        "letters by number, to walk their index; which cases are seen, the page has said already",
    ("engine/rules/choices/rows.py", "with_names"):
        "choices of the agency that the page picked among those of oversight(actor)",
    ("engine/rules/sign_off/rows.py", "with_names"):
        "sign_off of the agency that the page picked among those of oversight(actor)",
}
#: Where a clock may be read, by file and name.
CLOCKS: Mapping[tuple[str, str], str] = {
    ("engine/installation/engine.py", "_wall_clock"): "the engine's present moment",
    ("engine/installation/maintenance.py", "_stamp"): "the name of a file, for people",
    ("engine/processes/runtime/task_ids.py", "new"): "makes names sort by age; never read back",
    ("engine/store/migrations/versions/0018_facts_of_agencies.py", "_histories"):
        "when what is said of agencies was taken down",
    ("engine/store/database.py", "acquire"): "how long somebody waits for the write lock",
    ("engine/store/database.py", "_wait_for"): "how long somebody waits for the write lock",
    ("engine/workers/patience.py", "__init__"): "when a failure is tried again; tests hand another",
    ("engine/workers/steady_time.py", "__init__"): "where the beat's own time begins",
    ("engine/workers/ticker.py", "recalculate"): "how long a sweep may take before it pauses",
    ("letters/paper/docx.py", "_set"): "when the file was made; not a date on the paper",
    ("web/frame/throttle.py", "__init__"): "how often somebody asks; tests hand another",
}
CLOCK_WORDS = frozenset({
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time",
    "time.time_ns", "time.monotonic", "time.monotonic_ns", "time.perf_counter",
    "time.perf_counter_ns", "time.localtime", "time.gmtime", "time.strftime",
})


def by_name(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Every part of a file with the name of the innermost function round it.

    Outside functions: the name that is given a value; "" elsewhere.
    """
    def walk(node: ast.AST, within: str) -> Iterator[tuple[str, ast.AST]]:
        for child in ast.iter_child_nodes(node):
            inside = within
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                inside = child.name
            elif not within and isinstance(child, ast.Assign):
                inside = dotted(child.targets[0])
            yield inside, child
            yield from walk(child, inside)
    return walk(tree, "")


def is_column(node: ast.AST) -> bool:
    """``cases.c.id``, of whichever table."""
    return dotted(node).split(".")[-2:-1] == ["c"]


def is_agency_column(node: ast.AST) -> bool:
    """``cases.c.agency_id``, of whichever table."""
    return is_column(node) and dotted(node).endswith(".agency_id")


def narrows_by_hand(node: ast.AST) -> bool:
    """A comparison of the column, or one of its own methods that make a condition.

    With another table's column it is a join, which leaves nothing out.
    """
    if isinstance(node, ast.Compare):
        sides = (node.left, *node.comparators)
        return any(map(is_agency_column, sides)) and not all(map(is_column, sides))
    return (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"in_", "not_in", "is_", "is_not", "any_", "op"}
        and is_agency_column(node.func.value)
    )


def reads_a_clock(node: ast.AST) -> bool:
    """A clock of Python's, called or handed on."""
    return ".".join(dotted(node).split(".")[-2:]) in CLOCK_WORDS


def agency_by_hand(tree: ast.Module) -> set[tuple[str, int]]:
    return {(name, node.lineno) for name, node in by_name(tree)  # type: ignore[attr-defined]
            if narrows_by_hand(node)}


def clocks_read(tree: ast.Module) -> set[tuple[str, int]]:
    return {(name, node.lineno) for name, node in by_name(tree)  # type: ignore[attr-defined]
            if reads_a_clock(node)}


def test_whose_rows_somebody_sees_is_said_in_one_place() -> None:
    found = [
        f"{path}:{line} ({function})" for path, tree in product_files("engine")
        for function, line in agency_by_hand(tree) if (path, function) not in AGENCY_BY_HAND
    ]
    assert found == [], (
        "narrow with *within(table.c.agency_id, sight(actor).agencies) of engine/store/scope.py; "
        "if nobody's sight is meant, say why in AGENCY_BY_HAND"
    )


def test_what_time_it_is_is_said_in_one_place() -> None:
    found = [
        f"{path}:{line} ({function})" for path, tree in product_files()
        for function, line in clocks_read(tree) if (path, function) not in CLOCKS
    ]
    assert found == [], (
        "take the moment from the unit of work, the snapshot or engine.now(), the legal day from "
        "engine.today(); where no legal day hangs on it, say why in CLOCKS"
    )


def test_the_lists_of_exceptions_name_only_what_is_there() -> None:
    trees = dict(product_files())
    assert {key for key in AGENCY_BY_HAND
            if key[1] not in {name for name, _ in agency_by_hand(trees[key[0]])}} == set()
    assert {key for key in CLOCKS
            if key[1] not in {name for name, _ in clocks_read(trees[key[0]])}} == set()


@pytest.mark.parametrize("line", [
    "select(cases).where(cases.c.agency_id == actor.agency_id)",
    "select(cases).where(actor.agency_id == cases.c.agency_id)",
    "select(cases).where(tables.cases.c.agency_id != 7)",
    "select(cases).where(cases.c.agency_id.in_(seen))",
])
def test_a_condition_written_by_hand_is_found(line: str) -> None:
    assert agency_by_hand(ast.parse(f"def listed():\n    {line}")) == {("listed", 2)}


@pytest.mark.parametrize("line", [
    "select(cases).where(*within(cases.c.agency_id, seen))", "row['agency_id'] == 7",
    "select(cases.c.agency_id).order_by(cases.c.agency_id)",
    "select(cases).join(agencies, agencies.c.id == cases.c.agency_id)",
])
def test_what_is_no_condition_on_the_column_is_left_alone(line: str) -> None:
    assert agency_by_hand(ast.parse(line)) == set()


@pytest.mark.parametrize("line", [
    "datetime.now(UTC)", "datetime.datetime.now()", "date.today()", "time.time()",
    "Window(now=time.monotonic)",
])
def test_a_clock_read_by_hand_is_found(line: str) -> None:
    assert clocks_read(ast.parse(f"def page():\n    {line}")) == {("page", 2)}


def test_the_engines_own_today_is_left_alone() -> None:
    assert clocks_read(ast.parse("the_engine().today(); unit.now; engine.now()")) == set()
