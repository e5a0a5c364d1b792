"""What a case's process and clock say, brought into rows: open tasks, timers, dates.

Only differences are written.
"""

from datetime import date, datetime

from engine.actors.roles import Role
from engine.cases.case import Case, DatedCase, Running
from engine.cases.events import TaskCancelled, TaskOpened
from engine.cases.rows import tasks as task_rows, timers as timer_rows
from engine.configuration import Configuration
from engine.people import rows as people_rows
from engine.rules.alarms import alarms
from engine.rules.apart import last_day_apart
from engine.rules.in_effect import in_effect
from engine.store.shapes import TaskRow, TimerFired, TimerRow
from engine.transaction.unit_of_work import UnitOfWork


def settle(unit: UnitOfWork, case: Case) -> None:
    """Bring open tasks, timers and the case's columns in line with process and law."""
    _settle_tasks(unit, case)
    _settle_timers(unit, case)
    settle_dates(unit, case)


def settle_dates(unit: UnitOfWork, case: DatedCase) -> None:
    """Bring timers and the dates of the register in line with the law."""
    assessment = case.assessment
    moved = []
    for row in case.timers.values():
        dates = _timer_dates(unit, case, row)
        if (row["due_at"], row["legal_date"]) != dates:
            row["due_at"], row["legal_date"] = dates
            moved.append(row)
    if moved:
        timer_rows.move(unit.connection, moved)
    case.set(
        rule_set=assessment.rule_set, due_on=assessment.due,
        warning_due_on=assessment.warning_due, provisional=assessment.provisional,
        clock_state=assessment.state_on(unit.today), on_time=assessment.on_time,
        calendar_version=case.calendar.version,
    )


def mark_fired(unit: UnitOfWork, timer: TimerRow) -> None:
    """A repeating timer fired for a date: it stays quiet until the date moves."""
    fired: TimerFired = {"due_at": None, "fired_for": timer["legal_date"], "fired_at": unit.now}
    timer["due_at"], timer["fired_for"], timer["fired_at"] = (
        fired["due_at"], fired["fired_for"], fired["fired_at"]
    )
    timer_rows.change(unit.connection, timer["id"], fired)


def _settle_tasks(unit: UnitOfWork, case: Case) -> None:
    waiting = {
        task.id: (running, task)
        for running in case.live() for task in running.instance.open_tasks()
    }
    for task_id in [task_id for task_id in case.open_tasks if task_id not in waiting]:
        gone = case.open_tasks.pop(task_id)
        task_rows.end(
            unit.connection, task_id, state="cancelled", at=unit.now, by=unit.actor.person_id,
            authors=gone["authors"] or {},
        )
        unit.record(TaskCancelled(
            task_id=task_id, element=gone["element"], name=gone["name"]
        ), case)
    new = []
    for running, task in waiting.values():
        if task.id in case.open_tasks:
            continue
        role = Role.from_title(task.lane)
        case.tasks_so_far += 1
        row: TaskRow = {
            "id": task.id, "case_id": case.id, "agency_id": case.agency_id,
            "ordinal": case.tasks_so_far, "process": task.process,
            "version": running.process.version_of(task.process),
            "element": task.element, "name": task.name, "role": role.value, "state": "open",
            "assignee_id": _in_hand_of(unit, case, running, role),
            "opened_at": unit.now, "ended_at": None, "ended_by": None, "outcome": "",
            "values": None, "draft": None, "authors": None, "draft_version": "",
            "about": running.about, "about_id": running.about_id,
            "unit_id": None if running.given_to is None else running.given_to.unit_id,
        }
        new.append(row)
        case.open_tasks[task.id] = row
        unit.record(TaskOpened(
            task_id=task.id, element=task.element, name=task.name, role=role.value
        ), case)
    if new:
        task_rows.add(unit.connection, new)
    # The whole life's own step before one beside it; who supervises is at no step of the road,
    # nor is what goes on whatever becomes of the case.
    main = next((t for t in sorted(case.open_tasks.values(), key=lambda t: t["about"] != "")
                 if t["role"] != Role.MANAGER.value and not waiting[t["id"]][0].apart), None)
    if main is not None and main["element"] != case.row["step"]:
        case.set(step=main["element"], step_name=main["name"], step_since=unit.now)


def _in_hand_of(unit: UnitOfWork, case: Case, running: Running, role: Role) -> int | None:
    """The case's own handler, while he is one, finds the work already in hand; else who was
    given it."""
    handler = case.row["handler_id"] if role is Role.HANDLER else None
    if running.given_to is not None:
        handler = running.given_to.person_id
    return handler if people_rows.holds(unit.connection, handler, role.value) else None


def _settle_timers(unit: UnitOfWork, case: Case) -> None:
    waiting = {
        timer.id: (running, timer)
        for running in case.live() for timer in running.instance.waiting_timers()
    }
    gone = [timer_id for timer_id in case.timers if timer_id not in waiting]
    if gone:
        timer_rows.remove(unit.connection, gone)
        for timer_id in gone:
            del case.timers[timer_id]
    new = []
    for running, timer in waiting.values():
        if timer.id in case.timers:
            continue
        row: TimerRow = {
            "id": timer.id, "case_id": case.id, "element": timer.element,
            "name": timer.name, "repeats": timer.repeats, "opened_on": unit.today,
            "due_at": None, "legal_date": None, "fired_for": None, "fired_at": None,
            "about_id": running.about_id,
        }
        row["due_at"], row["legal_date"] = _timer_dates(unit, case, row)
        case.timers[timer.id] = row
        new.append(row)
    if new:
        timer_rows.add(unit.connection, new)


def _timer_dates(
    unit: UnitOfWork, case: DatedCase, timer: TimerRow
) -> tuple[datetime | None, date | None]:
    """The moment at which a timer is to fire, and the legal date that it waits for."""
    alarm, configuration = alarms()[timer["name"]], unit.around[Configuration]
    if alarm.limit.apart:
        day = last_day_apart(unit, alarm.limit, timer["about_id"])
        moment = alarm.for_day(day, case.calendar, configuration)
    else:
        moment = alarm.moment(
            case.assessment, case.calendar, configuration, timer["opened_on"],
            in_effect(unit).arrangements.of(case.agency_id, timer["opened_on"]).days,
            timer["about_id"],
        )
    if moment is None:
        return None, None
    # It fired for this very date: only another date needs another warning.
    fired = moment.legal_date == timer["fired_for"]
    return None if fired else moment.at, moment.legal_date
