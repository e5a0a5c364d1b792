"""Days off of one agency: its cases, and only they, are computed with its own calendar.

March 2026: 20 working days after Monday the 2nd end on Monday the 30th; with Tuesday the 10th
off they end on the 31st.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, event, text

from engine import (
    CLOCK,
    Actor,
    AddLocalDays,
    CalendarPage,
    CaseOf,
    Configuration,
    InvalidInput,
    LocalDaysPreview,
    MonitorPage,
    NationalCalendar,
    NotFound,
    NotPermitted,
    ReceiptOf,
    RegisterFilter,
    RegisterPage,
    Role,
    StaleCases,
    TaskFormOf,
    WithdrawHolidayNotice,
)
from engine.cases.rows import waiting as recalculation_rows
from engine.rules.in_effect import Lookout
from engine.workers import ticker as scheduler
from tests.conftest import ON_ONE_KIND
from tests.engine.office import (
    DISCLOSED,
    EXTENSION_ASKED,
    MONDAY,
    ROOT,
    Clock,
    Office,
    accepted,
    day,
    engine_of_latest,
    submitted,
)
from tests.engine.test_calendar_versions import dates, day_off, finish


@pytest.fixture
def two(settings: Configuration) -> Iterator[tuple[Office, Office]]:
    """Two agencies of one district; the first has days of its own."""
    here = Office.open(settings, Clock())
    there = Office.open(settings, here.clock, code="周民公开", engine=here.engine)
    yield here, there
    here.close()


def local(agency_id: int | None, **changes: Any) -> AddLocalDays:
    """The tenth of March off, by a document of the local government."""
    values: dict[str, Any] = {
        "agency_id": agency_id, "title": "关于州庆放假的通知", "document": "州政办发〔2026〕3号",
        "published": day(3, 2), "off": "州庆 2026-03-10",
    }
    return AddLocalDays(**{**values, **changes})


def watcher(office: Office) -> Actor:
    """Somebody of the supervising department, who sees every agency."""
    return Actor(person_id=None, name="主管", agency_id=office.agency_id,
                 roles=frozenset({Role.SUPERVISOR}))


def test_the_days_of_an_agency_move_its_cases_and_no_others(two: tuple[Office, Office]) -> None:
    here, there = two
    mine, theirs = here.register(), there.register()
    here.engine.handle(local(here.agency_id), ROOT)
    assert here.engine.ask(StaleCases(limit=10), CLOCK) == [mine]
    assert scheduler.recalculate(here.engine) == 1
    assert dates(here, mine) == (day(3, 31), day(3, 31))
    assert dates(there, theirs) == (day(3, 30), day(3, 30))
    assert dates(here, here.register()) == (day(3, 31), day(3, 31)), "new cases too"
    assert "DueDateRecalculated" in here.events(mine)
    assert "DueDateRecalculated" not in there.events(theirs)
    (tenth,) = [row for row in here.case(mine).assessment.proof() if row.day == day(3, 10)]
    assert (tenth.kind, tenth.notice) == ("holiday", "州政办发〔2026〕3号"), "the proof says why"


def test_before_it_takes_effect_the_moved_dates_are_shown(two: tuple[Office, Office]) -> None:
    here, there = two
    mine, theirs = here.register(), there.register()
    alone = here.engine.ask(LocalDaysPreview(command=local(here.agency_id)), ROOT)
    assert [(m.case_id, m.before, m.after) for m in alone.moves] == [
        (mine, day(3, 30), day(3, 31))]
    assert alone.agency is not None
    every = here.engine.ask(LocalDaysPreview(command=local(None)), ROOT)
    assert {m.case_id for m in every.moves} == {mine, theirs}
    assert here.engine.ask(StaleCases(limit=10), CLOCK) == [], "nothing took effect"


def test_days_for_all_reach_also_the_agency_with_days_of_its_own(
    two: tuple[Office, Office]
) -> None:
    here, there = two
    here.engine.handle(local(here.agency_id), ROOT)
    mine, theirs = here.register(), there.register()
    here.engine.handle(day_off(day(3, 11)), ROOT)
    scheduler.recalculate(here.engine)
    assert dates(here, mine)[0] == day(4, 1)
    assert dates(there, theirs)[0] == day(3, 31)


def test_an_agency_without_additions_shares_the_calendar_of_all(
    two: tuple[Office, Office]
) -> None:
    here, there = two
    here.engine.handle(local(here.agency_id), ROOT)
    with here.engine.database.read() as connection:
        calendars = here.engine._around[Lookout].look(connection).calendars
    assert calendars.of(there.agency_id) is calendars.national is calendars.of(None)
    assert calendars.of(here.agency_id) is calendars.of(here.agency_id)
    assert calendars.of(here.agency_id) != calendars.national
    assert here.engine.ask(NationalCalendar()) is calendars.national


def test_a_case_that_ended_keeps_its_agency_s_calendar_also_after_it_was_taken_back(
    office: Office
) -> None:
    notice_id = office.engine.handle(local(office.agency_id), ROOT)
    closed, running = office.register(), office.register()
    finish(office, closed, 6)
    office.engine.handle(WithdrawHolidayNotice(notice_id=notice_id, reason="文件被撤销"), ROOT)
    scheduler.recalculate(office.engine)
    assert dates(office, running) == (day(3, 30), day(3, 30))
    fresh = engine_of_latest(
        office.engine.configuration, now=office.clock
    )  # nothing of it is in memory
    case = fresh.ask(CaseOf(case_id=closed), office.people[Role.HANDLER])
    assert (case.clock.due_on, case.assessment.due) == (day(3, 31), day(3, 31))
    fresh.close()


def test_local_days_hold_over_the_arrangement_for_all_whenever_that_was_issued(
    office: Office
) -> None:
    """A make-up Saturday of all is a day off here, and it is named by the local document."""
    office.clock.go_to(date(2026, 5, 4))
    case_id = office.register()         # 9 May 2026, a Saturday, is a make-up day
    assert dates(office, case_id)[0] == date(2026, 6, 1)
    office.engine.handle(local(
        office.agency_id, off="本地节日 2026-05-09", published=date(2020, 1, 1)), ROOT)
    scheduler.recalculate(office.engine)
    assert dates(office, case_id)[0] == date(2026, 6, 2)


def test_what_is_near_is_told_by_each_agency_s_own_calendar(two: tuple[Office, Office]) -> None:
    """Due on 31 March: one working day ahead of those who are off on the 30th, two for others."""
    here, there = two
    here.engine.handle(local(here.agency_id, off="州庆 2026-03-30"), ROOT)
    here.clock.go_to(MONDAY)
    mine = here.register()
    here.clock.go_to(day(3, 3))
    theirs = there.register()
    assert dates(here, mine)[0] == dates(there, theirs)[0] == day(3, 31)
    here.clock.go_to(day(3, 27))        # a Friday
    assert here.case(mine).clock.remaining == 1
    assert there.case(theirs).clock.remaining == 2
    page = here.engine.ask(RegisterPage(wanted=RegisterFilter(due="within_1")), watcher(here))
    assert [row.id for row in page.rows] == [mine]
    assert [
        row.clock.remaining
        for row in here.engine.ask(
            RegisterPage(wanted=RegisterFilter(due="within_3", sort="due")), watcher(here)
        ).rows
    ] == [1, 2]
    assert here.engine.ask(MonitorPage(), watcher(here)).total.within_1 == 1
    assert there.engine.ask(MonitorPage(), there.people[Role.MANAGER]).total.within_1 == 0
    assert here.engine.ask(MonitorPage(), here.people[Role.MANAGER]).total.within_1 == 1


def test_the_form_s_foresight_and_the_intake_use_the_agency_s_calendar(
    two: tuple[Office, Office]
) -> None:
    here, there = two
    here.engine.handle(local(here.agency_id), ROOT)
    for office, due in ((here, day(3, 31)), (there, day(3, 30))):
        receipt = office.engine.ask(
            ReceiptOf(channel="in_person", arrived_on=MONDAY, received_on=MONDAY),
            office.people[Role.INTAKE_OFFICER],
        )
        assert receipt.due_on == due
    for office, due in ((here, date(2026, 4, 15)), (there, date(2026, 4, 14))):  # ten days more
        office.clock.go_to(MONDAY)
        case_id = office.register()
        office.play(case_id, [accepted(day(3, 3)), EXTENSION_ASKED])
        form = office.engine.ask(
            TaskFormOf(task_id=office.task(case_id, "approve_extension").id),
            office.people[Role.REVIEWER],
        )
        assert due in [choice.due_if_done for choice in form.choices]


@ON_ONE_KIND
@pytest.mark.parametrize(("changes", "field", "message"), [
    ({"off": ""}, "off", "至少写一段"),
    ({"off": "州庆 2026-03-10\n那天"}, "off", "第2行没有写明年、月、日：“那天”"),
    ({"off": "2026-03-10"}, "off", "先写节日名称"),
    ({"off": "州庆 2026-03-32"}, "off", "第1行的日期不存在"),
    ({"off": "州庆 2026年3月10日（星期三）"}, "off", "星期与日期不符"),
    ({"off": "州庆 2026年3月10日至11日放假，共3天"}, "off", "天数与起止日期不符"),
    ({"off": "州庆 2026-03-10 2026-03-09"}, "off", "终止日期早于起始日期"),
    ({"off": "州庆 2026-12-31 2027-01-01"}, "off", "同一年度"),
    ({"off": "州庆 2026-03-10\n节日 2026-03-10"}, "off", "写了两次"),
    ({"off": "周末 2026-03-14 2026-03-15"}, "off", "已经是这样"),
    ({"worked": "2026-03-12"}, "off", "不能作为调休上班日"),
    ({"worked": "后天"}, "worked", "第1行没有读懂"),
    ({"off": "州庆 2028-03-10"}, "off", "请核对年份"),
    ({"off": "州庆 2026-03-10 " + "，" * 200}, "off", "第1行过长"),
    ({"off": "州庆 2026-03-10\n" * 61}, "off", "最多录入60行"),
    ({"title": " "}, "title", "文件标题"),
    ({"document": ""}, "document", "文号"),
    ({"published": day(3, 3)}, "published", "不能晚于今天"),
    ({"agency_id": 999}, "agency_id", "适用的机关"),
])
def test_what_is_typed_wrong_is_named_and_changes_nothing(
    office: Office, changes: dict[str, Any], field: str, message: str
) -> None:
    command = local(**{"agency_id": office.agency_id, **changes})
    for act in (
        office.engine.handle,
        lambda c, a: office.engine.ask(LocalDaysPreview(command=c), a),
    ):
        with pytest.raises(InvalidInput) as refused:
            act(command, ROOT)
        assert message in refused.value.problems[field]
    assert office.engine.ask(CalendarPage(), ROOT).imported == ()


@pytest.mark.parametrize("typed", [
    "州庆 2026-03-10 2026-03-11", "州庆，2026/3/10，2026/3/11", "州庆：2026年3月10日至11日放假",
    "州庆：2026年3月10日（星期二）至3月11日（周三）放假，共2天。",
    "州庆　２０２６-０３-１０～2026-03-11",
])
def test_lines_are_read_as_offices_write_them(office: Office, typed: str) -> None:
    view = office.engine.ask(LocalDaysPreview(command=local(office.agency_id, off=typed)), ROOT)
    assert view.notice.off == (("州庆", day(3, 10), day(3, 11)),)


def test_the_same_document_is_not_taken_up_twice_for_one_agency(
    two: tuple[Office, Office]
) -> None:
    here, there = two
    here.engine.handle(local(here.agency_id), ROOT)
    with pytest.raises(InvalidInput, match="已经在用"):
        here.engine.handle(local(here.agency_id, off="州庆 2026-03-11"), ROOT)
    here.engine.handle(local(there.agency_id), ROOT)


def test_who_may_change_and_who_may_see(two: tuple[Office, Office]) -> None:
    here, there = two
    for person in here.people.values():
        with pytest.raises(NotPermitted):
            here.engine.handle(local(here.agency_id), person)
        with pytest.raises(NotPermitted):
            here.engine.ask(LocalDaysPreview(command=local(here.agency_id)), person)
    here.engine.handle(local(here.agency_id), watcher(here))
    manager, other = here.people[Role.MANAGER], there.people[Role.MANAGER]
    view = here.engine.ask(CalendarPage(year=2026, agency_id=here.agency_id), manager)
    assert [each.agency and each.agency.id for each in view.imported] == [here.agency_id]
    with pytest.raises(NotFound):
        here.engine.ask(CalendarPage(year=2026, agency_id=here.agency_id), other)
    assert here.engine.ask(CalendarPage(year=2026), other).imported == ()


def test_the_record_says_for_which_agency_days_were_taken_up(office: Office) -> None:
    office.engine.handle(local(office.agency_id), ROOT)
    with office.engine.database.read() as connection:
        data = connection.execute(text(
            "SELECT data FROM audit_events WHERE kind = 'CalendarNoticeImported'")).scalar_one()
    assert f'"agency_id":{office.agency_id}' in data
    assert "州政办发〔2026〕3号" in data


def test_an_act_asks_once_what_is_in_effect_and_only_that(two: tuple[Office, Office]) -> None:
    """However many agencies have days of their own."""
    here, _ = two
    here.engine.handle(local(here.agency_id), ROOT)
    case_id = here.register()
    here.play(case_id, [accepted(day(3, 3))])
    asked: list[str] = []
    database = here.engine.database
    for pool in (database._writer, database._reader)[:2 if database.is_sqlite else 1]:
        event.listen(pool, "before_cursor_execute", lambda *a: asked.append(a[2]))
    handler = here.people[Role.HANDLER]
    command = here.form(case_id, submitted(day(3, 4), DISCLOSED))
    for act in (
        lambda: here.engine.ask(RegisterPage(wanted=RegisterFilter()), handler),
        lambda: here.engine.ask(CaseOf(case_id=case_id), handler),
        lambda: here.engine.handle(command, handler),
    ):
        asked.clear()
        act()
        assert sum("calendar_notices" in statement for statement in asked) == 1


def test_stale_cases_are_found_along_the_index_of_open_ones(two: tuple[Office, Office]) -> None:
    here, there = two
    here.engine.handle(local(here.agency_id), ROOT)
    with here.engine.database.read() as connection:
        *of_agencies, moved = recalculation_rows._STALE
        asked = {"agencies": [here.agency_id, there.agency_id], "version": "2026", "most": 5}
        if here.engine.database.is_sqlite:
            assert "INDEX ix_cases_registered_in" in _plan(connection, moved, asked)
        for query in of_agencies:
            plan = _plan(connection, query, asked)
            if here.engine.database.is_sqlite:
                assert "ix_cases_open_agency_id_calendar_version_id" in plan
                assert "(agency_id=? AND calendar_version" in plan
                assert "SCAN" not in plan


def _plan(connection: Connection, query: Any, asked: dict[str, Any]) -> str:
    seen: list[tuple[str, Any]] = []
    event.listen(connection, "before_cursor_execute", lambda *a: seen.append((a[2], a[3])))
    connection.execute(query, asked)
    statement, parameters = seen[-1]
    prefix = "EXPLAIN QUERY PLAN " if connection.dialect.name == "sqlite" else "EXPLAIN "
    rows = connection.exec_driver_sql(prefix + statement, parameters).all()
    return "\n".join(str(row) for row in rows)
