"""Whatever another room may use says in a sentence what it is.

A module, and every public class, function, method and property that is defined in it. Three things
need no sentence of their own: a handler or an answer, which is said by its command or question; a
method that only does what its base class says; a member of a protocol, said by the protocol.
"""

import importlib
import inspect
import pkgutil
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from engine.installation.questions.answers import ANSWERS, LISTINGS
from engine.installation.tables import HANDLERS
from tests.habits.sources import PRODUCT

SAID_BY_THEIR_MESSAGE = {
    *HANDLERS.values(), *LISTINGS.values(), *(answer.give for answer in ANSWERS.values()),
}


def modules(package: str) -> Iterator[str]:
    """Every module below, but the steps of the database, which alembic runs by itself."""
    yield package
    for found in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
        if not found.name.endswith("__main__") and ".migrations." not in found.name:
            yield found.name


def silent(module: ModuleType) -> Iterator[str]:
    """What in this module has no docstring and should."""
    if not module.__doc__:
        yield module.__name__
    for name, thing in vars(module).items():
        if name.startswith("_") or getattr(thing, "__module__", "") != module.__name__:
            continue
        if inspect.isclass(thing):
            yield from (f"{module.__name__}.{each}" for each in _silent_class(thing))
        elif (inspect.isfunction(thing) and not thing.__doc__
              and thing not in SAID_BY_THEIR_MESSAGE):
            yield f"{module.__name__}.{name}"


def _silent_class(kind: type[Any]) -> Iterator[str]:
    own = kind.__doc__ or ""
    if not own or own.startswith(f"{kind.__name__}("):      # what a dataclass makes by itself
        yield kind.__name__
    if getattr(kind, "_is_protocol", False):
        return
    for name, member in vars(kind).items():
        if name.startswith("_"):
            continue
        told = isinstance(member, property | classmethod | staticmethod)
        if (told or inspect.isfunction(member)) and not inspect.getdoc(getattr(kind, name)):
            yield f"{kind.__name__}.{name}"


@pytest.mark.parametrize("package", PRODUCT)
def test_public_things_have_a_docstring(package: str) -> None:
    lacking = [
        name for module in modules(package) for name in silent(importlib.import_module(module))
    ]
    assert lacking == [], (
        "say in a sentence what it is: shape, unit and errors where they are not plain"
    )


PLANTED = '''
"""A room."""
from dataclasses import dataclass
from typing import Protocol

def spoken():
    """Says it."""

def silent(): ...

def _private(): ...

@dataclass
class Row:
    number: int

class Base:
    """A base."""
    def move(self):
        """Go on."""
    @property
    def half(self): ...

class Below(Base):
    """Below it."""
    def move(self): ...

class Timed(Protocol):
    """With a clock."""
    @property
    def clock(self): ...
'''


def test_a_thing_without_a_docstring_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    room = ModuleType("room")
    monkeypatch.setitem(sys.modules, "room", room)      # where a docstring is inherited from
    exec(compile(PLANTED, "room", "exec"), room.__dict__)
    assert list(silent(room)) == ["room.silent", "room.Row", "room.Base.half"]
