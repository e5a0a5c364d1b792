"""Notices, choices, and the levels by which agencies sign."""

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
)

from engine.store.tables.columns import Id, Instant, Json, metadata

calendar_notices = Table(
    "calendar_notices", metadata,
    Column("id", Id, primary_key=True),
    Column("agency_id", Id, ForeignKey("agencies.id")),   # none: for every agency
    Column("year", Integer, nullable=False),
    Column("notice", Json, nullable=False),
    Column("source", Text, nullable=False),                # the text that was read
    Column("taken_effect_at", Instant, nullable=False),
    Column("taken_effect_by", Id, ForeignKey("people.id")),
    Column("withdrawn_at", Instant),
    Column("withdrawn_by", Id, ForeignKey("people.id")),
    Column("withdrawn_because", String(200), nullable=False),
)

agency_settings = Table(
    "agency_settings", metadata,
    Column("id", Id, primary_key=True),
    Column("agency_id", Id, ForeignKey("agencies.id"), nullable=False, index=True),
    Column("name", String(40), nullable=False),
    Column("from_day", Date, nullable=False),              # for requests received from then on
    Column("value", Json),                                 # none: the default again
    Column("basis", String(200), nullable=False),
    Column("set_at", Instant, nullable=False),
    Column("set_by", Id, ForeignKey("people.id")),
    Column("cancelled_at", Instant),
    Column("cancelled_by", Id, ForeignKey("people.id")),
)

sign_off_arrangements = Table(
    "sign_off_arrangements", metadata,
    Column("id", Id, primary_key=True),
    Column("agency_id", Id, ForeignKey("agencies.id"), nullable=False, index=True),
    Column("from_day", Date, nullable=False),              # for rounds that begin from then on
    Column("levels", Json, nullable=False),                # by group of reply
    Column("days", Json, nullable=False),                  # working days by level
    Column("basis", String(200), nullable=False),
    Column("set_at", Instant, nullable=False),
    Column("set_by", Id, ForeignKey("people.id")),
    Column("cancelled_at", Instant),
    Column("cancelled_by", Id, ForeignKey("people.id")),
)

# Who gives an agency its legal opinions from a day on. Added or cancelled, never changed.
legal_advisers = Table(
    "legal_advisers", metadata,
    Column("id", Id, primary_key=True),
    Column("agency_id", Id, ForeignKey("agencies.id"), nullable=False, index=True),
    Column("from_day", Date, nullable=False),
    Column("kind", String(20), nullable=False),            # engine.legal_advice.advisers.adviser
    Column("adviser_id", Id, ForeignKey("agencies.id")),   # whose legal office, of kind agency
    Column("name", String(120), nullable=False),           # of the legal office or the adviser
    Column("basis", String(200), nullable=False),
    Column("set_at", Instant, nullable=False),
    Column("set_by", Id, ForeignKey("people.id")),
    Column("cancelled_at", Instant),
    Column("cancelled_by", Id, ForeignKey("people.id")),
)
