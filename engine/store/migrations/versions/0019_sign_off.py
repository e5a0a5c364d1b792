"""By which levels agencies sign their replies, and how each case was signed.

An agency that has arranged nothing signs at one level, as before. Cases of earlier releases have no
rounds.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_id = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Three tables, empty."""
    op.create_table(
        "sign_off_arrangements",
        sa.Column("id", _id, nullable=False),
        sa.Column("agency_id", _id, nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("levels", sa.Text(), nullable=False),
        sa.Column("days", sa.Text(), nullable=False),
        sa.Column("basis", sa.String(200), nullable=False),
        sa.Column("set_at", _instant, nullable=False),
        sa.Column("set_by", _id),
        sa.Column("cancelled_at", _instant),
        sa.Column("cancelled_by", _id),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name="fk_sign_off_arrangements_agency_id"),
        sa.ForeignKeyConstraint(
            ["set_by"], ["people.id"], name="fk_sign_off_arrangements_set_by"),
        sa.ForeignKeyConstraint(
            ["cancelled_by"], ["people.id"], name="fk_sign_off_arrangements_cancelled_by"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_off_arrangements"),
    )
    op.create_index(
        "ix_sign_off_arrangements_agency_id", "sign_off_arrangements", ["agency_id"])
    op.create_table(
        "sign_off_rounds",
        sa.Column("id", _id, nullable=False),
        sa.Column("case_id", _id, nullable=False),
        sa.Column("reply_group", sa.String(20), nullable=False),
        sa.Column("levels", sa.Text(), nullable=False),
        sa.Column("added", sa.Text(), nullable=False),
        sa.Column("began_at", _instant, nullable=False),
        sa.Column("ended_at", _instant),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_sign_off_rounds_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_off_rounds"),
    )
    op.create_index("ix_sign_off_rounds_case_id", "sign_off_rounds", ["case_id"])
    op.create_table(
        "sign_off_steps",
        sa.Column("id", _id, nullable=False),
        sa.Column("round_id", _id, nullable=False),
        sa.Column("level", sa.String(40), nullable=False),
        sa.Column("person_id", _id),
        sa.Column("at", _instant, nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("returned_to", sa.String(40), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["sign_off_rounds.id"], name="fk_sign_off_steps_round_id"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_sign_off_steps_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_off_steps"),
    )
    op.create_index("ix_sign_off_steps_round_id", "sign_off_steps", ["round_id"])
