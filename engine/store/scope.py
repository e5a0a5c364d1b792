"""The one place where rows are narrowed to the agencies that somebody sees."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Column, ColumnElement


def within(column: Column[Any], agencies: Collection[int] | None) -> list[ColumnElement[bool]]:
    """Rows of these agencies; None: of all of them, without a condition.

    ``agencies`` is what ``engine.actors.permissions`` says of the actor.
    """
    if agencies is None:
        return []
    if len(agencies) == 1:
        return [column == next(iter(agencies))]
    return [column.in_(sorted(agencies))]
