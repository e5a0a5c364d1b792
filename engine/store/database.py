"""The database: SQLite in one directory, or PostgreSQL when an office outgrows that.

``write()`` is the one way to change anything: one transaction, begun for writing at once, so
that no writer finds out half-way that it may not. ``read()`` is a snapshot that cannot write.
"""

import fcntl
import os
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, create_engine, event, make_url

from engine.errors import DatabaseBusy
from engine.store.failures import Progress, plain_refusals
from engine.store.folding import SQL_NAME, folded
from engine.store.statements import send

SECONDS_TO_WAIT = 5.0
_MS_FOR_THE_LOG = 300       # all others wait meanwhile

# synchronous=FULL: an acknowledged act survives a power cut. wal_autocheckpoint: 16 MB of log
# before it is folded in, as most pages are written again before. The rest: integrity over speed.
_PRAGMAS = (
    "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON",
    f"busy_timeout={int(SECONDS_TO_WAIT * 1000)}", "trusted_schema=OFF", "cell_size_check=ON",
    "mmap_size=0", "secure_delete=ON", "wal_autocheckpoint=4000",
)


class WriteLock:
    """First come, first served, among threads; lock files keep other processes in turn.

    SQLite's own waiting is a lottery: under load some officers wait seconds. And no commit may
    run beside a checkpoint of another process, which SQLite before 3.51.3 does not survive.
    A process that waits holds the turnstile, so that one that writes without pause lets it in.
    """

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        turnstile = path.with_name(path.name + ".turn")
        self._turnstile = os.open(turnstile, os.O_RDWR | os.O_CREAT, 0o600)
        self._guard = threading.Lock()
        # Whoever has the lock stands first; the others each wait for their own to be released.
        self._queue: deque[threading.Lock] = deque()

    def acquire(self) -> None:
        """Raises DatabaseBusy after SECONDS_TO_WAIT."""
        deadline = time.monotonic() + SECONDS_TO_WAIT
        turn = threading.Lock()
        with self._guard:
            self._queue.append(turn)
            if self._queue[0] is not turn:
                turn.acquire()
        try:
            if turn.locked() and not turn.acquire(timeout=SECONDS_TO_WAIT):
                raise DatabaseBusy()
            _wait_for(self._turnstile, deadline)
            try:
                _wait_for(self._file, deadline)
            finally:
                fcntl.flock(self._turnstile, fcntl.LOCK_UN)
        except BaseException:
            self._leave(turn)
            raise

    def release(self) -> None:
        """Let the next one write."""
        fcntl.flock(self._file, fcntl.LOCK_UN)
        self._leave(self._queue[0])

    def _leave(self, turn: threading.Lock) -> None:
        with self._guard:
            was_first = self._queue[0] is turn
            self._queue.remove(turn)
            if was_first and self._queue:
                self._queue[0].release()

    def close(self) -> None:
        """Close the lock file."""
        os.close(self._file)
        os.close(self._turnstile)


def _wait_for(file: int, deadline: float) -> None:
    """Lock a file that other processes may hold. Raises DatabaseBusy after ``deadline``."""
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise DatabaseBusy() from None
            time.sleep(0.0005)


class Database:
    """One database for the life of the program."""

    def __init__(self, url: str | URL) -> None:
        """``url``: sqlite:////absolute/path or postgresql://…"""
        self.url = make_url(url)
        if self.url.drivername in {"postgresql", "postgres"}:
            self.url = self.url.set(drivername="postgresql+psycopg")
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._lock: WriteLock | None = None
        if self.is_sqlite:
            path = Path(str(self.url.database))
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not path.exists():
                path.touch(mode=0o600)  # its -wal and -shm files take the same mode
            self._lock = WriteLock(path.with_name(path.name + ".lock"))
            self._writer = self._sqlite("BEGIN IMMEDIATE", read_only=False)
            self._only_writer: Connection | None = None
            self._reader = self._sqlite("BEGIN", read_only=True)
        else:
            options = f"-c lock_timeout={int(SECONDS_TO_WAIT * 1000)}ms " \
                      "-c statement_timeout=60s -c idle_in_transaction_session_timeout=30s"
            # A connection is tried before it is used, and one that is lost takes the others of its
            # pool with it: after a restart of the server at most those in the middle of something
            # fail. A server that does not answer is given up on soon.
            self._writer = create_engine(
                self.url, pool_size=10, max_overflow=10, pool_pre_ping=True, hide_parameters=True,
                pool_timeout=SECONDS_TO_WAIT,
                connect_args={
                    "options": options, "connect_timeout": int(SECONDS_TO_WAIT),
                    "keepalives_idle": 30, "tcp_user_timeout": 20_000,
                },
            )
            self._reader = self._writer.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True,
            )

    def _sqlite(self, begin: str, *, read_only: bool) -> Any:
        engine = create_engine(
            self.url, pool_size=10, max_overflow=10, hide_parameters=True,
            pool_timeout=SECONDS_TO_WAIT,
            connect_args={"timeout": SECONDS_TO_WAIT, "check_same_thread": False},
        )

        @event.listens_for(engine, "connect")
        def _set_up(connection: Any, _record: Any) -> None:
            connection.isolation_level = None  # the driver's own BEGIN would come too late
            connection.create_function(SQL_NAME, 1, folded, deterministic=True)
            cursor = connection.cursor()
            for pragma in (*_PRAGMAS, *(["query_only=ON"] if read_only else [])):
                cursor.execute("PRAGMA " + pragma)
            cursor.close()

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            send(connection, begin, ())

        return engine

    @staticmethod
    def file_of(url: str | URL) -> Path | None:
        """The file of a SQLite database; None for another kind. Nothing is made."""
        made = make_url(url)
        return Path(str(made.database)) if made.get_backend_name() == "sqlite" else None

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that commits when the block ends well and else leaves no trace.

        Raises DatabaseBusy, DatabaseFull or DatabaseAway in place of the driver's errors for
        them, and DatabaseUnsure when the connection was lost during the COMMIT itself.
        """
        progress = Progress()
        if self._lock is None:
            with (
                plain_refusals(self.url, progress), self._writer.connect() as connection,
                _whole(connection, progress),
            ):
                yield connection
            return
        self._lock.acquire()
        try:
            with plain_refusals(self.url, progress):
                # One writer at a time needs one connection, and not a new one for each act.
                connection = self._only_writer = self._only_writer or self._writer.connect()
                with _whole(connection, progress):
                    yield connection
        finally:
            self._lock.release()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent view of the data that cannot change them.

        Raises DatabaseBusy or DatabaseAway.
        """
        with plain_refusals(self.url), self._reader.begin() as connection:
            yield connection

    def empty_log(self) -> None:
        """Fold SQLite's log into its file and empty it: it holds what was erased until then. While
        somebody reads or writes it is left to the next time; another database has none of ours."""
        if self._lock is None:
            return
        try:
            self._lock.acquire()
        except DatabaseBusy:
            return
        try:
            connection = self._only_writer = self._only_writer or self._writer.connect()
            cursor = connection.connection.cursor()     # in no transaction
            cursor.execute(f"PRAGMA busy_timeout={_MS_FOR_THE_LOG}")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute(f"PRAGMA busy_timeout={int(SECONDS_TO_WAIT * 1000)}")
            cursor.close()
        finally:
            self._lock.release()

    def close(self) -> None:
        """Let go of all connections and of the lock file."""
        if self._lock is not None:
            if self._only_writer is not None:
                self._only_writer.close()
            self._lock.close()
        self._writer.dispose()
        self._reader.dispose()


@contextmanager
def _whole(connection: Connection, progress: Progress) -> Iterator[None]:
    """Commit what the block did, or undo all of it; know when the COMMIT is under way."""
    transaction = connection.begin()
    try:
        yield
        if transaction.is_active:       # nobody took it back
            progress.committing = True
            transaction.commit()
    except BaseException:
        transaction.close()     # undoes it; of a connection that was lost nothing is left to undo
        raise
