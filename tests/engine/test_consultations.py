"""Others are asked before something is disclosed: each has its limit, and the reply waits.

《政府信息公开条例》第三十二条（第三方，收到征求意见书之日起15个工作日），第三十三条第三款（所需时间不
计算在答复期限内），第三十四条（共同制作机关逾期视为同意公开）。
"""

from datetime import date
from typing import Any

import pytest

from engine import (
    CaseOf,
    ConsultationView,
    EndConsultation,
    InvalidInput,
    LetterEditorOf,
    LetterNotReady,
    MendConsultation,
    MyWork,
    NotFound,
    NotPermitted,
    OpenConsultation,
    Role,
    UnlawfulAct,
    WithdrawRequest,
)
from tests.engine.office import (
    DISCLOSED,
    PARTLY_DISCLOSED,
    STATE_SECRET,
    Office,
    Step,
    accepted,
    archived,
    concluded,
    day,
    handed_over,
    reviewed,
    signed,
    submitted,
)

REFUSED: dict[str, Any] = {"kind": "refused_third_party", "facts": {
    "interest": "trade_secret", "reason": "公开后会对第三方的竞争地位造成损害。"}}


def ask(office: Office, case_id: int, party: str = "third_party", **changes: Any) -> int:
    """Ask somebody; returns the consultation's id."""
    return office.engine.handle(OpenConsultation(**{
        "case_id": case_id, "party": party, "name": "淄博瑞康新材料有限公司",
        "contact": "周村区正阳路9号", "asked": "生产工艺流程图能否公开？", **changes,
    }), office.people[Role.HANDLER])


def do(
    office: Office, case_id: int, number: int, element: str, on: date, **values: Any
) -> None:
    """Hand in a step of one consultation, on a day."""
    office.clock.go_to(on)
    task = next(
        each for each in office.case(case_id).tasks
        if each.element == element and each.about == view(office, case_id, number).about
    )
    step = Step(on, element, task.role, values)
    form = office.form(case_id, step)
    office.engine.handle(
        type(form)(task_id=task.id, values=form.values), office.people[task.role])


def go(office: Office, case_id: int, step: Step) -> None:
    """Take a step of the life; what is asked of others meanwhile stays as it is."""
    office.clock.go_to(step.on)
    office.engine.handle(office.form(case_id, step), office.people[step.by])


def sent(office: Office, case_id: int, number: int, on: date, **values: Any) -> None:
    do(office, case_id, number, "send_inquiry", on,
       inquiry_sending="sent", **{"inquiry_sent_on": on.isoformat(), **values})


def arrived(office: Office, case_id: int, number: int, on: date, typed: date | None = None) -> None:
    do(office, case_id, number, "confirm_inquiry", typed or on,
       inquiry="delivered", inquiry_arrived_on=on.isoformat())


def said(
    office: Office, case_id: int, number: int, on: date, opinion: str = "disagree",
    typed: date | None = None,
) -> None:
    values = {} if opinion == "silent" else {"answered_on": on.isoformat()}
    if opinion in ("disagree", "partly"):
        values["opinion_reasons"] = "图中载有原料配比，是本公司的商业秘密。"
    do(office, case_id, number, "receive_opinion", typed or on, opinion=opinion, **values)


def decided(
    office: Office, case_id: int, number: int, on: date, decision: str, interest: str = ""
) -> None:
    do(office, case_id, number, "decide_disclosure", on, disclosure=decision,
       disclosure_reasons="排污口的位置不属于商业秘密。", public_interest=interest)


def told(office: Office, case_id: int, number: int, on: date, from_day: date) -> None:
    do(office, case_id, number, "tell_third_party", on, telling="told",
       third_party_told_on=on.isoformat(), disclose_from=from_day.isoformat())


def view(office: Office, case_id: int, number: int = 1) -> ConsultationView:
    return office.case(case_id).consultations.consultations[number - 1]


def offered(office: Office, case_id: int) -> dict[str, str]:
    """Why a kind of reply is not open now, by its title."""
    return dict(office.engine.ask(
        LetterEditorOf(case_id=case_id, letter={}), office.people[Role.HANDLER]).not_now)


@pytest.fixture
def case_id(office: Office) -> int:
    """Received on Monday 2 March, accepted on Tuesday: due on Monday 30 March."""
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    return case_id


def test_the_clock_stands_still_from_the_sending_to_the_opinion(
    office: Office, case_id: int
) -> None:
    ask(office, case_id)
    before = office.case(case_id).clock.due_on
    sent(office, case_id, 1, day(3, 5), applicant_told_on="2026-03-05")
    arrived(office, case_id, 1, day(3, 6))
    case = office.case(case_id)
    assert case.clock.state == "paused_consultation"
    assert view(office, case_id).limit == day(3, 27)        # 15 working days after 6 March
    said(office, case_id, 1, day(3, 12), "agree")
    case = office.case(case_id)
    assert (before, case.clock.due_on, case.clock.state) == (day(3, 30), day(4, 7), "running")
    assert [finding.code for finding in case.assessment.findings] == []


def test_two_third_parties_one_silent_and_one_that_objects_and_is_overruled(
    office: Office, case_id: int
) -> None:
    """The silent one is decided about; the other only for the public interest, told in writing,
    and some days later. No day that both took is left out twice."""
    ask(office, case_id)
    ask(office, case_id, name="淄博鼎盛化工有限公司")
    sent(office, case_id, 1, day(3, 5))
    sent(office, case_id, 2, day(3, 5))
    arrived(office, case_id, 1, day(3, 6))
    arrived(office, case_id, 2, day(3, 10))
    said(office, case_id, 2, day(3, 17))
    with pytest.raises(UnlawfulAct, match="期限至2026年3月27日，尚未届满"):
        said(office, case_id, 1, day(3, 27), "silent")
    said(office, case_id, 1, day(3, 30), "silent")
    # From the 5th to the 27th: 16 working days are left out once, not those of the other more.
    assert office.case(case_id).clock.due_on == day(4, 22)
    why = offered(office, case_id)
    assert "还没有决定是否公开" in why["予以公开告知书"]
    decided(office, case_id, 1, day(3, 30), "disclose")
    with pytest.raises(InvalidInput) as refused:
        decided(office, case_id, 2, day(3, 30), "disclose")
    assert set(refused.value.problems) == {"public_interest"}
    decided(office, case_id, 2, day(3, 30), "disclose", "饮用水源的安全重于保密。")
    assert "还没有书面告知第三方" in offered(office, case_id)["予以公开告知书"]
    with pytest.raises(InvalidInput) as refused:
        told(office, case_id, 2, day(3, 31), day(3, 31))
    assert set(refused.value.problems) == {"disclose_from"}
    told(office, case_id, 1, day(3, 31), day(4, 8))
    told(office, case_id, 2, day(3, 31), day(4, 8))
    with pytest.raises(LetterNotReady, match="2026年4月8日以前不能提供"):
        office.take(case_id, submitted(day(4, 7), DISCLOSED))
    office.play(case_id, concluded(8, DISCLOSED, month=4))
    case = office.case(case_id)
    assert (case.status, case.assessment.on_time) == ("archived", True)
    found = [item for item in case.timeline if item.kind == "ConsultationDecided"]
    assert [each.data["against_objection"] for each in found] == [False, True]


def test_refused_for_a_third_partys_sake_only_after_it_was_asked(
    office: Office, case_id: int
) -> None:
    """Neither offered nor taken without a consultation, nor before its answer or silence."""
    title = "不予公开告知书（第三方权益）"
    assert "没有书面征求过第三方的意见" in offered(office, case_id)[title]
    with pytest.raises(LetterNotReady, match="没有书面征求过"):
        office.take(case_id, submitted(day(3, 4), REFUSED))
    ask(office, case_id)
    sent(office, case_id, 1, day(3, 5))
    arrived(office, case_id, 1, day(3, 6))
    assert "尚未登记" in offered(office, case_id)[title]
    said(office, case_id, 1, day(3, 12))
    assert "还没有决定" in offered(office, case_id)[title]
    decided(office, case_id, 1, day(3, 13), "withhold")
    assert title not in offered(office, case_id)
    assert "已决定不公开" in offered(office, case_id)["予以公开告知书"]
    assert "部分公开告知书" not in offered(office, case_id)
    office.play(case_id, concluded(16, REFUSED))
    case = office.case(case_id)
    assert case.letter_title == title
    text = "".join(words for _, words in case.letters[-1].paragraphs)
    assert "有合理理由" in text


def test_who_made_it_too_and_says_nothing_is_held_to_agree(office: Office, case_id: int) -> None:
    """第三十四条：共同制作机关逾期未提出意见的，视为同意公开；第三方的沉默不是同意。"""
    ask(office, case_id, "co_maker", name="区发展和改革局")
    sent(office, case_id, 1, day(3, 5))
    arrived(office, case_id, 1, day(3, 6))
    said(office, case_id, 1, day(3, 30), "silent")
    assert view(office, case_id).agreed_by_silence
    decided(office, case_id, 1, day(3, 30), "disclose")
    assert view(office, case_id).state == "closed"      # nobody has to be told
    assert "予以公开告知书" not in offered(office, case_id)
    assert "没有书面征求过第三方" in offered(office, case_id)["不予公开告知书（第三方权益）"]


def test_an_inquiry_that_came_back_has_begun_nothing_and_goes_out_again(
    office: Office, case_id: int
) -> None:
    ask(office, case_id)
    sent(office, case_id, 1, day(3, 5))
    do(office, case_id, 1, "confirm_inquiry", day(3, 11), inquiry="returned",
       inquiry_arrived_on="2026-03-10", inquiry_return_reason="查无此人")
    case = office.case(case_id)
    assert (case.clock.due_on, case.clock.state) == (day(3, 30), "running")
    assert "InquiryReturned" in office.events(case_id)
    sent(office, case_id, 1, day(3, 12))
    arrived(office, case_id, 1, day(3, 13))
    assert view(office, case_id).limit == day(4, 3)
    said(office, case_id, 1, day(3, 17), "agree")
    assert office.case(case_id).clock.due_on == day(4, 2)       # three days left out


def test_typed_a_day_late_it_counts_from_the_day_it_happened(office: Office, case_id: int) -> None:
    """The reminder of the last day rang; the opinion had come on that day, typed the next."""
    ask(office, case_id)
    sent(office, case_id, 1, day(3, 5))
    arrived(office, case_id, 1, day(3, 6), typed=day(3, 9))
    assert view(office, case_id).limit == day(3, 27)
    office.sweep(day(3, 28))
    missed = [item.data["limit"] for item in office.case(case_id).timeline
              if item.kind == "TimeLimitMissed"]
    assert missed == ["consultation"]
    said(office, case_id, 1, day(3, 27), "agree", typed=day(3, 30))
    case = office.case(case_id)
    assert [each.code for each in case.assessment.findings] == []
    assert case.clock.due_on == day(4, 22)


def test_each_is_reminded_of_its_own_limit_and_its_task_shows_it(
    office: Office, case_id: int
) -> None:
    """Two third parties, four days apart: the alarm of one says nothing of the other."""
    for number, on in ((1, day(3, 6)), (2, day(3, 12))):
        ask(office, case_id, name=f"第三方{number}")
        sent(office, case_id, number, on)
        arrived(office, case_id, number, on)
    found = {task.about: task.limit for task in office.engine.ask(
        MyWork(), office.people[Role.HANDLER]) if task.element == "receive_opinion"}
    assert {about: limit and (limit.name, limit.last_day) for about, limit in found.items()} == {
        "征求意见1（第三方）": ("consultation", day(3, 27)),
        "征求意见2（第三方）": ("consultation", day(4, 2)),
    }

    def warned() -> list[str]:
        return [item.data["legal_date"] for item in office.case(case_id).timeline
                if item.kind == "TimeLimitWarned" and item.data["limit"] == "consultation"]

    office.sweep(day(3, 23))
    assert warned() == []
    office.sweep(day(3, 24))            # three working days before the 27th
    office.sweep(day(3, 25))
    assert warned() == ["2026-03-27"]
    office.sweep(day(3, 30))
    assert warned() == ["2026-03-27", "2026-04-02"]


def test_a_wrong_day_is_put_right_and_both_stay(office: Office, case_id: int) -> None:
    made = ask(office, case_id)
    sent(office, case_id, 1, day(3, 5))
    arrived(office, case_id, 1, day(3, 6))

    def mend(**changes: Any) -> None:
        office.engine.handle(MendConsultation(**{
            "consultation_id": made, "issued_on": day(3, 5), "told_on": None,
            "delivered_on": day(3, 6), "answered_on": None, "reason": "回执日期看错", **changes,
        }), office.people[Role.HANDLER])

    for wrong, field in (
        ({"delivered_on": day(3, 4)}, "delivered_on"), ({"issued_on": day(3, 7)}, "issued_on"),
        ({"answered_on": day(3, 6)}, "answered_on"), ({}, "issued_on"),
        ({"reason": " ", "told_on": day(3, 5)}, "reason"), ({"delivered_on": None}, "delivered_on"),
    ):
        with pytest.raises(InvalidInput) as refused:
            mend(**wrong)
        assert field in refused.value.problems
    office.clock.go_to(day(3, 10))
    mend(delivered_on=day(3, 9), told_on=day(3, 9))
    assert view(office, case_id).limit == day(3, 30)
    assert view(office, case_id).told_on == day(3, 9)
    mended = {item.data["what"]: (item.data["before"], item.data["after"])
              for item in office.case(case_id).timeline if item.kind == "ConsultationMended"}
    assert mended == {"delivered": ("2026-03-06", "2026-03-09"), "told": (None, "2026-03-09")}
    office.restart()
    assert view(office, case_id).limit == day(3, 30)


def test_a_silence_that_is_entered_stands_in_the_way_of_a_later_delivery(
    office: Office, case_id: int
) -> None:
    made = ask(office, case_id)
    sent(office, case_id, 1, day(3, 5))
    arrived(office, case_id, 1, day(3, 6))
    said(office, case_id, 1, day(3, 30), "silent")
    with pytest.raises(UnlawfulAct, match="尚未届满"):
        office.engine.handle(MendConsultation(
            consultation_id=made, issued_on=day(3, 5), told_on=None, delivered_on=day(3, 20),
            answered_on=None, reason="回执日期看错"), office.people[Role.HANDLER])


@pytest.mark.parametrize(("changes", "field"), [
    ({"party": "neighbour"}, "party"), ({"name": "  "}, "name"), ({"asked": ""}, "asked"),
    ({"name": "长" * 121}, "name"), ({"asked": "甲\x00"}, "asked"), ({"item": 7}, "item"),
], ids=lambda each: str(each)[:24])
def test_what_is_typed_wrong_is_refused_at_its_field(
    office: Office, case_id: int, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        ask(office, case_id, **changes)
    assert set(refused.value.problems) == {field}


def test_days_that_cannot_be_are_refused_where_they_are_typed(
    office: Office, case_id: int
) -> None:
    ask(office, case_id)
    for wrong in ("2026-03-06", "2026-02-27"):
        with pytest.raises(InvalidInput) as refused:
            sent(office, case_id, 1, day(3, 5), inquiry_sent_on=wrong)
        assert set(refused.value.problems) == {"inquiry_sent_on"}
    sent(office, case_id, 1, day(3, 5))
    with pytest.raises(InvalidInput) as refused:
        arrived(office, case_id, 1, day(3, 4), typed=day(3, 6))
    assert set(refused.value.problems) == {"inquiry_arrived_on"}


def test_only_the_handlers_of_the_agency_ask_and_only_while_there_is_something_to_answer(
    office: Office, case_id: int
) -> None:
    command = OpenConsultation(case_id=case_id, party="third_party", name="甲", contact="",
                               asked="能否公开？")
    with pytest.raises(NotPermitted):
        office.engine.handle(command, office.people[Role.INTAKE_OFFICER])
    office.play(case_id, [submitted(day(3, 5), DISCLOSED), reviewed(day(3, 5))])
    assert office.case(case_id).consultations.may_open
    office.take(case_id, signed(day(3, 6)))
    assert not office.case(case_id).consultations.may_open
    with pytest.raises(UnlawfulAct, match="先收回答复"):
        ask(office, case_id)
    office.take(case_id, handed_over(day(3, 6)))
    with pytest.raises(UnlawfulAct, match="已经答复"):
        ask(office, case_id)


def test_another_agency_neither_sees_nor_stops_it(
    office: Office, case_id: int
) -> None:
    made = ask(office, case_id)
    stranger = Office.open(
        office.engine.configuration, office.clock, code="周民公开", engine=office.engine
    ).people[Role.HANDLER]
    for command in (
        OpenConsultation(case_id=case_id, party="third_party", name="甲", contact="", asked="乙"),
        EndConsultation(consultation_id=made, reason="好奇"),
        MendConsultation(consultation_id=made, issued_on=None, told_on=None, delivered_on=None,
                         answered_on=None, reason="好奇"),
    ):
        with pytest.raises(NotFound):
            office.engine.handle(command, stranger)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        office.engine.ask(CaseOf(case_id=case_id), stranger)


def test_a_consultation_that_is_stopped_leaves_no_task_and_no_more_days(
    office: Office, case_id: int
) -> None:
    made = ask(office, case_id)
    sent(office, case_id, 1, day(3, 5))
    arrived(office, case_id, 1, day(3, 6))
    office.clock.go_to(day(3, 10))
    office.engine.handle(
        EndConsultation(consultation_id=made, reason="申请人不再要流程图"),
        office.people[Role.HANDLER])
    case = office.case(case_id)
    assert (case.clock.state, case.clock.due_on) == ("running", day(4, 2))
    assert office.open_steps(case_id) == ["draft_reply"]
    assert view(office, case_id).state == "ended"
    with pytest.raises(UnlawfulAct, match="已经办结"):
        office.engine.handle(EndConsultation(consultation_id=made, reason="再停一次"),
                             office.people[Role.HANDLER])
    office.play(case_id, concluded(11, PARTLY_DISCLOSED))


def test_what_is_taken_back_needs_nobodys_opinion(office: Office, case_id: int) -> None:
    """At every stage of a consultation the applicant may withdraw, and the case be archived."""
    for number in range(1, 6):
        ask(office, case_id, name=f"第三方{number}")
    for number in range(2, 6):
        sent(office, case_id, number, day(3, 4))
    for number in range(3, 6):
        arrived(office, case_id, number, day(3, 4))
    for number in (4, 5):
        said(office, case_id, number, day(3, 5))
    decided(office, case_id, 5, day(3, 5), "disclose", "公共安全。")
    office.engine.handle(
        WithdrawRequest(case_id=case_id, withdrawn_on=day(3, 5), withdrawal_way="written"),
        office.people[Role.INTAKE_OFFICER])
    office.play(case_id, [handed_over(day(3, 6)), archived(day(3, 6))])
    case = office.case(case_id)
    assert (case.status, case.tasks) == ("archived", ())
    assert {each.state for each in case.consultations.consultations} == {"ended"}


def test_an_open_consultation_keeps_the_case_from_the_archive(
    office: Office, case_id: int
) -> None:
    made = ask(office, case_id)
    for step in concluded(5, STATE_SECRET)[:-1]:
        go(office, case_id, step)
    with pytest.raises(UnlawfulAct, match="征求意见请办结或者停止"):
        go(office, case_id, archived(day(3, 7)))
    office.engine.handle(EndConsultation(consultation_id=made, reason="属于国家秘密，不需征求"),
                         office.people[Role.HANDLER])
    office.take(case_id, archived(day(3, 9)))
    assert office.case(case_id).status == "archived"


def test_no_name_of_a_third_party_stands_in_the_record_or_in_a_list(
    office: Office, case_id: int
) -> None:
    ask(office, case_id, name="李四")
    sent(office, case_id, 1, day(3, 5))
    case = office.case(case_id)
    assert view(office, case_id).name == "李四"
    assert "李四" not in str([item.data for item in case.timeline])
    assert "李四" not in str(case.tasks)
