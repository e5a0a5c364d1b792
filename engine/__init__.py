"""The door of the engine: everything the web may use stands in ``__all__``.

Names are looked up on first use, so that ``engine.statute`` answers without loading
the process library or the database.
"""

from importlib import import_module
from typing import Any

_ROOMS = {
    "Role": "engine.roles",
}
__all__ = sorted(_ROOMS)


def __getattr__(name: str) -> Any:
    if name in _ROOMS:
        return getattr(import_module(_ROOMS[name]), name)
    raise AttributeError(name)
