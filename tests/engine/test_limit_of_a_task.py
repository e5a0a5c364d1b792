"""Each task names, and is sorted by, the limit that binds it: the first to end."""

from datetime import date

import pytest

from engine import MyWork, Role, TaskFormOf
from engine.tasks.forms.binding import TaskLimit
from tests.engine.office import (
    CORRECTED,
    CORRECTION_NEEDED,
    DISCLOSED,
    NOTICE_SERVED,
    NOTICE_WRITTEN,
    Office,
    Step,
    Sweep,
    accepted,
    archived,
    day,
    delivered,
    reviewed,
    served,
    signed,
    submitted,
)

NOTICE = ("correction_notice", "补正告知期限", day(3, 11))   # seven working days from 2 March
BESIDE = {"serve_letter", "confirm_delivery", "supervise_overdue"}
REPLY = ("reply", "法定答复期限", day(3, 30))


@pytest.fixture
def database_kind() -> str:
    """Nothing here is a matter of SQL: one kind of database is enough."""
    return "sqlite"


def limit(office: Office, case_id: int) -> TaskLimit | None:
    """Of the task that is open in the case's life: not of a letter's service or supervision."""
    tasks = office.case(case_id).tasks
    (task,) = [each for each in tasks if each.element not in BESIDE] or tasks
    form = office.engine.ask(TaskFormOf(task_id=task.id), office.people[task.role])
    assert form.task.limit == task.limit
    return task.limit


def named(office: Office, case_id: int) -> tuple[str, str, date] | None:
    found = limit(office, case_id)
    return None if found is None else (found.name, found.title, found.last_day)


def test_until_it_is_told_the_applicant_the_seven_days_of_article_30_bind(office: Office) -> None:
    """On the examination and on the notice; then the applicant's own period, then the reply."""
    case_id = office.register()
    assert named(office, case_id) == NOTICE
    office.take(case_id, CORRECTION_NEEDED)
    assert named(office, case_id) == NOTICE
    office.take(case_id, NOTICE_WRITTEN)
    assert named(office, case_id) is None, "the period begins with the service of the notice"
    office.take(case_id, NOTICE_SERVED)
    assert named(office, case_id) == ("correction_period", "申请人补正期限", day(3, 18))
    office.take(case_id, CORRECTED)
    assert named(office, case_id) == ("reply", "法定答复期限", day(4, 8)), "told once, kept"
    office.take(case_id, accepted(day(3, 11)))
    assert named(office, case_id) == ("reply", "法定答复期限", day(4, 8))


def test_an_opinion_is_bound_by_the_offices_own_limit(office: Office) -> None:
    case_id = office.register()
    office.play(case_id, [accepted(day(3, 3)), Step(day(3, 4), "draft_reply", Role.HANDLER, {
        "draft": "consult_legal", "legal_question": "附注是否可以公开？"})])
    found = limit(office, case_id)
    assert found is not None
    assert (found.name, found.title) == ("legal_opinion", "法制意见期限")
    assert day(3, 4) <= found.last_day < day(3, 30)


def test_the_reply_binds_until_it_is_served_and_nothing_after_it(office: Office) -> None:
    case_id = office.register()
    for step in (accepted(day(3, 3)), submitted(day(3, 4), DISCLOSED), reviewed(day(3, 5)),
                 signed(day(3, 6))):
        office.take(case_id, step)
        # Only whoever signs has fewer days, which the office itself set.
        signs = "approve_reply" in office.open_steps(case_id)
        assert (named(office, case_id) == REPLY) is not signs
    office.take(case_id, served(day(3, 9)))
    assert named(office, case_id) is None
    office.take(case_id, delivered(day(3, 10)))
    assert named(office, case_id) is None
    office.take(case_id, archived(day(3, 10)))


@pytest.mark.parametrize(("today", "urgency", "remaining"), [
    (day(3, 6), "near", 3), (day(3, 11), "today", 0), (day(3, 12), "overdue", -1),
])
def test_its_urgency_is_its_own_and_not_the_replys(
    office: Office, today: date, urgency: str, remaining: int
) -> None:
    case_id = office.register()
    office.take(case_id, Sweep(today))
    found = limit(office, case_id)
    assert found is not None
    assert (found.urgency, found.remaining) == (urgency, remaining)
    assert office.case(case_id).clock.urgency == "ample"


def test_my_work_stands_in_the_order_of_what_binds(office: Office) -> None:
    """The younger case first: its notice is due on 11 March, the other's reply on the 30th."""
    older = office.register(subject="甲")
    office.play(older, [accepted(day(3, 2)), submitted(day(3, 2), DISCLOSED),
                        reviewed(day(3, 2)), signed(day(3, 2))])
    office.clock.go_to(day(3, 5))
    younger = office.register(subject="乙")
    mine = office.engine.ask(MyWork(), office.people[Role.INTAKE_OFFICER])
    assert [(item.case_id, item.limit and item.limit.name) for item in mine] == [
        (younger, "correction_notice"), (older, "reply")]
