"""Many cases quickly: a real case copied row by row, each copy a process of its own.

A copy has its own ids throughout, in its stored state too, and goes on like any other case. Its
letters and events stay with the original.
"""

import hashlib
import re
from typing import Any
from uuid import UUID, uuid4

import zstandard
from sqlalchemy import Connection, Table, insert, select

from engine.store.tables import cases, clock_entries, instances, tasks, timers
from tests.engine.office import Office

_HEX = re.compile(rb'"([0-9a-f]{32})"')


def copy(office: Office, case_id: int, many: int) -> list[int]:
    """Copy a case that many times, in one transaction; returns the copies' ids."""
    with office.engine.database.write() as connection:
        (row,) = _rows(connection, cases, case_id, "id")
        (stored,) = _rows(connection, instances, case_id)
        text = zstandard.ZstdDecompressor().decompress(
            bytes(stored["state"])[1:], max_output_size=8_000_000)
        found = []
        for n in range(many):
            new: dict[bytes, bytes] = {}
            values = {k: v for k, v in row.items() if k != "id"}
            values["number"] = f"{row['number']}之{case_id}-{n}"
            copied = connection.execute(insert(cases).values(**values)).inserted_primary_key[0]
            state = _HEX.sub(
                lambda match, new=new:
                    b'"' + new.setdefault(match[1], uuid4().hex.encode()) + b'"', text)
            packed = bytes(stored["state"])[:1] + zstandard.ZstdCompressor(level=1).compress(state)
            _put(connection, instances, [{
                **stored, "case_id": copied, "state": packed,
                "state_digest": hashlib.sha256(packed).hexdigest()}])
            _put(connection, clock_entries, [
                {**each, "case_id": copied}
                for each in _rows(connection, clock_entries, case_id)])
            for table in (tasks, timers):
                _put(connection, table, [
                    {**each, "case_id": copied, "id": _renamed(each["id"], new)}
                    for each in _rows(connection, table, case_id)])
            found.append(int(copied))
    return found


def _renamed(old: str, new: dict[bytes, bytes]) -> str:
    return str(UUID(hex=new.get(UUID(old).hex.encode(), uuid4().hex.encode()).decode()))


def _rows(
    connection: Connection, table: Table, case_id: int, column: str = "case_id"
) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(
        select(table).where(table.c[column] == case_id)).mappings()]


def _put(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)
