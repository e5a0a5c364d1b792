"""From one piece of work to the next: what is led to, and what is said of the steps before."""

import re
from collections.abc import Callable

from engine import Role
from tests.engine.office import (
    CORRECTION_NEEDED,
    DISCLOSED,
    NOTICE_SERVED,
    NOTICE_WRITTEN,
    Office,
    accepted,
    day,
    reviewed,
    submitted,
)
from tests.web.conftest import Visitor, key_of

SignIn = Callable[[Role], Visitor]


def banner(page: str) -> str:
    """What is said at the head of a page about what was just done."""
    found = re.search(r'<div class="done" role="status">(.*?)</div>', page, re.DOTALL)
    assert found
    return found[1]


def accept(officer: Visitor, office: Office, case_id: int) -> str:
    """Examine a request, and the page to which that leads."""
    task = office.task(case_id, "examine_request")
    answer = officer.post(f"/tasks/{task.id}", {
        "key": key_of(officer.get(f"/tasks/{task.id}").get_data(as_text=True)),
        "outcome": "accepted", "field-handler": str(office.people[Role.HANDLER].person_id),
    })
    answer = officer.get(answer.location)
    if answer.status_code == 303:
        answer = officer.get(answer.location)
    return answer.get_data(as_text=True)


def test_who_does_one_kind_of_work_goes_on_with_it_before_anything_else(
    somebody: SignIn, office: Office
) -> None:
    """Ten requests to examine, or ten letters to sign, and one thing left for later: it does not
    come up after each of them again."""
    later = office.register(subject="另一种工作")
    office.take(later, CORRECTION_NEEDED)
    office.clock.go_to(day(3, 5))
    first, second = office.register(), office.register(subject="同样的工作")
    officer = somebody(Role.INTAKE_OFFICER)
    page = accept(officer, office, first)
    assert "这是下一件" in banner(page)
    assert "<h1>同样的工作</h1>" in page
    assert "<h1>另一种工作</h1>" in accept(officer, office, second)


def test_only_the_paper_that_was_made_just_now_is_at_hand(
    somebody: SignIn, office: Office
) -> None:
    case_id = office.register()
    office.clock.go_to(day(3, 3))
    officer = somebody(Role.INTAKE_OFFICER)
    assert "登记回执" not in banner(accept(officer, office, case_id))
    office.take(case_id, submitted(day(3, 4), DISCLOSED))
    office.take(case_id, reviewed(day(3, 4)))
    office.clock.go_to(day(3, 5))
    task = office.task(case_id, "approve_reply")
    signer = somebody(Role.REVIEWER)
    answer = signer.post(f"/tasks/{task.id}", {
        "key": key_of(signer.get(f"/tasks/{task.id}").get_data(as_text=True)),
        "outcome": "approved",
    })
    assert "予以公开告知书" in banner(signer.get(answer.location).get_data(as_text=True))


def test_an_opinion_from_before_the_last_step_does_not_pass_for_the_last(
    somebody: SignIn, office: Office
) -> None:
    case_id = office.register()
    step = accepted(day(3, 3))
    office.take(case_id, type(step)(step.on, step.element, step.by, {
        **step.values, "note": "请核对是否已经主动公开。"}))
    said = somebody(Role.HANDLER).get(f"/cases/{case_id}").get_data(as_text=True)
    assert "上一环节意见" in said
    office.take(case_id, submitted(day(3, 4), DISCLOSED))
    said = somebody(Role.CONFIDENTIALITY_REVIEWER).get(f"/cases/{case_id}").get_data(as_text=True)
    assert "请核对是否已经主动公开。" in said
    assert "此前的意见" in said
    assert "上一环节意见" not in said


def test_the_limit_of_a_correction_is_said_once(somebody: SignIn, office: Office) -> None:
    case_id = office.register()
    for step in (CORRECTION_NEEDED, NOTICE_WRITTEN, NOTICE_SERVED):
        office.take(case_id, step)
    page = somebody(Role.INTAKE_OFFICER).get(f"/cases/{case_id}").get_data(as_text=True)
    head = page.split('class="clock-head"')[1].split("</section>")[0].split("<ol")[0]
    assert head.count("申请人补正期限") == 1
    assert "·" not in head
