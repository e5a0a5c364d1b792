"""Calendars of single agencies: open cases are looked for by agency and calendar.

The index holds open cases only, so that the search costs the same however many are stored.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Exchange the index by which stale cases are found."""
    op.drop_index("ix_cases_status_calendar_version_id", "cases")
    is_open = sa.text("status = 'open'")
    op.create_index(
        "ix_cases_open_agency_id_calendar_version_id", "cases",
        ["agency_id", "calendar_version", "id"], sqlite_where=is_open, postgresql_where=is_open,
    )
