"""What comes in is taken down before it is a case; and a file says which paper it is."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_id = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_open = sa.text("state = 'open'")


def _column(name: str, length: int) -> "sa.Column[str]":
    return sa.Column(name, sa.String(length), nullable=False)


def upgrade() -> None:
    """Nothing was taken down so before, and nobody said of a file which paper it was."""
    op.add_column("attachments", sa.Column(
        "label", sa.String(20), nullable=False, server_default=""))
    op.create_table(
        "arrivals",
        sa.Column("id", _id, nullable=False),
        sa.Column("agency_id", _id, nullable=False),
        _column("way", 20),
        sa.Column("arrived_on", sa.Date(), nullable=False),
        sa.Column("handed_over_on", sa.Date()),
        _column("handed_over_by", 60), _column("tracking_number", 60), _column("sender", 120),
        _column("phone", 40), _column("email", 120), _column("subject", 200),
        _column("note", 500), _column("state", 20),
        sa.Column("taken_by", _id, nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("case_id", _id),
        sa.Column("closed_on", sa.Date()),
        sa.Column("closed_by", _id),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        _column("passed_to", 120), _column("signed_by", 60), _column("reason", 300),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_arrivals_agency_id"),
        sa.ForeignKeyConstraint(["taken_by"], ["people.id"], name="fk_arrivals_taken_by"),
        sa.ForeignKeyConstraint(["closed_by"], ["people.id"], name="fk_arrivals_closed_by"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_arrivals_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_arrivals"),
    )
    op.create_index("ix_arrivals_case_id", "arrivals", ["case_id"])
    op.create_index("ix_arrivals_agency_id_id", "arrivals", ["agency_id", "id"])
    op.create_index(
        "ix_arrivals_open_agency_id_id", "arrivals", ["agency_id", "id"],
        sqlite_where=_open, postgresql_where=_open,
    )
    op.create_table(
        "arrival_calls",
        sa.Column("arrival_id", _id, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("called_on", sa.Date(), nullable=False),
        _column("called_at", 5), _column("number", 120), _column("spoke_with", 60),
        sa.Column("reached", sa.Boolean(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        _column("note", 300),
        sa.Column("noted_by", _id, nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["arrival_id"], ["arrivals.id"], name="fk_arrival_calls_arrival_id"),
        sa.ForeignKeyConstraint(["noted_by"], ["people.id"], name="fk_arrival_calls_noted_by"),
        sa.PrimaryKeyConstraint("arrival_id", "place", name="pk_arrival_calls"),
    )
    op.create_table(
        "arrival_papers",
        sa.Column("id", _id, nullable=False),
        sa.Column("arrival_id", _id, nullable=False),
        _column("label", 20), _column("name", 200), _column("media_type", 100),
        sa.Column("size", sa.Integer(), nullable=False),
        _column("digest", 64),
        sa.Column("added_by", _id, nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["arrival_id"], ["arrivals.id"], name="fk_arrival_papers_arrival_id"),
        sa.ForeignKeyConstraint(["digest"], ["blobs.digest"], name="fk_arrival_papers_digest"),
        sa.ForeignKeyConstraint(["added_by"], ["people.id"], name="fk_arrival_papers_added_by"),
        sa.PrimaryKeyConstraint("id", name="pk_arrival_papers"),
    )
    op.create_index("ix_arrival_papers_arrival_id", "arrival_papers", ["arrival_id"])
