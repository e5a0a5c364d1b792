"""Reasons that were asked for have a row."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_id = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Nobody was asked for reasons by a process so far."""
    op.create_table(
        "excesses",
        sa.Column("id", _id, nullable=False),
        sa.Column("case_id", _id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("opened_by", _id),
        sa.Column("opened_at", _instant, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("earlier", sa.Integer(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date()),
        sa.Column("asked_by", _id),
        sa.Column("given_on", sa.Date()),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("finding", sa.String(20), nullable=False),
        sa.Column("finding_reasons", sa.Text(), nullable=False),
        sa.Column("until", sa.Date()),
        sa.Column("weighed_by", _id),
        sa.Column("weighed_at", _instant),
        sa.Column("end_reason", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_excesses"),
        sa.UniqueConstraint("case_id", "number", name="uq_excesses_case_id_number"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_excesses_case_id"),
        *(
            sa.ForeignKeyConstraint([name], ["people.id"], name=f"fk_excesses_{name}")
            for name in ("opened_by", "asked_by", "weighed_by")
        ),
    )
    op.create_index("ix_excesses_case_id", "excesses", ["case_id"])
