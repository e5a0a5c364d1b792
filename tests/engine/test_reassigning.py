"""改派: a manager gives away what somebody holds who is on leave, or what nobody has taken."""

import pytest

from engine import (
    Actor,
    CasePage,
    ClaimTask,
    HandOverTask,
    InvalidInput,
    NotFound,
    NotPermitted,
    Role,
    TaskFormOf,
)
from tests.engine.office import DISCLOSED, Office, accepted, day, new_agency, submitted

MANAGER = Role.MANAGER


@pytest.fixture
def case_id(office: Office) -> int:
    """A reply to be drafted, in the hands of the handler."""
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    return case_id


def reassign(office: Office, case_id: int, by: Actor, to: Actor) -> None:
    office.engine.handle(HandOverTask(
        task_id=office.task(case_id, "draft_reply").id, to_person_id=to.person_id or 0), by)


def test_the_manager_gives_the_work_of_somebody_on_leave_to_a_colleague(
    office: Office, case_id: int
) -> None:
    colleague = office.hire(Role.HANDLER, "第二承办人")
    view = office.engine.ask(CasePage(case_id=case_id), office.people[MANAGER])
    shown = next(form for form in view.others if form.task.element == "draft_reply")
    assert shown.may_reassign
    assert [person.name for person in shown.colleagues] == ["第二承办人"]
    reassign(office, case_id, office.people[MANAGER], colleague)
    case = office.case(case_id)
    assert case.handler is not None
    assert case.handler.name == "第二承办人"
    assert case.timeline[-1].kind == "TaskHandedOver"
    assert case.timeline[-1].by == office.people[MANAGER].name
    office.engine.handle(office.form(case_id, submitted(day(3, 4), DISCLOSED)), colleague)


def test_also_what_waits_and_nobody_took(office: Office) -> None:
    case_id = office.register()
    officer = office.people[Role.INTAKE_OFFICER]
    task = office.task(case_id, "examine_request")
    office.engine.handle(
        HandOverTask(task_id=task.id, to_person_id=officer.person_id or 0),
        office.people[MANAGER])
    assignee = office.task(case_id, "examine_request").assignee
    assert assignee is not None
    assert assignee.id == officer.person_id


def test_only_to_who_has_the_duty_in_this_agency(office: Office, case_id: int) -> None:
    for person in (office.people[Role.REVIEWER], office.people[MANAGER]):
        with pytest.raises(InvalidInput):
            reassign(office, case_id, office.people[MANAGER], person)


def test_nobody_else_takes_it_out_of_a_colleague_s_hands(office: Office, case_id: int) -> None:
    colleague = office.hire(Role.HANDLER, "第二承办人")
    for role in (Role.INTAKE_OFFICER, Role.REVIEWER):
        with pytest.raises(NotPermitted):
            reassign(office, case_id, office.people[role], colleague)
    office.agency_id = office.engine.handle(new_agency("周民公开"), Actor(
        person_id=None, name="安装程序", agency_id=None, roles=frozenset({Role.ADMINISTRATOR})))
    stranger = office.hire(MANAGER, "别的机关的督办人员")
    with pytest.raises(NotFound):
        reassign(office, case_id, stranger, colleague)


def test_a_manager_does_not_do_the_work_himself_for_that(office: Office, case_id: int) -> None:
    task_id = office.task(case_id, "draft_reply").id
    with pytest.raises(NotPermitted):
        office.engine.handle(ClaimTask(task_id=task_id), office.people[MANAGER])
    assert not office.engine.ask(TaskFormOf(task_id=task_id), office.people[MANAGER]).may_act
