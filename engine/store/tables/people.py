"""Agencies, people and duties."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    String,
    Table,
)

from engine.store.tables.columns import Id, Instant, metadata

agencies = Table(
    "agencies", metadata,
    Column("id", Id, primary_key=True),
    Column("parent_id", Id, ForeignKey("agencies.id")),
    Column("name", String(100), nullable=False),
    Column("short_name", String(40), nullable=False),
    Column("letter_code", String(20), nullable=False, unique=True),
    Column("kind", String(20), nullable=False),
    Column("disclosure_office", String(100), nullable=False),
    Column("address", String(200), nullable=False),
    Column("postcode", String(10), nullable=False),
    Column("phone", String(40), nullable=False),
    Column("reconsideration_organ", String(100), nullable=False),
    Column("court", String(100), nullable=False),
    Column("online_url", String(200), nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
)

people = Table(
    "people", metadata,
    Column("id", Id, primary_key=True),
    Column("sign_in_name", String(60), nullable=False, unique=True),
    Column("name", String(60), nullable=False),
    Column("agency_id", Id, ForeignKey("agencies.id"), nullable=False, index=True),
    Column("password_hash", String(200), nullable=False),
    Column("active", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("password_changed_at", Instant, nullable=False),
    Column("password_own_since", Instant),      # none: somebody else chose it, and knows it
)

duties = Table(
    "duties", metadata,
    Column("person_id", Id, ForeignKey("people.id"), primary_key=True),
    Column("role", String(40), primary_key=True),
)
