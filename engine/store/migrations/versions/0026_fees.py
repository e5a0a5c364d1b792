"""A processing fee has a row."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_id = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Nobody was charged by a process so far."""
    op.create_table(
        "fees",
        sa.Column("id", _id, nullable=False),
        sa.Column("case_id", _id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("opened_by", _id),
        sa.Column("opened_at", _instant, nullable=False),
        sa.Column("method", sa.String(20), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("pieces_before", sa.Integer(), nullable=False),
        sa.Column("split", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("pay_to", sa.Text(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("calculation", sa.Text(), nullable=False),
        sa.Column("proposed_by", _id),
        sa.Column("proposed_at", _instant),
        sa.Column("approved_by", _id),
        sa.Column("approved_at", _instant),
        sa.Column("noticed_on", sa.Date()),
        sa.Column("paid_on", sa.Date()),
        sa.Column("receipt", sa.String(60), nullable=False),
        sa.Column("lapsed_on", sa.Date()),
        sa.Column("complaint", sa.Text(), nullable=False),
        sa.Column("end_reason", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_fees"),
        sa.UniqueConstraint("case_id", "number", name="uq_fees_case_id_number"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_fees_case_id"),
        *(
            sa.ForeignKeyConstraint([name], ["people.id"], name=f"fk_fees_{name}")
            for name in ("opened_by", "proposed_by", "approved_by")
        ),
    )
    op.create_index("ix_fees_case_id", "fees", ["case_id"])
