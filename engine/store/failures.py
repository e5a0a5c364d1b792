"""What a database refuses, in plain words: busy, full, away, or cut off while it saved.

The driver's own texts hold addresses and, at times, values: they are read here and told nobody.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import URL
from sqlalchemy.exc import (
    DBAPIError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    PendingRollbackError,
    SQLAlchemyError,
    TimeoutError as NoConnectionFree,
)

from engine.errors import DatabaseAway, DatabaseBusy, DatabaseFull, DatabaseUnsure, Refusal

# PostgreSQL: lock timeout, statement timeout, deadlock, two that cannot both be.
_BUSY = frozenset({"55P03", "57014", "40P01", "40001"})
_FULL = frozenset({"53100", "25006"})
# Connection failures, too many of them, a server that shuts down or starts up; one that ended
# our session because it waited; who may not come in, or finds no such database.
_AWAY = frozenset({"53300", "57P01", "57P02", "57P03", "25P03", "28000", "28P01", "3D000"})


@dataclass
class Progress:
    """How far a transaction is: once the COMMIT was sent, nobody knows what a cut left."""

    committing: bool = False


@contextmanager
def plain_refusals(url: URL, progress: Progress | None = None) -> Iterator[None]:
    """Raises DatabaseBusy, DatabaseFull, DatabaseAway, DatabaseUnsure in place of the driver's
    errors for them; what is none of these goes on as it is.
    """
    try:
        yield
    except SQLAlchemyError as error:
        refusal = _refusal(error, url, progress or Progress())
        if refusal is None:
            raise
        raise refusal from error


def _refusal(error: SQLAlchemyError, url: URL, progress: Progress) -> Refusal | None:
    if isinstance(error, NoConnectionFree):
        return DatabaseBusy()
    if isinstance(error, PendingRollbackError):
        return DatabaseAway()       # something was asked of a connection that was lost before
    if not isinstance(error, DBAPIError) or isinstance(error, IntegrityError):
        return None
    text = str(error.orig).lower()
    code = getattr(error.orig, "sqlstate", "") or ""
    if "locked" in text or code in _BUSY:
        return DatabaseBusy()
    if isinstance(error, OperationalError) and (
        code in _FULL or any(word in text for word in ("full", "readonly", "read-only", "disk i/o"))
    ):
        return DatabaseFull()
    if _is_away(error, code, text):
        return DatabaseUnsure() if progress.committing else DatabaseAway(_why(text, code, url))
    return None


def _is_away(error: DBAPIError, code: str, text: str) -> bool:
    if error.connection_invalidated or code in _AWAY or code.startswith("08"):
        return True
    if "unable to open database file" in text:
        return True
    # The PostgreSQL driver has no code for a server that it could not reach at all.
    return isinstance(error, OperationalError | InterfaceError) and (
        not code and type(error.orig).__module__.startswith("psycopg")
    )


def _why(text: str, code: str, url: URL) -> str:
    """For who looks after the installation; pages never say it."""
    place = f"{url.host or '本机'}" + (f" 的 {url.port} 端口" if url.port else "")
    if "unable to open" in text:
        return f"不能打开数据库文件 {url.database}，请检查文件和所在目录的权限"
    for words, reason in (
        ("translate host name", f"找不到主机 {url.host}，请检查主机名"),
        ("name or service not known", f"找不到主机 {url.host}，请检查主机名"),
        ("connection refused", f"{place}上没有数据库服务在运行"),
        ("no such file", f"{place}上没有数据库服务在运行"),
        ("timeout", f"连接 {place}超时，请检查网络和防火墙"),
        ("password", f"用户 {url.username or ''} 的密码不对，或者没有给出密码"),
        ("does not exist", f"没有名为 {url.database} 的数据库，或者没有用户 {url.username or ''}"),
        ("pg_hba", f"数据库服务不允许用户 {url.username or ''} 从这里连接"),
        ("starting up", "数据库服务正在启动，请稍候"),
    ):
        if words in text:
            return reason
    if code == "53300":
        return "数据库服务的连接数已经用完"
    return f"与 {place}上数据库服务的连接中断"
