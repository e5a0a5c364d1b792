"""Signs of life, and tidying up."""

from datetime import timedelta

from engine.configuration import Configuration
from engine.drafts import rows as draft_rows
from engine.identity import rows as identity_rows
from engine.transaction import rows as key_rows
from engine.transaction.unit_of_work import UnitOfWork
from engine.workers import rows
from engine.workers.commands import Beat, NoteBackup, NoteRestore, Tidy
from engine.workers.events import BackupMade, BackupRestored

KEYS_KEPT = timedelta(days=2)
DRAFTS_KEPT = timedelta(days=60)


def beat(command: Beat, unit: UnitOfWork) -> None:
    rows.beat(unit.connection, unit.now)


def note_backup(command: NoteBackup, unit: UnitOfWork) -> None:
    rows.beat(unit.connection, unit.now, rows.BACKUP)
    unit.record(BackupMade(until=command.seq, digest=command.digest))


def note_restore(command: NoteRestore, unit: UnitOfWork) -> None:
    unit.record(BackupRestored(until=command.seq, digest=command.digest))


def tidy(command: Tidy, unit: UnitOfWork) -> None:
    configuration, now = unit.around[Configuration], unit.now
    key_rows.forget_before(unit.connection, now - KEYS_KEPT)
    draft_rows.forget_before(unit.connection, now - DRAFTS_KEPT)
    identity_rows.forget_attempts_before(unit.connection, now - configuration.sign_in_window)
    identity_rows.end_sessions_before(
        unit.connection, seen_before=now - configuration.session_idle,
        created_before=now - configuration.session_length,
    )
