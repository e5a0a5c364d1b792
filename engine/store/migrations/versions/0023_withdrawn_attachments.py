"""Files put to a case by mistake are withdrawn or quarantined, and that stays known."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """One row a file that was withdrawn."""
    op.create_table(
        "attachment_withdrawals",
        sa.Column("attachment_id", _id, nullable=False),
        sa.Column("quarantined", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("withdrawn_by", _id, nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("attachment_id", name="pk_attachment_withdrawals"),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachments.id"],
            name="fk_attachment_withdrawals_attachment_id"),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"], ["people.id"], name="fk_attachment_withdrawals_withdrawn_by"),
    )
