"""Rows with their shape: what a query gives, by column, as mypy is to know it.

The rows are SQLAlchemy's own mappings, read only; the shape costs nothing at run time. Whether a
query keeps what its shape promises is held by the tests, which look at what each one gives.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, RowMapping, Select

R = TypeVar("R", bound=Mapping[str, object])


def all_of(connection: Connection, query: Select[Any], shape: type[R]) -> Sequence[R]:
    """Every row. Raises DBAPIError."""
    return shaped(connection.execute(query).mappings().all(), shape)


def first_of(connection: Connection, query: Select[Any], shape: type[R]) -> R | None:
    """The first row, or None. Raises DBAPIError."""
    row = connection.execute(query).mappings().first()
    return None if row is None else shaped([row], shape)[0]


@contextmanager
def each_of(connection: Connection, query: Select[Any], shape: type[R]) -> Iterator[Iterator[R]]:
    """Row by row while the block lasts, for what does not fit into memory. Raises DBAPIError."""
    with connection.execute(query) as rows:
        yield cast("Iterator[R]", iter(rows.mappings()))


def shaped(rows: Sequence[RowMapping], shape: type[R]) -> Sequence[R]:
    """The same rows, as of that shape."""
    return cast("Sequence[R]", rows)
