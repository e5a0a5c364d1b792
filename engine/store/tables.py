"""The tables. Migrations build the same schema; a test compares the two.

Instants are UTC, legal dates are plain dates. JSON is kept as compact text: the process
library depends on the order of keys, which JSONB would change.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite hands out row ids only to INTEGER keys.
_Id = BigInteger().with_variant(Integer, "sqlite")


class Instant(TypeDecorator[datetime]):
    """A moment in UTC. A naive one is refused: it would mean another moment elsewhere."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else _aware(value).astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    # SQLite keeps text: written and read here in one step, not by three functions in a row.

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        return _text_of if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: Any) -> Callable[[Any], Any] | None:
        if dialect.name == "sqlite":
            return _instant_of
        return super().result_processor(dialect, coltype)


def _aware(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError(f"naive instant {value!r}")
    return value


def _text_of(value: datetime | None) -> str | None:
    if value is None:
        return None
    return _aware(value).astimezone(UTC).isoformat(" ", "microseconds")[:26]


def _instant_of(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)


class Json(TypeDecorator[Any]):
    """Compact JSON text with its keys in the order given."""

    impl = Text
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any]:
        return _json_of

    def result_processor(self, dialect: Dialect, coltype: Any) -> Callable[[Any], Any]:
        return _value_of


def _json_of(value: Any) -> str | None:
    return None if value is None else orjson.dumps(value).decode()


def _value_of(json: str | None) -> Any:
    return None if json is None else orjson.loads(json)


agencies = Table(
    "agencies", metadata,
    Column("id", _Id, primary_key=True),
    Column("parent_id", _Id, ForeignKey("agencies.id")),
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
    Column("id", _Id, primary_key=True),
    Column("sign_in_name", String(60), nullable=False, unique=True),
    Column("name", String(60), nullable=False),
    Column("agency_id", _Id, ForeignKey("agencies.id"), nullable=False, index=True),
    Column("password_hash", String(200), nullable=False),
    Column("active", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("password_changed_at", Instant, nullable=False),
)

duties = Table(
    "duties", metadata,
    Column("person_id", _Id, ForeignKey("people.id"), primary_key=True),
    Column("role", String(40), primary_key=True),
)

sessions = Table(
    "sessions", metadata,
    Column("token_digest", String(64), primary_key=True),
    Column("person_id", _Id, ForeignKey("people.id"), nullable=False, index=True),
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("address", String(60), nullable=False),
)

sign_in_attempts = Table(
    "sign_in_attempts", metadata,
    Column("id", _Id, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("sign_in_name", String(60), nullable=False),
    Column("address", String(60), nullable=False),
    Index("ix_sign_in_attempts_sign_in_name_at", "sign_in_name", "at"),
    Index("ix_sign_in_attempts_address_at", "address", "at"),
)

number_series = Table(
    "number_series", metadata,
    Column("agency_id", _Id, ForeignKey("agencies.id"), primary_key=True),
    Column("series", String(20), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
)

applicants = Table(
    "applicants", metadata,
    Column("id", _Id, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("name", String(200), nullable=False, index=True),
    Column("id_kind", String(40), nullable=False),
    Column("id_number", String(60), nullable=False),
    Column("phone", String(40), nullable=False),
    Column("address", String(200), nullable=False),
    Column("postcode", String(10), nullable=False),
    Column("email", String(120), nullable=False),
    Column("contact_person", String(60), nullable=False),
    Column("legal_representative", String(60), nullable=False),
)

cases = Table(
    "cases", metadata,
    Column("id", _Id, primary_key=True),
    Column("agency_id", _Id, ForeignKey("agencies.id"), nullable=False),
    Column("number", String(40), nullable=False),
    Column("applicant_id", _Id, ForeignKey("applicants.id"), nullable=False, index=True),
    Column("subject", String(200), nullable=False),
    Column("description", Text, nullable=False),
    Column("channel", String(20), nullable=False),
    Column("arrived_on", Date, nullable=False),
    Column("received_on", Date, nullable=False),
    Column("form_of_supply", String(20), nullable=False),
    Column("way_of_supply", String(20), nullable=False),
    Column("area", String(40), nullable=False),
    Column("written_for_applicant", Boolean, nullable=False),
    Column("needs_assistance", Boolean, nullable=False),
    Column("suggests_publication", Boolean, nullable=False),
    Column("registered_by", _Id, ForeignKey("people.id"), nullable=False),
    Column("registered_at", Instant, nullable=False),
    Column("handler_id", _Id, ForeignKey("people.id"), index=True),
    Column("status", String(20), nullable=False),          # open | replied | archived
    Column("step", String(60), nullable=False),            # element id of the step it stands at
    Column("step_name", String(60), nullable=False),
    Column("step_since", Instant, nullable=False),
    Column("letter_kind", String(60), nullable=False),     # what was decided, once it is
    Column("ground", String(20), nullable=False),
    # Projections of the clock ledger: computed by engine.statute, never edited.
    Column("rule_set", String(10), nullable=False),
    Column("due_on", Date),
    Column("warning_due_on", Date),
    Column("provisional", Boolean, nullable=False),
    Column("clock_state", String(30), nullable=False),
    Column("replied_on", Date),
    Column("on_time", Boolean),
    Column("archived_at", Instant),
    # The calendar that its dates were computed with; a case that ended keeps it.
    Column("calendar_version", String(40), nullable=False, server_default=""),
    UniqueConstraint("agency_id", "number"),
    Index("ix_cases_agency_id_status_due_on", "agency_id", "status", "due_on"),
    Index("ix_cases_agency_id_received_on", "agency_id", "received_on"),
    Index("ix_cases_agency_id_due_on_id", "agency_id", "due_on", "id"),
    Index("ix_cases_agency_id_id", "agency_id", "id"),
    # Few cases are open and many are stored: what watches the open ones reads only them.
    Index("ix_cases_open_agency_id_due_on", "agency_id", "due_on",
          sqlite_where=text("status = 'open'"), postgresql_where=text("status = 'open'")),
    Index("ix_cases_open_due_on", "due_on",
          sqlite_where=text("status = 'open'"), postgresql_where=text("status = 'open'")),
    Index("ix_cases_open_agency_id_calendar_version_id",
          "agency_id", "calendar_version", "id",
          sqlite_where=text("status = 'open'"), postgresql_where=text("status = 'open'")),
)

calendar_notices = Table(
    "calendar_notices", metadata,
    Column("id", _Id, primary_key=True),
    Column("agency_id", _Id, ForeignKey("agencies.id")),   # none: for every agency
    Column("year", Integer, nullable=False),
    Column("notice", Json, nullable=False),
    Column("source", Text, nullable=False),                # the text that was read
    Column("taken_effect_at", Instant, nullable=False),
    Column("taken_effect_by", _Id, ForeignKey("people.id")),
    Column("withdrawn_at", Instant),
    Column("withdrawn_by", _Id, ForeignKey("people.id")),
    Column("withdrawn_because", String(200), nullable=False),
)

agency_settings = Table(
    "agency_settings", metadata,
    Column("id", _Id, primary_key=True),
    Column("agency_id", _Id, ForeignKey("agencies.id"), nullable=False, index=True),
    Column("name", String(40), nullable=False),
    Column("from_day", Date, nullable=False),              # for requests received from then on
    Column("value", Json),                                 # none: the default again
    Column("basis", String(200), nullable=False),
    Column("set_at", Instant, nullable=False),
    Column("set_by", _Id, ForeignKey("people.id")),
    Column("cancelled_at", Instant),
    Column("cancelled_by", _Id, ForeignKey("people.id")),
)

instances = Table(
    "instances", metadata,
    Column("case_id", _Id, ForeignKey("cases.id"), primary_key=True),
    Column("process", String(60), nullable=False),
    Column("version", Integer, nullable=False),
    Column("bundle_digest", String(64), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("state_digest", String(64), nullable=False),
    Column("release", Integer, nullable=False),            # kept to the end: it names the versions
)

clock_entries = Table(
    "clock_entries", metadata,
    Column("case_id", _Id, ForeignKey("cases.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("entry", Json, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("recorded_by", _Id, ForeignKey("people.id")),
)

tasks = Table(
    "tasks", metadata,
    Column("id", String(36), primary_key=True),
    Column("case_id", _Id, ForeignKey("cases.id"), nullable=False, index=True),
    Column("agency_id", _Id, ForeignKey("agencies.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),            # 1 for the case's first task
    Column("process", String(60), nullable=False),
    Column("version", Integer, nullable=False),
    Column("element", String(60), nullable=False),
    Column("name", String(60), nullable=False),
    Column("role", String(40), nullable=False),
    Column("state", String(20), nullable=False),           # open | completed | cancelled
    Column("assignee_id", _Id, ForeignKey("people.id")),
    Column("opened_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("ended_by", _Id, ForeignKey("people.id")),
    Column("outcome", String(40), nullable=False),
    Column("values", Json),
    Column("draft", Json),
    Index("ix_tasks_open_agency_id_role", "agency_id", "role",
          sqlite_where=text("state = 'open'"), postgresql_where=text("state = 'open'")),
    Index("ix_tasks_ended_by_ended_at", "ended_by", "ended_at",
          sqlite_where=text("ended_by IS NOT NULL"),
          postgresql_where=text("ended_by IS NOT NULL")),
)

timers = Table(
    "timers", metadata,
    Column("id", String(36), primary_key=True),            # the waiting event's id
    Column("case_id", _Id, ForeignKey("cases.id"), nullable=False, index=True),
    Column("element", String(60), nullable=False),
    Column("name", String(40), nullable=False),
    Column("repeats", Boolean, nullable=False),
    Column("opened_on", Date, nullable=False),
    Column("due_at", Instant),                             # none: nothing to wait for now
    Column("legal_date", Date),
    Column("fired_for", Date),                             # the legal date it rang for last
    Column("fired_at", Instant),
    Index("ix_timers_due_at", "due_at"),
)

letters = Table(
    "letters", metadata,
    Column("id", _Id, primary_key=True),
    Column("case_id", _Id, ForeignKey("cases.id"), nullable=False, index=True),
    Column("agency_id", _Id, ForeignKey("agencies.id"), nullable=False),
    Column("kind", String(60), nullable=False),
    Column("title", String(100), nullable=False),
    Column("state", String(20), nullable=False),           # draft | issued | served
    Column("facts", Json, nullable=False),
    Column("text", Text, nullable=False),
    Column("text_digest", String(64), nullable=False),
    Column("reviewed_digest", String(64), nullable=False),
    Column("series", String(20), nullable=False),
    Column("year", Integer),
    Column("sequence", Integer),
    Column("number", String(60), nullable=False),
    Column("document_digest", String(64), ForeignKey("blobs.digest")),
    Column("drafted_by", _Id, ForeignKey("people.id")),
    Column("drafted_at", Instant, nullable=False),
    Column("issued_by", _Id, ForeignKey("people.id")),
    Column("issued_at", Instant),
    Column("service", String(20), nullable=False),
    Column("served_on", Date),
    Column("tracking_number", String(60), nullable=False),
    UniqueConstraint("agency_id", "series", "year", "sequence"),
)

attachments = Table(
    "attachments", metadata,
    Column("id", _Id, primary_key=True),
    Column("case_id", _Id, ForeignKey("cases.id"), nullable=False, index=True),
    Column("name", String(200), nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("size", Integer, nullable=False),
    Column("digest", String(64), ForeignKey("blobs.digest"), nullable=False),
    Column("added_by", _Id, ForeignKey("people.id"), nullable=False),
    Column("added_at", Instant, nullable=False),
)

blobs = Table(
    "blobs", metadata,
    Column("digest", String(64), primary_key=True),        # SHA-256 of the bytes
    Column("content", LargeBinary, nullable=False),
)

# What is done about somebody's account, and by the same words in the index of such events.
ACCOUNT_EVENTS = text(
    "kind IN ('PersonAdded', 'DutiesChanged', 'PasswordChanged', 'PasswordReset',"
    " 'PersonDisabled', 'PersonRestored')"
)

audit_events = Table(
    "audit_events", metadata,
    Column("seq", _Id, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("case_id", _Id, index=True),
    Column("agency_id", _Id),
    Column("actor_id", _Id),                               # none: the clock or the installation
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
    Column("seq", _Id, nullable=False),
    Column("hash", String(64), nullable=False),
)

idempotency_keys = Table(
    "idempotency_keys", metadata,
    Column("key", String(64), primary_key=True),
    Column("actor_id", _Id),
    Column("command", String(40), nullable=False),
    Column("result", Json),
    Column("at", Instant, nullable=False),
    sqlite_with_rowid=False,
)

heartbeats = Table(
    "heartbeats", metadata,
    Column("name", String(40), primary_key=True),
    Column("at", Instant, nullable=False),
)
