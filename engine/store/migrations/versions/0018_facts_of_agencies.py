"""What is said of an agency holds from a day on: names, addresses, codes, where it is contested.

Agencies end and are merged into others; a moved case keeps the calendar and choices of the agency
that registered it. Agencies have units. A letter code may be another agency's in another year.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from engine.store.tables.columns import Instant, Json

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_id = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_FACTS = (
    "name", "short_name", "letter_code", "kind", "disclosure_office", "address", "postcode",
    "phone", "reconsideration_organ", "court", "online_url",
)


def upgrade() -> None:
    """The facts that an agency has are those of its first day."""
    if op.get_bind().dialect.name == "sqlite":
        _without_unique_codes()
    else:
        op.execute("ALTER TABLE agencies DROP CONSTRAINT IF EXISTS uq_agencies_letter_code")
    op.add_column("agencies", sa.Column("successor_id", _id))
    _histories()
    op.create_table(
        "units",
        sa.Column("id", _id, primary_key=True),
        sa.Column("agency_id", _id, nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date()),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_units_agency_id"),
    )
    op.create_index("ix_units_agency_id", "units", ["agency_id"])
    op.add_column("people", sa.Column("unit_id", _id))
    op.add_column("cases", sa.Column("registered_in", _id))
    moved = sa.text("registered_in IS NOT NULL")
    op.create_index("ix_cases_registered_in", "cases", ["registered_in"],
                    sqlite_where=moved, postgresql_where=moved)
    accounts = sa.text(
        "kind IN ('PersonAdded', 'DutiesChanged', 'PasswordChanged', 'PasswordReset',"
        " 'PersonDisabled', 'PersonRestored', 'SignInLockLifted', 'PersonMoved', 'UnitAssigned')"
    )
    op.drop_index("ix_audit_events_accounts", "audit_events")
    op.create_index("ix_audit_events_accounts", "audit_events", ["seq"],
                    sqlite_where=accounts, postgresql_where=accounts)


def _without_unique_codes() -> None:
    """SQLite drops a unique column's index only with its table, which others refer to."""
    op.execute("PRAGMA defer_foreign_keys=ON")
    op.execute("CREATE TABLE agencies_before AS SELECT * FROM agencies")
    op.drop_table("agencies")
    op.create_table(
        "agencies",
        sa.Column("id", _id, primary_key=True),
        sa.Column("parent_id", _id, sa.ForeignKey("agencies.id")),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("short_name", sa.String(40), nullable=False),
        sa.Column("letter_code", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("disclosure_office", sa.String(100), nullable=False),
        sa.Column("address", sa.String(200), nullable=False),
        sa.Column("postcode", sa.String(10), nullable=False),
        sa.Column("phone", sa.String(40), nullable=False),
        sa.Column("reconsideration_organ", sa.String(100), nullable=False),
        sa.Column("court", sa.String(100), nullable=False),
        sa.Column("online_url", sa.String(200), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date()),
    )
    op.execute("INSERT INTO agencies SELECT * FROM agencies_before")
    op.drop_table("agencies_before")


def _histories() -> None:
    common = (
        ("reason", sa.String(200), False), ("recorded_at", Instant(), False),
        ("recorded_by", _id, True), ("cancelled_at", Instant(), True),
        ("cancelled_by", _id, True),
    )
    for table, own, last in (
        ("agency_changes", (("facts", Json(), False),), ()),
        ("agency_endings", (("successor_id", _id, True),), (
            ("carried_out_at", Instant(), True), ("cases_moved", sa.Integer(), False),
            ("people_moved", sa.Integer(), False),
        )),
    ):
        refers = {"agency_id": "agencies.id", "successor_id": "agencies.id",
                  "recorded_by": "people.id", "cancelled_by": "people.id"}
        columns = (
            ("agency_id", _id, False), ("from_day", sa.Date(), False), *own, *common, *last,
        )
        op.create_table(
            table, sa.Column("id", _id, primary_key=True),
            *(sa.Column(name, kind, nullable=nullable) for name, kind, nullable in columns),
            *(sa.ForeignKeyConstraint([name], [refers[name]], name=f"fk_{table}_{name}")
              for name, _, _ in columns if name in refers),
        )
        op.create_index(f"ix_{table}_agency_id", table, ["agency_id"])
    agencies = sa.table("agencies", *(sa.column(name) for name in (
        "id", "parent_id", *_FACTS)), sa.column("valid_from", sa.Date()))
    changes = sa.table(
        "agency_changes", sa.column("agency_id"), sa.column("from_day", sa.Date()),
        sa.column("facts", Json()), sa.column("reason"), sa.column("recorded_at", Instant()),
    )
    now = datetime.now(UTC)
    for row in op.get_bind().execute(sa.select(agencies).order_by(agencies.c.id)).mappings().all():
        facts = {name: row[name] for name in ("parent_id", *_FACTS)}
        op.execute(sa.insert(changes).values(
            agency_id=row["id"], from_day=row["valid_from"], facts=facts, reason="",
            recorded_at=now,
        ))
