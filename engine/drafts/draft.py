"""A draft, and when one goes on with another.

A page saves what is typed on it under its own key, and says which version it began with. Who has
not seen the latest one never writes over it: then both are kept, and shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from typing import Any

INTAKE = "intake"
LONGEST_PAGE = 64


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What somebody typed on a page, as it was last saved there."""

    page: str
    version: str
    by: str
    saved_at: datetime
    values: Mapping[str, Any]


def new_version(page: str) -> str:
    """The name of one saving on a page; never the same twice."""
    return f"{page[:LONGEST_PAGE - 20]}:{token_hex(6)}"


def goes_on(latest: str, page: str, came_from: str | None) -> bool:
    """Whether what a page saves goes on with the latest version: it began with it or saved it.

    came_from None: the page tells nothing of versions.
    """
    return (
        not latest or came_from is None or came_from == latest
        or (bool(page) and latest.rpartition(":")[0] == page[:LONGEST_PAGE - 20])
    )
