"""An index of the few events about accounts: one person's are found without the whole record."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Index them by their number."""
    accounts = sa.text(
        "kind IN ('PersonAdded', 'DutiesChanged', 'PasswordChanged', 'PasswordReset',"
        " 'PersonDisabled', 'PersonRestored')"
    )
    op.create_index("ix_audit_events_accounts", "audit_events", ["seq"],
                    sqlite_where=accounts, postgresql_where=accounts)
