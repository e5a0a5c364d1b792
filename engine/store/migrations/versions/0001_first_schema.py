"""The first schema: agencies, people, cases, process state, clock, letters and the record.

Written by hand and never edited again: what the tables look like today stands in
``engine/store/tables/``, and a test compares the two. Keys and constraints get their names
from its naming convention.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Build every table, then the guards of the record."""
    _agencies_and_people()
    _cases()
    _process()
    _papers()
    _record()
    _begin_the_record()
    _guard_the_record()


def _id() -> sa.types.TypeEngine[int]:
    # SQLite hands out row ids only to INTEGER keys.
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _instant() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def _agencies_and_people() -> None:
    op.create_table(
        "agencies",
        sa.Column("id", _id(), primary_key=True),
        sa.Column("parent_id", _id(), sa.ForeignKey("agencies.id")),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("short_name", sa.String(40), nullable=False),
        sa.Column("letter_code", sa.String(20), nullable=False),
        sa.UniqueConstraint("letter_code"),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("disclosure_office", sa.String(100), nullable=False),
        sa.Column("address", sa.String(200), nullable=False),
        sa.Column("postcode", sa.String(10), nullable=False),
        sa.Column("phone", sa.String(40), nullable=False),
        sa.Column("reconsideration_organ", sa.String(100), nullable=False),
        sa.Column("court", sa.String(100), nullable=False),
        sa.Column("online_url", sa.String(200), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date()),
    )
    op.create_table(
        "people",
        sa.Column("id", _id(), primary_key=True),
        sa.Column("sign_in_name", sa.String(60), nullable=False),
        sa.UniqueConstraint("sign_in_name"),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("agency_id", _id(), sa.ForeignKey("agencies.id"), nullable=False),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", _instant(), nullable=False),
        sa.Column("password_changed_at", _instant(), nullable=False),
    )
    op.create_index("ix_people_agency_id", "people", ["agency_id"])
    op.create_table(
        "duties",
        sa.Column("person_id", _id(), sa.ForeignKey("people.id"), primary_key=True),
        sa.Column("role", sa.String(40), primary_key=True),
    )
    op.create_table(
        "sessions",
        sa.Column("token_digest", sa.String(64), primary_key=True),
        sa.Column("person_id", _id(), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("created_at", _instant(), nullable=False),
        sa.Column("seen_at", _instant(), nullable=False),
        sa.Column("address", sa.String(60), nullable=False),
    )
    op.create_index("ix_sessions_person_id", "sessions", ["person_id"])
    op.create_table(
        "sign_in_attempts",
        sa.Column("id", _id(), primary_key=True),
        sa.Column("at", _instant(), nullable=False),
        sa.Column("sign_in_name", sa.String(60), nullable=False),
        sa.Column("address", sa.String(60), nullable=False),
    )
    op.create_index(
        "ix_sign_in_attempts_sign_in_name_at", "sign_in_attempts", ["sign_in_name", "at"]
    )
    op.create_index("ix_sign_in_attempts_address_at", "sign_in_attempts", ["address", "at"])
    op.create_table(
        "number_series",
        sa.Column("agency_id", _id(), sa.ForeignKey("agencies.id"), primary_key=True),
        sa.Column("series", sa.String(20), primary_key=True),
        sa.Column("year", sa.Integer(), primary_key=True),
        sa.Column("last", sa.Integer(), nullable=False),
    )


def _cases() -> None:
    op.create_table(
        "applicants",
        sa.Column("id", _id(), primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("id_kind", sa.String(40), nullable=False),
        sa.Column("id_number", sa.String(60), nullable=False),
        sa.Column("phone", sa.String(40), nullable=False),
        sa.Column("address", sa.String(200), nullable=False),
        sa.Column("postcode", sa.String(10), nullable=False),
        sa.Column("email", sa.String(120), nullable=False),
        sa.Column("contact_person", sa.String(60), nullable=False),
        sa.Column("legal_representative", sa.String(60), nullable=False),
    )
    op.create_index("ix_applicants_name", "applicants", ["name"])
    op.create_table(
        "cases",
        sa.Column("id", _id(), primary_key=True),
        sa.Column("agency_id", _id(), sa.ForeignKey("agencies.id"), nullable=False),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("applicant_id", _id(), sa.ForeignKey("applicants.id"), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("arrived_on", sa.Date(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("form_of_supply", sa.String(20), nullable=False),
        sa.Column("way_of_supply", sa.String(20), nullable=False),
        sa.Column("area", sa.String(40), nullable=False),
        sa.Column("written_for_applicant", sa.Boolean(), nullable=False),
        sa.Column("needs_assistance", sa.Boolean(), nullable=False),
        sa.Column("suggests_publication", sa.Boolean(), nullable=False),
        sa.Column("registered_by", _id(), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("registered_at", _instant(), nullable=False),
        sa.Column("handler_id", _id(), sa.ForeignKey("people.id")),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("step", sa.String(60), nullable=False),
        sa.Column("step_name", sa.String(60), nullable=False),
        sa.Column("step_since", _instant(), nullable=False),
        sa.Column("letter_kind", sa.String(60), nullable=False),
        sa.Column("ground", sa.String(20), nullable=False),
        sa.Column("rule_set", sa.String(10), nullable=False),
        sa.Column("due_on", sa.Date()),
        sa.Column("warning_due_on", sa.Date()),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("clock_state", sa.String(30), nullable=False),
        sa.Column("replied_on", sa.Date()),
        sa.Column("on_time", sa.Boolean()),
        sa.Column("archived_at", _instant()),
        sa.UniqueConstraint("agency_id", "number"),
    )
    op.create_index("ix_cases_applicant_id", "cases", ["applicant_id"])
    op.create_index("ix_cases_handler_id", "cases", ["handler_id"])
    op.create_index("ix_cases_agency_id_status_due_on", "cases", ["agency_id", "status", "due_on"])
    op.create_index("ix_cases_agency_id_received_on", "cases", ["agency_id", "received_on"])
    op.create_index("ix_cases_agency_id_due_on_id", "cases", ["agency_id", "due_on", "id"])
    op.create_index("ix_cases_agency_id_id", "cases", ["agency_id", "id"])
    is_open = sa.text("status = 'open'")
    for name, columns in (
        ("ix_cases_open_agency_id_due_on", ["agency_id", "due_on"]),
        ("ix_cases_open_due_on", ["due_on"]),
    ):
        op.create_index(
            name, "cases", columns, sqlite_where=is_open, postgresql_where=is_open
        )
    op.create_table(
        "clock_entries",
        sa.Column("case_id", _id(), sa.ForeignKey("cases.id"), primary_key=True),
        sa.Column("seq", sa.Integer(), primary_key=True),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("recorded_at", _instant(), nullable=False),
        sa.Column("recorded_by", _id(), sa.ForeignKey("people.id")),
    )


def _process() -> None:
    op.create_table(
        "instances",
        sa.Column("case_id", _id(), sa.ForeignKey("cases.id"), primary_key=True),
        sa.Column("process", sa.String(60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("bundle_digest", sa.String(64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("state_digest", sa.String(64), nullable=False),
    )
    op.create_table(
        "tasks",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("case_id", _id(), sa.ForeignKey("cases.id"), nullable=False),
        sa.Column("agency_id", _id(), sa.ForeignKey("agencies.id"), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("process", sa.String(60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("element", sa.String(60), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("assignee_id", _id(), sa.ForeignKey("people.id")),
        sa.Column("opened_at", _instant(), nullable=False),
        sa.Column("ended_at", _instant()),
        sa.Column("ended_by", _id(), sa.ForeignKey("people.id")),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("values", sa.Text()),
        sa.Column("draft", sa.Text()),
    )
    op.create_index("ix_tasks_case_id", "tasks", ["case_id"])
    op.create_index("ix_tasks_agency_id_state_role", "tasks", ["agency_id", "state", "role"])
    op.create_index("ix_tasks_assignee_id_state", "tasks", ["assignee_id", "state"])
    op.create_index("ix_tasks_ended_by_ended_at", "tasks", ["ended_by", "ended_at"])
    op.create_table(
        "timers",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("case_id", _id(), sa.ForeignKey("cases.id"), nullable=False),
        sa.Column("element", sa.String(60), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("repeats", sa.Boolean(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("due_at", _instant()),
        sa.Column("legal_date", sa.Date()),
        sa.Column("fired_for", sa.Date()),
        sa.Column("fired_at", _instant()),
    )
    op.create_index("ix_timers_case_id", "timers", ["case_id"])
    op.create_index("ix_timers_due_at", "timers", ["due_at"])


def _papers() -> None:
    op.create_table(
        "blobs",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "letters",
        sa.Column("id", _id(), primary_key=True),
        sa.Column("case_id", _id(), sa.ForeignKey("cases.id"), nullable=False),
        sa.Column("agency_id", _id(), sa.ForeignKey("agencies.id"), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("title", sa.String(100), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_digest", sa.String(64), nullable=False),
        sa.Column("reviewed_digest", sa.String(64), nullable=False),
        sa.Column("series", sa.String(20), nullable=False),
        sa.Column("year", sa.Integer()),
        sa.Column("sequence", sa.Integer()),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("document_digest", sa.String(64), sa.ForeignKey("blobs.digest")),
        sa.Column("drafted_by", _id(), sa.ForeignKey("people.id")),
        sa.Column("drafted_at", _instant(), nullable=False),
        sa.Column("issued_by", _id(), sa.ForeignKey("people.id")),
        sa.Column("issued_at", _instant()),
        sa.Column("service", sa.String(20), nullable=False),
        sa.Column("served_on", sa.Date()),
        sa.Column("tracking_number", sa.String(60), nullable=False),
        sa.UniqueConstraint("agency_id", "series", "year", "sequence"),
    )
    op.create_index("ix_letters_case_id", "letters", ["case_id"])
    op.create_table(
        "attachments",
        sa.Column("id", _id(), primary_key=True),
        sa.Column("case_id", _id(), sa.ForeignKey("cases.id"), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), sa.ForeignKey("blobs.digest"), nullable=False),
        sa.Column("added_by", _id(), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("added_at", _instant(), nullable=False),
    )
    op.create_index("ix_attachments_case_id", "attachments", ["case_id"])


def _record() -> None:
    op.create_table(
        "audit_events",
        sa.Column("seq", _id(), primary_key=True, autoincrement=False),
        sa.Column("at", _instant(), nullable=False),
        sa.Column("case_id", _id()),
        sa.Column("agency_id", _id()),
        sa.Column("actor_id", _id()),
        sa.Column("command", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.create_index("ix_audit_events_case_id", "audit_events", ["case_id"])
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("seq", _id(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("actor_id", _id()),
        sa.Column("command", sa.String(40), nullable=False),
        sa.Column("result", sa.Text()),
        sa.Column("at", _instant(), nullable=False),
    )
    op.create_table(
        "heartbeats",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("at", _instant(), nullable=False),
    )


def _begin_the_record() -> None:
    """The chain hangs on a head row, which is there before the first event (GENESIS)."""
    head = sa.table("audit_head", sa.column("id"), sa.column("seq"), sa.column("hash"))
    op.bulk_insert(head, [{"id": 1, "seq": 0, "hash": "0" * 64}])


def _guard_the_record() -> None:
    """What is recorded stays: the database itself refuses to change or remove an event."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_change_of_record() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'audit_events is append-only'; END $$"
        )
        op.execute(
            "CREATE TRIGGER audit_events_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_record()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_events_no_{verb.lower()} BEFORE {verb} ON audit_events "
            "BEGIN SELECT RAISE(ABORT, 'audit_events is append-only'); END"
        )
    # REPLACE removes the old row without asking the trigger above.
    op.execute(
        "CREATE TRIGGER audit_events_no_replace BEFORE INSERT ON audit_events "
        "WHEN EXISTS (SELECT 1 FROM audit_events WHERE seq = NEW.seq) "
        "BEGIN SELECT RAISE(ABORT, 'audit_events is append-only'); END"
    )
