"""The installation's own signs of life."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from engine.store.tables import audit_head, heartbeats

TICKER = "ticker"
BACKUP = "backup"


@dataclass(frozen=True, slots=True)
class Signs:
    """When the ticker was last here and a backup was made (None: never); the record's length."""

    ticker_seen_at: datetime | None
    backup_at: datetime | None
    audit_seq: int


def look(connection: Connection) -> Signs:
    """The signs of life of this moment."""
    seen = {
        row.name: row.at
        for row in connection.execute(select(heartbeats.c.name, heartbeats.c.at))
    }
    seq = connection.execute(select(audit_head.c.seq)).scalar() or 0
    return Signs(seen.get(TICKER), seen.get(BACKUP), seq)


def beat(connection: Connection, now: datetime, name: str = TICKER) -> None:
    """The ticker was here, or a backup was made."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    connection.execute(
        dialect.insert(heartbeats).values(name=name, at=now)
        .on_conflict_do_update(index_elements=["name"], set_={"at": now})
    )
