"""What a form said stands beside its key, as a digest."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forms sent before are known by their key alone."""
    op.add_column(
        "idempotency_keys",
        sa.Column("content", sa.String(64), nullable=False, server_default=""),
    )
