"""Reconsideration and litigation about a case have a row."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_id = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    """None was entered so far."""
    op.create_table(
        "remedy_cases",
        sa.Column("id", _id, nullable=False),
        sa.Column("case_id", _id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("procedure", sa.String(20), nullable=False),
        sa.Column("body", sa.String(120), nullable=False),
        sa.Column("case_number", sa.String(100), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("entered_by", _id),
        sa.Column("entered_at", _instant, nullable=False),
        sa.Column("answered_on", sa.Date()),
        sa.Column("answer_number", sa.String(100), nullable=False),
        sa.Column("hearings", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("outcome_note", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date()),
        sa.Column("decision_number", sa.String(100), nullable=False),
        sa.Column("decision_received_on", sa.Date()),
        sa.Column("decided_by", _id),
        sa.Column("decided_at", _instant),
        sa.Column("term", sa.Integer()),
        sa.Column("term_unit", sa.String(20), nullable=False),
        sa.Column("counted_from", sa.String(20), nullable=False),
        sa.Column("term_from", sa.Date()),
        sa.PrimaryKeyConstraint("id", name="pk_remedy_cases"),
        sa.UniqueConstraint("case_id", "number", name="uq_remedy_cases_case_id_number"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_remedy_cases_case_id"),
        sa.ForeignKeyConstraint(["entered_by"], ["people.id"], name="fk_remedy_cases_entered_by"),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name="fk_remedy_cases_decided_by"),
    )
    op.create_index("ix_remedy_cases_case_id", "remedy_cases", ["case_id"])
