"""The cases that one transaction holds: taken out, changed in memory, written at its end.

After any exception they are thrown away; after the commit they may stay in memory.
"""

import hashlib
from collections.abc import Iterator

from engine.cases.case import Case, CasesInMemory, DatedCase, Running
from engine.cases.dates import calendar_of, dated_by, discretion_of, ledger_of, read_ledger
from engine.cases.events import DueDateRecalculated
from engine.cases.process import projection
from engine.cases.rows import cases as rows, tasks as task_rows, timers as timer_rows
from engine.errors import CaseMovedOn, StateRefused
from engine.processes.executable import ExecutableProcesses
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
            case.calendar = in_effect(self._unit).calendars.of(dated_by(case.row))
        self._taken[case_id] = case
        if case.row["status"] == "open":
            self._bring_up_to_date(case)
        return case

    def adopt(self, row: CaseRow, ledger: Ledger) -> Case:
        """A case that this transaction brings into being; its process is yet to begin."""
        case = Case(
            id=row["id"], row=row, ledger=ledger,
            calendar=in_effect(self._unit).calendars.of(dated_by(row)),
            discretion=discretion_of(self._unit, row),
        )
        self._taken[case.id] = case
        return case

    def redate(self, row: CaseRow) -> None:
        """Bring an open case whose row is locked up to date; its process stays as it is stored.

        No calendar moves a process: the case is taken up without it, which is half the work.
        """
        connection = self._unit.connection
        case = DatedCase(
            id=row["id"], row=row, ledger=read_ledger(connection, row["id"], row),
            calendar=in_effect(self._unit).calendars.of(dated_by(row)),
            discretion=discretion_of(self._unit, row), revision=row["revision"],
            timers={each["id"]: each for each in timer_rows.of_case(connection, row["id"])},
        )
        self._bring_up_to_date(case)
        if case.changes:
            self._redated.append(case)

    def _load(self, case_id: int) -> Case:
        connection = self._unit.connection
        row = rows.find(connection, case_id)
        if row is None:
            raise StateRefused(case=case_id)
        entries = rows.ledger(connection, case_id)
        held = rows.holding(entries)
        return Case(
            id=case_id, row=row, ledger=ledger_of(row, [entry for _, entry in held]),
            seqs=[seq for seq, _ in held], last_seq=entries[-1]["seq"] if entries else 0,
            calendar=calendar_of(self._unit, row), discretion=discretion_of(self._unit, row),
            running=list(self._restored(case_id)),
            open_tasks={t["id"]: t for t in task_rows.open_of(connection, case_id)},
            timers={t["id"]: t for t in timer_rows.of_case(connection, case_id)},
            revision=row["revision"], tasks_so_far=task_rows.count(connection, case_id),
        )

    def _restored(self, case_id: int) -> Iterator[Running]:
        """The whole life, and what stands beside it and has not ended. Raises StateRefused."""
        stored = rows.instances_of(self._unit.connection, case_id)
        if not stored:
            raise StateRefused(case=case_id)
        for each in stored:
            if each is stored[0] or each["ended_at"] is None:
                process, instance = self._unit.around[ExecutableProcesses].restore(each)
                yield Running(
                    id=each["id"], process=process, instance=instance, moved=False,
                    about_id=each["about_id"], about=each["about"],
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
            if not rows.change(connection, case.id, case.revision, case.changes):
                raise CaseMovedOn()
            if case.new_entries:
                rows.add_ledger_entries(
                    connection, case.id, case.new_entries,
                    at=self._unit.now, by=self._unit.actor.person_id,
                )
            for running in case.running:
                if running.moved:
                    state = running.instance.dump()
                    rows.move_instance(
                        connection, running.id, state, hashlib.sha256(state).hexdigest(),
                        self._unit.now if running.instance.completed else None,
                    )
        for dated in self._redated:
            if not rows.change(connection, dated.id, dated.revision, dated.changes):
                raise CaseMovedOn()

    def _keep(self) -> None:
        """The transaction is durable: what it changed may be kept in memory."""
        memory = self._unit.around[CasesInMemory]
        for case in self._taken.values():
            case.revision += 1
            case.changes = {}
            case.new_entries = []
            case.running = [case.life, *(each for each in case.running[1:]
                                         if not each.instance.completed)]
            for running in case.running:
                running.moved, running.given_to = False, None
            memory.put(case)


def open_cases(unit: UnitOfWork) -> OpenCases:
    """The cases that this transaction holds."""
    return unit.once(OpenCases, lambda: OpenCases(unit))
