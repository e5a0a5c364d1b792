"""What agencies choose where the law is silent, each choice from a day on.

The column that was meant for it was always empty: it knew no days.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of choices, drop the column."""
    op.create_table(
        "agency_settings",
        sa.Column("id", _id(), primary_key=True),
        sa.Column("agency_id", _id(), sa.ForeignKey("agencies.id"), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("value", sa.Text()),
        sa.Column("basis", sa.String(200), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", _id(), sa.ForeignKey("people.id")),
        sa.Column("cancelled_at", sa.DateTime(timezone=True)),
        sa.Column("cancelled_by", _id(), sa.ForeignKey("people.id")),
    )
    op.create_index("ix_agency_settings_agency_id", "agency_settings", ["agency_id"])
    op.drop_column("agencies", "settings")


def _id() -> sa.types.TypeEngine[int]:
    # SQLite hands out row ids only to INTEGER keys.
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")
