"""What may happen to a PostgreSQL server under a running program."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from engine.store.database import Database


@contextmanager
def _server(database: Database) -> Iterator[psycopg.Connection]:
    with psycopg.connect(
        host=database.url.query["host"], user="postgres", dbname="postgres", autocommit=True
    ) as connection:
        yield connection


def cut_all(database: Database) -> None:
    """What a restart of the server does to those who are connected."""
    with _server(database) as server:
        _cut(server, database)


def _cut(server: psycopg.Connection, database: Database) -> None:
    server.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s",
        [database.url.database],
    )


@contextmanager
def gone(database: Database) -> Iterator[None]:
    """While there is no database of that name: whoever is connected is cut off."""
    name = database.url.database
    with _server(database) as server:
        server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false".encode())
        _cut(server, database)
        server.execute(f"ALTER DATABASE {name} RENAME TO {name}_away".encode())
        try:
            yield
        finally:
            server.execute(f"ALTER DATABASE {name}_away RENAME TO {name}".encode())
            server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true".encode())
