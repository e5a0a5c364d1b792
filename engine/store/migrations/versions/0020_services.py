"""Each attempt to serve a letter has a row of its own; what was served so far was one attempt."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_id = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    """The day on which it was served was the day on which it was sent, as far as is known."""
    op.create_table(
        "services",
        sa.Column("id", _id, nullable=False),
        sa.Column("letter_id", _id, nullable=False),
        sa.Column("case_id", _id, nullable=False),
        sa.Column("way", sa.String(20), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("tracking_number", sa.String(60), nullable=False),
        sa.Column("recipient", sa.String(120), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("ended_on", sa.Date()),
        sa.Column("return_reason", sa.Text(), nullable=False),
        sa.Column("recorded_by", _id),
        sa.Column("recorded_at", _instant, nullable=False),
        sa.Column("result_by", _id),
        sa.Column("result_at", _instant),
        sa.Column("replaces", _id),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_services"),
        sa.ForeignKeyConstraint(["letter_id"], ["letters.id"], name="fk_services_letter_id"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_services_case_id"),
        sa.ForeignKeyConstraint(["recorded_by"], ["people.id"], name="fk_services_recorded_by"),
        sa.ForeignKeyConstraint(["result_by"], ["people.id"], name="fk_services_result_by"),
    )
    op.create_index("ix_services_letter_id", "services", ["letter_id"])
    op.create_index("ix_services_case_id", "services", ["case_id"])
    op.execute(
        "INSERT INTO services (letter_id, case_id, way, sent_on, tracking_number, recipient, note, "
        "state, ended_on, return_reason, recorded_by, recorded_at, reason) "
        "SELECT id, case_id, service, served_on, tracking_number, '', '', 'delivered', served_on, "
        "'', NULL, issued_at, '' FROM letters WHERE served_on IS NOT NULL ORDER BY id"
    )
