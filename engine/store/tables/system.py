"""Keys of forms, what was typed and not handed in yet, signs of life."""

from sqlalchemy import Column, ForeignKey, Index, String, Table

from engine.store.tables.columns import Id, Instant, Json, metadata

idempotency_keys = Table(
    "idempotency_keys", metadata,
    Column("key", String(64), primary_key=True),
    Column("actor_id", Id),
    Column("command", String(40), nullable=False),
    Column("result", Json),
    Column("at", Instant, nullable=False),
    Column("content", String(64), nullable=False, server_default=""),   # digest of what was sent
    sqlite_with_rowid=False,
)

heartbeats = Table(
    "heartbeats", metadata,
    Column("name", String(40), primary_key=True),
    Column("at", Instant, nullable=False),
)

# By the page on which it was typed.
drafts = Table(
    "drafts", metadata,
    Column("page", String(64), primary_key=True),
    Column("form", String(40), nullable=False),            # a task's id, or "intake"
    Column("person_id", Id, ForeignKey("people.id"), nullable=False),
    Column("version", String(80), nullable=False),         # another with every saving
    Column("values", Json, nullable=False),
    Column("saved_at", Instant, nullable=False),
    Index("ix_drafts_form_person_id", "form", "person_id"),
)
