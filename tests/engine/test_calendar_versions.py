"""A notice takes effect in one act; running cases follow one by one, closed ones never."""

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from engine import (
    AddLocalDays,
    CalendarPage,
    CaseOf,
    Configuration,
    HealthOf,
    HolidayNoticePreview,
    ImportHolidayNotice,
    InvalidInput,
    NotFound,
    NotPermitted,
    ReceiptOf,
    Role,
    SystemPage,
    WithdrawalPreview,
    WithdrawHolidayNotice,
)
from engine.actors.actor import CLOCK
from engine.cases.commands import RecalculateCase
from engine.cases.rows import cases as case_rows
from engine.installation.tables import HANDLERS
from engine.rules.calendars import rows as notice_rows
from engine.statute import WorkingDays
from engine.store.tables import audit_events, cases
from engine.transaction.messages import Command
from engine.transaction.unit_of_work import transaction
from engine.workers import ticker as scheduler
from tests.engine.office import (
    DISCLOSED,
    ROOT,
    Clock,
    Office,
    accepted,
    archived,
    day,
    delivered,
    engine_of_latest,
    reviewed,
    served,
    signed,
    submitted,
)
from tests.statute.test_amendments import AMENDMENTS
from tests.statute.test_notice_text import GOOD

_ROOT = Path(__file__).parents[2]
SOURCE = "某发明电〔2026〕9号"


def day_off(off: date) -> ImportHolidayNotice:
    """A notice that gives one more day off."""
    return ImportHolidayNotice(text="", notice={
        "year": off.year, "title": "放假一天的通知", "published": "2026-03-03",
        "url": f"某政发〔{off.year}〕{off.month}{off.day:02}号",
        "off": [["放假", off.isoformat(), off.isoformat()]], "worked": [], "whole_year": False,
    })


def dates(office: Office, case_id: int) -> tuple[Any, Any]:
    """The due date of the register and the one of the case's own page."""
    case = office.case(case_id)
    return case.clock.due_on, case.assessment.due


def finish(office: Office, case_id: int, until: int) -> None:
    """Accepted, drafted, signed, posted, delivered and archived on 5 March: the first ``until``
    of it."""
    on = day(3, 5)
    steps = (accepted(on), submitted(on, DISCLOSED), reviewed(on), signed(on), served(on),
             delivered(on), archived(on))
    office.play(case_id, steps[:until])


@pytest.mark.parametrize(("amended", "received", "before", "after"), AMENDMENTS)
def test_the_amendments_of_history_move_running_cases(
    settings: Configuration, amended: date, received: date, before: date, after: date
) -> None:
    clock = Clock(max(received, date(2019, 6, 3)))
    eve = WorkingDays.load(as_known_on=amended - timedelta(days=1))
    office = Office.open(settings, clock, engine=engine_of_latest(settings, now=clock))
    case_id = office.register()
    with office.engine.database.write() as connection:  # taken over from before the new rules
        connection.execute(update(cases).values(
            arrived_on=received, received_on=received, calendar_version="earlier"))
    office.engine.close()
    office.engine = engine_of_latest(settings, now=clock, notices=eve.notices)
    scheduler.recalculate(office.engine)
    assert dates(office, case_id) == (before, before)
    notice = next(n for n in WorkingDays.load().notices if n.published == amended)
    office.engine.handle(ImportHolidayNotice(text="", notice=notice.to_json()), ROOT)
    scheduler.recalculate(office.engine)
    assert dates(office, case_id) == (after, after)
    moved = [(item.data["before"], item.data["after"]) for item in office.case(case_id).timeline
             if item.kind == "DueDateRecalculated"]
    assert ((before.isoformat(), after.isoformat()) in moved) == (before != after)
    office.close()


@pytest.mark.parametrize("until", [5, 7], ids=["replied", "archived"])
def test_a_closed_case_keeps_its_dates_whatever_comes(office: Office, until: int) -> None:
    closed, running = office.register(), office.register()
    finish(office, closed, until)
    office.engine.handle(day_off(day(3, 10)), ROOT)
    scheduler.recalculate(office.engine)
    assert dates(office, running) == (day(3, 31), day(3, 31))
    assert dates(office, closed) == (day(3, 30), day(3, 30))
    if until == 5:      # archiving afterwards does not touch them either
        office.play(closed, [delivered(day(3, 6)), archived(day(3, 6))])
        assert dates(office, closed) == (day(3, 30), day(3, 30))
    other = engine_of_latest(
        office.engine.configuration, now=office.clock
    )  # nothing of it is in memory
    assert other.ask(CaseOf(case_id=closed), office.people[Role.HANDLER]).assessment.due == day(
        3, 30
    )
    other.close()


# The program is killed when the third case is written and not yet committed.
_KILLED = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from engine import Engine, Configuration
from engine.workers import ticker as scheduler
from engine.transaction.unit_of_work import UnitOfWork

write, seen = UnitOfWork._finish, 0

def write_and_die(unit):
    global seen
    write(unit)
    seen += 1
    if seen == 3:
        os.kill(os.getpid(), signal.SIGKILL)

UnitOfWork._finish = write_and_die
settings = Configuration.at(Path(sys.argv[1]), database_url=sys.argv[2])
scheduler.recalculate(Engine(settings, now=lambda: datetime.fromisoformat(sys.argv[3])))
"""


def test_a_killed_recomputing_goes_on_where_it_stopped(office: Office) -> None:
    case_ids = [office.register() for _ in range(5)]
    office.engine.handle(day_off(day(3, 10)), ROOT)
    settings = office.engine.configuration
    killed = subprocess.run(
        [sys.executable, "-c", _KILLED, str(settings.data), settings.database_url,
         office.clock.moment.isoformat()],
        cwd=_ROOT, capture_output=True, text=True, timeout=240,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    page = office.engine.ask(CalendarPage(), ROOT)
    assert (page.waiting, page.running) == (3, 5)
    moved = [dates(office, case_id)[0] for case_id in case_ids]
    assert moved == [day(3, 31)] * 2 + [day(3, 30)] * 3, "each case wholly or not at all"
    again = engine_of_latest(settings, now=office.clock)
    assert scheduler.recalculate(again) == 3
    assert scheduler.recalculate(again) == 0
    again.close()
    for case_id in case_ids:
        assert dates(office, case_id) == (day(3, 31), day(3, 31))
        assert office.events(case_id).count("DueDateRecalculated") == 1


def test_a_new_edition_of_the_product_leaves_closed_cases_alone(settings: Configuration) -> None:
    clock = Clock(day(2, 26))      # only the notice says that Saturday 28 February is worked
    eve = WorkingDays.load(as_known_on=date(2025, 1, 1))    # an edition that knew no 2026
    old = Office.open(settings, clock, engine=engine_of_latest(
        settings, now=clock, notices=eve.notices))
    closed, running = old.register(), old.register()
    finish(old, closed, 7)
    by_the_old = dates(old, closed)
    assert old.case(running).clock.provisional
    old.engine.close()
    old.engine = engine_of_latest(settings, now=clock)
    scheduler.recalculate(old.engine)
    assert dates(old, closed) == by_the_old == (day(3, 26), day(3, 26))
    assert dates(old, running) == (day(3, 25), day(3, 25))
    assert not old.case(running).clock.provisional
    old.close()


def test_a_timer_never_fires_by_the_calendar_that_was(office: Office) -> None:
    case_id = office.register()
    office.play(case_id, [accepted(day(3, 3))])
    office.engine.handle(day_off(day(3, 10)), ROOT)
    office.sweep(day(3, 31))        # overdue by the old calendar, the last day by the new one
    assert "TimeLimitMissed" not in office.events(case_id)
    office.sweep(day(4, 1))
    assert "TimeLimitMissed" in office.events(case_id)


def test_another_process_sees_the_notice_at_once(office: Office) -> None:
    other = engine_of_latest(office.engine.configuration, now=office.clock)
    officer = office.people[Role.INTAKE_OFFICER]
    assert other.ask(
        ReceiptOf(channel="in_person", arrived_on=day(3, 2), received_on=day(3, 2)), officer
    ).due_on == day(3, 30)
    office.engine.handle(day_off(day(3, 10)), ROOT)
    assert other.ask(
        ReceiptOf(channel="in_person", arrived_on=day(3, 2), received_on=day(3, 2)), officer
    ).due_on == day(3, 31)
    other.close()


def test_taking_up_next_year_makes_dates_certain_and_taking_it_back_undoes_it(
    office: Office
) -> None:
    office.clock.go_to(date(2027, 1, 11))
    case_id = office.register()
    assert office.case(case_id).clock.provisional
    preview = office.engine.ask(HolidayNoticePreview(text=GOOD, url=SOURCE), ROOT)
    assert preview.notice.year == 2027
    assert [(m.case_id, m.before, m.after, m.provisional) for m in preview.moves] == [
        (case_id, date(2027, 2, 10), date(2027, 2, 15), False)
    ]
    notice_id = office.engine.handle(ImportHolidayNotice(text=GOOD, url=SOURCE), ROOT)
    scheduler.recalculate(office.engine)
    assert dates(office, case_id)[0] == date(2027, 2, 15)
    assert not office.case(case_id).clock.provisional
    assert office.engine.ask(HealthOf()).calendar_until == 2027
    back = office.engine.ask(WithdrawalPreview(notice_id=notice_id), ROOT)
    assert [(m.before, m.after) for m in back.moves] == [(date(2027, 2, 15), date(2027, 2, 10))]
    office.engine.handle(WithdrawHolidayNotice(notice_id=notice_id, reason="录入了草稿"), ROOT)
    scheduler.recalculate(office.engine)
    assert dates(office, case_id)[0] == date(2027, 2, 10)
    assert office.engine.ask(CalendarPage(), ROOT).imported[0].withdrawn_because == "录入了草稿"
    with pytest.raises(NotFound):
        office.engine.handle(WithdrawHolidayNotice(notice_id=notice_id, reason="再次"), ROOT)


def test_of_two_who_take_up_the_same_notice_at_once_the_second_is_told_so(office: Office) -> None:
    command = day_off(date(2026, 3, 13))
    with pytest.raises(InvalidInput, match="已经在用"):
        _while_not_yet_durable(office, command, command)
    local = AddLocalDays(
        agency_id=office.agency_id, title="县庆放假的通知", document="某政发〔2026〕7号",
        published=date(2026, 3, 2), off="县庆 2026-03-20", worked="",
    )
    with pytest.raises(InvalidInput, match="已经在用"):
        _while_not_yet_durable(office, local, local)
    with office.engine.database.read() as connection:
        assert len(notice_rows.notices(connection)) == 2


def test_of_two_who_take_a_notice_back_at_once_one_does(office: Office) -> None:
    command = WithdrawHolidayNotice(
        notice_id=office.engine.handle(day_off(date(2026, 3, 13)), ROOT), reason="文号有误",
    )
    with pytest.raises(NotFound):
        _while_not_yet_durable(office, command, command)
    with office.engine.database.read() as connection:
        kinds = list(connection.execute(select(audit_events.c.kind)).scalars())
    assert kinds.count("CalendarNoticeWithdrawn") == 1


def _while_not_yet_durable(office: Office, first: Command, second: Command) -> None:
    """The second act begins when the first has done all but commit. Raises what the second does."""
    engine, database = office.engine, office.engine.database
    with ThreadPoolExecutor(1) as pool:
        with transaction(engine._around, ROOT, first.stored_as) as unit:
            HANDLERS[type(first)](first, unit)
            late = pool.submit(engine.handle, second, ROOT)
            while not database.is_sqlite and not late.done() and not (
                unit.connection.exec_driver_sql("select 1 from pg_locks where not granted").first()
            ):
                pass
        late.result(20)


def test_a_text_that_is_not_understood_changes_nothing(office: Office) -> None:
    wrong = GOOD.replace("1月1日（周五）", "1月1日（周四）")
    for text in (wrong, "", "x" * 20_001):
        with pytest.raises(InvalidInput):
            office.engine.handle(ImportHolidayNotice(text=text, url=SOURCE), ROOT)
    with pytest.raises(InvalidInput, match="不符"):
        office.engine.ask(HolidayNoticePreview(text=wrong, url=SOURCE), ROOT)
    office.engine.handle(ImportHolidayNotice(text=GOOD, url=SOURCE), ROOT)
    with pytest.raises(InvalidInput, match="已经在用"):
        office.engine.handle(ImportHolidayNotice(text=GOOD, url=SOURCE), ROOT)
    assert len(office.engine.ask(CalendarPage(), ROOT).imported) == 1


def test_only_who_looks_after_the_installation_changes_the_calendar(office: Office) -> None:
    for role, person in office.people.items():
        with pytest.raises(NotPermitted):
            office.engine.handle(ImportHolidayNotice(text=GOOD, url=SOURCE), person)
        with pytest.raises(NotPermitted):
            office.engine.ask(HolidayNoticePreview(text=GOOD, url=SOURCE), person)
        assert role not in {Role.ADMINISTRATOR, Role.SUPERVISOR}


def test_from_november_on_the_missing_year_is_an_alarm(office: Office) -> None:
    office.clock.go_to(date(2026, 10, 31))
    assert office.engine.ask(SystemPage(), ROOT).alarm == ""
    office.clock.go_to(date(2026, 11, 1))
    assert "2027年" in office.engine.ask(SystemPage(), ROOT).alarm


def test_a_case_in_memory_is_read_anew_once_it_has_been_recomputed(office: Office) -> None:
    case_id = office.register()
    office.play(case_id, [accepted(day(3, 3))])      # now it is in memory, with its old dates
    office.engine.handle(day_off(day(3, 10)), ROOT)
    assert scheduler.recalculate(office.engine) == 1
    office.take(case_id, submitted(day(3, 5), DISCLOSED))
    assert dates(office, case_id) == (day(3, 31), day(3, 31))
    assert office.events(case_id).count("DueDateRecalculated") == 1


def test_recomputing_leaves_the_process_as_it_is_stored(office: Office) -> None:
    case_id = office.register()

    def stored() -> tuple[bytes, str]:
        with office.engine.database.read() as connection:
            (row,) = case_rows.instances_of(connection, case_id)
            return bytes(row["state"]), row["state_digest"]

    before = stored()
    office.engine.handle(day_off(day(3, 10)), ROOT)
    scheduler.recalculate(office.engine)
    assert dates(office, case_id) == (day(3, 31), day(3, 31))
    assert stored() == before
    office.engine.handle(RecalculateCase(case_id=case_id), CLOCK)       # once more: nothing to do
    assert office.events(case_id).count("DueDateRecalculated") == 1
