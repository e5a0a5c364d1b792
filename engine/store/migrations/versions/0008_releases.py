"""A case keeps the release of the processes that it began with; all so far began with the first."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the number of the release."""
    op.add_column(
        "instances", sa.Column("release", sa.Integer(), nullable=False, server_default="1")
    )
    if op.get_bind().dialect.name == "postgresql":      # SQLite cannot take a default back
        op.alter_column("instances", "release", server_default=None)
