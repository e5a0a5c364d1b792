"""An applicant is known again by name, document or telephone, each as a digest; and who wrote an
oral request down is kept with it."""

import sqlalchemy as sa
from alembic import op

from engine.store.known_by import known_by

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_DIGESTS = ("name_digest", "id_digest", "phone_digest")
_AT_ONCE = 1000


def upgrade() -> None:
    """Everybody who ever asked gets his digests."""
    op.add_column("cases", sa.Column(
        "written_by", sa.String(60), nullable=False, server_default=""))
    for name in _DIGESTS:
        op.add_column("applicants", sa.Column(
            name, sa.String(64), nullable=False, server_default=""))
    applicants = sa.table("applicants", *map(sa.column, (
        "id", "name", "id_number", "phone", *_DIGESTS)))
    connection, last = op.get_bind(), 0
    fill = sa.update(applicants).where(applicants.c.id == sa.bindparam("of")).values(
        {name: sa.bindparam(f"new_{name}") for name in _DIGESTS})
    while rows := connection.execute(
        sa.select(applicants).where(applicants.c.id > last)
        .order_by(applicants.c.id).limit(_AT_ONCE)
    ).mappings().all():
        last = rows[-1]["id"]
        connection.execute(fill, [
            {"of": row["id"],
             **{f"new_{name}": value for name, value in known_by(
                 row["name"], row["id_number"], row["phone"]).items()}}
            for row in rows
        ])
    for name in _DIGESTS:
        op.create_index(f"ix_applicants_{name}", "applicants", [name])
