"""There is one computation of legal dates; a second calculator anywhere makes this fail.

Outside ``engine/statute`` nobody counts days, asks for weekdays or moves along the calendar of
working days, but for the places below, each with what it does instead of a legal date.
"""

import ast
from collections import Counter
from collections.abc import Container, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
STATUTE = ROOT / "engine" / "statute"
WEEKDAYS = {"weekday", "isoweekday", "isocalendar", "toordinal", "fromordinal"}
MOVES = {"add", "count"}
LIBRARIES = {"calendar", "dateutil", "numpy", "pandas", "workalendar", "holidays",
             "chinese_calendar", "chinesecalendar"}

# (file, what it does): how often, and why that is no legal date.
ALLOWED: dict[tuple[str, str], tuple[int, str]] = {
    ("engine/rules/alarms.py", "timedelta(days)"):
        (1, "a limit is missed at the midnight after its day: a moment, not a date"),
    ("engine/rules/alarms.py", "calendar.add"):
        (2, "how early to warn and how long a legal opinion may take: the office's choice"),
    ("engine/transfers/page.py", "calendar.add"):
        (1, "how long another agency has to answer an offer: the office's choice"),
    ("engine/administration/agencies/changes_page.py", "timedelta(days)"):
        (1, "how long people are told that their agency went into another"),
    ("engine/administration/agencies/handlers.py", "timedelta(days)"):
        (1, "the last day of an agency: the day before that of its end"),
    ("engine/people/changes/checks.py", "timedelta(days)"):
        (1, "how far ahead a change of an agency may lie: beyond it is a slip of the year"),
    ("engine/people/changes/facts.py", "fromordinal"):
        (1, "the day before another fact holds"),
    ("engine/people/changes/facts.py", "toordinal"): (1, "the same day before"),
    ("engine/rules/sign_off/page.py", "timedelta(days)"):
        (1, "tomorrow: the first day from which another arrangement may hold"),
    ("engine/installation/story_days.py", "calendar.add"):
        (1, "in a made-up story each act is done on the next working day"),
    ("engine/installation/story_days.py", "timedelta(days)"):
        (1, "in the same story a reply is deferred by so many days"),
    ("engine/tasks/forms/choices.py", "timedelta(days)"):
        (1, "the day after a due date: whether another day than the typed one would be taken"),
    ("engine/rules/calendars/year.py", "import calendar"):
        (1, "the twelve months on the page of the calendar: how weeks are laid out"),
    ("engine/rules/calendars/year.py", "calendar.count"):
        (1, "how many working days a year has, told on the same page"),
    ("engine/register/horizon.py", "calendar.add"):
        (3, "until which day a due date counts as near, in filters and in the monitor"),
    ("engine/supervision/page.py", "fromordinal"):
        (1, "yesterday: due until then is overdue today"),
    ("engine/supervision/page.py", "toordinal"):
        (1, "the same yesterday"),
    ("engine/rules/choices/page.py", "timedelta(days)"):
        (1, "tomorrow: the first day from which a choice of an agency may hold"),
    ("engine/installation/questions/health_page.py", "timedelta(days)"):
        (1, "how old a backup may be before health says so"),
    ("engine/installation/questions/record_page.py", "timedelta(days)"):
        (1, "the end of the last day that a reader of the record asks for"),
    ("engine/workers/handlers.py", "timedelta(days)"):
        (2, "how long keys of handed-in forms and drafts are kept"),
    ("engine/workers/steady_time.py", "timedelta(days)"):
        (1, "a time zone without offset"),
    ("web/casework/clock_strip.py", "timedelta(days)"):
        (1, "the drawing: a cell for each calendar day"),
    ("web/casework/clock_strip.py", ".days"):
        (1, "the drawing: which cell a mark stands over"),
    ("web/frame/language.py", "weekday"):
        (3, "the name of a given day's weekday, beside its date"),
}
# Data for demonstrations: it makes up when things happened, never when they are due.
MADE_UP = "engine/example_district/"


def counted(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """What a module does with days, and in which line."""
    tables = {
        alias.asname or alias.name for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "engine.store"
        for alias in node.names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = ([node.module or ""] if isinstance(node, ast.ImportFrom)
                     else [alias.name for alias in node.names])
            for name in names:
                if name.split(".")[0] in LIBRARIES:
                    yield f"import {name}", node.lineno
        elif isinstance(node, ast.Call) and _name(node.func) == "timedelta":
            if node.args or {key.arg for key in node.keywords} & {"days", "weeks", None}:
                yield "timedelta(days)", node.lineno
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in WEEKDAYS:
                yield node.func.attr, node.lineno
            elif node.func.attr in MOVES and _is_calendar(node.func.value, tables):
                yield f"calendar.{node.func.attr}", node.lineno
        elif (
            isinstance(node, ast.Attribute) and node.attr == "days"
            and isinstance(node.value, ast.BinOp)
        ):
            yield ".days", node.lineno


def _name(node: ast.expr) -> str:
    return getattr(node, "attr", "") or getattr(node, "id", "")


def _is_calendar(node: ast.expr, tables: Container[str] = ()) -> bool:
    """Whether it is called like a calendar and is no table of the store of that name."""
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute) and _is_calendar(node.func.value, tables):
            return True     # calendars.of(agency)
        return _name(node.func) == "load" or _is_calendar(node.func)
    if isinstance(node, ast.Name) and node.id in tables:
        return False
    return "calendar" in _name(node).lower() or _name(node) in {"WorkingDays", "national"}


def modules() -> list[Path]:
    """Every module of the product but the statute's own."""
    return [
        path for room in ("declared", "engine", "letters", "web")
        for path in sorted((ROOT / room).rglob("*.py"))
        if STATUTE not in path.parents
    ]


def test_nobody_but_the_statute_counts_days() -> None:
    found: Counter[tuple[str, str]] = Counter()
    lines: dict[tuple[str, str], list[int]] = {}
    for path in modules():
        place = str(path.relative_to(ROOT))
        if place.startswith(MADE_UP):
            continue
        for what, line in counted(ast.parse(path.read_text("utf-8"))):
            found[place, what] += 1
            lines.setdefault((place, what), []).append(line)
    beyond = {key: lines[key] for key, count in found.items() if count > ALLOWED.get(key, (0,))[0]}
    assert not beyond, "ask engine.statute instead, or say in ALLOWED why this is no legal date"
    stale = {
        key for key, (count, _) in ALLOWED.items()
        if found[key] < count and (ROOT / key[0]).exists()
    }
    assert not stale, "take these out of ALLOWED"


def test_the_limits_of_the_law_are_numbers_of_no_module() -> None:
    """A working-day count written as a number beside the calendar would be a limit in code."""
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
                and node.func.attr == "add" and _is_calendar(node.func.value)
                and not str(path.relative_to(ROOT)).startswith(MADE_UP)
            ):
                numbers = [arg for arg in node.args[1:] if isinstance(arg, ast.Constant)]
                assert not numbers, f"{path}:{node.lineno}"


@pytest.mark.parametrize("planted", [
    "due = received + timedelta(days=28)",
    "due = received + timedelta(28)",
    "due = received + datetime.timedelta(weeks=4)",
    "due = received + timedelta(**length)",
    "while left: left -= day.weekday() < 5",
    "left = sum(d.isoweekday() < 6 for d in days)",
    "due = date.fromordinal(received.toordinal() + 28)",
    "due = self.calendar.add(received, 20)",
    "due = WorkingDays.load().add(received, 20)",
    "used = scope.calendar.count(received, today)",
    "due = scope.calendars.of(agency).add(received, 20)",
    "due = calendars.national.add(received, 20)",
    "left = (due - today).days",
    "import numpy as np",
    "from dateutil.relativedelta import relativedelta",
])
def test_a_second_calculator_is_noticed(planted: str) -> None:
    assert list(counted(ast.parse(planted)))


@pytest.mark.parametrize("innocent", [
    "window = timedelta(minutes=10)", "count = row.days", "total = register.count(connection)",
    "from engine.store import calendar\ncalendar.add(connection, row)",
])
def test_what_counts_no_days_is_left_alone(innocent: str) -> None:
    assert not list(counted(ast.parse(innocent)))
