"""The head of the record moves on to an event that is there, and nowhere else.

One UPDATE of it used to stop every act of every agency: the next event would have met a number
that is taken, or left a gap.
"""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_SAME = "NEW.id = OLD.id AND NEW.seq = OLD.seq AND NEW.hash = OLD.hash"
_ON = (
    "NEW.id = OLD.id AND NEW.seq > OLD.seq AND EXISTS ("
    "SELECT 1 FROM audit_events WHERE seq = NEW.seq AND hash = NEW.hash)"
)
_WORDS = "audit_head follows the record"


def upgrade() -> None:
    """By the database itself, as it guards the events."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_other_head() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF ({_SAME}) OR ({_ON}) THEN RETURN NEW; END IF; "
            f"RAISE EXCEPTION '{_WORDS}'; END $$"
        )
        op.execute(
            "CREATE FUNCTION refuse_no_head() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{_WORDS}'; END $$"
        )
        op.execute(
            "CREATE TRIGGER audit_head_follows BEFORE UPDATE ON audit_head "
            "FOR EACH ROW EXECUTE FUNCTION refuse_other_head()"
        )
        op.execute(
            "CREATE TRIGGER audit_head_stays BEFORE DELETE OR TRUNCATE ON audit_head "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_no_head()"
        )
        return
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END"
    op.execute(
        "CREATE TRIGGER audit_head_follows BEFORE UPDATE ON audit_head "
        f"WHEN NOT (({_SAME}) OR ({_ON})) {refuse}"
    )
    op.execute(f"CREATE TRIGGER audit_head_stays BEFORE DELETE ON audit_head {refuse}")
    # REPLACE removes the old row without asking the trigger above.
    op.execute(
        "CREATE TRIGGER audit_head_is_one BEFORE INSERT ON audit_head "
        "WHEN EXISTS (SELECT 1 FROM audit_head) "
        "BEGIN SELECT RAISE(ABORT, 'audit_head follows the record'); END"
    )
