"""What documents, docstrings and comments name is there: a reader never follows a dead path.

Named are paths from the top of the project (``engine/cases/case.py``, ``letters/kinds/<kind>/``),
files and folders without what they lie in (``releases.yaml``, ``frame/``), modules and what stands
in them (``engine.processes.published.load``), commands and other classes, functions and constants.
``<word>`` and ``*`` in a path stand for anything.
"""

import ast
import importlib
import re
import tokenize
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import pytest

from engine import Engine

ROOT = Path(__file__).parents[2]
NOT_OURS = frozenset({"node_modules", "build", "dist"})
ROOMS = (".ci", *sorted(
    path.name for path in ROOT.iterdir()
    if path.is_dir() and path.name.isidentifier() and path.name not in NOT_OURS
))
DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *(found for room in ROOMS for found in (ROOT / room).rglob("*.md"))]
)

PATH = re.compile(rf"\b(?:{'|'.join(ROOMS[1:])})/[\w./<>*-]*")
DOTTED = re.compile(rf"(?:{'|'.join(ROOMS[1:])})(?:\.\w+)+")
FILE = re.compile(r"[\w./*<>-]+\.(?:py|yaml|bpmn|md|mako|html|toml|txt|po)")
FOLDER = re.compile(r"[a-z_]+/")
CLASS = re.compile(r"([A-Z][a-z]+(?:[A-Z][a-z]+)+)(?:\(.*\))?")
NAME = re.compile(r"([A-Z]{3,}(?:_[A-Z]+)*|[a-z]+(?:_[a-z0-9]+)+)(?:\(.*\))?")
#: Programs of others that the manual speaks of.
ELSEWHERE = frozenset({"pg_restore"})
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


@cache
def files() -> frozenset[str]:
    """Every file and folder of the project by its path, folders without a slash at the end."""
    found = {path for path in ROOT.iterdir() if path.is_file() or path.name in ROOMS}
    for room in ROOMS:
        found.update((ROOT / room).rglob("*"))
    return frozenset(
        path.relative_to(ROOT).as_posix() for path in found if "__pycache__" not in path.parts
    )


@cache
def source() -> str:
    """All the code, diagrams and declared data, to look names up in."""
    code = [ROOT / "Makefile", *(
        found for room in ROOMS for kind in ("py", "yaml", "bpmn")
        for found in (ROOT / room).rglob(f"*.{kind}")
    )]
    return "\n".join(path.read_text(encoding="utf-8") for path in code if path != Path(__file__))


def there(path: str) -> bool:
    """Whether a path with ``<word>``, ``*`` or ``…/`` in it is that of something."""
    wanted = re.sub(r"<\w+>", "*", path.strip("/").removeprefix("…/"))
    if wanted in files():
        return True
    if "*" not in wanted and "/" in wanted and not path.startswith("…"):
        return False
    return any(fnmatch(each, wanted) or fnmatch(each, f"*/{wanted}") for each in files())


def importable(name: str) -> bool:
    """Whether a module is there, and what is named in it. ``engine.handle`` is the Engine's."""
    parts = name.split(".")
    if parts[0] == "engine" and len(parts) == 2 and hasattr(Engine, parts[1]):
        return True
    for end in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:end]))
        except ModuleNotFoundError:
            continue
        for part in parts[end:]:
            if not hasattr(found, part):
                return False
            found = getattr(found, part)
        return True
    return False


def named_in_vain(quoted: str) -> Iterator[str]:
    """What a quoted piece of a text names and nobody finds."""
    quoted = quoted.strip()
    path, _, inside = quoted.partition(": ")
    if path.startswith("…/") or any(kind.fullmatch(path) for kind in (PATH, FILE, FOLDER)):
        if not there(path):
            yield path
        elif inside.isidentifier() and inside not in (ROOT / path).read_text(encoding="utf-8"):
            yield quoted
    elif match := DOTTED.match(quoted):
        if not importable(match[0]):
            yield match[0]
    elif match := CLASS.fullmatch(quoted):
        if not re.search(rf"\bclass {match[1]}\b", source()):
            yield match[1]
    elif (
        (match := NAME.fullmatch(quoted)) and match[1] not in ELSEWHERE
        and not re.search(rf"\b{match[1]}\b", source())
    ):
        yield match[1]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_document_names_only_what_exists(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    lost = [name for quoted in re.findall(r"`([^`]+)`", prose) for name in named_in_vain(quoted)]
    lost += [
        link for link in LINK.findall(prose)
        if "//" not in link and not (document.parent / link).exists()
    ]
    assert not lost, f"name what is there now, or leave it out: {sorted(set(lost))}"


def said(path: Path) -> Iterator[tuple[int, str]]:
    """What a Python file says in docstrings and comments, with the line on which it begins."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            yield getattr(node, "lineno", 1), ast.get_docstring(node) or ""
    with tokenize.open(path) as opened:
        for token in tokenize.generate_tokens(opened.readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string


def test_docstrings_and_comments_name_only_what_exists() -> None:
    lost = []
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            for line, words in said(path):
                for found in PATH.findall(words) + re.findall(r"``([^`]+)``", words):
                    name = found.rstrip("./")
                    if PATH.fullmatch(name) or DOTTED.fullmatch(name):
                        lost += [f"{path.relative_to(ROOT)}:{line}: {each}"
                                 for each in named_in_vain(name)]
    assert not lost, "name what is there now:\n" + "\n".join(lost)


def test_comments_of_yaml_name_only_what_exists() -> None:
    lost = []
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.yaml")):
            for line in path.read_text(encoding="utf-8").splitlines():
                if line.lstrip().startswith("#"):
                    lost += [
                        f"{path.relative_to(ROOT)}: {each}"
                        for found in PATH.findall(line) + DOTTED.findall(line)
                        for each in named_in_vain(found.rstrip("./"))
                    ]
    assert not lost, "name what is there now:\n" + "\n".join(lost)


@pytest.mark.parametrize(("quoted", "lost"), [
    ("engine/cases/case.py", []),
    ("engine/cases/nobody.py", ["engine/cases/nobody.py"]),
    ("letters/kinds/<kind>/", []),
    ("letters/forms/<form>/", ["letters/forms/<form>/"]),
    ("releases.yaml", []),
    ("unreleased.yaml", ["unreleased.yaml"]),
    ("frame/", []),
    ("frames/", ["frames/"]),
    ("…/checks/drawing", []),
    ("engine/tasks/handlers.py: complete_task", []),
    ("engine/tasks/handlers.py: guess", ["engine/tasks/handlers.py: guess"]),
    ("engine.processes.published.load(drafts=True)", []),
    ("engine.processes.published.unload", ["engine.processes.published.unload"]),
    ("engine.handle(command, actor)", []),
    ("CompleteTask(task_id, values)", []),
    ("ForgetTask(task_id)", ["ForgetTask"]),
    ("OPERATIONS", []),
    ("OPERAS", ["OPERAS"]),
    ("separate_from", []),
    ("separate_until", ["separate_until"]),
])
def test_this_test_can_fail(quoted: str, lost: list[str]) -> None:
    assert list(named_in_vain(quoted)) == lost
