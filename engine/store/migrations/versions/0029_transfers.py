"""A case may be offered to another agency, which takes it over or not."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_id = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    """None was offered so far; what moved by a merging stands in the record."""
    op.create_table(
        "transfers",
        sa.Column("id", _id, nullable=False),
        sa.Column("case_id", _id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("manner", sa.String(20), nullable=False),
        sa.Column("from_agency_id", _id, nullable=False),
        sa.Column("to_agency_id", _id, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", _id, nullable=False),
        sa.Column("proposed_at", _instant, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("approved_by", _id),
        sa.Column("approved_at", _instant),
        sa.Column("approval", sa.Text(), nullable=False),
        sa.Column("ended_by", _id),
        sa.Column("ended_at", _instant),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date()),
        sa.Column("number_there", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_transfers"),
        sa.UniqueConstraint("case_id", "number", name="uq_transfers_case_id_number"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_transfers_case_id"),
        sa.ForeignKeyConstraint(
            ["from_agency_id"], ["agencies.id"], name="fk_transfers_from_agency_id"),
        sa.ForeignKeyConstraint(
            ["to_agency_id"], ["agencies.id"], name="fk_transfers_to_agency_id"),
        sa.ForeignKeyConstraint(["proposed_by"], ["people.id"], name="fk_transfers_proposed_by"),
        sa.ForeignKeyConstraint(["approved_by"], ["people.id"], name="fk_transfers_approved_by"),
        sa.ForeignKeyConstraint(["ended_by"], ["people.id"], name="fk_transfers_ended_by"),
    )
    for column in ("case_id", "from_agency_id", "to_agency_id", "number_there"):
        op.create_index(f"ix_transfers_{column}", "transfers", [column])
