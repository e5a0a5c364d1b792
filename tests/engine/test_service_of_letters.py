"""Every letter is served on its own: what begins with its service begins when it arrives.

Art. 30: the applicant's period runs from the service of the notice. 国办公开办函〔2016〕235号:
a reply that is posted is dated by the posting, one that is handed over by the signature.
March 2026: Monday the 2nd, Saturday the 7th; 4 to 6 April is Qingming.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from engine import InvalidInput, LetterView, Role, UnlawfulAct
from tests.conftest import ON_ONE_KIND
from tests.engine.office import (
    CORRECTED,
    CORRECTION_NEEDED,
    DISCLOSED,
    LAPSE_CONFIRMED,
    NOTICE_SERVED,
    NOTICE_WRITTEN,
    Office,
    Step,
    accepted,
    archived,
    concluded,
    day,
    delivered,
    handed_over,
    reviewed,
    served,
    signed,
    submitted,
)

INTAKE = Role.INTAKE_OFFICER
TOLD = (CORRECTION_NEEDED, NOTICE_WRITTEN)


def signed_reply(office: Office) -> int:
    """A case whose reply was signed on Friday 6 March and lies on the intake officer's desk."""
    office.clock.go_to(day(3, 2))
    case_id = office.register()
    office.play(case_id, [accepted(day(3, 3)), submitted(day(3, 5), DISCLOSED),
                          reviewed(day(3, 5)), signed(day(3, 6))])
    return case_id


def told(office: Office) -> int:
    """A case whose correction notice was issued on Wednesday 4 March."""
    case_id = office.register()
    office.play(case_id, TOLD)
    return case_id


def returned(on: date) -> Step:
    return Step(on, "confirm_delivery", INTAKE, {
        "delivery": "returned", "delivered_on": on.isoformat(), "return_reason": "查无此人"})


def served_again(step: Step) -> Step:
    return replace(step, element="serve_again")


def changed(step: Step, **values: str) -> Step:
    return replace(step, values={**step.values, **values})


def letter(office: Office, case_id: int, kind: str) -> LetterView:
    (found,) = [each for each in office.case(case_id).letters if each.kind == kind]
    return found


def problems(office: Office, case_id: int, step: Step) -> Mapping[str, Any]:
    """What is refused of a step, by field; it stays open and nothing happened."""
    before = office.events(case_id), office.open_steps(case_id)
    with pytest.raises(InvalidInput) as refused:
        office.take(case_id, step)
    assert (office.events(case_id), office.open_steps(case_id)) == before
    return refused.value.problems


# -- the reply -----------------------------------------------------------------------------


def test_a_posted_reply_is_dated_by_the_posting(office: Office) -> None:
    """Posted on the last day and signed for three days later: in time."""
    case_id = signed_reply(office)
    assert office.open_steps(case_id) == ["serve_letter"]
    office.take(case_id, served(day(3, 30)))
    case = office.case(case_id)
    assert (case.status, case.clock.replied_on, case.clock.on_time) == (
        "replied", day(3, 30), True)
    assert letter(office, case_id, "disclosed").state == "sent"
    assert office.open_steps(case_id) == ["confirm_delivery"]
    office.take(case_id, delivered(day(4, 2)))
    case = office.case(case_id)
    assert (case.clock.replied_on, case.clock.on_time) == (day(3, 30), True)
    arrived = letter(office, case_id, "disclosed")
    assert (arrived.state, arrived.served_on) == ("served", day(4, 2))
    assert office.open_steps(case_id) == ["archive_case"]
    assert office.events(case_id).count("ReplyServed") == 1
    assert office.sweep(day(4, 3)) == 0, "no limit runs any more"


def test_a_reply_that_is_handed_over_is_dated_by_the_signature(office: Office) -> None:
    case_id = signed_reply(office)
    office.take(case_id, handed_over(day(3, 9)))
    case = office.case(case_id)
    assert (case.status, case.clock.replied_on) == ("replied", day(3, 9))
    assert letter(office, case_id, "disclosed").state == "served"
    assert office.open_steps(case_id) == ["archive_case"]


def test_a_reply_that_came_back_is_served_again_and_keeps_its_day(office: Office) -> None:
    """The office answered when it posted the reply; the applicant still has to get it."""
    case_id = signed_reply(office)
    office.play(case_id, [served(day(3, 9)), returned(day(3, 16))])
    assert letter(office, case_id, "disclosed").state == "returned"
    assert office.open_steps(case_id) == ["serve_again"]
    office.play(case_id, [served_again(served(day(3, 17))), returned(day(3, 24)),
                          served_again(handed_over(day(3, 26)))])
    case = office.case(case_id)
    assert case.clock.replied_on == day(3, 9)
    assert letter(office, case_id, "disclosed").served_on == day(3, 26)
    assert office.events(case_id).count("LetterReturned") == 2
    assert office.events(case_id).count("ReplyServed") == 1
    office.take(case_id, archived(day(3, 27)))
    assert office.case(case_id).status == "archived"


# -- the correction notice -----------------------------------------------------------------


def test_the_correction_period_counts_from_the_day_the_notice_was_signed_for(
    office: Office
) -> None:
    """Posted on Thursday 5 March, signed for on Monday the 9th: ten working days to the 23rd."""
    case_id = told(office)
    office.take(case_id, served(day(3, 5)))
    waiting = office.case(case_id)
    assert (waiting.clock.state, waiting.clock.correct_by) == ("paused_correction", None)
    assert waiting.status == "open", "a notice is no reply"
    office.take(case_id, delivered(day(3, 9)))
    assert office.case(case_id).clock.correct_by == day(3, 23)
    assert letter(office, case_id, "correction_notice").served_on == day(3, 9)
    office.restart()
    assert office.case(case_id).clock.correct_by == day(3, 23), "so it is stored"


def test_a_notice_that_came_back_has_begun_no_period(office: Office) -> None:
    """Handed over at the second attempt, on Thursday 12 March: ten working days until the 26th."""
    case_id = told(office)
    office.play(case_id, [served(day(3, 5)), returned(day(3, 11))])
    assert office.case(case_id).clock.correct_by is None
    assert office.open_steps(case_id) == ["receive_correction", "serve_again"]
    assert office.sweep(day(3, 11), hour=23) == 0
    with pytest.raises(UnlawfulAct, match="尚未登记送达，期限没有开始"):
        office.take(case_id, replace(LAPSE_CONFIRMED, on=day(3, 12)))
    office.take(case_id, served_again(handed_over(day(3, 12))))
    assert office.case(case_id).clock.correct_by == day(3, 26)
    assert office.open_steps(case_id) == ["receive_correction"]


def test_a_correction_of_the_last_day_may_be_typed_the_day_after(office: Office) -> None:
    """The notice was handed over on 4 March, so the 18th is the last day. The correction came on
    it; the clock has run past and warned, and takes nothing from the applicant."""
    case_id = told(office)
    office.take(case_id, NOTICE_SERVED)
    assert office.case(case_id).clock.correct_by == day(3, 18)
    assert office.sweep(day(3, 19), hour=0) == 1
    assert office.case(case_id).clock.state == "lapsed"
    office.take(case_id, changed(replace(CORRECTED, on=day(3, 19)), corrected_on="2026-03-18"))
    case = office.case(case_id)
    # Twenty working days after Wednesday 18 March.
    assert (case.clock.state, case.clock.due_on) == ("running", day(4, 16))
    assert "CorrectionLapsed" not in office.events(case_id)
    assert office.open_steps(case_id) == ["examine_request"]
    office.play(case_id, [accepted(day(3, 20)), *concluded(23, DISCLOSED)])
    assert office.case(case_id).clock.on_time is True


@ON_ONE_KIND
def test_a_lapse_is_confirmed_only_when_the_period_is_over(office: Office) -> None:
    case_id = told(office)
    with pytest.raises(UnlawfulAct, match="尚未登记送达，期限没有开始"):
        office.take(case_id, replace(LAPSE_CONFIRMED, on=day(3, 31)))
    office.take(case_id, changed(handed_over(day(3, 31)), served_on="2026-03-20"))
    with pytest.raises(UnlawfulAct, match="期限至2026年4月3日，尚未届满"):
        office.take(case_id, LAPSE_CONFIRMED)
    assert "receive_correction" in office.open_steps(case_id)
    office.take(case_id, replace(LAPSE_CONFIRMED, on=day(4, 4)))
    assert office.open_steps(case_id) == ["draft_reply"]
    assert office.case(case_id).clock.state == "lapsed"


@ON_ONE_KIND
def test_who_confirms_a_lapse_says_that_he_looked(office: Office) -> None:
    case_id = told(office)
    office.take(case_id, NOTICE_SERVED)
    unseen = replace(LAPSE_CONFIRMED, values={"correction": "lapsed"})
    assert list(problems(office, case_id, unseen)) == ["lapse_checked"]


# -- the archive ---------------------------------------------------------------------------


def test_nothing_is_archived_while_a_letter_is_on_its_way(office: Office) -> None:
    """The reply was handed over; what became of the posted correction notice nobody entered."""
    case_id = told(office)
    office.play(case_id, [
        served(day(3, 5)), CORRECTED, accepted(day(3, 11)), submitted(day(3, 12), DISCLOSED),
        reviewed(day(3, 12)), signed(day(3, 13)), handed_over(day(3, 13)),
    ])
    assert office.open_steps(case_id) == ["archive_case", "confirm_delivery"]
    with pytest.raises(UnlawfulAct, match=r"“补正告知书 .*”还没有办完"):
        office.take(case_id, archived(day(3, 16)))
    assert office.case(case_id).status == "replied"
    office.play(case_id, [delivered(day(3, 16)), archived(day(3, 16))])
    case = office.case(case_id)
    assert (case.status, case.tasks) == ("archived", ())
    assert case.clock.replied_on == day(3, 13)


@ON_ONE_KIND
def test_a_reply_on_its_way_offers_no_archive(office: Office) -> None:
    case_id = signed_reply(office)
    for step, waits in ((served(day(3, 9)), "confirm_delivery"),
                        (returned(day(3, 12)), "serve_again")):
        office.take(case_id, step)
        assert office.open_steps(case_id) == [waits]


# -- slips -----------------------------------------------------------------------------------


@ON_ONE_KIND
@pytest.mark.parametrize("step", [served(day(3, 9)), handed_over(day(3, 9))],
                         ids=["posted", "handed over"])
@pytest.mark.parametrize(("on", "why"), [
    ("2026-03-05", "不能早于文书签发的日期（2026年3月6日）"), ("2026-03-10", "不能晚于今天"),
])
def test_a_day_of_sending_that_cannot_be_is_refused_at_its_field(
    office: Office, step: Step, on: str, why: str
) -> None:
    case_id = signed_reply(office)
    found = problems(office, case_id, changed(step, served_on=on))
    assert list(found) == ["served_on"]
    assert why in found["served_on"]
    office.take(case_id, step)


@ON_ONE_KIND
@pytest.mark.parametrize("step", [delivered(day(3, 12)), returned(day(3, 12))],
                         ids=["delivered", "returned"])
@pytest.mark.parametrize(("on", "why"), [
    ("2026-03-08", "不能早于寄出的日期（2026年3月9日）"), ("2026-03-13", "不能晚于今天"),
])
def test_a_day_of_arrival_that_cannot_be_is_refused_at_its_field(
    office: Office, step: Step, on: str, why: str
) -> None:
    case_id = signed_reply(office)
    office.take(case_id, served(day(3, 9)))
    found = problems(office, case_id, changed(step, delivered_on=on))
    assert list(found) == ["delivered_on"]
    assert why in found["delivered_on"]
    office.take(case_id, step)


@ON_ONE_KIND
@pytest.mark.parametrize(("step", "values", "field", "why"), [
    (served(day(3, 9)), {"service_method": "in_person"}, "service_method", "当场送到"),
    (served(day(3, 9)), {"service_method": "online"}, "service_method", "当场送到"),
    (handed_over(day(3, 9)), {"service_method": "post", "tracking_number": "XA12345678937"},
     "service_method", "已寄出"),
    (served(day(3, 9)), {"tracking_number": ""}, "tracking_number", ""),
], ids=["sent in person", "sent online", "handed over by post", "no number of the mail"])
def test_the_button_must_fit_the_way(
    office: Office, step: Step, values: dict[str, str], field: str, why: str
) -> None:
    case_id = signed_reply(office)
    found = problems(office, case_id, changed(step, **values))
    assert list(found) == [field]
    assert why in found[field]
    assert office.case(case_id).clock.replied_on is None


@ON_ONE_KIND
def test_why_a_letter_came_back_has_to_be_said(office: Office) -> None:
    case_id = signed_reply(office)
    office.take(case_id, served(day(3, 9)))
    assert list(problems(office, case_id, changed(returned(day(3, 12)), return_reason=""))) == [
        "return_reason"]


@ON_ONE_KIND
def test_the_day_of_the_second_attempt_does_not_lie_before_the_return(office: Office) -> None:
    """What came back on the 12th was not handed over on the 10th."""
    case_id = signed_reply(office)
    office.play(case_id, [served(day(3, 9)), returned(day(3, 12))])
    again = served_again(handed_over(day(3, 13)))
    found = problems(office, case_id, changed(again, served_on="2026-03-10"))
    assert list(found) == ["served_on"]
    office.take(case_id, again)


@ON_ONE_KIND
def test_each_of_two_letters_is_served_by_itself(office: Office) -> None:
    """The notices of two cases: an entry touches its own letter only."""
    one, other = told(office), told(office)
    office.play(one, [served(day(3, 5))])
    office.take(other, NOTICE_SERVED)
    assert letter(office, one, "correction_notice").state == "sent"
    assert letter(office, other, "correction_notice").state == "served"
    assert office.case(one).clock.correct_by is None
    assert office.case(other).clock.correct_by == day(3, 18)
