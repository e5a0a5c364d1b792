"""Drafts that met beside each other, and those of intake, have rows of their own; and the reason
for which an odd document was taken down is kept with its applicant."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """A draft from before has no version: who goes on with it has seen it."""
    op.add_column(
        "applicants", sa.Column("id_note", sa.String(100), nullable=False, server_default="")
    )
    op.add_column(
        "tasks", sa.Column("draft_version", sa.String(80), nullable=False, server_default="")
    )
    op.create_table(
        "drafts",
        sa.Column("page", sa.String(64), nullable=False),
        sa.Column("form", sa.String(40), nullable=False),
        sa.Column("person_id", _id, nullable=False),
        sa.Column("version", sa.String(80), nullable=False),
        sa.Column("values", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_drafts_person_id"),
        sa.PrimaryKeyConstraint("page", name="pk_drafts"),
    )
    op.create_index("ix_drafts_form_person_id", "drafts", ["form", "person_id"])
