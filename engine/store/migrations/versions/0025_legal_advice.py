"""Legal opinions have rows, and agencies arrange by whom they are given."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_id = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Nobody has arranged anything: every agency asks its own legal section, as before."""
    op.create_table(
        "legal_advisers",
        sa.Column("id", _id, nullable=False),
        sa.Column("agency_id", _id, nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("adviser_id", _id),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("basis", sa.String(200), nullable=False),
        sa.Column("set_at", _instant, nullable=False),
        sa.Column("set_by", _id),
        sa.Column("cancelled_at", _instant),
        sa.Column("cancelled_by", _id),
        sa.PrimaryKeyConstraint("id", name="pk_legal_advisers"),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name="fk_legal_advisers_agency_id"),
        sa.ForeignKeyConstraint(
            ["adviser_id"], ["agencies.id"], name="fk_legal_advisers_adviser_id"),
        sa.ForeignKeyConstraint(["set_by"], ["people.id"], name="fk_legal_advisers_set_by"),
        sa.ForeignKeyConstraint(
            ["cancelled_by"], ["people.id"], name="fk_legal_advisers_cancelled_by"),
    )
    op.create_index("ix_legal_advisers_agency_id", "legal_advisers", ["agency_id"])
    op.create_table(
        "legal_advice",
        sa.Column("id", _id, nullable=False),
        sa.Column("case_id", _id, nullable=False),
        sa.Column("agency_id", _id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("adviser_kind", sa.String(20), nullable=False),
        sa.Column("adviser_id", _id),
        sa.Column("adviser_name", sa.String(120), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("draft_title", sa.String(120), nullable=False),
        sa.Column("draft_text", sa.Text(), nullable=False),
        sa.Column("ground", sa.String(20), nullable=False),
        sa.Column("materials", sa.Text(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("asked_by", _id),
        sa.Column("asked_at", _instant, nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("conclusion", sa.String(20), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("given_by", sa.String(60), nullable=False),
        sa.Column("given_on", sa.Date()),
        sa.Column("recorded_by", _id),
        sa.Column("end_reason", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_legal_advice"),
        sa.UniqueConstraint("case_id", "number", name="uq_legal_advice_case_id_number"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_legal_advice_case_id"),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_legal_advice_agency_id"),
        sa.ForeignKeyConstraint(
            ["adviser_id"], ["agencies.id"], name="fk_legal_advice_adviser_id"),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name="fk_legal_advice_asked_by"),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["people.id"], name="fk_legal_advice_recorded_by"),
    )
    op.create_index("ix_legal_advice_case_id", "legal_advice", ["case_id"])
    op.create_index("ix_legal_advice_agency_id", "legal_advice", ["agency_id", "ground"])
    op.create_index("ix_legal_advice_adviser_id", "legal_advice", ["adviser_id", "state"])
    op.create_table(
        "legal_advice_words",
        sa.Column("agency_id", _id, nullable=False),
        sa.Column("gram", sa.String(2), nullable=False),
        sa.Column("advice_id", _id, nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "gram", "advice_id", name="pk_legal_advice_words"),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name="fk_legal_advice_words_agency_id"),
        sa.ForeignKeyConstraint(
            ["advice_id"], ["legal_advice.id"], name="fk_legal_advice_words_advice_id"),
    )
