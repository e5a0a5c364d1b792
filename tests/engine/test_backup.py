"""A backup is whole, though officers go on working, and comes back as it was or not at all."""

import os
import resource
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, make_url, select

from engine import Backup, Configuration, Engine, backup, examined, restore
from engine.errors import BackupRefused, ConfigurationRefused
from engine.identity.events import SignedIn
from engine.record import chain as audit
from engine.store import migrations
from engine.store.database import Database
from engine.store.tables import audit_events
from tests import conftest

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def _act(database: Database, number: int) -> None:
    with database.write() as connection:
        audit.append(
            connection, [audit.Entry(SignedIn(person_id=number), None, None)] * 3,
            at=NOW, actor_id=number, command="SignIn",
        )


def _acts(database: Database) -> int:
    with database.read() as connection:
        return connection.execute(
            select(func.count()).select_from(audit_events).where(audit_events.c.kind == "SignedIn")
        ).scalar_one()


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch, postgres_server: str) -> None:
    """pg_dump and pg_restore of the server that the tests run."""
    binaries = conftest.postgres_binaries(Path(postgres_server), None)
    monkeypatch.setenv("PATH", f"{binaries}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def worked(settings: Configuration) -> Configuration:
    """An installation with some acts on its record."""
    database = Database(settings.database_url)
    for number in range(5):
        _act(database, number)
    database.close()
    return settings


@pytest.fixture
def sqlite_worked(tmp_path: Path, sqlite_url: str) -> Configuration:
    database = Database(sqlite_url)
    _act(database, 1)
    database.close()
    return conftest.cheap_settings(tmp_path, sqlite_url)


def test_a_backup_of_a_wrong_place_is_refused_and_nothing_is_made(tmp_path: Path) -> None:
    wrong, target = Configuration.at(tmp_path / "elsewhere"), tmp_path / "backup.sqlite"
    with pytest.raises(BackupRefused, match="里没有数据"):
        backup(wrong, target)
    assert not wrong.data.exists(), "an empty database there would be taken for the office's own"
    wrong.data.mkdir()
    (wrong.data / "gongkai.sqlite").touch()
    with pytest.raises(BackupRefused, match="里没有数据"):
        backup(wrong, target)
    assert not target.exists()


def test_a_backup_never_goes_over_an_earlier_one(
    sqlite_worked: Configuration, tmp_path: Path
) -> None:
    target = tmp_path / "backup.sqlite"
    backup(sqlite_worked, target)
    assert target.stat().st_mode & 0o777 == 0o600
    first = target.read_bytes()
    with pytest.raises(BackupRefused, match="已经存在"):
        backup(sqlite_worked, target)
    assert target.read_bytes() == first
    with pytest.raises(BackupRefused, match="没有文件夹"):
        backup(sqlite_worked, tmp_path / "nowhere" / "backup.sqlite")
    folder = tmp_path / "backups"
    folder.mkdir()
    assert backup(sqlite_worked, folder).path.parent == folder
    assert len(list(folder.iterdir())) == 1, "and nothing half made beside it"


def test_a_backup_made_while_officers_work_holds_whole_acts_and_an_unbroken_record(
    sqlite_worked: Configuration, tmp_path: Path
) -> None:
    database, stop = Database(sqlite_worked.database_url), threading.Event()
    for number in range(50):
        _act(database, number)

    def work() -> None:
        number = 1000
        while not stop.is_set():
            _act(database, number)
            number += 1

    officers = [threading.Thread(target=work) for _ in range(3)]
    for officer in officers:
        officer.start()
    try:
        for n in range(3):
            begun_with = _acts(database)
            made = backup(sqlite_worked, tmp_path / f"backup-{n}.sqlite")
            restored = Database(f"sqlite:///{made.path}")
            migrations.require_head(restored)
            with restored.read() as connection:
                assert audit.verify(connection) is None
                assert audit.head(connection) == (made.seq, made.digest)
            assert _acts(restored) >= begun_with, "what was acknowledged before is in it"
            assert _acts(restored) % 3 == 0, "no half act is in it"
            restored.close()
    finally:
        stop.set()
        for officer in officers:
            officer.join()
    assert _acts(database) > begun_with, "officers went on working"
    database.close()


@pytest.mark.usefixtures("programs")
def test_a_backup_comes_back_as_it_was_and_the_record_tells_of_both(
    worked: Configuration, tmp_path: Path, database_kind: str,
    new_postgres_database: Callable[[str], str],
) -> None:
    made = backup(worked, tmp_path / "kept")
    place = tmp_path / "new machine" / "gongkai.sqlite"
    elsewhere = replace(worked, database_url=(
        f"sqlite:///{place}" if database_kind == "sqlite" else new_postgres_database("template0")
    ))
    done = restore(elsewhere, made.path)
    assert done.aside is None
    assert (done.backup.seq, done.backup.digest) == (made.seq, made.digest)
    for installation, said in ((worked, "BackupMade"), (elsewhere, "BackupRestored")):
        database = Database(installation.database_url)
        assert _acts(database) == 15
        with database.read() as connection:
            assert audit.verify(connection) is None
            last = connection.execute(
                select(audit_events).order_by(audit_events.c.seq.desc()).limit(1)
            ).mappings().one()
        assert (last["kind"], last["data"]) == (said, {"until": made.seq, "digest": made.digest})
        database.close()
    if database_kind == "postgresql":
        with pytest.raises(BackupRefused, match="新建一个空数据库"):
            restore(elsewhere, made.path, replace=True)


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_without_the_programs_the_command_to_run_is_told_and_never_the_password(
    worked: Configuration, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    secret = make_url(worked.database_url).set(password="secret-word")
    with_password = replace(
        worked, database_url=secret.render_as_string(hide_password=False)
    )
    with pytest.raises(BackupRefused, match="没有安装 pg_dump") as told:
        backup(with_password, tmp_path / "kept.dump")
    assert f"pg_dump --format=custom --file={tmp_path / 'kept.dump'} " in str(told.value)
    assert "secret-word" not in str(told.value)
    assert list(tmp_path.glob("kept*")) == []


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_the_programs_are_given_the_password_as_it_is_and_by_their_surroundings_alone(
    worked: Configuration, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that trusts nobody refuses a masked one, which an address goes before."""
    program = tmp_path / "pg_dump"
    program.write_text('#!/bin/sh\nprintf "%s\\n" "$PGPASSWORD" "$@" >"$0.given"\nexit 1\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    secret = make_url(worked.database_url).set(password="pa$$ &w;rd#@:/ 密")
    with pytest.raises(BackupRefused) as told:
        backup(replace(worked, database_url=secret.render_as_string(hide_password=False)),
               tmp_path / "kept.dump")
    password, *words = (tmp_path / "pg_dump.given").read_text().splitlines()
    assert password == "pa$$ &w;rd#@:/ 密"
    (address,) = [word for word in words if word.startswith("--dbname=")]
    assert make_url(address.removeprefix("--dbname=")).password is None
    assert "***" not in str(told.value)


def test_what_is_there_is_replaced_only_on_request_and_kept_aside(
    sqlite_worked: Configuration, tmp_path: Path
) -> None:
    made = backup(sqlite_worked, tmp_path / "kept.sqlite")
    database = Database(sqlite_worked.database_url)
    _act(database, 7)
    with pytest.raises(BackupRefused, match="已有数据"):
        restore(sqlite_worked, made.path)
    with pytest.raises(BackupRefused, match="先停止服务"):
        restore(sqlite_worked, made.path, replace=True)
    assert _acts(database) == 6
    database.close()
    done = restore(sqlite_worked, made.path, replace=True)
    assert done.aside is not None
    for path, acts in ((done.aside, 6), (tmp_path / "gongkai.sqlite", 3)):
        there = Database(f"sqlite:///{path}")
        assert _acts(there) == acts, path
        there.close()
    with pytest.raises(BackupRefused, match="正在使用的数据"):
        restore(sqlite_worked, tmp_path / "gongkai.sqlite", replace=True)


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """What a disk without room does to a program, without filling one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_restore_that_finds_no_room_leaves_the_data_where_they_are(
    sqlite_worked: Configuration, tmp_path: Path
) -> None:
    made = backup(sqlite_worked, tmp_path / "kept.sqlite")
    there = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    with (
        no_file_longer_than(100_000),
        pytest.raises(BackupRefused, match="没有恢复，原有数据没有改动"),
    ):
        restore(sqlite_worked, made.path, replace=True)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == there


def test_a_backup_of_damaged_data_says_that_the_data_are_damaged(
    sqlite_worked: Configuration, tmp_path: Path
) -> None:
    """Not that the backup is, nor that it could not be written."""
    place = tmp_path / "gongkai.sqlite"
    for spoil in (_damage, lambda path: path.write_bytes(b"no database" * 5000)):
        spoil(place)
        with pytest.raises(BackupRefused, match=r"现有的数据(已损坏|不能读取：已损坏)"):
            backup(sqlite_worked, tmp_path / "kept.sqlite")
        assert list(tmp_path.glob("kept*")) == []


def _damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 4096 * 8] = bytes(4096 * 8)
    path.write_bytes(content)


def _execute(*statements: str) -> Callable[[Path], None]:
    def execute(path: Path) -> None:
        connection = sqlite3.connect(path, isolation_level=None)
        for guard, in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {guard}")
        for statement in statements:
            connection.execute(statement)
        connection.close()

    return execute


WRONG: dict[str, tuple[str, Callable[[Path], object]]] = {
    "damaged": ("已损坏|不能读取", _damage),
    "cut short": ("已损坏|不能读取", lambda path: os.truncate(path, path.stat().st_size // 2)),
    "another kind of file": ("不是本系统的备份", lambda path: path.write_text("no database")),
    "another program's database": ("没有本系统的数据", _execute("DROP TABLE alembic_version")),
    "an altered record": (
        "审计记录自第 2 条起", _execute("UPDATE audit_events SET actor_id = 9 WHERE seq = 2")
    ),
    "of a newer program": (
        "更新版本的程序", _execute("UPDATE alembic_version SET version_num = '9999'")
    ),
    "of PostgreSQL": ("PostgreSQL 的备份", lambda path: path.write_bytes(b"PGDMP")),
    "not there": ("没有备份文件", lambda path: path.unlink()),
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_backup_that_is_not_whole_is_not_restored(
    kind: str, sqlite_worked: Configuration, tmp_path: Path
) -> None:
    made = backup(sqlite_worked, tmp_path / "kept.sqlite")
    assert isinstance(examined(made.path), Backup)
    words, spoil = WRONG[kind]
    spoil(made.path)
    before = (tmp_path / "gongkai.sqlite").read_bytes()
    for attempt in (
        lambda: examined(made.path), lambda: restore(sqlite_worked, made.path, replace=True)
    ):
        with pytest.raises((BackupRefused, ConfigurationRefused), match=words):
            attempt()
    assert (tmp_path / "gongkai.sqlite").read_bytes() == before


def test_a_database_too_damaged_to_be_opened_is_moved_aside_as_it_is(
    sqlite_worked: Configuration, tmp_path: Path
) -> None:
    made = backup(sqlite_worked, tmp_path / "kept.sqlite")
    place = tmp_path / "gongkai.sqlite"
    place.write_bytes(b"\0" * 50_000)
    done = restore(sqlite_worked, made.path, replace=True)
    assert done.aside is not None
    assert done.aside.read_bytes() == b"\0" * 50_000
    engine = Engine(sqlite_worked)
    engine.close()


def test_the_programs_of_the_machine_are_not_needed_for_sqlite(
    sqlite_worked: Configuration, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    assert shutil.which("pg_dump") is None
    backup(sqlite_worked, tmp_path / "kept.sqlite")
