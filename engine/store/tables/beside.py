"""What stands beside the life of a request: who was asked, what was charged, given or handed on."""

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from engine.store.tables.columns import Id, Instant, Json, metadata

# Who is asked for an opinion, and what came of it. The names are personal: they stand here alone.
consultations = Table(
    "consultations", metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", Id, ForeignKey("cases.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),             # 1.. within its case
    Column("party", String(20), nullable=False),           # PARTIES of the statute
    Column("name", String(120), nullable=False),
    Column("contact", String(200), nullable=False),
    Column("asked", Text, nullable=False),
    Column("item", Integer),                               # the item concerned; else all
    Column("state", String(20), nullable=False),           # engine.consultations.consultation
    Column("asked_by", Id, ForeignKey("people.id")),
    Column("asked_at", Instant, nullable=False),
    Column("issued_on", Date),
    Column("told_on", Date),                               # the applicant, of the consultation
    Column("delivered_on", Date),
    Column("answered_on", Date),
    Column("opinion", String(20), nullable=False),         # agree | partly | disagree | silent
    Column("opinion_reasons", Text, nullable=False),
    Column("decision", String(20), nullable=False),        # disclose | withhold
    Column("decision_reasons", Text, nullable=False),
    Column("public_interest", Text, nullable=False),
    Column("decided_by", Id, ForeignKey("people.id")),
    Column("decided_at", Instant),
    Column("party_told_on", Date),                         # the third party, of the decision
    Column("disclose_from", Date),
    Column("end_reason", String(200), nullable=False),
    UniqueConstraint("case_id", "number"),
)

# One round: a question and its opinion. Request and draft are kept as they stood when it was put,
# since the legal office of another agency sees these and nothing else.
legal_advice = Table(
    "legal_advice", metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", Id, ForeignKey("cases.id"), nullable=False, index=True),
    Column("agency_id", Id, ForeignKey("agencies.id"), nullable=False),    # that asks
    Column("number", Integer, nullable=False),             # 1.. within its case
    Column("adviser_kind", String(20), nullable=False),
    Column("adviser_id", Id, ForeignKey("agencies.id")),
    Column("adviser_name", String(120), nullable=False),
    Column("question", Text, nullable=False),
    Column("request", Text, nullable=False),
    Column("draft_title", String(120), nullable=False),
    Column("draft_text", Text, nullable=False),
    Column("ground", String(20), nullable=False),          # of the draft, "" without one
    Column("materials", Json, nullable=False),             # ids of attachments
    Column("state", String(20), nullable=False),           # engine.legal_advice.advice
    Column("asked_by", Id, ForeignKey("people.id")),
    Column("asked_at", Instant, nullable=False),
    Column("asked_on", Date, nullable=False),
    Column("conclusion", String(20), nullable=False),      # agree | suggest | disagree
    Column("opinion", Text, nullable=False),
    Column("reasons", Text, nullable=False),
    Column("given_by", String(60), nullable=False),        # the name
    Column("given_on", Date),
    Column("recorded_by", Id, ForeignKey("people.id")),
    Column("end_reason", String(200), nullable=False),
    UniqueConstraint("case_id", "number"),
    Index("ix_legal_advice_agency_id", "agency_id", "ground"),
    Index("ix_legal_advice_adviser_id", "adviser_id", "state"),
)

# Two characters each, by which earlier advice is found again for a like question.
legal_advice_words = Table(
    "legal_advice_words", metadata,
    Column("agency_id", Id, ForeignKey("agencies.id"), primary_key=True),
    Column("gram", String(2), primary_key=True),
    Column("advice_id", Id, ForeignKey("legal_advice.id"), primary_key=True),
)

# What an applicant is charged for one request, and what came of it. Where to pay, and what the
# applicant says of it, stand here alone.
fees = Table(
    "fees", metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", Id, ForeignKey("cases.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),             # 1.. within its case
    Column("state", String(20), nullable=False),           # engine.charging.fee
    Column("opened_by", Id, ForeignKey("people.id")),
    Column("opened_at", Instant, nullable=False),
    Column("method", String(20), nullable=False),          # by_piece | by_page
    Column("units", Integer, nullable=False),
    Column("pieces_before", Integer, nullable=False),      # of the same applicant and month
    Column("split", Text, nullable=False),                 # how they were counted
    Column("reasons", Text, nullable=False),
    Column("pay_to", Text, nullable=False),
    Column("amount", Integer, nullable=False),             # yuan
    Column("calculation", Text, nullable=False),
    Column("proposed_by", Id, ForeignKey("people.id")),
    Column("proposed_at", Instant),
    Column("approved_by", Id, ForeignKey("people.id")),
    Column("approved_at", Instant),
    Column("noticed_on", Date),
    Column("paid_on", Date),
    Column("receipt", String(60), nullable=False),
    Column("lapsed_on", Date),                             # on which somebody confirmed it
    Column("complaint", Text, nullable=False),
    Column("end_reason", String(200), nullable=False),
    UniqueConstraint("case_id", "number"),
)

# What a unit or colleague is given to find out or to help with, and who had it since when.
assistances = Table(
    "assistances", metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", Id, ForeignKey("cases.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),             # 1.. within its case
    Column("kind", String(20), nullable=False),            # engine.assistance.assistance
    Column("item", Integer),                               # the item concerned; else all
    Column("asked", Text, nullable=False),
    Column("asked_by", Id, ForeignKey("people.id"), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("state", String(20), nullable=False),           # engine.assistance.assistance
    Column("end_reason", String(200), nullable=False),
    UniqueConstraint("case_id", "number"),
)

# One turn of whoever had it: given on a day, answered or given back. None is written over.
assistance_turns = Table(
    "assistance_turns", metadata,
    Column("assistance_id", Id, ForeignKey("assistances.id"), primary_key=True),
    Column("place", Integer, primary_key=True),            # 1.. within it
    Column("unit_id", Id, ForeignKey("units.id")),
    Column("person_id", Id, ForeignKey("people.id")),
    Column("given_by", Id, ForeignKey("people.id"), nullable=False),
    Column("given_at", Instant, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("outcome", String(20), nullable=False),         # answered | returned; "" while it lasts
    Column("said", Text, nullable=False),                  # the answer, or why it came back
    Column("ended_by", Id, ForeignKey("people.id")),
    Column("ended_at", Instant),
)

# A case that another agency is to answer: proposed, approved, offered, taken over or not.
transfers = Table(
    "transfers", metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", Id, ForeignKey("cases.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),             # 1.. within its case
    Column("manner", String(20), nullable=False),          # engine.transfers.transfer.MANNERS
    Column("from_agency_id", Id, ForeignKey("agencies.id"), nullable=False, index=True),
    Column("to_agency_id", Id, ForeignKey("agencies.id"), nullable=False, index=True),
    Column("reason", Text, nullable=False),
    Column("proposed_by", Id, ForeignKey("people.id"), nullable=False),
    Column("proposed_at", Instant, nullable=False),
    Column("state", String(20), nullable=False),           # engine.transfers.transfer
    Column("approved_by", Id, ForeignKey("people.id")),
    Column("approved_at", Instant),                        # offered from then on
    Column("approval", Text, nullable=False),
    Column("ended_by", Id, ForeignKey("people.id")),
    Column("ended_at", Instant),
    Column("end_reason", Text, nullable=False),
    Column("received_on", Date),                           # by the agency that took it over
    Column("number_there", String(40), nullable=False, index=True),
    UniqueConstraint("case_id", "number"),
)

# Why so much is requested: what was asked, answered and found of it. What the applicant says stands
# here alone.
excesses = Table(
    "excesses", metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", Id, ForeignKey("cases.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),             # 1.. within its case
    Column("opened_by", Id, ForeignKey("people.id")),
    Column("opened_at", Instant, nullable=False),
    Column("state", String(20), nullable=False),
    Column("earlier", Integer, nullable=False),
    Column("findings", Text, nullable=False),
    Column("wanted", Text, nullable=False),
    Column("days", Integer, nullable=False),
    Column("asked_on", Date),
    Column("asked_by", Id, ForeignKey("people.id")),
    Column("given_on", Date),
    Column("reasons", Text, nullable=False),
    Column("finding", String(20), nullable=False),
    Column("finding_reasons", Text, nullable=False),
    Column("until", Date),
    Column("weighed_by", Id, ForeignKey("people.id")),
    Column("weighed_at", Instant),
    Column("end_reason", String(200), nullable=False),
    UniqueConstraint("case_id", "number"),
)
