"""The cases that one transaction holds: taken out, changed in memory, written at its end.

After any exception they are thrown away; after the commit they may stay in memory.
"""

import hashlib

from engine.cases import projection
from engine.cases.case import Case, CasesInMemory, DatedCase
from engine.cases.dates import calendar_of, discretion_of, read_ledger
from engine.cases.events import DueDateRecalculated
from engine.cases.rows import cases as rows, tasks as task_rows, timers as timer_rows
from engine.errors import CaseMovedOn, StateRefused
from engine.processes.executable import ExecutableProcess, ExecutableProcesses
from engine.rules.in_effect import in_effect
from engine.statute import Ledger
from engine.store.shapes import CaseRow
from engine.transaction.unit_of_work import UnitOfWork


class OpenCases:
    """The cases of one transaction."""

    def __init__(self, unit: UnitOfWork) -> None:
        self._unit = unit
        self._taken: dict[int, Case] = {}
        self._redated: list[DatedCase] = []
        unit.before_commit(self._write)
        unit.after_commit(self._keep)

    def take(self, case_id: int, revision: int) -> Case:
        """A case whose row is locked at ``revision``. Raises StateRefused."""
        if case_id in self._taken:
            return self._taken[case_id]
        case = self._unit.around[CasesInMemory].take(case_id, revision)
        if case is None:
            case = self._load(case_id)
        elif case.row["status"] == "open":
            case.calendar = in_effect(self._unit).calendars.of(case.agency_id)
        self._taken[case_id] = case
        if case.row["status"] == "open":
            self._bring_up_to_date(case)
        return case

    def adopt(self, row: CaseRow, ledger: Ledger, process: ExecutableProcess) -> Case:
        """A case that this transaction brings into being; its process is yet to start."""
        case = Case(
            id=row["id"], row=row, ledger=ledger,
            calendar=in_effect(self._unit).calendars.of(row["agency_id"]),
            discretion=discretion_of(self._unit, row), process=process,
        )
        self._taken[case.id] = case
        return case

    def redate(self, row: CaseRow, revision: int) -> None:
        """Bring an open case whose row is locked up to date; its process stays as it is stored.

        No calendar moves a process: the case is taken up without it, which is half the work.
        """
        connection = self._unit.connection
        case = DatedCase(
            id=row["id"], row=row, ledger=read_ledger(connection, row["id"], row),
            calendar=in_effect(self._unit).calendars.of(row["agency_id"]),
            discretion=discretion_of(self._unit, row), revision=revision,
            timers={each["id"]: each for each in timer_rows.of_case(connection, row["id"])},
        )
        self._bring_up_to_date(case)
        if case.changes:
            self._redated.append(case)

    def _load(self, case_id: int) -> Case:
        connection = self._unit.connection
        row = rows.find(connection, case_id)
        stored = rows.instance(connection, case_id)
        if row is None:
            raise StateRefused(case=case_id)
        process, instance = self._unit.around[ExecutableProcesses].restore(stored)
        return Case(
            id=case_id, row=row, ledger=read_ledger(connection, case_id, row),
            calendar=calendar_of(self._unit, row), discretion=discretion_of(self._unit, row),
            process=process, instance=instance,
            open_tasks={t["id"]: t for t in task_rows.open_of(connection, case_id)},
            timers={t["id"]: t for t in timer_rows.of_case(connection, case_id)},
            revision=stored["revision"], tasks_so_far=task_rows.count(connection, case_id),
        )

    def _bring_up_to_date(self, case: DatedCase) -> None:
        """An open case whose dates another calendar gave gets those of the calendar in effect."""
        version = case.calendar.version
        if case.row["calendar_version"] == version:
            return
        before = case.row["due_on"]
        projection.settle_dates(self._unit, case)
        if case.row["due_on"] != before:
            self._unit.record(DueDateRecalculated(
                before=before, after=case.row["due_on"], calendar_version=version,
            ), case)

    def _write(self) -> None:
        """Write every case that was taken. Raises CaseMovedOn."""
        connection = self._unit.connection
        for case in self._taken.values():
            if case.new_entries:
                first = len(case.ledger.entries) - len(case.new_entries) + 1
                rows.add_ledger_entries(
                    connection, case.id, first, case.ledger.to_json()["events"][first - 1:],
                    at=self._unit.now, by=self._unit.actor.person_id,
                )
            if case.changes:
                rows.change(connection, case.id, case.changes)
            state = case.instance.dump()
            digest = hashlib.sha256(state).hexdigest()
            if not rows.move_instance(connection, case.id, case.revision, state, digest):
                raise CaseMovedOn()
        for dated in self._redated:
            rows.change(connection, dated.id, dated.changes)
            if not rows.mark_moved(connection, dated.id, dated.revision):
                raise CaseMovedOn()

    def _keep(self) -> None:
        """The transaction is durable: what it changed may be kept in memory."""
        memory = self._unit.around[CasesInMemory]
        for case in self._taken.values():
            case.revision += 1
            case.changes = {}
            case.new_entries = []
            memory.put(case)


def open_cases(unit: UnitOfWork) -> OpenCases:
    """The cases that this transaction holds."""
    return unit.once(OpenCases, lambda: OpenCases(unit))
