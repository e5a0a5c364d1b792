"""Others are asked before something is disclosed: each has its limit, and the reply waits.

《政府信息公开条例》第三十二条（第三方，收到征求意见书之日起15个工作日），第三十三条第三款（所需时间不
计算在答复期限内），第三十四条（共同制作机关逾期视为同意公开）。
"""


import pytest

from engine import (
    InvalidInput,
    LetterNotReady,
    MyWork,
    Role,
    UnlawfulAct,
)
from tests.engine.asking import REFUSED, arrived, ask, decided, do, offered, said, sent, told, view
from tests.engine.office import (
    DISCLOSED,
    Office,
    accepted,
    concluded,
    day,
    submitted,
)


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
