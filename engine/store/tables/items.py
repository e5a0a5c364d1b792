"""What a request asks for, one thing a row; what was searched; how cases hang together."""

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from engine.store.tables.columns import Id, Instant, metadata

# Nothing is written over: of one number the latest version holds.
items = Table(
    "items", metadata,
    Column("case_id", Id, ForeignKey("cases.id"), primary_key=True),
    Column("number", Integer, primary_key=True),           # 1.. within its case
    Column("version", Integer, primary_key=True),
    Column("description", Text, nullable=False),
    Column("state", String(20), nullable=False),           # engine.items.item.ItemState
    Column("ground", String(20), nullable=False),          # engine/statute/values/grounds.yaml
    Column("finding", Text, nullable=False),               # what is disclosed, or was found
    Column("withheld", Text, nullable=False),              # of a part disclosed: which is not
    Column("withheld_ground", String(20), nullable=False),
    Column("reason", Text, nullable=False),
    Column("supply", String(200), nullable=False),
    Column("letter_id", Id, ForeignKey("letters.id")),     # by which it was answered
    Column("from_number", Integer),                        # the item that it was divided from
    Column("other_case_id", Id, ForeignKey("cases.id")),   # where it came from, or went
    Column("why", Text, nullable=False),                   # of this version
    Column("recorded_at", Instant, nullable=False),
    Column("recorded_by", Id, ForeignKey("people.id")),
    Index("ix_items_other_case_id", "other_case_id"),
)

search_records = Table(
    "search_records", metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", Id, ForeignKey("cases.id"), nullable=False),
    Column("number", Integer, nullable=False),             # of the item
    Column("systems", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("period", String(200), nullable=False),
    Column("searched_by", String(200), nullable=False),
    Column("searched_on", Date, nullable=False),
    Column("result", String(20), nullable=False),          # engine.items.item.SEARCH_RESULTS
    Column("note", Text, nullable=False),
    Column("replaces", Id, ForeignKey("search_records.id")),
    Column("why", Text, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("recorded_by", Id, ForeignKey("people.id")),
    Index("ix_search_records_case_id", "case_id"),
)

case_links = Table(
    "case_links", metadata,
    Column("case_id", Id, ForeignKey("cases.id"), primary_key=True),
    Column("other_case_id", Id, ForeignKey("cases.id"), primary_key=True),
    Column("kind", String(20), primary_key=True),          # engine.joining.links.LINKS
    Column("reason", Text, nullable=False),
    Column("linked_at", Instant, nullable=False),
    Column("linked_by", Id, ForeignKey("people.id"), nullable=False),
    Index("ix_case_links_other_case_id", "other_case_id"),
)
