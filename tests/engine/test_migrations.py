"""The schema's history leads to the schema in use, and an interrupted upgrade harms nothing."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from engine import ChangePassword, ResetPassword, Role
from engine.errors import ConfigurationRefused
from engine.processes.published import load
from engine.store import migrations
from engine.store.database import Database
from engine.store.tables import metadata
from tests.engine.office import LIVES, PASSWORD, ROOT, Office

_ROOT = Path(__file__).parents[2]


@pytest.fixture
def empty_database(empty_database_url: str):
    database = Database(empty_database_url)
    yield database
    database.close()


def _shape(connection: Connection) -> dict[str, object]:
    """Everything about the tables that a program can stumble over."""
    look = inspect(connection)
    shape: dict[str, object] = {}
    for table in sorted(set(look.get_table_names()) - {"alembic_version"}):
        shape[table] = {
            "columns": [
                (c["name"], str(c["type"]), c["nullable"], c.get("autoincrement"))
                for c in look.get_columns(table)
            ],
            "primary key": look.get_pk_constraint(table),
            "foreign keys": sorted(look.get_foreign_keys(table), key=str),
            "unique": sorted(look.get_unique_constraints(table), key=str),
            "indexes": sorted((_index(each) for each in look.get_indexes(table)), key=str),
        }
    return shape


def _index(found: Mapping[str, Any]) -> dict[str, object]:
    """An index with the condition of a partial one as text."""
    options = {name: str(value) for name, value in found.get("dialect_options", {}).items()}
    return {**found, "dialect_options": options}


def test_migrations_build_the_very_tables_of_the_program(
    database: Database
) -> None:
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_migrated_and_created_schema_are_one(database: Database, empty_database: Database) -> None:
    with empty_database.write() as connection:
        metadata.create_all(connection)
    with database.read() as migrated, empty_database.read() as created:
        assert _shape(migrated) == _shape(created)


def test_an_empty_database_is_brought_to_the_head(empty_database: Database) -> None:
    assert migrations.current(empty_database) is None
    with pytest.raises(ConfigurationRefused, match="gongkai migrate"):
        migrations.require_head(empty_database)
    migrations.upgrade(empty_database)
    assert migrations.current(empty_database) == migrations.head()
    migrations.require_head(empty_database)


def test_a_second_upgrade_changes_nothing(database: Database) -> None:
    with database.read() as connection:
        before = _shape(connection)
    migrations.upgrade(database)
    with database.read() as connection:
        assert _shape(connection) == before


def test_an_older_program_refuses_a_newer_schema(database: Database) -> None:
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for attempt in (migrations.upgrade, migrations.require_head):
        with pytest.raises(ConfigurationRefused, match=r"9999.*新版"):
            attempt(database)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_events SET data = '{}'",
        "DELETE FROM audit_events",
    ],
)
def test_the_database_itself_keeps_the_record(database: Database, statement: str) -> None:
    _record_one_event(database)
    with pytest.raises(DBAPIError, match="append-only"), database.write() as connection:
        connection.execute(text(statement))
    with database.read() as connection:
        rows = connection.execute(text("SELECT data FROM audit_events")).all()
    assert rows == [('{"a":1}',)]


def test_a_recorded_event_cannot_be_written_over(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    _record_one_event(database)
    with pytest.raises(DBAPIError, match="append-only"), database.write() as connection:
        connection.exec_driver_sql(_EVENT.replace("INSERT", "INSERT OR REPLACE"))
    database.close()


def test_the_record_cannot_be_emptied(postgres_url: str) -> None:
    database = Database(postgres_url)
    _record_one_event(database)
    with pytest.raises(DBAPIError, match="append-only"), database.write() as connection:
        connection.execute(text("TRUNCATE audit_events"))
    database.close()


# The upgrade is killed after its n-th statement, or just before it would be kept.
_KILLED = """
import os, signal, sys
from sqlalchemy import event
from sqlalchemy.engine import Engine
from engine.store import migrations
from engine.store.database import Database

at, seen = sys.argv[2], 0

@event.listens_for(Engine, "after_cursor_execute")
def count(connection, cursor, statement, *rest):
    global seen
    if statement.lstrip().upper().startswith(("CREATE", "INSERT", "ALTER", "UPDATE")):
        seen += 1
        if str(seen) == at:
            os.kill(os.getpid(), signal.SIGKILL)

@event.listens_for(Engine, "commit")
def keep(connection):
    if at == "commit" and seen:
        os.kill(os.getpid(), signal.SIGKILL)

migrations.upgrade(Database(sys.argv[1]))
"""


@pytest.mark.parametrize("moment", ["1", "2", "7", "19", "33", "commit"])
def test_a_killed_upgrade_leaves_no_trace_and_starts_again(
    empty_database_url: str, moment: str
) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", _KILLED, empty_database_url, moment],
        cwd=_ROOT, env=dict(os.environ), capture_output=True, text=True, timeout=240,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    database = Database(empty_database_url)
    with database.read() as connection:
        assert inspect(connection).get_table_names() == []
    migrations.upgrade(database)
    assert migrations.current(database) == migrations.head()
    database.close()


def _without_guards_of_the_head(connection: Connection) -> None:
    """As before the step that added them."""
    if connection.dialect.name == "postgresql":
        for function in ("refuse_other_head", "refuse_no_head"):
            connection.execute(text(f"DROP FUNCTION {function}() CASCADE"))
        return
    for trigger in ("audit_head_follows", "audit_head_stays", "audit_head_is_one"):
        connection.execute(text(f"DROP TRIGGER {trigger}"))


def test_a_case_begun_before_tokens_had_short_names_goes_on(office: Office) -> None:
    office.restart(load().as_of(1))     # there were no releases then
    case_id = office.register()
    steps = LIVES["disclosed"]
    office.play(case_id, steps[:2])
    database = office.engine.database
    with database.write() as connection:
        for table in ("tasks", "timers"):
            connection.execute(text(
                f"UPDATE {table} SET id = substr(id, 1, 8) || '-' || substr(id, 9, 4) || '-' || "
                "substr(id, 13, 4) || '-' || substr(id, 17, 4) || '-' || substr(id, 21)"))
        _with_one_process(connection)
        for later in ("DROP INDEX ix_audit_events_accounts",
                      "ALTER TABLE tasks DROP COLUMN authors",
                      "ALTER TABLE instances DROP COLUMN release",
                      "ALTER TABLE idempotency_keys DROP COLUMN content",
                      *AFTER_0010):
            connection.execute(text(later))
        _without_guards_of_the_head(connection)
        connection.execute(text("UPDATE alembic_version SET version_num = '0005'"))
    migrations.upgrade(database)
    office.restart()
    office.play(case_id, steps[2:])
    assert office.case(case_id).status == "archived"


def test_whose_password_was_last_set_by_himself_keeps_it_the_others_change_theirs(
    office: Office
) -> None:
    chose, given, reset = (office.people[role] for role in (
        Role.HANDLER, Role.REVIEWER, Role.MANAGER
    ))
    for person in (chose, reset):
        office.engine.handle(
            ChangePassword(old=PASSWORD, new="a phrase of my own 44"), person
        )
    office.clock.go_to(date(2026, 3, 3))
    office.engine.handle(
        ResetPassword(person_id=reset.person_id or 0, password="kq7m-x2hd-9vtb"), ROOT
    )
    database = office.engine.database
    with database.write() as connection:
        _with_one_process(connection)
        for later in AFTER_0010:
            connection.execute(text(later))
        _without_guards_of_the_head(connection)
        connection.execute(text("UPDATE alembic_version SET version_num = '0010'"))
    migrations.upgrade(database)
    with database.read() as connection:
        rows = connection.execute(text("SELECT id FROM people WHERE password_own_since IS NULL"))
        led = set(rows.scalars())
    assert chose.person_id not in led
    assert {given.person_id, reset.person_id} <= led


def _with_one_process(connection: Connection) -> None:
    """As before a case could have several, and an entry hold in another's place."""
    state = "bytea" if connection.dialect.name == "postgresql" else "BLOB"
    for statement in (
        "CREATE TEMPORARY TABLE kept AS SELECT i.case_id, i.process, i.version, "
        "i.bundle_digest, c.revision, i.state, i.state_digest, i.release FROM instances i "
        "JOIN cases c ON c.id = i.case_id",
        "DROP TABLE instances",
        "CREATE TABLE instances (case_id BIGINT NOT NULL REFERENCES cases (id), "
        "process VARCHAR(60) NOT NULL, version INTEGER NOT NULL, bundle_digest VARCHAR(64) NOT "
        f"NULL, revision INTEGER NOT NULL, state {state} NOT NULL, state_digest VARCHAR(64) NOT "
        "NULL, release INTEGER NOT NULL, CONSTRAINT pk_instances PRIMARY KEY (case_id))",
        "INSERT INTO instances SELECT * FROM kept", "DROP TABLE kept",
        "ALTER TABLE cases DROP COLUMN revision",
        "ALTER TABLE tasks DROP COLUMN about", "ALTER TABLE timers DROP COLUMN about_id",
        "ALTER TABLE clock_entries DROP COLUMN replaces",
        "ALTER TABLE clock_entries DROP COLUMN reason",
    ):
        connection.execute(text(statement))


#: Takes away what the other steps after 0010 add.
AFTER_0010 = (
    "DROP TABLE excesses",
    "DROP TABLE fees",
    "DROP TABLE registration_versions", "DROP TABLE attachment_withdrawals",
    "DROP TABLE secrecy_findings", "DROP TABLE secrecy_referrals",
    "DROP TABLE legal_advice_words", "DROP TABLE legal_advice", "DROP TABLE legal_advisers",
    "DROP TABLE transfers", "DROP TABLE assistance_turns", "DROP TABLE assistances",
    "ALTER TABLE tasks DROP COLUMN unit_id",
    "DROP TABLE remedy_cases",
    "DROP TABLE consultations", "ALTER TABLE tasks DROP COLUMN about_id",
    "DROP TABLE services",
    "ALTER TABLE people DROP COLUMN password_own_since",
    "DROP TABLE case_applicants",
    "ALTER TABLE applicants DROP COLUMN id_note",
    "ALTER TABLE applicants DROP COLUMN country",
    *(f"DROP INDEX ix_applicants_{name}_digest" for name in ("name", "id", "phone")),
    *(f"ALTER TABLE applicants DROP COLUMN {name}_digest" for name in ("name", "id", "phone")),
    "ALTER TABLE cases DROP COLUMN written_by",
    "DROP TABLE arrival_calls", "DROP TABLE arrival_papers", "DROP TABLE arrivals",
    "ALTER TABLE attachments DROP COLUMN label",
    "ALTER TABLE tasks DROP COLUMN draft_version", "DROP TABLE drafts",
    "DROP TABLE items", "DROP TABLE search_records", "DROP TABLE case_links",
    "ALTER TABLE cases DROP COLUMN item_count",
    "DROP TABLE agency_changes", "DROP TABLE agency_endings",
    "ALTER TABLE agencies DROP COLUMN successor_id", "ALTER TABLE people DROP COLUMN unit_id",
    "DROP TABLE units", "DROP INDEX ix_cases_registered_in",
    "ALTER TABLE cases DROP COLUMN registered_in",
    "DROP TABLE sign_off_steps", "DROP TABLE sign_off_rounds", "DROP TABLE sign_off_arrangements",
)
_EVENT = (
    "INSERT INTO audit_events (seq, at, command, kind, data, hash) "
    "VALUES (1, '2026-11-23 01:00:00', 'RegisterRequest', 'RequestRegistered', '{\"a\":1}', 'h')"
)


def _record_one_event(database: Database) -> None:
    with database.write() as connection:
        connection.exec_driver_sql(_EVENT)
