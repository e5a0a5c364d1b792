"""One command, one transaction: all of it is written, or nothing.

Nobody else commits. A unit takes cases out of the live store, lets operations change them in
memory, and at its end writes what differs: process state, open tasks, timers, clock ledger,
the case's row, the audit events. After any exception the cases it touched are thrown away.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

import orjson
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from engine import audit, events
from engine.calendars import Calendars
from engine.deployments import Published
from engine.errors import CaseMovedOn, StateRefused
from engine.in_effect import InEffect, Lookout
from engine.limits import TIMERS, Question, local_day
from engine.live_case import DatedCase, LiveCase, LiveCases
from engine.programs import ExecutableProcess, ExecutableProcesses
from engine.roles import Role
from engine.settings import Settings
from engine.statute import Assessment, Ledger, WorkingDays, assess
from engine.statute import Settings as StatuteSettings
from engine.store import Row, cases, people, tasks, timers
from engine.store.database import Database
from engine.views import Actor


@dataclass(frozen=True)
class Surroundings:
    """What every unit of one engine shares."""

    database: Database
    settings: Settings
    published: Published
    processes: ExecutableProcesses
    calendars: Calendars
    lookout: Lookout
    live: LiveCases
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

    def record(self, event: events.Event, case: DatedCase | None = None) -> None:
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
            self.record(events.DueDateRecalculated(
                before=before, after=case.row["due_on"], calendar_version=version,
            ), case)

    def adopt(
        self, row: dict[str, Any], ledger: Ledger, process: ExecutableProcess
    ) -> LiveCase:
        """A case that this transaction brings into being; its process is yet to start."""
        case = LiveCase(row["id"], row, ledger, process=process)
        self.touched[case.id] = case
        self.running.add(case.id)
        return case

    def _load(self, case_id: int) -> LiveCase:
        row = cases.find(self.connection, case_id)
        stored = cases.instance(self.connection, case_id)
        if row is None:
            raise StateRefused(case=case_id)
        process, instance = self.around.processes.restore(stored)
        ledger = read_ledger(self.connection, row)
        return LiveCase(
            case_id, dict(row), ledger, process=process, instance=instance,
            open_tasks={t["id"]: dict(t) for t in tasks.open_of(self.connection, case_id)},
            timers={t["id"]: dict(t) for t in timers.of_case(self.connection, case_id)},
            revision=stored["revision"], tasks_so_far=tasks.count(self.connection, case_id),
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
            timers.move(self.connection, moved)
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
            tasks.end(
                self.connection, task_id, state="cancelled", at=self.now,
                by=self.actor.person_id,
            )
            self.record(events.TaskCancelled(
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
                "version": case.process.version_of(task.process),
                "element": task.element, "name": task.name, "role": role.value, "state": "open",
                "assignee_id": self._in_hand_of(case, role),
                "opened_at": self.now, "outcome": "",
            }
            rows.append(row)
            case.open_tasks[task.id] = row
            self.record(events.TaskOpened(
                task_id=task.id, element=task.element, name=task.name, role=role.value
            ), case)
        if rows:
            tasks.add(self.connection, rows)
        main = next(
            (t for t in case.open_tasks.values() if t["role"] != Role.MANAGER.value), None
        )
        if main is not None and main["element"] != case.row["step"]:
            case.set(step=main["element"], step_name=main["name"], step_since=self.now)

    def _in_hand_of(self, case: LiveCase, role: Role) -> int | None:
        """The case's own handler, while he is one, finds the work already in hand."""
        handler: int | None = case.row["handler_id"] if role is Role.HANDLER else None
        return handler if people.holds(self.connection, handler, role.value) else None

    def _settle_timers(self, case: LiveCase) -> None:
        waiting = {timer.id: timer for timer in case.instance.waiting_timers()}
        gone = [timer_id for timer_id in case.timers if timer_id not in waiting]
        if gone:
            timers.remove(self.connection, gone)
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
            timers.add(self.connection, new)

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
        timers.change(self.connection, timer["id"], rang)

    def write(self) -> None:
        """Write every touched case and the record. Raises CaseMovedOn."""
        for case in self.touched.values():
            if case.new_entries:
                first = len(case.ledger.entries) - len(case.new_entries) + 1
                cases.add_ledger_entries(
                    self.connection, case.id, first,
                    case.ledger.to_json()["events"][first - 1:],
                    at=self.now, by=self.actor.person_id,
                )
            if case.changes:
                cases.change(self.connection, case.id, case.changes)
            state = case.instance.dump()
            digest = hashlib.sha256(state).hexdigest()
            if not cases.move_instance(
                self.connection, case.id, case.revision, state, digest
            ):
                raise CaseMovedOn()
        for dated in self.redated:
            cases.change(self.connection, dated.id, dated.changes)
            if not cases.mark_moved(self.connection, dated.id, dated.revision):
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
    return ledger_of(row, list(cases.ledger(connection, row["id"])))


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
