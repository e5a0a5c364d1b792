"""The schema's history: one file a step in ``versions``, applied in one transaction.

Nobody needs a configuration file or the ``alembic`` command to use it. A killed upgrade
leaves the schema as it was, because every step of it lies in the same transaction, on SQLite
as on PostgreSQL.
"""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from engine.errors import ConfigurationRefused
from engine.store.database import Database

# Two machines starting at once take turns; the number only has to be ours.
_UPGRADE_LOCK = 5_202_019


def head() -> str:
    """The revision that this program was written for."""
    revision = _scripts().get_current_head()
    assert revision is not None
    return revision


def current(database: Database) -> str | None:
    """The revision that the database stands at; None for an empty one."""
    with database.read() as connection:
        return revision_of(connection)


def upgrade(database: Database) -> None:
    """Bring the database to ``head()``; does nothing when it is there already.

    Raises ConfigurationRefused when a newer program has been at work on it.
    """
    if current(database) == head():
        return
    with database.write() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _UPGRADE_LOCK})
        refuse_newer(revision_of(connection))
        configuration = _configuration()
        configuration.attributes["connection"] = connection
        command.upgrade(configuration, "head")


def require_head(database: Database) -> None:
    """Refuse to work on a schema that is not the one this program was written for.

    Raises ConfigurationRefused, saying what to do.
    """
    revision = current(database)
    refuse_newer(revision)
    if revision != head():
        raise ConfigurationRefused(
            reason=f"数据库结构为 {revision or '空'}，程序需要 {head()}，请先运行 gongkai migrate"
        )


def refuse_newer(revision: str | None) -> None:
    """Raises ConfigurationRefused for a revision that only a newer program knows."""
    known = {script.revision for script in _scripts().walk_revisions()}
    if revision is not None and revision not in known:
        raise ConfigurationRefused(
            reason=f"数据库已由更新版本的程序升级（{revision}），本程序（{head()}）不能使用，"
            "请安装新版程序，或者用升级前的备份恢复"
        )


def revision_of(connection: Connection) -> str | None:
    """The revision that the database of this connection stands at; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


@cache
def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_configuration())


def _configuration() -> Config:
    configuration = Config()
    here = str(Path(__file__).parent)
    configuration.set_main_option("script_location", here.replace("%", "%%"))
    return configuration
