"""PostgreSQL's own programs, which dump and restore a whole database in one snapshot."""

import os
import shlex
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import URL, Connection, text

_MAGIC = b"PGDMP"


class ToolFailed(Exception):
    """pg_dump or pg_restore is missing or failed; ``command`` is what may be run by hand."""

    def __init__(self, tool: str, command: str, said: str) -> None:
        super().__init__(said)
        self.tool = tool
        self.command = command
        self.said = said


def is_dump(path: Path) -> bool:
    """Whether a file is a dump in pg_dump's own format. Raises OSError."""
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def dump(url: URL, target: Path, connection: Connection) -> None:
    """Dump what this connection's snapshot sees. Raises ToolFailed, FileExistsError."""
    target.touch(mode=0o600, exist_ok=False)
    snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
    _run(
        url, ["pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={target}"],
        by_hand=["pg_dump", "--format=custom", f"--file={target.with_suffix('')}"],
    )


def restore(url: URL, source: Path) -> None:
    """Restore into an empty database, whole or not at all. Raises ToolFailed."""
    words = ["pg_restore", "--exit-on-error", "--single-transaction", "--no-owner",
             "--no-privileges"]
    _run(url, words, by_hand=words, source=source)


def is_empty(connection: Connection) -> bool:
    """Whether a database has no table yet."""
    tables: int = connection.execute(text(
        "SELECT count(*) FROM pg_catalog.pg_class WHERE relkind = 'r'"
        " AND relnamespace = 'public'::regnamespace"
    )).scalar_one()
    return tables == 0


def _run(url: URL, words: list[str], *, by_hand: list[str], source: Path | None = None) -> None:
    # The password goes by the environment: everybody on the machine may read a command line.
    # To set(), None is "as it was"; and a password that is masked in the address would go before.
    address = url.set(drivername="postgresql")._replace(password=None).render_as_string()
    tail = [f"--dbname={address}", *([] if source is None else [str(source)])]
    command = shlex.join([*by_hand, *tail])
    found = shutil.which(words[0])
    if found is None:
        raise ToolFailed(words[0], command, "")
    surroundings = {**os.environ, "PGCONNECT_TIMEOUT": "10"}
    if url.password is not None:
        surroundings["PGPASSWORD"] = str(url.password)
    done = subprocess.run(  # noqa: S603 - a program of the machine, no shell
        [found, *words[1:], *tail], env=surroundings, text=True, capture_output=True,
        check=False,
    )
    if done.returncode != 0:
        said = done.stderr.strip().splitlines()
        raise ToolFailed(words[0], command, said[0] if said else "")
