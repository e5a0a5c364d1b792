"""What units and colleagues are given to find out; a task may be for the people of a unit."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_id = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Nobody was given anything so far; every task is for anybody of its role."""
    op.create_table(
        "assistances",
        sa.Column("id", _id, nullable=False),
        sa.Column("case_id", _id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("item", sa.Integer()),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("asked_by", _id, nullable=False),
        sa.Column("asked_at", _instant, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("end_reason", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_assistances"),
        sa.UniqueConstraint("case_id", "number", name="uq_assistances_case_id_number"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_assistances_case_id"),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name="fk_assistances_asked_by"),
    )
    op.create_index("ix_assistances_case_id", "assistances", ["case_id"])
    op.create_table(
        "assistance_turns",
        sa.Column("assistance_id", _id, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("unit_id", _id),
        sa.Column("person_id", _id),
        sa.Column("given_by", _id, nullable=False),
        sa.Column("given_at", _instant, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("ended_by", _id),
        sa.Column("ended_at", _instant),
        sa.PrimaryKeyConstraint("assistance_id", "place", name="pk_assistance_turns"),
        sa.ForeignKeyConstraint(
            ["assistance_id"], ["assistances.id"], name="fk_assistance_turns_assistance_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_assistance_turns_unit_id"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_assistance_turns_person_id"),
        sa.ForeignKeyConstraint(
            ["given_by"], ["people.id"], name="fk_assistance_turns_given_by"),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["people.id"], name="fk_assistance_turns_ended_by"),
    )
    with op.batch_alter_table("tasks") as tasks:
        tasks.add_column(sa.Column("unit_id", _id))
