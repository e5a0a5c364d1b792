"""Tasks and timers are named by the 32 digits that the stored state has, without hyphens."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the hyphens out of their names."""
    op.execute("UPDATE tasks SET id = replace(id, '-', '')")
    op.execute("UPDATE timers SET id = replace(id, '-', '')")
