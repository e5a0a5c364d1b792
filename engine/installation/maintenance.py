"""What an administrator does before or beside a running installation."""

import errno
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import letters.paper.pdf
from engine.actors.actor import AT_THE_KEYBOARD
from engine.configuration import Configuration
from engine.errors import BackupRefused
from engine.installation.engine import Engine
from engine.record import chain
from engine.statute.calendar.zone import ZONE
from engine.store import Connection, migrations
from engine.store.backup import postgresql, sqlite
from engine.store.database import Database
from engine.transaction.messages import Command
from engine.workers.commands import NoteBackup, NoteRestore

_OF_THE_SYSTEM = {
    errno.ENOSPC: "磁盘已满，请先腾出空间", errno.EROFS: "磁盘只读", errno.EACCES: "没有权限",
    errno.EPERM: "没有权限", errno.EDQUOT: "磁盘配额已用完",
}


@dataclass(frozen=True, kw_only=True)
class Backup:
    """A copy of all data that was verified: where it is, and the last event of its record."""

    path: Path
    seq: int
    digest: str
    revision: str


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What a backup was restored to. aside: where the data of before are; None: there were none."""

    backup: Backup
    aside: Path | None


def data_file(configuration: Configuration) -> Path | None:
    """The file in which all data are; None when they are on a database server."""
    return Database.file_of(configuration.database_url)


def migrate(configuration: Configuration) -> tuple[str, str]:
    """Build the schema or bring it up to date; the revision before ("" for none) and after."""
    database = Database(configuration.database_url)
    try:
        before = migrations.current(database)
        migrations.upgrade(database)
    finally:
        database.close()
    return before or "", migrations.head()


def backup(configuration: Configuration, place: Path) -> Backup:
    """Copy all data to a new file and verify the copy; also while the server runs.

    place: the file, or a folder, where it gets a name with the moment. The database keeps when it
    was, and the record which of its events the copy ends with. Raises BackupRefused; nothing is
    left then, and an earlier file never touched.
    """
    database = _existing(configuration)
    try:
        path = _new_file(place, ".sqlite" if database.is_sqlite else ".dump")
        half = path.with_name(path.name + ".unfinished")
        half.unlink(missing_ok=True)
        try:
            made = _copied(database, half, path)
            half.rename(path)
        except sqlite.Unreadable as error:
            raise BackupRefused(
                reason=f"现有的数据不能读取：{error.said}。没有备份；以前的备份请妥善保留"
            ) from error
        except (OSError, sqlite3.Error) as error:
            raise BackupRefused(reason=f"不能写入 {path}：{_said(error)}") from error
        finally:
            half.unlink(missing_ok=True)
        sqlite.flush(path.parent)
        at_head = made.revision == migrations.head()
    finally:
        database.close()
    if at_head:     # before an upgrade there is nobody yet who could note it
        _note(configuration, NoteBackup(seq=made.seq, digest=made.digest))
    return made


def examined(path: Path) -> Backup:
    """A backup, verified without being restored. Raises BackupRefused, saying what is wrong."""
    if not path.is_file():
        raise BackupRefused(reason=f"没有备份文件 {path}")
    if postgresql.is_dump(path):
        raise BackupRefused(
            reason=f"{path} 是 PostgreSQL 的备份，要恢复到一个空的 PostgreSQL 数据库里才能核验"
        )
    if not sqlite.is_copy(path):
        raise BackupRefused(reason=f"{path} 不是本系统的备份文件")
    return _verified(path, path)


def restore(configuration: Configuration, path: Path, *, replace: bool = False) -> Restored:
    """Verify a backup and put it in the place of the database; the server has to stand still.

    replace: data that are there already are moved aside, never deleted. A backup of an earlier
    version is brought up to this one. Raises BackupRefused, ConfigurationRefused.
    """
    if not path.is_file():
        raise BackupRefused(reason=f"没有备份文件 {path}")
    if Database.file_of(configuration.database_url) is None:
        restored = _restore_dump(configuration, path)
    else:
        restored = _restore_file(configuration, path, replace)
    migrate(configuration)
    _note(configuration, NoteRestore(seq=restored.backup.seq, digest=restored.backup.digest))
    return restored


def _copied(database: Database, half: Path, path: Path) -> Backup:
    if database.is_sqlite:
        source = Database.file_of(database.url)
        assert source is not None
        sqlite.copy(source, half)
        if flaws := sqlite.flaws(half):
            raise BackupRefused(
                reason=f"现有的数据已损坏（{flaws[0]}），没有备份。请停止服务，恢复以前的备份"
            )
        return _recorded(half, path)
    with database.read() as connection:
        try:
            postgresql.dump(database.url, half, connection)
        except postgresql.ToolFailed as error:
            raise _by_hand(error) from error
        # The snapshot that was dumped is the one that is looked at here.
        return _of_record(connection, path)


def _verified(file: Path, path: Path) -> Backup:
    """``path``: how the file is to be called in words."""
    flaws = sqlite.flaws(file)
    if flaws:
        raise BackupRefused(reason=f"{path} 已损坏（{flaws[0]}），请改用更早的备份")
    return _recorded(file, path)


def _recorded(file: Path, path: Path) -> Backup:
    try:
        with sqlite.opened(file) as connection:
            return _of_record(connection, path)
    except sqlite3.Error as error:
        raise BackupRefused(reason=f"{path} 不能读取（{error}）") from error


def _of_record(connection: Connection, path: Path) -> Backup:
    revision = migrations.revision_of(connection)
    if revision is None:
        raise BackupRefused(reason=f"{path} 里没有本系统的数据")
    migrations.refuse_newer(revision)
    broken = chain.verify(connection)
    if broken is not None:
        raise BackupRefused(
            reason=f"{path} 的审计记录自第 {broken.seq} 条起不完整，请查明原因，保留以前的备份"
        )
    seq, digest = chain.head(connection)
    return Backup(path=path, seq=seq, digest=digest, revision=revision)


def _restore_file(configuration: Configuration, path: Path, replace: bool) -> Restored:
    if postgresql.is_dump(path):
        raise BackupRefused(
            reason=f"{path} 是 PostgreSQL 的备份，请让 DATABASE_URL 指向一个空的 PostgreSQL 数据库"
        )
    made = examined(path)
    place = Database.file_of(configuration.database_url)
    assert place is not None
    aside = None
    there = place.exists() and place.stat().st_size > 0
    if there and not replace:
        raise BackupRefused(
            reason=f"{place} 已有数据。确要用备份替换的，请加 --replace，原有数据移到旁边保留"
        )
    if there and place.samefile(path):
        raise BackupRefused(reason=f"{path} 就是正在使用的数据，不是备份")
    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with sqlite.put(path, place):
            if there:
                aside = _set_aside(place)
            else:
                place.unlink(missing_ok=True)
    except OSError as error:
        if aside is not None:
            aside.rename(place)
        raise BackupRefused(
            reason=f"不能写入 {place}：{_said(error)}。没有恢复，原有数据没有改动"
        ) from error
    return Restored(backup=made, aside=aside)


def _set_aside(place: Path) -> Path:
    try:
        return sqlite.set_aside(place, f"{place.stem}-{_stamp()}-replaced.sqlite")
    except sqlite.InUse:
        raise BackupRefused(reason=f"{place} 正在使用，请先停止服务再恢复") from None
    except sqlite3.OperationalError as error:
        raise BackupRefused(
            reason=f"{place} 不能移开：{sqlite.in_words(error)}。没有恢复，原有数据没有改动"
        ) from error
    except sqlite3.DatabaseError:      # too damaged to be opened, and so by nobody
        return place.rename(place.with_name(f"{place.stem}-{_stamp()}-damaged.sqlite"))


def _restore_dump(configuration: Configuration, path: Path) -> Restored:
    if not postgresql.is_dump(path):
        raise BackupRefused(
            reason=f"{path} 不是 PostgreSQL 的备份，不能恢复到 DATABASE_URL 所指的数据库"
        )
    database = Database(configuration.database_url)
    try:
        with database.read() as connection:
            if not postgresql.is_empty(connection):
                raise BackupRefused(
                    reason="DATABASE_URL 所指的数据库里已有数据，请新建一个空数据库，"
                    "让 DATABASE_URL 指向它再恢复；原数据库保留"
                )
        try:
            postgresql.restore(database.url, path)
        except postgresql.ToolFailed as error:
            raise _by_hand(error) from error
        with database.read() as connection:
            return Restored(backup=_of_record(connection, path), aside=None)
    finally:
        database.close()


def _existing(configuration: Configuration) -> Database:
    place = Database.file_of(configuration.database_url)
    if place is not None and not (place.is_file() and place.stat().st_size):
        raise BackupRefused(reason=f"{place.parent} 里没有数据，请核对 GONGKAI_DATA")
    return Database(configuration.database_url)


def _new_file(place: Path, ending: str) -> Path:
    path = place / f"gongkai-{_stamp()}{ending}" if place.is_dir() else place
    if path.exists():
        raise BackupRefused(reason=f"{path} 已经存在，请换一个文件名，以前的备份不会被覆盖")
    if not path.parent.is_dir():
        raise BackupRefused(reason=f"没有文件夹 {path.parent}，请先建立")
    return path


def _stamp() -> str:
    return f"{datetime.now(ZONE):%Y%m%d-%H%M%S}"


def _note(configuration: Configuration, command: Command[None]) -> None:
    engine = Engine(configuration)
    try:
        engine.handle(command, AT_THE_KEYBOARD)
    finally:
        engine.close()


def _by_hand(error: postgresql.ToolFailed) -> BackupRefused:
    why = f"{error.tool} 没有成功（{error.said}）" if error.said else f"没有安装 {error.tool}"
    return BackupRefused(
        reason=f"{why}。请在装有与数据库同版本 PostgreSQL 客户端的机器上运行："
        f"{error.command}（密码由环境变量 PGPASSWORD 给出）"
    )


def _said(error: OSError | sqlite3.Error) -> str:
    if isinstance(error, sqlite3.Error):
        return sqlite.in_words(error)
    return _OF_THE_SYSTEM.get(error.errno or 0) or error.strerror or str(error)


def sweep_left_behind() -> int:
    """Remove files that a fallen machine left with letters in them. Returns how many places."""
    return letters.paper.pdf.sweep()
