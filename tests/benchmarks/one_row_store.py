"""One row a workflow and nothing else: what a program keeps that stores the state alone."""

from typing import Any

import sqlalchemy


class Store:
    """One row a workflow, written with the same durability as ours."""

    def __init__(self, url: str, kind: str) -> None:
        """``kind``: the column's type, TEXT or bytes."""
        self.engine = sqlalchemy.create_engine(url)
        self.sqlite = url.startswith("sqlite")
        self._borrowed = self.engine.raw_connection()
        self.connection: Any = self._borrowed.driver_connection
        if self.sqlite:
            self.connection.isolation_level = None
            self.connection.execute("PRAGMA journal_mode=WAL")
            self.connection.execute("PRAGMA synchronous=FULL")
            self.connection.execute("PRAGMA wal_autocheckpoint=4000")
        self.mark = "?" if self.sqlite else "%s"
        self.cursor = self.connection.cursor()
        self.cursor.execute(
            f"CREATE TABLE workflow (id INTEGER PRIMARY KEY, state {kind} NOT NULL)")
        self.connection.commit()

    def begin(self) -> None:
        if self.sqlite:
            self.cursor.execute("BEGIN IMMEDIATE")

    def load(self, id_: int) -> Any:
        self.cursor.execute(f"SELECT state FROM workflow WHERE id = {self.mark}", (id_,))
        return self.cursor.fetchone()[0]

    def add(self, id_: int, state: str | bytes) -> None:
        self.cursor.execute(f"INSERT INTO workflow VALUES ({self.mark}, {self.mark})", (id_, state))
        self.connection.commit()

    def save(self, id_: int, state: str | bytes) -> None:
        self.cursor.execute(
            f"UPDATE workflow SET state = {self.mark} WHERE id = {self.mark}", (state, id_))
        self.connection.commit()

    def close(self) -> None:
        self.cursor.close()
        self._borrowed.close()
        self.engine.dispose()
