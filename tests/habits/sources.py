"""The project as text: its Python files, their syntax, what the tests of habits look through."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("engine", "letters", "web")


def product_files(*rooms: str) -> Iterator[tuple[str, ast.Module]]:
    """Every Python file of these packages (all three, if none is named): its path, its syntax."""
    for room in rooms or PRODUCT:
        for path in sorted((ROOT / room).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), parsed(path)


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax of a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def load_every_room(package: str = "engine") -> None:
    """Import every module, so that every subclass is known.

    Migrations stay out: alembic runs them by itself.
    """
    found = importlib.import_module(package)
    for module in pkgutil.walk_packages(found.__path__, f"{package}."):
        if ".migrations." not in module.name and not module.name.endswith("__main__"):
            importlib.import_module(module.name)


def all_below(base: type) -> set[type]:
    """Every subclass of the product, of whatever depth."""
    below = set(base.__subclasses__())
    every = below.union(*(all_below(kind) for kind in below))
    return {kind for kind in every if kind.__module__.split(".")[0] in PRODUCT}


def dotted(node: ast.AST) -> str:
    """``a.b.c`` of a chain of names; "" for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (before := dotted(node.value)):
        return f"{before}.{node.attr}"
    return ""
