"""Indexes that only hold what is looked for, so that an act writes fewer pages.

Open tasks are sought by agency and role, ended ones by who ended them. Keys of forms already
handed in are forgotten: they are kept for a few days only, and none is needed after an upgrade.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Narrow the indexes of tasks; keep forms' keys in the order of their index."""
    for name in ("agency_id_state_role", "assignee_id_state", "ended_by_ended_at"):
        op.drop_index(f"ix_tasks_{name}", "tasks")
    for name, columns, condition in (
        ("ix_tasks_open_agency_id_role", ["agency_id", "role"], "state = 'open'"),
        ("ix_tasks_ended_by_ended_at", ["ended_by", "ended_at"], "ended_by IS NOT NULL"),
    ):
        op.create_index(name, "tasks", columns, sqlite_where=sa.text(condition),
                        postgresql_where=sa.text(condition))
    op.drop_table("idempotency_keys")
    op.create_table(
        "idempotency_keys",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite")),
        sa.Column("command", sa.String(40), nullable=False),
        sa.Column("result", sa.Text()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sqlite_with_rowid=False,
    )
