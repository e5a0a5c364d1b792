"""Agencies and what was said of them, their units, people and duties."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Integer,
    String,
    Table,
)

from engine.store.tables.columns import Id, Instant, Json, metadata

# Its facts as they hold today; agency_changes has them for every day.
agencies = Table(
    "agencies", metadata,
    Column("id", Id, primary_key=True),
    Column("parent_id", Id, ForeignKey("agencies.id")),
    Column("name", String(100), nullable=False),
    Column("short_name", String(40), nullable=False),
    Column("letter_code", String(20), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("disclosure_office", String(100), nullable=False),
    Column("address", String(200), nullable=False),
    Column("postcode", String(10), nullable=False),
    Column("phone", String(40), nullable=False),
    Column("reconsideration_organ", String(100), nullable=False),
    Column("court", String(100), nullable=False),
    Column("online_url", String(200), nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),                              # the last day; none: goes on
    Column("successor_id", Id),                            # the agency into which it goes
)

# What is said of an agency from a day on: only the facts that change. Never changed itself.
agency_changes = Table(
    "agency_changes", metadata,
    Column("id", Id, primary_key=True),
    Column("agency_id", Id, ForeignKey("agencies.id"), nullable=False, index=True),
    Column("from_day", Date, nullable=False),
    Column("facts", Json, nullable=False),
    Column("reason", String(200), nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("recorded_by", Id, ForeignKey("people.id")),
    Column("cancelled_at", Instant),
    Column("cancelled_by", Id, ForeignKey("people.id")),
)

# That an agency ends, or goes into another one.
agency_endings = Table(
    "agency_endings", metadata,
    Column("id", Id, primary_key=True),
    Column("agency_id", Id, ForeignKey("agencies.id"), nullable=False, index=True),
    Column("from_day", Date, nullable=False),              # the first day without it
    Column("successor_id", Id, ForeignKey("agencies.id")),
    Column("reason", String(200), nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("recorded_by", Id, ForeignKey("people.id")),
    Column("cancelled_at", Instant),
    Column("cancelled_by", Id, ForeignKey("people.id")),
    Column("carried_out_at", Instant),                     # cases and people moved
    Column("cases_moved", Integer, nullable=False),
    Column("people_moved", Integer, nullable=False),
)

units = Table(
    "units", metadata,
    Column("id", Id, primary_key=True),
    Column("agency_id", Id, ForeignKey("agencies.id"), nullable=False, index=True),
    Column("name", String(60), nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),                              # the last day; none: goes on
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
    Column("unit_id", Id),                      # none: of no unit of the agency
)

duties = Table(
    "duties", metadata,
    Column("person_id", Id, ForeignKey("people.id"), primary_key=True),
    Column("role", String(40), primary_key=True),
)
