"""Who asks for clearly too much may be asked for his reasons, in writing.

《政府信息公开条例》第三十五条：理由不合理的，告知申请人不予处理；理由合理但无法按期答复的，确定延迟答复的
合理期限并告知申请人。
"""

from datetime import date

import pytest

from engine import (
    EndExcess,
    InvalidInput,
    LetterNotReady,
    MendExcess,
    Role,
    UnlawfulAct,
    WithdrawRequest,
)
from tests.engine.asking import go
from tests.engine.charged import handed, not_now, offered
from tests.engine.excessive import EXCESSIVE, asked, begin, given, view, weighed, withheld
from tests.engine.office import (
    DISCLOSED,
    Office,
    accepted,
    archived,
    concluded,
    day,
    handed_over,
    submitted,
)

TITLE = "大量反复申请不予处理告知书"


@pytest.fixture
def case_id(office: Office) -> int:
    """Received on Monday 2 March, accepted on Tuesday: due on Monday 30 March."""
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    return case_id


def test_unreasonable_reasons_lead_to_a_reply_that_says_what_was_asked_and_counted(
    office: Office, case_id: int
) -> None:
    assert "没有要求过申请人说明理由" in not_now(office, case_id)[TITLE]
    begin(office, case_id)
    asked(office, case_id, day(3, 4))
    handed(office, case_id, day(3, 5))
    assert view(office, case_id).limit == day(3, 19)        # 10 working days after the service
    with pytest.raises(LetterNotReady, match="还没有认定"):
        go(office, case_id, submitted(day(3, 6), EXCESSIVE))
    given(office, case_id, day(3, 9), typed=day(3, 10))
    weighed(office, case_id, day(3, 11), "unreasonable")
    assert "excessive" in offered(office, case_id)
    case = office.case(case_id)
    assert (case.clock.due_on, case.clock.state) == (day(3, 30), "running")
    office.play(case_id, concluded(12, EXCESSIVE))
    case = office.case(case_id)
    assert (case.status, case.letter_title) == ("archived", TITLE)
    text = "".join(words for _, words in case.letters[-1].paragraphs)
    for words in ("申请86件", "2026年3月4日作出", "您于2026年3月9日说明了理由", "没有说明具体用途",
                  "不予处理", "行政复议"):
        assert words in text


def test_a_silence_is_entered_only_after_the_day_that_the_notice_set(
    office: Office, case_id: int
) -> None:
    begin(office, case_id)
    asked(office, case_id, day(3, 4))
    with pytest.raises(UnlawfulAct, match="还没有登记送达"):
        withheld(office, case_id, day(3, 5))
    handed(office, case_id, day(3, 5))
    with pytest.raises(UnlawfulAct, match="至2026年3月19日，尚未届满"):
        withheld(office, case_id, day(3, 19))
    withheld(office, case_id, day(3, 20))
    # Nobody defers a reply for reasons that were not given.
    with pytest.raises(InvalidInput, match="没有说明理由"):
        weighed(office, case_id, day(3, 20), "deferred", deferred_until="2026-05-29")
    weighed(office, case_id, day(3, 20), "unreasonable")
    office.play(case_id, concluded(23, EXCESSIVE))
    text = "".join(words for _, words in office.case(case_id).letters[-1].paragraphs)
    assert "您没有说明理由" in text


def test_good_reasons_may_defer_the_reply_to_a_day_that_the_applicant_is_told(
    office: Office, case_id: int
) -> None:
    begin(office, case_id)
    asked(office, case_id, day(3, 4))
    handed(office, case_id, day(3, 5))
    given(office, case_id, day(3, 9))
    for wrong in ("2026-03-30", "2026-03-20"):
        with pytest.raises(InvalidInput) as refused:
            weighed(office, case_id, day(3, 10), "deferred", deferred_until=wrong)
        assert set(refused.value.problems) == {"deferred_until"}
    weighed(office, case_id, day(3, 10), "deferred", deferred_until="2026-05-29")
    case = office.case(case_id)
    assert case.clock.due_on == day(5, 29)
    (letter,) = [each for each in case.letters if each.kind == "deferral_notice"]
    text = "".join(words for _, words in letter.paragraphs)
    assert "延迟至2026年5月29日答复" in text
    assert "已认定申请人的理由合理" in not_now(office, case_id)[TITLE]
    handed(office, case_id, day(3, 11))
    office.play(case_id, concluded(12, DISCLOSED))
    assert office.case(case_id).assessment.on_time


@pytest.mark.parametrize(("changes", "field"), [
    ({"excess_count": "0"}, "excess_count"), ({"excess_count": "很多"}, "excess_count"),
    ({"excess_findings": " "}, "excess_findings"), ({"reasons_days": "0"}, "reasons_days"),
    ({"reasons_wanted": ""}, "reasons_wanted"),
])
def test_what_is_missing_is_told_at_its_field(
    office: Office, case_id: int, changes: dict[str, str], field: str
) -> None:
    begin(office, case_id)
    with pytest.raises(InvalidInput) as refused:
        asked(office, case_id, day(3, 4), **changes)
    assert set(refused.value.problems) == {field}


def test_a_wrong_day_is_put_right_and_reasons_come_after_they_were_asked_for(
    office: Office, case_id: int
) -> None:
    made = begin(office, case_id)
    asked(office, case_id, day(3, 4))
    handed(office, case_id, day(3, 5))
    with pytest.raises(InvalidInput) as refused:
        given(office, case_id, day(3, 3), typed=day(3, 9))
    assert set(refused.value.problems) == {"reasons_given_on"}
    given(office, case_id, day(3, 9))

    def mend(on: date | None) -> None:
        office.engine.handle(
            MendExcess(excess_id=made, given_on=on, reason="看错"), office.people[Role.HANDLER])

    for wrong in (None, day(3, 9), day(3, 3), day(3, 12)):
        with pytest.raises(InvalidInput) as refused:
            mend(wrong)
        assert set(refused.value.problems) == {"given_on"}
    mend(day(3, 6))
    assert view(office, case_id).given_on == day(3, 6)
    assert "ExcessMended" in office.events(case_id)


def test_asking_is_stopped_and_leaves_nothing_behind(office: Office, case_id: int) -> None:
    made = begin(office, case_id)
    with pytest.raises(UnlawfulAct, match="不能同时要求两次"):
        begin(office, case_id)
    asked(office, case_id, day(3, 4))
    office.engine.handle(
        EndExcess(excess_id=made, reason="重新核实"), office.people[Role.HANDLER])
    case = office.case(case_id)
    assert [each.state for each in case.letters if each.kind == "reasons_notice"] == ["void"]
    assert (office.open_steps(case_id), view(office, case_id).state) == (["draft_reply"], "ended")
    begin(office, case_id)
    asked(office, case_id, day(3, 5))
    office.engine.handle(
        WithdrawRequest(case_id=case_id, withdrawn_on=day(3, 5), withdrawal_way="written"),
        office.people[Role.INTAKE_OFFICER])
    office.play(case_id, [handed_over(day(3, 6)), archived(day(3, 6))])
    assert (office.case(case_id).status, office.case(case_id).tasks) == ("archived", ())
