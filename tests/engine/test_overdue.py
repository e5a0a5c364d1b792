"""One rule for 'due today' and 'overdue': a limit has passed from the next calendar day on."""

from datetime import date

import pytest

from engine import MonitorPage, MyWork, RegisterFilter, RegisterPage, Role
from tests.engine.office import Office, accepted, day
from web.casework import clock_strip

FRIDAY = date(2026, 3, 20)      # twenty working days after Saturday 2026-02-21


@pytest.mark.parametrize(("today", "urgency"), [
    (date(2026, 3, 19), "near"), (FRIDAY, "today"), (date(2026, 3, 21), "overdue"),
    (date(2026, 3, 22), "overdue"), (date(2026, 3, 23), "overdue"),
])
def test_every_list_says_the_same_of_a_case_due_on_friday(
    office: Office, today: date, urgency: str
) -> None:
    case_id = office.register(arrived_on=date(2026, 2, 21), received_on=date(2026, 2, 21))
    office.take(case_id, accepted(day(3, 3)))
    office.sweep(today)
    manager, handler = office.people[Role.MANAGER], office.people[Role.HANDLER]
    case = office.case(case_id)
    (task,) = office.engine.ask(MyWork(), handler)
    assert case.clock.due_on == FRIDAY
    assert case.clock.urgency == task.clock.urgency == urgency
    listed = office.engine.ask(
        RegisterPage(wanted=RegisterFilter(due="overdue")), manager).rows
    assert [line.id for line in listed] == ([case_id] if urgency == "overdue" else [])
    assert office.engine.ask(MonitorPage(), manager).total.overdue == len(listed)
    assert ("TimeLimitMissed" in office.events(case_id)) == (urgency == "overdue")


def test_on_a_day_off_after_the_last_day_nobody_reads_due_today(office: Office) -> None:
    case_id = office.register(arrived_on=date(2026, 2, 21), received_on=date(2026, 2, 21))
    words = {}
    for today in (FRIDAY, date(2026, 3, 21), date(2026, 3, 23)):
        office.clock.go_to(today)
        words[today.day] = clock_strip.words(office.case(case_id).clock)
    assert words == {20: "今日到期", 21: "已逾期", 23: "已逾期 1 个工作日"}
