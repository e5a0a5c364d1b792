"""Cases, their process instances and their clock ledgers."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from engine.store.shapes import (
    ApplicantRow,
    CaseChanges,
    CaseRow,
    InstanceRow,
    NewApplicantRow,
    NewCaseRow,
)
from engine.store.statements import Prepared, PreparedRows
from engine.store.tables import applicants, cases, clock_entries, instances


class LockedCase(CaseRow):
    """A case's columns and the revision of its process."""

    revision: int


_ADD = Prepared(insert(cases).returning(cases.c.id))
_ADD_APPLICANT = Prepared(insert(applicants).returning(applicants.c.id))
_ADD_INSTANCE = Prepared(insert(instances))
_ADD_ENTRIES = Prepared(insert(clock_entries))
_CHANGE = Prepared(update(cases).where(cases.c.id == bindparam("of_case")))
_FIND = PreparedRows(select(cases).where(cases.c.id == bindparam("of_case")), CaseRow)
_FIND_APPLICANT = PreparedRows(
    select(applicants).where(applicants.c.id == bindparam("applicant")), ApplicantRow
)
_LOCK = Prepared(
    select(instances.c.revision).where(instances.c.case_id == bindparam("of_case"))
    .with_for_update()
)
_LOCK_WITH_ROW = PreparedRows(
    select(cases, instances.c.revision)
    .join_from(instances, cases, cases.c.id == instances.c.case_id)
    .where(instances.c.case_id == bindparam("of_case")).with_for_update(of=instances),
    LockedCase,
)
_INSTANCE = PreparedRows(
    select(instances).where(instances.c.case_id == bindparam("of_case")), InstanceRow
)
_MOVE = Prepared(
    update(instances)
    .where(instances.c.case_id == bindparam("of_case"),
           instances.c.revision == bindparam("known"))
    .values(revision=bindparam("next"), state=bindparam("new_state"),
            state_digest=bindparam("digest"))
)
_MARK_MOVED = Prepared(
    update(instances)
    .where(instances.c.case_id == bindparam("of_case"),
           instances.c.revision == bindparam("known"))
    .values(revision=bindparam("next"))
)
_LEDGER = Prepared(
    select(clock_entries.c.entry).where(clock_entries.c.case_id == bindparam("of_case"))
    .order_by(clock_entries.c.seq)
)


def add_applicant(connection: Connection, values: NewApplicantRow) -> int:
    """Keep an applicant; returns its id."""
    return int(_ADD_APPLICANT.scalar(connection, values))


def add(connection: Connection, values: NewCaseRow) -> int:
    """Put a case in the register; returns its id."""
    return int(_ADD.scalar(connection, values))


def change(connection: Connection, case_id: int, changes: CaseChanges) -> None:
    """Set columns of a case."""
    _CHANGE.run(connection, {**changes, "of_case": case_id})


def find(connection: Connection, case_id: int) -> CaseRow | None:
    """A case's columns; None when there is no such case."""
    return _FIND.first(connection, {"of_case": case_id})


def find_applicant(connection: Connection, applicant_id: int) -> ApplicantRow:
    """An applicant, who must be there."""
    return _FIND_APPLICANT.one(connection, {"applicant": applicant_id})


def lock(connection: Connection, case_id: int) -> int | None:
    """The revision of a case's process, locked against other writers; None without a case."""
    revision: int | None = _LOCK.scalar(connection, {"of_case": case_id})
    return revision


def lock_with_row(connection: Connection, case_id: int) -> LockedCase | None:
    """A case and the ``revision`` of its process, locked against other writers."""
    return _LOCK_WITH_ROW.first(connection, {"of_case": case_id})


def add_instance(connection: Connection, values: InstanceRow) -> None:
    """Keep the process of a case that has just begun."""
    _ADD_INSTANCE.run(connection, values)


def instance(connection: Connection, case_id: int) -> InstanceRow:
    """The stored process of a case, which must be there."""
    return _INSTANCE.one(connection, {"of_case": case_id})


def move_instance(
    connection: Connection, case_id: int, revision: int, state: bytes, digest: str
) -> bool:
    """Store the next state; False when somebody else moved the case since ``revision``."""
    return _MOVE.run(connection, {
        "of_case": case_id, "known": revision, "next": revision + 1, "new_state": state,
        "digest": digest,
    }) == 1


def mark_moved(connection: Connection, case_id: int, revision: int) -> bool:
    """The case changed and its process did not: whoever holds it in memory reads it anew.

    False when somebody else moved the case since ``revision``.
    """
    return _MARK_MOVED.run(connection, {
        "of_case": case_id, "known": revision, "next": revision + 1,
    }) == 1


def ledger(connection: Connection, case_id: int) -> Sequence[Mapping[str, Any]]:
    """The clock ledger's entries in the order in which they were made."""
    return _LEDGER.scalars(connection, {"of_case": case_id})


def add_ledger_entries(
    connection: Connection, case_id: int, first: int, entries: Sequence[Mapping[str, Any]], *,
    at: datetime, by: int | None,
) -> None:
    """Append to the clock ledger; ``first``: the number of the first entry."""
    _ADD_ENTRIES.run_each(connection, [
        {"case_id": case_id, "seq": first + n, "entry": entry, "recorded_at": at,
         "recorded_by": by}
        for n, entry in enumerate(entries)
    ])
