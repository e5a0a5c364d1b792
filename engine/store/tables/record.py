"""The record."""

from sqlalchemy import (
    Column,
    Index,
    Integer,
    String,
    Table,
    text,
)

from engine.store.tables.columns import Id, Instant, Json, metadata

# What is done about somebody's account, and by the same words in the index of such events.
ACCOUNT_EVENTS = text(
    "kind IN ('PersonAdded', 'DutiesChanged', 'PasswordChanged', 'PasswordReset',"
    " 'PersonDisabled', 'PersonRestored', 'SignInLockLifted', 'PersonMoved', 'UnitAssigned')"
)

audit_events = Table(
    "audit_events", metadata,
    Column("seq", Id, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("case_id", Id, index=True),
    Column("agency_id", Id),
    Column("actor_id", Id),                               # none: the clock or the installation
    Column("command", String(40), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("data", Json, nullable=False),
    Column("hash", String(64), nullable=False),
    Index("ix_audit_events_accounts", "seq",
          sqlite_where=ACCOUNT_EVENTS, postgresql_where=ACCOUNT_EVENTS),
)

audit_head = Table(
    "audit_head", metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", Id, nullable=False),
    Column("hash", String(64), nullable=False),
)
