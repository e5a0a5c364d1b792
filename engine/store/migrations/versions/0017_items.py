"""A request has items; what was searched for them; how cases hang together."""

import json
from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_id = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Every case gets the one item that it asks for; a reply that was issued has answered it."""
    op.add_column("cases", sa.Column(
        "item_count", sa.Integer(), nullable=False, server_default="1"
    ))
    op.create_table(
        "items",
        sa.Column("case_id", _id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("ground", sa.String(20), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("withheld", sa.Text(), nullable=False),
        sa.Column("withheld_ground", sa.String(20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("supply", sa.String(200), nullable=False),
        sa.Column("letter_id", _id),
        sa.Column("from_number", sa.Integer()),
        sa.Column("other_case_id", _id),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("recorded_at", _instant, nullable=False),
        sa.Column("recorded_by", _id),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_items_case_id"),
        sa.ForeignKeyConstraint(["letter_id"], ["letters.id"], name="fk_items_letter_id"),
        sa.ForeignKeyConstraint(["other_case_id"], ["cases.id"], name="fk_items_other_case_id"),
        sa.ForeignKeyConstraint(["recorded_by"], ["people.id"], name="fk_items_recorded_by"),
        sa.PrimaryKeyConstraint("case_id", "number", "version", name="pk_items"),
    )
    op.create_index("ix_items_other_case_id", "items", ["other_case_id"])
    op.create_table(
        "search_records",
        sa.Column("id", _id, nullable=False),
        sa.Column("case_id", _id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("systems", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("period", sa.String(200), nullable=False),
        sa.Column("searched_by", sa.String(200), nullable=False),
        sa.Column("searched_on", sa.Date(), nullable=False),
        sa.Column("result", sa.String(20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("replaces", _id),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("recorded_at", _instant, nullable=False),
        sa.Column("recorded_by", _id),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_search_records_case_id"),
        sa.ForeignKeyConstraint(
            ["replaces"], ["search_records.id"], name="fk_search_records_replaces"),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["people.id"], name="fk_search_records_recorded_by"),
        sa.PrimaryKeyConstraint("id", name="pk_search_records"),
    )
    op.create_index("ix_search_records_case_id", "search_records", ["case_id"])
    op.create_table(
        "case_links",
        sa.Column("case_id", _id, nullable=False),
        sa.Column("other_case_id", _id, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("linked_at", _instant, nullable=False),
        sa.Column("linked_by", _id, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_links_case_id"),
        sa.ForeignKeyConstraint(
            ["other_case_id"], ["cases.id"], name="fk_case_links_other_case_id"),
        sa.ForeignKeyConstraint(["linked_by"], ["people.id"], name="fk_case_links_linked_by"),
        sa.PrimaryKeyConstraint("case_id", "other_case_id", "kind", name="pk_case_links"),
    )
    op.create_index("ix_case_links_other_case_id", "case_links", ["other_case_id"])
    op.execute(
        "INSERT INTO items (case_id, number, version, description, state, ground, finding,"
        " withheld, withheld_ground, reason, supply, letter_id, why, recorded_at, recorded_by)"
        " SELECT id, 1, 1, subject, 'open', '', '', '', '', '', '', NULL, '', registered_at,"
        " registered_by FROM cases"
    )
    op.execute(
        "INSERT INTO items (case_id, number, version, description, state, ground, finding,"
        " withheld, withheld_ground, reason, supply, letter_id, why, recorded_at, recorded_by)"
        " SELECT c.id, 1, 2, c.subject, 'answered', c.ground, '', '', '', '', '', l.id, '',"
        " l.issued_at, l.issued_by FROM cases c JOIN letters l ON l.id = ("
        "SELECT max(r.id) FROM letters r WHERE r.case_id = c.id AND r.series = 'reply'"
        " AND r.issued_at IS NOT NULL) WHERE c.ground <> ''"
    )
    _keep_searches()


def _keep_searches() -> None:
    """What a drafted or issued letter says was searched becomes a record of its case's item."""
    connection = op.get_bind()
    records = sa.table("search_records", *(sa.column(name) for name in (
        "case_id", "number", "systems", "words", "period", "searched_by", "result", "note", "why",
        "recorded_by",
    )), sa.column("searched_on", sa.Date()), sa.column("recorded_at", _instant))
    letters = sa.table("letters", *(sa.column(name) for name in (
        "case_id", "kind", "facts", "drafted_by", "id",
    )), sa.column("drafted_at", _instant))
    for letter in connection.execute(
        sa.select(letters).where(letters.c.kind == "not_held").order_by(letters.c.id)
    ).mappings().all():
        facts = json.loads(letter["facts"] or "{}")
        if not facts.get("searched_on"):
            continue
        connection.execute(sa.insert(records).values(
            case_id=letter["case_id"], number=1, systems=str(facts.get("search_scope", "")),
            words=str(facts.get("search_keywords", "")),
            period=str(facts.get("search_period", ""))[:200],
            searched_by=str(facts.get("searched_by", ""))[:200],
            searched_on=date.fromisoformat(str(facts["searched_on"])[:10]),
            result="not_found", note="", why="", recorded_at=letter["drafted_at"],
            recorded_by=letter["drafted_by"],
        ))
