"""Those who ask together and the agent who acts for them stand beside the applicant of a case."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Nobody stood beside an applicant before, and nobody's country was asked."""
    op.add_column(
        "applicants", sa.Column("country", sa.String(60), nullable=False, server_default="")
    )
    op.create_table(
        "case_applicants",
        sa.Column("case_id", _id, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("applicant_id", _id, nullable=False),
        sa.Column("part", sa.String(10), nullable=False),
        sa.Column("authority", sa.String(30), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_applicants_case_id"),
        sa.ForeignKeyConstraint(
            ["applicant_id"], ["applicants.id"], name="fk_case_applicants_applicant_id"
        ),
        sa.PrimaryKeyConstraint("case_id", "place", name="pk_case_applicants"),
    )
    op.create_index("ix_case_applicants_applicant_id", "case_applicants", ["applicant_id"])
