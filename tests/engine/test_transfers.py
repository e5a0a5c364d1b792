"""转办、移送: a registered case goes to the agency that is to answer it.

《政府信息公开条例》第十条、第二十七条、第三十三条。The other agency takes it over or not;
until then the first answers for it, and no day of the applicant's is lost.
"""

from threading import Barrier, Thread

import pytest

from engine import (
    Actor,
    InvalidInput,
    MyWork,
    NotFound,
    NotPermitted,
    Refusal,
    RegisterFilter,
    RegisterPage,
    Role,
    SeparationOfDuties,
    TaskFormOf,
    UnlawfulAct,
    WithdrawTransfer,
)
from tests.engine.asking import go
from tests.engine.office import (
    DISCLOSED,
    Office,
    concluded,
    day,
    handed_over,
)
from tests.engine.transferring import (
    accept,
    approve,
    case_of,
    decide,
    offer,
    other,
    page,
    propose,
    refuse,
    view,
)


@pytest.fixture
def there(office: Office) -> Office:
    """The agency that is to answer."""
    return other(office)


@pytest.fixture
def case_id(office: Office) -> int:
    """Received on Monday 2 March, accepted on Tuesday: due on Monday 30 March."""
    return case_of(office)


def numbers(office: Office, text: str) -> list[str]:
    return [line.number for line in office.engine.ask(
        RegisterPage(wanted=RegisterFilter(text=text)), office.people[Role.HANDLER]).rows]


def tell(there: Office, case_id: int) -> None:
    """The applicant is told on Friday the 6th, and has the letter the same day."""
    there.clock.go_to(day(3, 6))
    decide(there, case_id, "tell_applicant", Role.INTAKE_OFFICER, telling_applicant="told",
           transfer_explained="所申请的信息由本机关制作")
    go(there, case_id, handed_over(day(3, 6)))


def tasks(office: Office, role: Role) -> list[str]:
    return [each.element for each in office.engine.ask(MyWork(), office.people[role])]


def test_a_case_goes_to_the_agency_that_answers_with_its_clock_and_its_number(
    office: Office, there: Office, case_id: int
) -> None:
    number = office.case(case_id).number
    office.clock.go_to(day(3, 5))
    made = offer(office, there, case_id)
    assert office.case(case_id).status == "open", "it answers for it until the other takes it"
    office.clock.go_to(day(3, 6))
    assert accept(there, made) == case_id
    case = there.case(case_id)
    assert (case.number, case.clock.due_on) == (number, day(3, 30)), "no day is lost"
    assert case.handler is None
    (moved,) = case.transfers.transfers
    assert (moved.state, moved.received_on, moved.number_there) == (
        "accepted", day(3, 6), "周民公开申〔2026〕1号")
    assert [each.code for each in case.assessment.findings] == ["transferred"]
    assert "draft_reply" in tasks(there, Role.HANDLER)
    assert tasks(office, Role.HANDLER) == []
    with pytest.raises(NotFound):
        office.case(case_id)
    tell(there, case_id)
    there.restart()
    office.engine = there.engine
    there.play(case_id, concluded(9, DISCLOSED))
    case = there.case(case_id)
    assert (case.status, case.assessment.on_time) == ("archived", True)
    reply = next(each for each in case.letters if each.kind == "disclosed")
    assert reply.number.startswith("周民公开")


def test_the_applicant_is_told_who_answers_now_by_a_letter_that_is_served(
    office: Office, there: Office, case_id: int
) -> None:
    accept(there, offer(office, there, case_id))
    tell(there, case_id)
    letter = next(each for each in there.case(case_id).letters if each.kind == "transfer_notice")
    text = "".join(words for _, words in letter.paragraphs)
    for words in ("周村区财政局于2026年3月2日收到", "因所申请的信息由本机关制作",
                  "周民公开申〔2026〕1号", "2026年3月30日届满"):
        assert words in text
    assert letter.number.startswith("周民公开")
    assert "LetterServed" in there.events(case_id)


def test_before_it_takes_it_over_the_other_agency_sees_what_it_decides_by_and_nothing_else(
    office: Office, there: Office, case_id: int
) -> None:
    made = propose(office, there, case_id)
    assert page(there).offered == (), "nothing before it is approved"
    approve(office, case_id)
    (item,) = page(there).offered
    assert (item.subject, item.case_id, item.due_on) == ("2025年度部门决算", 0, day(3, 30))
    assert item.reason == "所申请的信息由区民政局制作。"
    assert "王小明" not in str(page(there))
    assert "13800000000" not in str(page(there))
    for role in Role:
        if role in there.people:
            with pytest.raises(NotFound):
                there.case(case_id, role)
    assert numbers(there, "2025年度部门决算") == []
    assert [element for role in there.people for element in tasks(there, role)] == []
    with pytest.raises(NotPermitted):
        page(there, Role.HANDLER)
    third = other(office, "周教公开")
    assert page(third).offered == ()
    for act in (accept, refuse):
        with pytest.raises(NotFound):
            act(third, made)
    refuse(there, made)
    (gone,) = page(there).taken
    assert (gone.subject, gone.description, gone.state) == ("", "", "refused")


def test_both_registers_and_both_numbers_find_it(
    office: Office, there: Office, case_id: int
) -> None:
    number = office.case(case_id).number
    accept(there, offer(office, there, case_id))
    assert numbers(there, number) == [number]
    assert numbers(there, "周民公开申〔2026〕1号") == [number]
    assert numbers(office, number) == []
    (sent,) = page(office).ended
    assert (sent.case_number, sent.number_there, sent.case_id) == (
        number, "周民公开申〔2026〕1号", 0)
    (taken,) = page(there).taken
    assert taken.case_id == case_id
    again = there.register()        # its own series goes on
    assert there.case(again).number == "周民公开申〔2026〕2号"


def test_refused_it_stays_and_is_offered_to_a_third(
    office: Office, there: Office, case_id: int
) -> None:
    made = offer(office, there, case_id)
    office.clock.go_to(day(3, 4))
    refuse(there, made, "由区教育和体育局制作")
    assert (view(office, case_id).state, view(office, case_id).end_reason) == (
        "refused", "由区教育和体育局制作")
    assert office.open_steps(case_id) == ["draft_reply"]
    third = other(office, "周教公开")
    accept(third, offer(office, third, case_id))
    case = third.case(case_id)
    assert [each.state for each in case.transfers.transfers] == ["refused", "accepted"]
    assert case.clock.due_on == day(3, 30)


def test_it_comes_back_by_another_transfer(office: Office, there: Office, case_id: int) -> None:
    accept(there, offer(office, there, case_id))
    tell(there, case_id)
    accept(office, offer(there, office, case_id))
    case = office.case(case_id)
    assert [each.number_there for each in case.transfers.transfers] == [
        "周民公开申〔2026〕1号", "周财公开申〔2026〕2号"]
    assert case.clock.due_on == day(3, 30)


def test_nobody_approves_what_he_proposed(office: Office, there: Office, case_id: int) -> None:
    both = office.hire(Role.OFFICE_HEAD, "兼任负责人")
    both = Actor(**{**vars(both), "roles": frozenset({Role.OFFICE_HEAD, Role.MANAGER})})
    office.people[Role.MANAGER] = office.people[Role.OFFICE_HEAD] = both
    propose(office, there, case_id, by=Role.MANAGER)
    with pytest.raises(SeparationOfDuties):
        approve(office, case_id)
    assert view(office, case_id).state == "proposed"


def test_the_approver_reads_why_and_may_deny_with_the_reason(
    office: Office, there: Office, case_id: int
) -> None:
    propose(office, there, case_id, by=Role.INTAKE_OFFICER)
    task = office.task(case_id, "approve_transfer")
    told = office.engine.ask(TaskFormOf(task_id=task.id), office.people[Role.OFFICE_HEAD]).told
    assert [each.text for each in told] == ["移送区周民公开局：所申请的信息由区民政局制作。"]
    with pytest.raises(InvalidInput):
        decide(office, case_id, "approve_transfer", transfer_decision="declined")
    decide(office, case_id, "approve_transfer", transfer_decision="declined",
           opinion="本机关保存该信息")
    assert (view(office, case_id).state, view(office, case_id).end_reason) == (
        "not_approved", "本机关保存该信息")
    assert page(there).taken == ()


def test_taken_back_by_who_proposed_it_or_by_a_manager_before_it_is_answered(
    office: Office, there: Office, case_id: int
) -> None:
    made = propose(office, there, case_id)
    back = WithdrawTransfer(transfer_id=made, reason="已找到信息")
    with pytest.raises(NotPermitted, match="提出移送的人员"):
        office.engine.handle(back, office.people[Role.INTAKE_OFFICER])
    office.engine.handle(back, office.people[Role.HANDLER])
    assert office.open_steps(case_id) == ["draft_reply"]
    made = offer(office, there, case_id)
    office.engine.handle(
        WithdrawTransfer(transfer_id=made, reason="对方没有回音"), office.people[Role.MANAGER])
    for act in (accept, refuse):
        with pytest.raises(UnlawfulAct, match="已经有结果"):
            act(there, made)
    (gone,) = page(there).taken
    assert (gone.state, gone.subject) == ("withdrawn", "")


def test_unanswered_it_is_told_to_the_manager_who_takes_it_back(
    office: Office, there: Office, case_id: int
) -> None:
    offer(office, there, case_id)       # on Tuesday the 3rd: until Wednesday
    (item,) = [each for each in office.engine.ask(MyWork(), office.people[Role.MANAGER])
               if each.element == "follow_transfer"]
    assert item.limit is not None
    assert (item.limit.name, item.limit.last_day) == ("transfer", day(3, 4))
    office.sweep(day(3, 4))
    office.sweep(day(3, 5))
    missed = [each.data for each in office.case(case_id).timeline
              if each.kind == "TimeLimitMissed"]
    assert [each["limit"] for each in missed] == ["transfer"]
    assert page(office).sent[0].overdue
    assert page(there).offered[0].overdue
    decide(office, case_id, "follow_transfer", Role.MANAGER, following="withdrawn",
           transfer_withdrawal_reason="对方没有答复")
    assert view(office, case_id).state == "withdrawn"
    office.play(case_id, concluded(9, DISCLOSED))


def test_two_officers_take_it_over_at_once_and_it_is_taken_over_once(
    office: Office, there: Office, case_id: int
) -> None:
    made = offer(office, there, case_id)
    there.hire(Role.INTAKE_OFFICER, "第二受理人")
    start, outcomes = Barrier(2), []

    def take() -> None:
        start.wait()
        try:
            outcomes.append(accept(there, made))
        except Refusal as refusal:
            outcomes.append(type(refusal).__name__)

    threads = [Thread(target=take) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, outcomes)) == [str(case_id), "UnlawfulAct"]
    assert there.events(case_id).count("CaseTakenOver") == 1
