"""Sessions and attempts."""

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    String,
    Table,
)

from engine.store.tables.columns import Id, Instant, metadata

sessions = Table(
    "sessions", metadata,
    Column("token_digest", String(64), primary_key=True),
    Column("person_id", Id, ForeignKey("people.id"), nullable=False, index=True),
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("address", String(60), nullable=False),
)

sign_in_attempts = Table(
    "sign_in_attempts", metadata,
    Column("id", Id, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("sign_in_name", String(60), nullable=False),
    Column("address", String(60), nullable=False),
    Index("ix_sign_in_attempts_sign_in_name_at", "sign_in_name", "at"),
    Index("ix_sign_in_attempts_address_at", "address", "at"),
)
