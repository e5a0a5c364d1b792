"""Cases and what belongs to each."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from engine.store.tables.columns import Id, Instant, Json, metadata

number_series = Table(
    "number_series", metadata,
    Column("agency_id", Id, ForeignKey("agencies.id"), primary_key=True),
    Column("series", String(20), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
)

applicants = Table(
    "applicants", metadata,
    Column("id", Id, primary_key=True),
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
    Column("id_note", String(100), nullable=False, server_default=""),
    Column("country", String(60), nullable=False, server_default=""),   # of one from abroad
    # By what he is known again (engine.store.known_by); "" for what he did not give.
    Column("name_digest", String(64), nullable=False, server_default="", index=True),
    Column("id_digest", String(64), nullable=False, server_default="", index=True),
    Column("phone_digest", String(64), nullable=False, server_default="", index=True),
)

# Who stands beside the applicant of a case: those who ask with him, whom he represents, and the
# agent who acts for them.
case_applicants = Table(
    "case_applicants", metadata,
    Column("case_id", Id, ForeignKey("cases.id"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("applicant_id", Id, ForeignKey("applicants.id"), nullable=False, index=True),
    Column("part", String(10), nullable=False),            # joint | agent
    Column("authority", String(30), nullable=False),       # what an agent showed that he may do
)

cases = Table(
    "cases", metadata,
    Column("id", Id, primary_key=True),
    Column("agency_id", Id, ForeignKey("agencies.id"), nullable=False),
    Column("number", String(40), nullable=False),
    Column("applicant_id", Id, ForeignKey("applicants.id"), nullable=False, index=True),
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
    Column("registered_by", Id, ForeignKey("people.id"), nullable=False),
    Column("registered_at", Instant, nullable=False),
    Column("handler_id", Id, ForeignKey("people.id"), index=True),
    Column("status", String(20), nullable=False),          # engine.cases.glance.status
    Column("step", String(60), nullable=False),            # element id; "" when archived
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
    Column("revision", Integer, nullable=False, server_default="0"),    # of all that moves
    # Who wrote an oral request down (art. 29).
    Column("written_by", String(60), nullable=False, server_default=""),
    Column("item_count", Integer, nullable=False, server_default="1"),
    # Of a case that was moved: the agency whose calendar and choices its dates keep.
    Column("registered_in", Id),
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
    Index("ix_cases_registered_in", "registered_in",
          sqlite_where=text("registered_in IS NOT NULL"),
          postgresql_where=text("registered_in IS NOT NULL")),
)

# What was registered wrong, as it held before it was put right.
registration_versions = Table(
    "registration_versions", metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", Id, ForeignKey("cases.id"), nullable=False, index=True),
    Column("facts", Json, nullable=False),                 # columns of the case, as they were
    Column("applicant_id", Id, ForeignKey("applicants.id"), nullable=False),
    Column("beside", Json, nullable=False),                # who, which part, what authority
    Column("due_on", Date),                                # by it; due_after: by what holds since
    Column("due_after", Date),
    Column("fields", Json, nullable=False),                # names of what changed
    Column("reason", String(200), nullable=False),
    Column("corrected_by", Id, ForeignKey("people.id"), nullable=False),
    Column("corrected_at", Instant, nullable=False),
    Column("stating", Json, nullable=False),               # letters that state what was wrong
    # The receipt that was issued anew, and the one in whose place it stands.
    Column("receipt_id", Id, ForeignKey("letters.id")),
    Column("former_receipt_id", Id, ForeignKey("letters.id")),
)

# The processes of a case: its whole life first, then those that stand beside it.
instances = Table(
    "instances", metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", Id, ForeignKey("cases.id"), nullable=False, index=True),
    Column("process", String(60), nullable=False),
    Column("version", Integer, nullable=False),
    Column("release", Integer, nullable=False),            # kept to the end: it names the versions
    Column("bundle_digest", String(64), nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("state_digest", String(64), nullable=False),
    Column("about_id", Id),                              # the letter, … that it is about
    Column("about", String(200), nullable=False),          # in words
    Column("ended_at", Instant),
)

clock_entries = Table(
    "clock_entries", metadata,
    Column("case_id", Id, ForeignKey("cases.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("entry", Json, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("recorded_by", Id, ForeignKey("people.id")),
    Column("replaces", Integer),                           # the seq in whose place it holds
    Column("reason", String(500), nullable=False, server_default=""),
)

tasks = Table(
    "tasks", metadata,
    Column("id", String(36), primary_key=True),
    Column("case_id", Id, ForeignKey("cases.id"), nullable=False, index=True),
    Column("agency_id", Id, ForeignKey("agencies.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),            # 1 for the case's first task
    Column("process", String(60), nullable=False),
    Column("version", Integer, nullable=False),
    Column("element", String(60), nullable=False),
    Column("name", String(60), nullable=False),
    Column("role", String(40), nullable=False),
    Column("state", String(20), nullable=False),           # open | completed | cancelled
    Column("assignee_id", Id, ForeignKey("people.id")),
    Column("opened_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("ended_by", Id, ForeignKey("people.id")),
    Column("outcome", String(40), nullable=False),
    Column("values", Json),
    Column("draft", Json),
    Column("authors", Json),                               # who wrote: ids by field
    Column("draft_version", String(80), nullable=False, server_default=""),
    Column("about", String(200), nullable=False, server_default=""),       # as its instance's
    Column("about_id", Id),
    Column("unit_id", Id),             # only for people of this unit, until somebody has it
    Index("ix_tasks_open_agency_id_role", "agency_id", "role",
          sqlite_where=text("state = 'open'"), postgresql_where=text("state = 'open'")),
    Index("ix_tasks_ended_by_ended_at", "ended_by", "ended_at",
          sqlite_where=text("ended_by IS NOT NULL"),
          postgresql_where=text("ended_by IS NOT NULL")),
)

timers = Table(
    "timers", metadata,
    Column("id", String(36), primary_key=True),            # the waiting event's id
    Column("case_id", Id, ForeignKey("cases.id"), nullable=False, index=True),
    Column("element", String(60), nullable=False),
    Column("name", String(40), nullable=False),
    Column("repeats", Boolean, nullable=False),
    Column("opened_on", Date, nullable=False),
    Column("due_at", Instant),                             # none: nothing to wait for now
    Column("legal_date", Date),
    Column("fired_for", Date),                             # the legal date it fired for last
    Column("fired_at", Instant),
    Column("about_id", Id),                              # as its instance's
    Index("ix_timers_due_at", "due_at"),
)

# Who contests stands nowhere here: it is the case's own applicant, or a name nobody has to know.
remedy_cases = Table(
    "remedy_cases", metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", Id, ForeignKey("cases.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),             # 1.. within its case
    Column("kind", String(40), nullable=False),            # remedy_cases.yaml of the statute
    Column("procedure", String(20), nullable=False),
    Column("body", String(120), nullable=False),           # who decides it
    Column("case_number", String(100), nullable=False),    # its own, 案号
    Column("received_on", Date, nullable=False),           # the copy reached us
    Column("state", String(20), nullable=False),           # engine.remedies.remedy
    Column("entered_by", Id, ForeignKey("people.id")),
    Column("entered_at", Instant, nullable=False),
    Column("answered_on", Date),
    Column("answer_number", String(100), nullable=False),
    Column("hearings", Json, nullable=False),              # [{on, note}], as they were noted
    Column("outcome", String(20), nullable=False),         # upheld | corrected | other
    Column("outcome_note", Text, nullable=False),
    Column("decided_on", Date),
    Column("decision_number", String(100), nullable=False),
    Column("decision_received_on", Date),
    Column("decided_by", Id, ForeignKey("people.id")),     # who entered the outcome
    Column("decided_at", Instant),
    # What the decision or judgment orders: a (new) reply within so many days after term_from.
    Column("term", Integer),
    Column("term_unit", String(20), nullable=False),       # UNITS of the statute's reopenings
    Column("counted_from", String(20), nullable=False),    # receipt | effect, as it says itself
    Column("term_from", Date),
    UniqueConstraint("case_id", "number"),
)
