"""Who is asked for an opinion has a row; a task knows what its process is about."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_id = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Nobody was asked by a process so far."""
    op.create_table(
        "consultations",
        sa.Column("id", _id, nullable=False),
        sa.Column("case_id", _id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(20), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("contact", sa.String(200), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("item", sa.Integer()),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("asked_by", _id),
        sa.Column("asked_at", _instant, nullable=False),
        sa.Column("issued_on", sa.Date()),
        sa.Column("told_on", sa.Date()),
        sa.Column("delivered_on", sa.Date()),
        sa.Column("answered_on", sa.Date()),
        sa.Column("opinion", sa.String(20), nullable=False),
        sa.Column("opinion_reasons", sa.Text(), nullable=False),
        sa.Column("decision", sa.String(20), nullable=False),
        sa.Column("decision_reasons", sa.Text(), nullable=False),
        sa.Column("public_interest", sa.Text(), nullable=False),
        sa.Column("decided_by", _id),
        sa.Column("decided_at", _instant),
        sa.Column("party_told_on", sa.Date()),
        sa.Column("disclose_from", sa.Date()),
        sa.Column("end_reason", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_consultations"),
        sa.UniqueConstraint("case_id", "number"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_consultations_case_id"),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name="fk_consultations_asked_by"),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["people.id"], name="fk_consultations_decided_by"),
    )
    op.create_index("ix_consultations_case_id", "consultations", ["case_id"])
    with op.batch_alter_table("tasks") as tasks:
        tasks.add_column(sa.Column("about_id", _id))
    op.execute(
        "UPDATE tasks SET about_id = (SELECT min(i.about_id) FROM instances i "
        "WHERE i.case_id = tasks.case_id AND i.about = tasks.about) WHERE about <> ''"
    )
