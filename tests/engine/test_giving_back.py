"""放回: a claimed task is let go of, and who let go of it handles the case no more."""

from engine import (
    ClaimTask,
    DisablePerson,
    MonitorPage,
    RegisterFilter,
    RegisterPage,
    ReleaseTask,
    Role,
)
from tests.engine.office import DISCLOSED, ROOT, Office, Step, accepted, day, reviewed, submitted

HANDLER = Role.HANDLER


def counted(office: Office) -> dict[str, int]:
    """The open cases of each handler, as the manager's page counts them."""
    page = office.engine.ask(MonitorPage(), office.people[Role.MANAGER])
    return {person.name: count for person, count, _ in page.load}


def listed_under(office: Office, person_id: int | None) -> int:
    return len(office.engine.ask(
        RegisterPage(wanted=RegisterFilter(handler_id=person_id)), office.people[HANDLER]
    ).rows)


def test_who_gives_a_reply_back_is_counted_with_it_no_more(office: Office) -> None:
    me = office.people[HANDLER]
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    assert counted(office) == {me.name: 1}
    office.engine.handle(ReleaseTask(task_id=office.task(case_id, "draft_reply").id), me)
    assert office.case(case_id).handler is None
    assert counted(office) == {}
    assert listed_under(office, me.person_id) == 0


def test_who_claims_it_or_just_does_it_is_the_handler_from_then_on(office: Office) -> None:
    colleague = office.hire(HANDLER, "第二承办人")
    cases = [office.register(), office.register()]
    for case_id in cases:
        office.take(case_id, accepted(day(3, 3)))
        task = office.task(case_id, "draft_reply")
        office.engine.handle(ReleaseTask(task_id=task.id), office.people[HANDLER])
    office.engine.handle(ClaimTask(task_id=office.task(cases[0], "draft_reply").id), colleague)
    office.engine.handle(office.form(cases[1], submitted(day(3, 4), DISCLOSED)), colleague)
    assert counted(office) == {"第二承办人": 2}
    for step in (reviewed(day(3, 4)), Step(day(3, 5), "approve_reply", Role.REVIEWER, {
        "sign_off": "returned", "opinion": "写明领取方式。",
    })):
        office.take(cases[1], step)
    sent_back = office.task(cases[1], "draft_reply").assignee
    assert sent_back is not None
    assert sent_back.name == "第二承办人"


def test_giving_back_another_duty_s_work_leaves_the_handler(office: Office) -> None:
    case_id = office.register()
    office.play(case_id, [accepted(day(3, 3)), submitted(day(3, 4), DISCLOSED)])
    task, reviewer = office.task(case_id, "review_confidentiality"), office.people[
        Role.CONFIDENTIALITY_REVIEWER]
    office.engine.handle(ClaimTask(task_id=task.id), reviewer)
    office.engine.handle(ReleaseTask(task_id=task.id), reviewer)
    assert counted(office) == {office.people[HANDLER].name: 1}


def test_the_work_of_who_is_disabled_is_counted_with_nobody(office: Office) -> None:
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    office.engine.handle(
        DisablePerson(person_id=office.people[HANDLER].person_id or 0), ROOT)
    assert office.case(case_id).handler is None
    assert counted(office) == {}
