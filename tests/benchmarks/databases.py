"""Databases to measure on: SQLite and PostgreSQL on the disk, every commit synced to it."""

import itertools
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import make_url

from engine.store import migrations
from engine.store.database import Database
from tests import conftest

_count = itertools.count(1)


class Place(Protocol):
    """Where databases of one kind are made."""

    title: str

    def new(self, template: str = "") -> str:
        """The address of a new database: empty, or a copy of the template's address."""


class SQLitePlace:
    title = "SQLite (WAL, synchronous=FULL)"

    def __init__(self, home: Path) -> None:
        self._home = home

    def new(self, template: str = "") -> str:
        path = self._home / f"{next(_count)}.sqlite"
        if template:
            shutil.copyfile(template.removeprefix("sqlite:///"), path)
        return f"sqlite:///{path}"


class PostgreSQLPlace:
    title = "PostgreSQL (fsync on)"

    def __init__(self, socket: str) -> None:
        self._socket = socket

    def new(self, template: str = "") -> str:
        name = f"bench_{next(_count)}"
        copied = make_url(template).database if template else "template0"
        conftest._run_sql(self._socket, f"CREATE DATABASE {name} TEMPLATE {copied}")
        return conftest._url(self._socket, name)


@contextmanager
def places() -> Iterator[list[Place]]:
    """Both kinds, gone afterwards. The server is the wheel's own, started for this run."""
    home = Path(tempfile.mkdtemp(prefix="gongkai-bench-"))
    try:
        (home / "sqlite").mkdir()
        with _server(home / "postgresql") as socket:
            yield [SQLitePlace(home / "sqlite"), PostgreSQLPlace(socket)]
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def _server(home: Path) -> Iterator[str]:
    home.mkdir()
    home.parent.chmod(0o755)
    user = "nobody" if os.geteuid() == 0 else None
    binaries = conftest.postgres_binaries(home, user)
    if user:
        shutil.chown(home, user)
    data = home / "data"
    subprocess.run(
        [binaries / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8",
         "--locale=C.UTF-8", "--no-instructions"],
        user=user, check=True, stdout=subprocess.DEVNULL, cwd=home)
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(
            [binaries / "postgres", "-D", data, "-k", home, "-c", "listen_addresses=",
             "-c", "fsync=on", "-c", "synchronous_commit=on", "-c", "shared_buffers=256MB",
             "-c", "max_wal_size=4GB"],
            user=user, stdout=log, stderr=log, cwd=home, preexec_fn=conftest._die_with_parent)
    try:
        conftest._await_server(home, server)
        yield str(home)
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(30)


def migrated(place: Place) -> str:
    """The address of a new database with the schema and no rows."""
    url = place.new()
    database = Database(url)
    migrations.upgrade(database)
    database.close()
    return url
