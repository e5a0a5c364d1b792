"""What was registered wrong stays to be read when it is put right."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """One row each time that a registration is corrected."""
    op.create_table(
        "registration_versions",
        sa.Column("id", _id, nullable=False),
        sa.Column("case_id", _id, nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("applicant_id", _id, nullable=False),
        sa.Column("beside", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date()),
        sa.Column("due_after", sa.Date()),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("corrected_by", _id, nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stating", sa.Text(), nullable=False),
        sa.Column("receipt_id", _id),
        sa.Column("former_receipt_id", _id),
        sa.PrimaryKeyConstraint("id", name="pk_registration_versions"),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name="fk_registration_versions_case_id"),
        sa.ForeignKeyConstraint(
            ["applicant_id"], ["applicants.id"], name="fk_registration_versions_applicant_id"),
        sa.ForeignKeyConstraint(
            ["corrected_by"], ["people.id"], name="fk_registration_versions_corrected_by"),
        sa.ForeignKeyConstraint(
            ["receipt_id"], ["letters.id"], name="fk_registration_versions_receipt_id"),
        sa.ForeignKeyConstraint(
            ["former_receipt_id"], ["letters.id"],
            name="fk_registration_versions_former_receipt_id"),
    )
    op.create_index(
        "ix_registration_versions_case_id", "registration_versions", ["case_id"])
