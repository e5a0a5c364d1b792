"""What goes out and comes in: letters, how a reply was signed, attachments, arrivals."""

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

letters = Table(
    "letters", metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", Id, ForeignKey("cases.id"), nullable=False, index=True),
    Column("agency_id", Id, ForeignKey("agencies.id"), nullable=False),
    Column("kind", String(60), nullable=False),
    Column("title", String(100), nullable=False),
    Column("state", String(20), nullable=False),           # engine.correspondence.letter
    Column("facts", Json, nullable=False),
    Column("text", Text, nullable=False),
    Column("text_digest", String(64), nullable=False),
    Column("reviewed_digest", String(64), nullable=False),
    Column("series", String(20), nullable=False),
    Column("year", Integer),
    Column("sequence", Integer),
    Column("number", String(60), nullable=False),
    Column("document_digest", String(64), ForeignKey("blobs.digest")),
    Column("drafted_by", Id, ForeignKey("people.id")),
    Column("drafted_at", Instant, nullable=False),
    Column("issued_by", Id, ForeignKey("people.id")),
    Column("issued_at", Instant),
    Column("service", String(20), nullable=False),
    Column("served_on", Date),
    Column("tracking_number", String(60), nullable=False),
    UniqueConstraint("agency_id", "series", "year", "sequence"),
)

# Each attempt to bring a letter to its addressee.
services = Table(
    "services", metadata,
    Column("id", Id, primary_key=True),
    Column("letter_id", Id, ForeignKey("letters.id"), nullable=False, index=True),
    Column("case_id", Id, ForeignKey("cases.id"), nullable=False, index=True),
    Column("way", String(20), nullable=False),             # engine.statute.values.ways_of_service
    Column("sent_on", Date, nullable=False),
    Column("tracking_number", String(60), nullable=False),
    Column("recipient", String(120), nullable=False),      # who signed, and as what
    Column("note", Text, nullable=False),
    Column("state", String(20), nullable=False),           # sent | delivered | returned
    Column("ended_on", Date),                              # the day of delivery or return
    Column("return_reason", Text, nullable=False),
    Column("recorded_by", Id, ForeignKey("people.id")),
    Column("recorded_at", Instant, nullable=False),
    Column("result_by", Id, ForeignKey("people.id")),
    Column("result_at", Instant),
    Column("replaces", Id),                                # what was put right by it, and why
    Column("reason", String(200), nullable=False),
)

attachments = Table(
    "attachments", metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", Id, ForeignKey("cases.id"), nullable=False, index=True),
    Column("name", String(200), nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("size", Integer, nullable=False),
    Column("digest", String(64), ForeignKey("blobs.digest"), nullable=False),
    Column("added_by", Id, ForeignKey("people.id"), nullable=False),
    Column("added_at", Instant, nullable=False),
    # Which paper it is: engine.attachments.attachment.LABELS; empty: nobody said.
    Column("label", String(20), nullable=False, server_default=""),
)

# A file that was put to a case by mistake; of one that is quarantined the bytes are gone.
attachment_withdrawals = Table(
    "attachment_withdrawals", metadata,
    Column("attachment_id", Id, ForeignKey("attachments.id"), primary_key=True),
    Column("quarantined", Boolean, nullable=False),
    Column("reason", String(200), nullable=False),
    Column("withdrawn_by", Id, ForeignKey("people.id"), nullable=False),
    Column("withdrawn_at", Instant, nullable=False),
)

blobs = Table(
    "blobs", metadata,
    Column("digest", String(64), primary_key=True),        # SHA-256 of the bytes
    Column("content", LargeBinary, nullable=False),
)

sign_off_rounds = Table(
    "sign_off_rounds", metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", Id, ForeignKey("cases.id"), nullable=False, index=True),
    Column("reply_group", String(20), nullable=False),
    Column("levels", Json, nullable=False),
    Column("added", Json, nullable=False),                 # levels, by whom, when, why
    Column("began_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("outcome", String(20), nullable=False),         # signed | returned
)

sign_off_steps = Table(
    "sign_off_steps", metadata,
    Column("id", Id, primary_key=True),
    Column("round_id", Id, ForeignKey("sign_off_rounds.id"), nullable=False, index=True),
    Column("level", String(40), nullable=False),
    Column("person_id", Id, ForeignKey("people.id")),
    Column("at", Instant, nullable=False),
    Column("outcome", String(20), nullable=False),         # approved | returned
    Column("returned_to", String(40), nullable=False),     # a level, or the drafter
    Column("opinion", Text, nullable=False),
    Column("text", Text, nullable=False),                  # of the letter, as it was seen
)

# What came in and is no case yet, the calls about it and its papers.
arrivals = Table(
    "arrivals", metadata,
    Column("id", Id, primary_key=True),
    Column("agency_id", Id, ForeignKey("agencies.id"), nullable=False),
    Column("way", String(20), nullable=False),             # engine.arrivals.arrival.WAYS
    Column("arrived_on", Date, nullable=False),            # in the agency: its mail room counts
    Column("handed_over_on", Date),                        # by the mail room to the office
    Column("handed_over_by", String(60), nullable=False),
    Column("tracking_number", String(60), nullable=False),
    Column("sender", String(120), nullable=False),
    Column("phone", String(40), nullable=False),
    Column("email", String(120), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("note", String(500), nullable=False),
    # open | registered | passed_on | no_request
    Column("state", String(20), nullable=False),
    Column("taken_by", Id, ForeignKey("people.id"), nullable=False),
    Column("taken_at", Instant, nullable=False),
    Column("case_id", Id, ForeignKey("cases.id"), index=True),
    Column("closed_on", Date),
    Column("closed_by", Id, ForeignKey("people.id")),
    Column("closed_at", Instant),
    Column("passed_to", String(120), nullable=False),      # another unit, with the originals
    Column("signed_by", String(60), nullable=False),       # who signed for them there
    Column("reason", String(300), nullable=False),
    Index("ix_arrivals_agency_id_id", "agency_id", "id"),
    Index("ix_arrivals_open_agency_id_id", "agency_id", "id",
          sqlite_where=text("state = 'open'"), postgresql_where=text("state = 'open'")),
)

arrival_calls = Table(
    "arrival_calls", metadata,
    Column("arrival_id", Id, ForeignKey("arrivals.id"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("called_on", Date, nullable=False),
    Column("called_at", String(5), nullable=False),        # 09:30
    Column("number", String(120), nullable=False),         # called, or the address written to
    Column("spoke_with", String(60), nullable=False),
    Column("reached", Boolean, nullable=False),
    Column("confirmed", Boolean, nullable=False),          # by both sides, that it is a request
    Column("note", String(300), nullable=False),
    Column("noted_by", Id, ForeignKey("people.id"), nullable=False),
    Column("noted_at", Instant, nullable=False),
)

arrival_papers = Table(
    "arrival_papers", metadata,
    Column("id", Id, primary_key=True),
    Column("arrival_id", Id, ForeignKey("arrivals.id"), nullable=False, index=True),
    Column("label", String(20), nullable=False),
    Column("name", String(200), nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("size", Integer, nullable=False),
    Column("digest", String(64), ForeignKey("blobs.digest"), nullable=False),
    Column("added_by", Id, ForeignKey("people.id"), nullable=False),
    Column("added_at", Instant, nullable=False),
)

# What a reviewer found of an item, or of a document that goes with the reply. Of one number and
# name the latest holds, as long as the item asks the same. What is classified is named by the
# entry of an index and kept nowhere.
secrecy_findings = Table(
    "secrecy_findings", metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", Id, ForeignKey("cases.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),             # of the item, or 0
    Column("document", String(300), nullable=False),       # the name of one, or ""
    Column("item_digest", String(64), nullable=False),     # of what it asks
    Column("text_digest", String(64), nullable=False),     # of the letter that was read, or ""
    Column("finding", String(20), nullable=False),         # engine.secrecy.finding.SECRECY_FINDINGS
    Column("secret", Boolean, nullable=False),             # a state secret
    Column("reason", Text, nullable=False),
    Column("basis", Text, nullable=False),
    Column("title", String(200), nullable=False),          # of what is classified, no content
    Column("level", String(20), nullable=False),           # engine.secrecy.finding.LEVELS
    Column("file_number", String(100), nullable=False),
    Column("classified_by", String(120), nullable=False),
    Column("classified_on", Date),
    Column("term", String(100), nullable=False),
    Column("found_at", Instant, nullable=False),
    Column("found_by", Id, ForeignKey("people.id")),
)

# What nobody here can decide is referred upward: a consultation of the secrecy authority.
secrecy_referrals = Table(
    "secrecy_referrals", metadata,
    Column("consultation_id", Id, ForeignKey("consultations.id"), primary_key=True),
    Column("case_id", Id, ForeignKey("cases.id"), nullable=False, index=True),
    Column("numbers", Json, nullable=False),               # of the items
    Column("documents", Json, nullable=False),             # names
    Column("sent_number", String(100), nullable=False),    # of the letter that went up
    Column("answer", String(20), nullable=False),          # secret | not_secret
    Column("answer_number", String(100), nullable=False),
)
