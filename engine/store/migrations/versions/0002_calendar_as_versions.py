"""Calendar notices that the office took up itself, and the calendar each case was computed with.

Cases from before have no calendar named: they are brought up to date by the first sweep.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of notices and the column that names a case's calendar."""
    op.create_table(
        "calendar_notices",
        sa.Column("id", _id(), primary_key=True),
        sa.Column("agency_id", _id(), sa.ForeignKey("agencies.id")),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("notice", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("taken_effect_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_effect_by", _id(), sa.ForeignKey("people.id")),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True)),
        sa.Column("withdrawn_by", _id(), sa.ForeignKey("people.id")),
        sa.Column("withdrawn_because", sa.String(200), nullable=False),
    )
    op.add_column(
        "cases", sa.Column("calendar_version", sa.String(40), nullable=False, server_default="")
    )
    op.create_index(
        "ix_cases_status_calendar_version_id", "cases", ["status", "calendar_version", "id"]
    )


def _id() -> sa.types.TypeEngine[int]:
    # SQLite hands out row ids only to INTEGER keys.
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")
