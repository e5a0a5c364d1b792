"""One command, one transaction: all of it is written, or nothing.

Nobody else commits. A unit takes cases out of the live store, lets operations change them in
memory, and at its end writes what differs: process state, open tasks, timers, clock ledger,
the case's row, the audit events. After any exception the cases it touched are thrown away.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

import orjson
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from engine.actors.actor import Actor
from engine.actors.roles import Role
from engine.cases import rows as case_rows
from engine.cases import task_rows, timer_rows
from engine.cases.case import DatedCase, LiveCase, LiveCases
from engine.cases.events import DueDateRecalculated, TaskCancelled, TaskOpened
from engine.configuration import Settings
from engine.errors import CaseMovedOn, StateRefused
from engine.installation.messages import Event
from engine.people import rows as people_rows
from engine.processes.executable import Programs, PublishedProgram
from engine.processes.published import Deployments
from engine.record import chain as audit
from engine.rules.alarms import TIMERS, Question
from engine.rules.calendars.calendars import Calendars
from engine.rules.in_effect import InEffect, Lookout
from engine.statute import Assessment, Ledger, WorkingDays, assess
from engine.statute import Settings as StatuteSettings
from engine.statute.calendar.zone import local_day
from engine.store import Row
from engine.store.database import Database


@dataclass(frozen=True)
class Surroundings:
    """What every unit of one engine shares."""

    database: Database
    settings: Settings
    deployments: Deployments
    programs: Programs
    calendars: Calendars
    lookout: Lookout
    live: LiveCases
    operations: Mapping[str, Callable[..., Any]]
    now: Callable[[], datetime]


@dataclass
class UnitOfWork:
    """The transaction of one command. ``now`` is one moment for all of it."""

    around: Surroundings
    connection: Connection
    actor: Actor
    command: str
    now: datetime
    touched: dict[int, LiveCase] = field(default_factory=dict)
    redated: list[DatedCase] = field(default_factory=list)
    running: set[int] = field(default_factory=set)   # of both, those open when they were taken
    entries: list[audit.Entry] = field(default_factory=list)

    @cached_property
    def in_effect(self) -> InEffect:
        """Calendars and agencies' choices as they are when this transaction first asks."""
        return self.around.lookout.look(self.connection)

    @property
    def today(self) -> date:
        return local_day(self.now)

    def record(self, event: Event, case: DatedCase | None = None) -> None:
        """Put an event on the record of this transaction."""
        self.entries.append(audit.Entry(
            event,
            None if case is None else case.id,
            self.actor.agency_id if case is None else case.agency_id,
        ))

    # -- cases ---------------------------------------------------------------------------

    def case(self, case_id: int, revision: int) -> LiveCase:
        """A case whose row is locked at ``revision``. Raises StateRefused."""
        if case_id in self.touched:
            return self.touched[case_id]
        case = self.around.live.take(case_id, revision) or self._load(case_id)
        self.touched[case_id] = case
        if case.row["status"] == "open":
            self.running.add(case_id)
            self._bring_up_to_date(case)
        return case

    def redate(self, case: DatedCase) -> None:
        """Bring an open case whose row is locked up to date; its process stays as it is stored."""
        self.running.add(case.id)
        self._bring_up_to_date(case)
        if case.changes:
            self.redated.append(case)

    def _bring_up_to_date(self, case: DatedCase) -> None:
        """An open case whose dates another calendar gave gets those of the calendar in effect."""
        version = self.calendar_of(case).version
        if case.row["calendar_version"] == version:
            return
        before = case.row["due_on"]
        self._settle_dates(case)
        if case.row["due_on"] != before:
            self.record(DueDateRecalculated(
                before=before, after=case.row["due_on"], calendar_version=version,
            ), case)

    def adopt(self, row: dict[str, Any], ledger: Ledger, program: PublishedProgram) -> LiveCase:
        """A case that this transaction brings into being; its process is yet to start."""
        case = LiveCase(row["id"], row, ledger, program=program)
        self.touched[case.id] = case
        self.running.add(case.id)
        return case

    def _load(self, case_id: int) -> LiveCase:
        row = case_rows.find(self.connection, case_id)
        stored = case_rows.instance(self.connection, case_id)
        if row is None:
            raise StateRefused(case=case_id)
        program, instance = self.around.programs.restore(stored)
        ledger = read_ledger(self.connection, row)
        return LiveCase(
            case_id, dict(row), ledger, program=program, instance=instance,
            open_tasks={t["id"]: dict(t) for t in task_rows.open_of(self.connection, case_id)},
            timers={t["id"]: dict(t) for t in timer_rows.of_case(self.connection, case_id)},
            revision=stored["revision"], tasks_so_far=task_rows.count(self.connection, case_id),
        )

    def calendar_of(self, case: DatedCase) -> WorkingDays:
        """Its agency's in effect; for a case that ended before, the one it ended under."""
        if case.id in self.running:
            return self.in_effect.calendars.of(case.agency_id)
        return self.around.calendars.of_version(
            self.connection, case.row["calendar_version"], case.agency_id,
            self.in_effect.calendars,
        )

    def settings_of(self, case: DatedCase) -> StatuteSettings:
        """What the agency chose, as it stood on the day of receipt: never another for a case."""
        return self.in_effect.settings.of(case.agency_id, case.ledger.received)

    def assessment(self, case: DatedCase) -> Assessment:
        """What the statute says of the case's ledger now."""
        calendar = self.calendar_of(case)
        if case.assessed is None or case.assessed[0] != calendar.version:
            case.assessed = (calendar.version, assess(
                case.ledger, calendar=calendar, settings=self.settings_of(case),
            ))
        return case.assessed[1]

    # -- writing -------------------------------------------------------------------------

    def settle(self, case: LiveCase) -> None:
        """Bring open tasks, timers and the case's projections in line with process and law."""
        self._settle_tasks(case)
        self._settle_timers(case)
        self._settle_dates(case)

    def _settle_dates(self, case: DatedCase) -> None:
        assessment = self.assessment(case)
        moved = []
        for row in case.timers.values():
            dates = self._timer_dates(case, row)
            if (row["due_at"], row["legal_date"]) != (dates["due_at"], dates["legal_date"]):
                row.update(dates)
                moved.append(row)
        if moved:
            timer_rows.move(self.connection, moved)
        case.set(
            rule_set=assessment.rule_set, due_on=assessment.due,
            warning_due_on=assessment.warning_due, provisional=assessment.provisional,
            clock_state=assessment.state_on(self.today), on_time=assessment.on_time,
            calendar_version=self.calendar_of(case).version,
        )

    def _settle_tasks(self, case: LiveCase) -> None:
        waiting = {task.id: task for task in case.instance.open_tasks()}
        for task_id in [task_id for task_id in case.open_tasks if task_id not in waiting]:
            gone = case.open_tasks.pop(task_id)
            task_rows.end(
                self.connection, task_id, state="cancelled", at=self.now,
                by=self.actor.person_id,
            )
            self.record(TaskCancelled(
                task_id=task_id, element=gone["element"], name=gone["name"]
            ), case)
        rows = []
        for task in waiting.values():
            if task.id in case.open_tasks:
                continue
            role = Role.from_title(task.lane)
            case.tasks_so_far += 1
            row: dict[str, Any] = {
                "id": task.id, "case_id": case.id, "agency_id": case.agency_id,
                "ordinal": case.tasks_so_far, "process": task.process,
                "version": case.program.version_of(task.process),
                "element": task.element, "name": task.name, "role": role.value, "state": "open",
                "assignee_id": self._in_hand_of(case, role),
                "opened_at": self.now, "outcome": "",
            }
            rows.append(row)
            case.open_tasks[task.id] = row
            self.record(TaskOpened(
                task_id=task.id, element=task.element, name=task.name, role=role.value
            ), case)
        if rows:
            task_rows.add(self.connection, rows)
        main = next(
            (t for t in case.open_tasks.values() if t["role"] != Role.MANAGER.value), None
        )
        if main is not None and main["element"] != case.row["step"]:
            case.set(step=main["element"], step_name=main["name"], step_since=self.now)

    def _in_hand_of(self, case: LiveCase, role: Role) -> int | None:
        """The case's own handler, while he is one, finds the work already in hand."""
        handler: int | None = case.row["handler_id"] if role is Role.HANDLER else None
        return handler if people_rows.holds(self.connection, handler, role.value) else None

    def _settle_timers(self, case: LiveCase) -> None:
        waiting = {timer.id: timer for timer in case.instance.waiting_timers()}
        gone = [timer_id for timer_id in case.timers if timer_id not in waiting]
        if gone:
            timer_rows.remove(self.connection, gone)
            for timer_id in gone:
                del case.timers[timer_id]
        new = []
        for timer in waiting.values():
            if timer.id in case.timers:
                continue
            row: dict[str, Any] = {
                "id": timer.id, "case_id": case.id, "element": timer.element,
                "name": timer.name, "repeats": timer.repeats, "opened_on": self.today,
                "fired_for": None, "fired_at": None,
            }
            row.update(self._timer_dates(case, row))
            case.timers[timer.id] = row
            new.append(row)
        if new:
            timer_rows.add(self.connection, new)

    def _timer_dates(self, case: DatedCase, timer: dict[str, Any]) -> dict[str, Any]:
        """The legal date that a timer waits for, and the moment at which it is to ring."""
        moment = TIMERS[timer["name"]](Question(
            self.assessment(case), self.calendar_of(case), self.around.settings,
            timer["opened_on"],
        ))
        if moment is None:
            return {"due_at": None, "legal_date": None}
        # It rang for this very date: only another date needs another warning.
        rang = moment.legal_date == timer["fired_for"]
        return {"due_at": None if rang else moment.at, "legal_date": moment.legal_date}

    def mark_fired(self, case: LiveCase, timer: dict[str, Any]) -> None:
        """A repeating timer rang for a date: it stays quiet until the date moves."""
        rang = {"due_at": None, "fired_for": timer["legal_date"], "fired_at": self.now}
        timer.update(rang)
        timer_rows.change(self.connection, timer["id"], rang)

    def write(self) -> None:
        """Write every touched case and the record. Raises CaseMovedOn."""
        for case in self.touched.values():
            if case.new_entries:
                first = len(case.ledger.entries) - len(case.new_entries) + 1
                case_rows.add_ledger_entries(
                    self.connection, case.id, first,
                    case.ledger.to_json()["events"][first - 1:],
                    at=self.now, by=self.actor.person_id,
                )
            if case.changes:
                case_rows.change(self.connection, case.id, case.changes)
            state = case.instance.dump()
            digest = hashlib.sha256(state).hexdigest()
            if not case_rows.move_instance(
                self.connection, case.id, case.revision, state, digest
            ):
                raise CaseMovedOn()
        for dated in self.redated:
            case_rows.change(self.connection, dated.id, dated.changes)
            if not case_rows.mark_moved(self.connection, dated.id, dated.revision):
                raise CaseMovedOn()
        audit.append(
            self.connection, self.entries, at=self.now, actor_id=self.actor.person_id,
            command=self.command,
        )

    def committed(self) -> None:
        """The transaction is durable: what it changed may be kept in memory."""
        for case in self.touched.values():
            case.revision += 1
            case.changes = {}
            case.new_entries = []
            self.around.live.put(case)


def read_ledger(connection: Connection, row: Row) -> Ledger:
    """A case's clock ledger as it is stored."""
    return ledger_of(row, list(case_rows.ledger(connection, row["id"])))


def ledger_of(row: Row, entries: list[Any]) -> Ledger:
    """The clock ledger of a case's row and its entries."""
    return Ledger.from_json({
        "received": row["received_on"].isoformat(), "channel": row["channel"],
        "arrived": row["arrived_on"].isoformat(), "events": entries,
    })


@contextmanager
def unit_of_work(around: Surroundings, actor: Actor, command: str) -> Iterator[UnitOfWork]:
    """The only place where anything is committed."""
    try:
        with around.database.write() as connection:
            unit = UnitOfWork(around, connection, actor, command, around.now())
            yield unit
            unit.write()
    except IntegrityError as error:
        raise CaseMovedOn() from error
    unit.committed()


def digest_of(values: Any) -> str:
    """SHA-256 of JSON values, for events that must not hold the values themselves."""
    return hashlib.sha256(
        orjson.dumps(values, option=orjson.OPT_SORT_KEYS, default=str)
    ).hexdigest()
