"""The installation's own signs of life."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from engine.store.tables import audit_head, heartbeats

TICKER = "ticker"


@dataclass(frozen=True, slots=True)
class Signs:
    """When the ticker was last here (None: never), and how long the record is."""

    ticker_seen_at: datetime | None
    audit_seq: int


def look(connection: Connection) -> Signs:
    """The signs of life of this moment."""
    seen = connection.execute(
        select(heartbeats.c.at).where(heartbeats.c.name == TICKER)
    ).scalar()
    return Signs(seen, connection.execute(select(audit_head.c.seq)).scalar() or 0)


def beat(connection: Connection, now: datetime) -> None:
    """The ticker was here."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    connection.execute(
        dialect.insert(heartbeats).values(name=TICKER, at=now)
        .on_conflict_do_update(index_elements=["name"], set_={"at": now})
    )
