"""Where and when a case cannot go to another agency, and what becomes of the offer then."""


import pytest

from engine import (
    Actor,
    AskAssistance,
    EndAgency,
    EndConsultation,
    InvalidInput,
    MakeAgencyChoice,
    MergeCase,
    MyWork,
    RegisterFilter,
    RegisterPage,
    Role,
    TaskFormOf,
    UnlawfulAct,
    VoidRegistration,
    WithdrawRequest,
    WithdrawTransfer,
)
from engine.processes.published import load
from tests.engine.asking import ask as ask_party, go
from tests.engine.office import (
    CORRECTION_NEEDED,
    DISCLOSED,
    NOTICE_SERVED,
    NOTICE_WRITTEN,
    ROOT,
    Office,
    accepted,
    archived,
    concluded,
    day,
    handed_over,
    new_agency,
    submitted,
)
from tests.engine.transferring import (
    accept,
    case_of,
    decide,
    offer,
    other,
    page,
    propose,
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


@pytest.mark.parametrize("where", ["itself", "nowhere", "empty"])
def test_where_a_case_cannot_go_is_refused_at_the_field(
    office: Office, case_id: int, where: str
) -> None:
    empty = office.engine.handle(new_agency("周空公开"), ROOT)
    to = {"itself": office.agency_id, "nowhere": 999, "empty": empty}[where]
    with pytest.raises(InvalidInput) as refused:
        propose(office, office, case_id, to_agency_id=to)
    assert set(refused.value.problems) == {"to_agency_id"}


def test_an_agency_that_has_ended_is_refused(
    office: Office, there: Office, case_id: int
) -> None:
    office.engine.handle(EndAgency(
        agency_id=there.agency_id, from_day=day(3, 5), successor_id=office.agency_id,
        reason="机构改革"), ROOT)
    office.clock.go_to(day(3, 5))
    with pytest.raises(InvalidInput, match="不再办理"):
        propose(office, there, case_id)


@pytest.mark.parametrize(("changes", "field"), [
    ({"manner": "by_hand"}, "manner"), ({"reason": " "}, "reason"),
    ({"reason": "长" * 501}, "reason"),
])
def test_what_is_typed_wrong_is_refused_at_its_field(
    office: Office, there: Office, case_id: int, changes: dict[str, str], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        propose(office, there, case_id, **changes)
    assert set(refused.value.problems) == {field}


def test_the_day_of_receipt_lies_between_the_proposal_and_today(
    office: Office, there: Office, case_id: int
) -> None:
    office.clock.go_to(day(3, 5))
    made = offer(office, there, case_id)
    for wrong in (day(3, 4), day(3, 6)):
        with pytest.raises(InvalidInput) as refused:
            accept(there, made, wrong)
        assert set(refused.value.problems) == {"received_on"}
    office.clock.go_to(day(3, 10))
    accept(there, made, day(3, 6))
    assert there.case(case_id).transfers.transfers[0].received_on == day(3, 6)


def test_another_transfer_waits_for_the_first(
    office: Office, there: Office, case_id: int
) -> None:
    propose(office, there, case_id)
    with pytest.raises(UnlawfulAct, match="还没有结果"):
        propose(office, other(office, "周教公开"), case_id)
    assert "还没有结果" in office.case(case_id).transfers.why_not


def test_once_the_reply_is_under_review_or_issued_nothing_goes(
    office: Office, there: Office, case_id: int
) -> None:
    """Also what was offered before: the other agency is told to ask, not what the case is at."""
    made = offer(office, there, case_id)
    go(office, case_id, submitted(day(3, 4), DISCLOSED))
    with pytest.raises(UnlawfulAct, match="请联系移送机关"):
        accept(there, made)
    office.engine.handle(
        WithdrawTransfer(transfer_id=made, reason="自行答复"), office.people[Role.HANDLER])
    with pytest.raises(UnlawfulAct, match="退回承办人员"):
        propose(office, there, case_id)
    for step in concluded(4, DISCLOSED)[1:3]:
        go(office, case_id, step)
    with pytest.raises(UnlawfulAct, match="已经签发"):
        propose(office, there, case_id)


def test_an_open_transfer_keeps_the_case_from_the_archive_and_is_told_to_who_signs(
    office: Office, there: Office, case_id: int
) -> None:
    made = offer(office, there, case_id)
    steps = concluded(4, DISCLOSED)
    form = office.engine.ask(
        TaskFormOf(task_id=office.task(case_id, "draft_reply").id), office.people[Role.HANDLER])
    assert [(each.kind, each.text) for each in form.told] == [("offered", "区周民公开局")]
    for step in steps[:-1]:
        go(office, case_id, step)
    with pytest.raises(UnlawfulAct, match="移送1"):
        go(office, case_id, archived(day(3, 6)))
    office.engine.handle(
        WithdrawTransfer(transfer_id=made, reason="已经答复"), office.people[Role.HANDLER])
    go(office, case_id, archived(day(3, 6)))


def test_what_was_begun_for_this_agencys_answer_ends_first(
    office: Office, there: Office, case_id: int
) -> None:
    consulted = ask_party(office, case_id)
    with pytest.raises(UnlawfulAct, match="征求意见1"):
        propose(office, there, case_id)
    office.engine.handle(
        EndConsultation(consultation_id=consulted, reason="移送"), office.people[Role.HANDLER])
    colleague = office.hire(Role.HANDLER, "第二承办人")
    made = offer(office, there, case_id)
    office.engine.handle(AskAssistance(
        case_id=case_id, kind="assist", unit_id=None, person_id=colleague.person_id,
        asked="请核对。"), office.people[Role.HANDLER])
    with pytest.raises(UnlawfulAct, match="还有没有办完的工作") as refused:
        accept(there, made)
    assert "协办1" not in str(refused.value)


def test_while_the_applicant_is_awaited_nothing_goes(office: Office, there: Office) -> None:
    case_id = office.register()
    office.play(case_id, (CORRECTION_NEEDED, NOTICE_WRITTEN, NOTICE_SERVED))
    with pytest.raises(UnlawfulAct, match="等待申请人补正"):
        propose(office, there, case_id, by=Role.INTAKE_OFFICER)


def test_right_after_registration_the_officer_proposes_and_the_other_examines(
    office: Office, there: Office
) -> None:
    """Registered at the wrong agency: the other begins with the examination."""
    case_id = office.register()
    made = offer(office, there, case_id, by=Role.INTAKE_OFFICER)
    accept(there, made)
    assert "examine_request" in tasks(there, Role.INTAKE_OFFICER)
    there.take_new_steps(case_id, "examine_request")
    go(there, case_id, accepted(day(3, 3)))
    assert there.case(case_id).handler is not None


def test_handed_on_inside_one_organ_the_clock_hears_nothing_of_it(
    office: Office, there: Office, case_id: int
) -> None:
    accept(there, offer(office, there, case_id, manner="within"))
    case = there.case(case_id)
    assert case.assessment.findings == ()
    assert case.clock.due_on == day(3, 30)


def test_where_the_agency_reads_the_law_so_the_period_runs_from_the_receipt_of_who_answers(
    office: Office, there: Office
) -> None:
    """The warning still goes by the stricter reading."""
    office.engine.handle(MakeAgencyChoice(
        agency_id=office.agency_id, name="transfer_receipt", value="answering",
        from_day=day(3, 3), basis="周财办发〔2026〕2号"), ROOT)
    office.clock.go_to(day(3, 3))
    case_id = office.register()
    office.take(case_id, accepted(day(3, 4)))
    office.clock.go_to(day(3, 10))
    accept(there, offer(office, there, case_id))
    case = there.case(case_id)
    assert (case.clock.due_on, case.assessment.warning_due) == (day(4, 8), day(3, 31))
    assert [each.code for each in case.assessment.findings] == ["transferred"]


def test_late_it_stays_late_wherever_it_goes(office: Office, there: Office, case_id: int) -> None:
    office.sweep(day(3, 31))
    accept(there, offer(office, there, case_id))
    case = there.case(case_id)
    assert case.clock.due_on == day(3, 30)
    assert "transfer_out_of_time" in [each.code for each in case.assessment.findings]
    assert "supervise_overdue" in tasks(there, Role.MANAGER), "the duty to supervise goes with it"


@pytest.mark.parametrize("end", ["withdrawn", "voided", "merged"])
def test_what_ends_the_request_takes_the_offer_back(
    office: Office, there: Office, end: str
) -> None:
    main, case_id = case_of(office, subject="2024年度部门决算"), case_of(office)
    made = offer(office, there, case_id)
    commands = {
        "withdrawn": WithdrawRequest(
            case_id=case_id, withdrawn_on=day(3, 3), withdrawal_way="written"),
        "voided": VoidRegistration(case_id=case_id, reason="登记有误"),
        "merged": MergeCase(case_id=case_id, into_case_id=main, reason="同一申请人"),
    }
    office.engine.handle(
        commands[end], office.people[Role.INTAKE_OFFICER])  # type: ignore[arg-type]
    assert view(office, case_id).state == "withdrawn"
    assert page(there).offered == ()
    with pytest.raises(UnlawfulAct, match="已经有结果"):
        accept(there, made)
    assert "follow_transfer" not in tasks(office, Role.MANAGER)


def test_a_case_of_an_earlier_release_is_told_so(office: Office, there: Office) -> None:
    office.restart(load().as_of(3))     # before transfers were published
    case_id = case_of(office)
    office.restart()
    there.engine = office.engine
    assert not office.case(case_id).transfers.may_propose
    with pytest.raises(UnlawfulAct, match="按登记时的流程办理"):
        propose(office, there, case_id)


def test_whoever_took_over_the_other_agency_answers_for_what_was_offered_to_it(
    office: Office, there: Office, case_id: int
) -> None:
    made = offer(office, there, case_id)
    third = other(office, "周教公开")
    successor = Actor(**{**vars(third.people[Role.INTAKE_OFFICER]),
                         "predecessors": frozenset({there.agency_id})})
    third.people[Role.INTAKE_OFFICER] = successor
    assert len(page(third).offered) == 1
    accept(third, made)
    assert third.case(case_id).agency.id == third.agency_id


def test_the_record_of_both_tells_it_without_the_reason(
    office: Office, there: Office, case_id: int
) -> None:
    accept(there, offer(office, there, case_id, reason="张三的档案由民政局保存"))
    events = there.case(case_id).timeline
    kinds = [each.kind for each in events]
    assert [kind for kind in kinds if "Transfer" in kind or kind.startswith("Case")] == [
        "TransferProposed", "TransferOffered", "CaseHandedOver", "CaseTakenOver"]
    assert "张三" not in str([each.data for each in events])
