"""Many cases quickly: a real case copied row by row, each copy a process of its own.

A copy has its own ids throughout, in its stored state too, and goes on like any other case. Its
letters and events stay with the original.
"""

import hashlib
import re
from typing import Any
from uuid import uuid4

import zstandard
from sqlalchemy import Connection, Table, func, insert, select, text

from engine.store.tables import cases, clock_entries, instances, tasks, timers
from tests.engine.office import Office

_HEX = re.compile(rb'"([0-9a-f]{32})"')
_AT_ONCE = 1000


def copy(office: Office, case_id: int, many: int) -> list[int]:
    """Copy a case that many times, in one transaction; returns the copies' ids."""
    with office.engine.database.write() as connection:
        (row,) = _rows(connection, cases, case_id, "id")
        stored = _rows(connection, instances, case_id)
        kept = {table: _rows(connection, table, case_id)
                for table in (clock_entries, tasks, timers)}
        first = connection.execute(select(func.max(cases.c.id))).scalar_one() + 1
        made: dict[Table, list[dict[str, Any]]] = {
            cases: [], instances: [], clock_entries: [], tasks: [], timers: []}
        for n in range(many):
            own, new = {"case_id": first + n}, dict[bytes, bytes]()
            made[cases].append(
                {**row, "id": first + n, "number": f"{row['number']}之{case_id}-{n}"})
            made[instances] += [
                {**_without_id(each), **own, **_with_other_ids(each, new)} for each in stored]
            made[clock_entries] += [{**each, **own} for each in kept[clock_entries]]
            for table in (tasks, timers):
                made[table] += [
                    {**each, **own, "id": _renamed(each["id"], new)} for each in kept[table]]
            if n % _AT_ONCE == _AT_ONCE - 1 or n == many - 1:
                for table, rows in made.items():
                    _put(connection, table, rows)
                    rows.clear()
        if connection.dialect.name == "postgresql":  # the ids were not taken from the sequence
            connection.execute(text(
                "SELECT setval(pg_get_serial_sequence('cases', 'id'), max(id)) FROM cases"))
    return list(range(first, first + many))


def _without_id(row: dict[str, Any]) -> dict[str, Any]:
    """The database numbers it."""
    return {name: value for name, value in row.items() if name != "id"}


def _with_other_ids(stored: dict[str, Any], new: dict[bytes, bytes]) -> dict[str, Any]:
    """The state with every id replaced; ``new`` takes up which became which."""
    state = zstandard.ZstdDecompressor().decompress(
        bytes(stored["state"])[1:], max_output_size=8_000_000)
    renamed = _HEX.sub(
        lambda match: b'"' + new.setdefault(match[1], uuid4().hex.encode()) + b'"', state)
    packed = bytes(stored["state"])[:1] + zstandard.ZstdCompressor(level=1).compress(renamed)
    return {"state": packed, "state_digest": hashlib.sha256(packed).hexdigest()}


def _renamed(old: str, new: dict[bytes, bytes]) -> str:
    return new.get(old.encode(), uuid4().hex.encode()).decode()


def _rows(
    connection: Connection, table: Table, case_id: int, column: str = "case_id"
) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(
        select(table).where(table.c[column] == case_id)).mappings()]


def _put(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)
