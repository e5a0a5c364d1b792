"""Overdue by a day of receipt that was wrong: the record says so, and nobody is supervised for it.

条例 arts. 46 and 47. A request of 2 March was registered as of 2 February.
"""

from datetime import timedelta

from engine import Engine, Role
from engine.configuration import Configuration
from engine.processes.published import load
from tests.engine.correcting import correct, preview, received
from tests.engine.office import MONDAY, Clock, Office, accepted, day

FEBRUARY = day(2, 2)
NEXT = timedelta(days=1)


def supervised(office: Office) -> int:
    """Registered on 2 March as of 2 February; its limit passed, and it is supervised."""
    case_id = office.register(arrived_on=FEBRUARY, received_on=FEBRUARY)
    office.take(case_id, accepted(day(3, 3)))
    due = office.case(case_id).clock.due_on
    assert due is not None
    office.sweep(due + NEXT)
    assert "supervise_overdue" in office.open_steps(case_id)
    return case_id


def test_what_was_recorded_as_overdue_is_taken_back(office: Office) -> None:
    case_id = supervised(office)
    assert "missed" in [mark.kind for mark in office.case(case_id).marks]
    assert preview(office, case_id, received(MONDAY)).due_on == day(3, 30)
    correct(office, case_id, received(MONDAY))
    case = office.case(case_id)
    assert "supervise_overdue" not in office.open_steps(case_id)
    assert (case.clock.urgency, case.clock.due_on) == ("ample", day(3, 30))
    (back,) = [each for each in case.timeline if each.kind == "OverdueTakenBack"]
    assert (back.data["limit"], back.data["due_on"]) == ("reply", "2026-03-30")
    assert "TimeLimitMissed" in office.events(case_id), "that it was recorded stays"
    assert "missed" not in [mark.kind for mark in case.marks]
    office.restart()
    assert "supervise_overdue" not in office.open_steps(case_id)


def test_when_the_right_limit_passes_it_is_overdue_anew(office: Office) -> None:
    case_id = supervised(office)
    correct(office, case_id, received(MONDAY))
    assert office.sweep(day(3, 30), hour=23) <= 1       # the warning of the right limit
    assert "supervise_overdue" not in office.open_steps(case_id)
    office.sweep(day(3, 31))
    assert "supervise_overdue" in office.open_steps(case_id)
    assert office.events(case_id).count("TimeLimitMissed") == 2
    assert "missed" in [mark.kind for mark in office.case(case_id).marks]


def test_put_back_to_the_first_day_it_is_overdue_by_that_again(office: Office) -> None:
    case_id = supervised(office)
    today = office.clock.moment.date()
    correct(office, case_id, received(MONDAY))
    correct(office, case_id, received(FEBRUARY), "原登记无误")
    office.sweep(today + NEXT)
    assert "supervise_overdue" in office.open_steps(case_id)
    assert office.events(case_id).count("TimeLimitMissed") == 2


def test_an_earlier_day_may_make_a_request_overdue(office: Office) -> None:
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    office.clock.go_to(day(3, 20))
    correct(office, case_id, received(FEBRUARY))
    office.sweep(day(3, 21))
    assert office.case(case_id).clock.urgency == "overdue"
    assert "supervise_overdue" in office.open_steps(case_id)


def test_where_the_life_itself_holds_the_supervision_a_person_ends_it(
    settings: Configuration
) -> None:
    """A case of the second release: its diagram has the task within the life."""
    clock = Clock()
    office = Office.open(settings, clock, engine=Engine(
        settings, now=clock, processes=load().as_of(2)))
    case_id = supervised(office)
    correct(office, case_id, received(MONDAY))
    assert "OverdueTakenBack" in office.events(case_id)
    assert office.case(case_id).clock.urgency == "ample"
    assert "supervise_overdue" in office.open_steps(case_id)
    assert [each.state for each in office.case(case_id).letters] == ["issued", "issued"]
    assert office.people[Role.MANAGER]
    office.close()
