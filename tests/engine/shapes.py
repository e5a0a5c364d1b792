"""Holds rows to their shapes while tests run: what a query gave, beside what was promised."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, wraps
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest

from engine.store import reading
from engine.store.statements import PreparedRows


@cache
def columns(shape: Any) -> dict[str, frozenset[type]]:
    """The kinds of value that each column of a shape may hold; None is one of them."""
    return {
        name: frozenset(
            get_origin(kind) or kind
            for kind in (get_args(hint) if isinstance(hint, UnionType) else (hint,))
        )
        for name, hint in get_type_hints(shape).items()
    }


def misfits(rows: Sequence[Mapping[str, Any]], shape: Any) -> list[str]:
    """What of these rows is not as their shape says; empty when all of it is."""
    promised = columns(shape)
    found = []
    for row in rows:
        if set(row) != set(promised):
            return [f"columns {sorted(set(row) ^ set(promised))}"]
        found += [f"{name}={value!r}" for name, value in row.items()
                  if type(value) not in promised[name]]
    return found


@contextmanager
def rows_are_held_to_their_shapes() -> Iterator[None]:
    """Meanwhile every row that a query gives is compared with its shape."""
    read = PreparedRows.all

    def shaped(rows: Sequence[Any], shape: Any) -> Sequence[Any]:
        assert not (wrong := misfits(rows, shape)), f"{shape.__name__}: {wrong}"
        return rows

    @wraps(read)
    def every(self: PreparedRows[Any], connection: Any, values: Any) -> list[Any]:
        return list(shaped(read(self, connection, values), self.shape))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "shaped", shaped)
        patch.setattr(PreparedRows, "all", every)
        yield
