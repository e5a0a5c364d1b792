"""Cases, their process instances and their clock ledgers."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypedDict

from sqlalchemy import Connection, bindparam, insert, select, update

from engine.store.reading import first_of
from engine.store.scope import within
from engine.store.shapes import (
    ApplicantRow,
    CaseChanges,
    CaseRow,
    InstanceRow,
    JsonObject,
    NewApplicantRow,
    NewCaseRow,
    NewInstanceRow,
    RequestColumns,
)
from engine.store.statements import Prepared, PreparedRows
from engine.store.tables import applicants, case_links, cases, clock_entries, instances


class HeldEntry(TypedDict):
    """An entry of the clock ledger. replaces: the ``seq`` of the entry in whose place it holds;
    an empty ``entry``: nothing holds there any more."""

    seq: int
    entry: JsonObject
    replaces: int | None


class NewEntry(HeldEntry):
    """An entry to be made. ``reason``: why it holds in another's place."""

    reason: str


_ADD = Prepared(insert(cases).returning(cases.c.id))
_ADD_APPLICANT = Prepared(insert(applicants).returning(applicants.c.id))
_ADD_INSTANCE = Prepared(insert(instances).returning(instances.c.id))
_ADD_ENTRIES = Prepared(insert(clock_entries))
# Whoever moves a case counts it on: the second of two who began from one revision finds no row.
_CHANGE = Prepared(
    update(cases)
    .where(cases.c.id == bindparam("of_case"), cases.c.revision == bindparam("known"))
)
_FIND = PreparedRows(select(cases).where(cases.c.id == bindparam("of_case")), CaseRow)
_FIND_APPLICANT = PreparedRows(
    select(applicants).where(applicants.c.id == bindparam("applicant")), ApplicantRow
)
# No key of it changes: who only refers to the case need not wait.
_LOCK = PreparedRows(
    select(cases).where(cases.c.id == bindparam("of_case")).with_for_update(key_share=True),
    CaseRow,
)
_INSTANCES = PreparedRows(
    select(instances).where(instances.c.case_id == bindparam("of_case")).order_by(instances.c.id),
    InstanceRow,
)
_MOVE = Prepared(
    update(instances).where(instances.c.id == bindparam("instance"))
    .values(state=bindparam("new_state"), state_digest=bindparam("digest"),
            ended_at=bindparam("ended"))
)
_MAIN = Prepared(
    select(cases.c.number).join(case_links, case_links.c.other_case_id == cases.c.id)
    .where(case_links.c.case_id == bindparam("of_case"), case_links.c.kind == bindparam("link"))
)
_LEDGER = PreparedRows(
    select(clock_entries.c.seq, clock_entries.c.entry, clock_entries.c.replaces)
    .where(clock_entries.c.case_id == bindparam("of_case")).order_by(clock_entries.c.seq),
    HeldEntry,
)


def add_applicant(connection: Connection, values: NewApplicantRow) -> int:
    """Keep an applicant; returns its id."""
    return int(_ADD_APPLICANT.scalar(connection, values))


def add(connection: Connection, values: NewCaseRow) -> int:
    """Put a case in the register; returns its id."""
    return int(_ADD.scalar(connection, values))


def change(
    connection: Connection, case_id: int, revision: int, changes: CaseChanges
) -> bool:
    """Set columns of a case and count it on; False when somebody else moved it since
    ``revision``."""
    return _CHANGE.run(connection, {
        **changes, "revision": revision + 1, "of_case": case_id, "known": revision,
    }) == 1


def move_to_agency(
    connection: Connection, case_id: int, agency_id: int, registered_in: int | None
) -> None:
    """Another agency handles the case. registered_in: whose calendar and choices it keeps.

    The case is locked; whoever has taken it counts it on.
    """
    connection.execute(
        update(cases).where(cases.c.id == case_id)
        .values(agency_id=agency_id, registered_in=registered_in)
    )


def correct_registration(
    connection: Connection, case_id: int, values: RequestColumns, applicant_id: int
) -> None:
    """What was registered wrong is put right; what was before is kept elsewhere.

    The case is locked; whoever has taken it counts it on.
    """
    connection.execute(
        update(cases).where(cases.c.id == case_id).values(**values, applicant_id=applicant_id)
    )


def open_of(connection: Connection, agency_id: int) -> Sequence[int]:
    """The open cases of an agency, in one order, so that two who lock them never cross."""
    return connection.execute(
        select(cases.c.id).where(cases.c.agency_id == agency_id, cases.c.status == "open")
        .order_by(cases.c.id)
    ).scalars().all()


def find(connection: Connection, case_id: int) -> CaseRow | None:
    """A case's columns; None when there is no such case."""
    return _FIND.first(connection, {"of_case": case_id})


def find_applicant(connection: Connection, applicant_id: int) -> ApplicantRow:
    """An applicant, who must be there."""
    return _FIND_APPLICANT.one(connection, {"applicant": applicant_id})


def number_of_main(connection: Connection, case_id: int, link: str = "merged") -> str:
    """The register number of the case that goes on in the place of one that was merged into it,
    or of one that is void (``link`` voided) as the same request; "" for any other."""
    return str(_MAIN.scalar(connection, {"of_case": case_id, "link": link}) or "")


def numbered(connection: Connection, agency_id: int, number: str) -> CaseRow | None:
    """An agency's case of this register number; None without one."""
    return first_of(
        connection,
        select(cases).where(*within(cases.c.agency_id, {agency_id}), cases.c.number == number),
        CaseRow,
    )


def lock(connection: Connection, case_id: int) -> CaseRow | None:
    """A case's columns, locked against other writers; None without a case."""
    return _LOCK.first(connection, {"of_case": case_id})


def add_instance(connection: Connection, values: NewInstanceRow) -> int:
    """Keep a process of a case that has just begun; returns its id."""
    return int(_ADD_INSTANCE.scalar(connection, values))


def instances_of(connection: Connection, case_id: int) -> Sequence[InstanceRow]:
    """The stored processes of a case, the oldest first: its whole life."""
    return _INSTANCES.all(connection, {"of_case": case_id})


def move_instance(
    connection: Connection, instance_id: int, state: bytes, digest: str, ended: datetime | None
) -> None:
    """Store the next state of a process whose case is locked. ended: when it came to its end."""
    _MOVE.run(connection, {
        "instance": instance_id, "new_state": state, "digest": digest, "ended": ended,
    })


def ledger(connection: Connection, case_id: int) -> Sequence[HeldEntry]:
    """The clock ledger's entries in the order in which they were made."""
    return _LEDGER.all(connection, {"of_case": case_id})


def holding(entries: Iterable[HeldEntry]) -> list[tuple[int, JsonObject]]:
    """The entries that hold, each at the place (``seq``) of the one that was made first."""
    held: dict[int, JsonObject] = {}
    for each in entries:
        held[each["replaces"] or each["seq"]] = each["entry"]
    return [(seq, entry) for seq, entry in held.items() if entry]


def add_ledger_entries(
    connection: Connection, case_id: int, entries: Sequence[NewEntry], *,
    at: datetime, by: int | None,
) -> None:
    """Append to the clock ledger."""
    _ADD_ENTRIES.run_each(connection, [
        {**entry, "case_id": case_id, "recorded_at": at, "recorded_by": by} for entry in entries
    ])
