"""Since when a password is its owner's own, and one kind more of the events about accounts."""

import sqlalchemy as sa
from alembic import op

from engine.store.tables.columns import Instant

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Whose password was last set by himself is known from the record; the others change theirs."""
    op.add_column("people", sa.Column("password_own_since", Instant))
    op.execute(
        "UPDATE people SET password_own_since = password_changed_at WHERE EXISTS ("
        "SELECT 1 FROM audit_events WHERE audit_events.kind = 'PasswordChanged'"
        " AND audit_events.actor_id = people.id AND audit_events.at = people.password_changed_at)"
    )
    accounts = sa.text(
        "kind IN ('PersonAdded', 'DutiesChanged', 'PasswordChanged', 'PasswordReset',"
        " 'PersonDisabled', 'PersonRestored', 'SignInLockLifted')"
    )
    op.drop_index("ix_audit_events_accounts", "audit_events")
    op.create_index("ix_audit_events_accounts", "audit_events", ["seq"],
                    sqlite_where=accounts, postgresql_where=accounts)
