"""What was typed and not handed in yet, by the page on which it was typed."""

from sqlalchemy import Column, ForeignKey, Index, String, Table

from engine.store.tables.columns import Id, Instant, Json, metadata

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
