"""What is found of secrecy has rows, item by item and document by document, and what is referred
upward."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Reviews of earlier releases are of the letter as a whole."""
    op.create_table(
        "secrecy_findings",
        sa.Column("id", _id, nullable=False),
        sa.Column("case_id", _id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(300), nullable=False),
        sa.Column("item_digest", sa.String(64), nullable=False),
        sa.Column("text_digest", sa.String(64), nullable=False),
        sa.Column("finding", sa.String(20), nullable=False),
        sa.Column("secret", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("level", sa.String(20), nullable=False),
        sa.Column("file_number", sa.String(100), nullable=False),
        sa.Column("classified_by", sa.String(120), nullable=False),
        sa.Column("classified_on", sa.Date()),
        sa.Column("term", sa.String(100), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("found_by", _id),
        sa.PrimaryKeyConstraint("id", name="pk_secrecy_findings"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_secrecy_findings_case_id"),
        sa.ForeignKeyConstraint(["found_by"], ["people.id"], name="fk_secrecy_findings_found_by"),
    )
    op.create_index("ix_secrecy_findings_case_id", "secrecy_findings", ["case_id"])
    op.create_table(
        "secrecy_referrals",
        sa.Column("consultation_id", _id, nullable=False),
        sa.Column("case_id", _id, nullable=False),
        sa.Column("numbers", sa.Text(), nullable=False),
        sa.Column("documents", sa.Text(), nullable=False),
        sa.Column("sent_number", sa.String(100), nullable=False),
        sa.Column("answer", sa.String(20), nullable=False),
        sa.Column("answer_number", sa.String(100), nullable=False),
        sa.PrimaryKeyConstraint("consultation_id", name="pk_secrecy_referrals"),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultations.id"],
                                name="fk_secrecy_referrals_consultation_id"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_secrecy_referrals_case_id"),
    )
    op.create_index("ix_secrecy_referrals_case_id", "secrecy_referrals", ["case_id"])
