"""Who wrote the text of a step stays with the step, whoever hands it in."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the writers; of a step from before, who handed it in is taken for its writer."""
    op.add_column("tasks", sa.Column("authors", sa.Text()))
