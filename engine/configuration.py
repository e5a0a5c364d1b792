"""How an installation is set up. Everything has a default; the office sets what differs."""

import contextlib
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote, unquote

from engine.errors import ConfigurationRefused

# The password reaches to the last @: people put it in as it is, with @ : / in it.
_POSTGRESQL = re.compile(
    r"(?:postgres|postgresql|postgresql\+psycopg)://(?:(?P<user>[^:/@]*)(?::(?P<password>.*))?@)?"
    r"(?P<host>\[[0-9a-fA-F:.]*\]|[^:@/?\s]*)(?::(?P<port>\d{1,5}))?(?P<rest>(?:/[^?\s]*)?(?:\?\S*)?)"
)


@dataclass(frozen=True, kw_only=True)
class Configuration:
    """One installation. ``from_environment`` reads it from GONGKAI_… variables."""

    data: Path                                  # GONGKAI_DATA: database and secrets
    database_url: str                           # DATABASE_URL
    trusted_hosts: tuple[str, ...] = ("127.0.0.1", "localhost")  # GONGKAI_HOSTS, by commas
    https: bool = False                         # GONGKAI_HTTPS=1: cookies for https only
    proxies: int = 0                            # GONGKAI_PROXIES: trusted ones before it
    session_idle: timedelta = timedelta(minutes=30)
    session_length: timedelta = timedelta(hours=12)
    sign_in_failures: int = 5                   # … within sign_in_window: then wait
    sign_in_window: timedelta = timedelta(minutes=10)
    argon2_memory_kib: int = 65536
    argon2_rounds: int = 3
    live_cases: int = 500                       # processes kept in memory between two acts
    tick_seconds: int = 5
    reply_warning_days: int = 5                 # working days before the due date
    correction_warning_days: int = 2
    consultation_warning_days: int = 3          # before the end of the limit for an opinion
    assistance_days: int = 5                    # for what a unit or colleague is given
    assistance_warning_days: int = 1
    transfer_days: int = 2                      # … for the answer of who is offered a case
    remedy_warning_days: int = 3                # before the answer to a complaint is due
    legal_opinion_days: int = 5                 # the office's own rule for its legal section
    sign_off_days: int = 2                      # … for each level that signs

    @classmethod
    def at(cls, data: Path, **changes: object) -> "Configuration":
        """The embedded default: everything in one directory."""
        changes.setdefault("database_url", f"sqlite:///{data.absolute() / 'gongkai.sqlite'}")
        return cls(data=data, **changes)  # type: ignore[arg-type]

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Configuration":
        """Raises ConfigurationRefused naming the variable."""
        home = environment.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
        data = Path(environment.get("GONGKAI_DATA") or Path(home) / "gongkai")
        changes: dict[str, object] = {}
        if url := environment.get("DATABASE_URL"):
            changes["database_url"] = _database_url(url)
        if hosts := environment.get("GONGKAI_HOSTS"):
            changes["trusted_hosts"] = tuple(h.strip() for h in hosts.split(",") if h.strip())
        if https := environment.get("GONGKAI_HTTPS"):
            if https not in {"0", "1"}:
                raise ConfigurationRefused(reason="GONGKAI_HTTPS 只能是 0 或者 1")
            changes["https"] = https == "1"
        if proxies := environment.get("GONGKAI_PROXIES"):
            if proxies not in set("0123456789"):
                raise ConfigurationRefused(
                    reason="GONGKAI_PROXIES 只能是 0 至 9，即本系统前面受信任的反向代理的层数"
                )
            changes["proxies"] = int(proxies)
        return cls.at(data, **changes)

    @property
    def address_without_password(self) -> str:
        """DATABASE_URL as it may be shown."""
        return re.sub(r"(?<=://)([^:/@]*)(?::.*)?(?=@)", r"\1", self.database_url)

    def secret_key(self) -> bytes:
        """Signs the form tokens; made once and kept beside the database, readable by us alone."""
        self.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self.data / "secret.key"
        if not path.exists():
            temporary = path.with_suffix(f".{secrets.token_hex(4)}")
            temporary.touch(mode=0o600)
            temporary.write_bytes(secrets.token_bytes(32))
            with contextlib.suppress(FileExistsError):
                os.link(temporary, path)  # whoever comes first; never half a key
            temporary.unlink()
        return path.read_bytes()


def _database_url(text: str) -> str:
    """The same address with its password encoded. Raises ConfigurationRefused, never quoting it."""
    text = text.strip()
    if text.startswith("sqlite:"):
        if not re.fullmatch(r"sqlite:///[^?]*[^/?]", text):
            raise ConfigurationRefused(
                reason="DATABASE_URL 应当写成 sqlite:////文件的绝对路径"
            )
        return text
    if not text.startswith("postgres"):
        raise ConfigurationRefused(reason="DATABASE_URL 只支持 sqlite 或者 postgresql")
    found = _POSTGRESQL.fullmatch(text)
    if found is None or not 0 < int(found["port"] or 5432) < 65536:
        raise ConfigurationRefused(
            reason="DATABASE_URL 看不懂，应当写成 postgresql://用户名:密码@主机:端口/数据库，"
            "端口为 1 至 65535 的数字"
        )
    who = "" if found["user"] is None else found["user"]
    if found["password"] is not None:
        who += ":" + quote(unquote(found["password"]), safe="")
    place = found["host"] + (f":{found['port']}" if found["port"] else "")
    return f"postgresql://{who}{'@' if found['user'] is not None else ''}{place}{found['rest']}"
