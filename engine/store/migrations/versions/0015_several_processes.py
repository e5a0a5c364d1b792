"""A case may have several processes: its whole life, and those that stand beside it, each about
something. What all of them move is counted on the case. An entry of the clock ledger may hold in
the place of another, which stays to be read.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """The one process of every case is its whole life; it has not ended while the case is open."""
    op.add_column("cases", sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))
    op.execute(
        "UPDATE cases SET revision = "
        "(SELECT i.revision FROM instances i WHERE i.case_id = cases.id)"
    )
    op.rename_table("instances", "first_instances")
    if op.get_bind().dialect.name == "postgresql":      # its index would keep the name
        op.execute(
            "ALTER TABLE first_instances RENAME CONSTRAINT pk_instances TO pk_first_instances"
        )
    op.create_table(
        "instances",
        sa.Column("id", _id, nullable=False),
        sa.Column("case_id", _id, nullable=False),
        sa.Column("process", sa.String(60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("release", sa.Integer(), nullable=False),
        sa.Column("bundle_digest", sa.String(64), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("state_digest", sa.String(64), nullable=False),
        sa.Column("about_id", _id),
        sa.Column("about", sa.String(200), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_instances"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_instances_case_id"),
    )
    op.execute(
        "INSERT INTO instances (case_id, process, version, release, bundle_digest, state, "
        "state_digest, about, ended_at) "
        "SELECT i.case_id, i.process, i.version, i.release, i.bundle_digest, i.state, "
        "i.state_digest, '', c.archived_at "
        "FROM first_instances i JOIN cases c ON c.id = i.case_id ORDER BY i.case_id"
    )
    op.drop_table("first_instances")
    op.create_index("ix_instances_case_id", "instances", ["case_id"])
    op.add_column("timers", sa.Column("about_id", _id))
    op.add_column("clock_entries", sa.Column("replaces", sa.Integer()))
    for table, column, length in (("clock_entries", "reason", 500), ("tasks", "about", 200)):
        op.add_column(
            table, sa.Column(column, sa.String(length), nullable=False, server_default="")
        )
