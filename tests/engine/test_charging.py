"""A request clearly beyond reason in number or extent is charged for, and waits for the payment.

《政府信息公开条例》第四十二条；国办函〔2020〕109号：按件或者按量分档计收；收到收费通知次日起20个工作日内
缴纳，逾期未缴的视为放弃申请；缴费完成次日起重新计算答复期限。
"""

import pytest

from engine import (
    InvalidInput,
    LetterNotReady,
    MyWork,
    Role,
    SeparationOfDuties,
    TaskFormOf,
    UnlawfulAct,
    WithdrawRequest,
)
from tests.engine.asking import go
from tests.engine.charged import (
    UNPAID,
    approved,
    charge,
    do,
    handed,
    lapsed,
    mend,
    not_now,
    noticed,
    offered,
    paid,
    proposed,
    stop,
    view,
)
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


@pytest.fixture
def case_id(office: Office) -> int:
    """Received on Monday 2 March, accepted on Tuesday: due on Monday 30 March."""
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    return case_id


def test_the_period_waits_from_the_notice_and_begins_anew_with_the_payment(
    office: Office, case_id: int
) -> None:
    charge(office, case_id)
    proposed(office, case_id, day(3, 4))
    before = office.case(case_id)
    assert (before.clock.due_on, before.clock.state) == (day(3, 30), "running")
    approved(office, case_id, day(3, 5))
    case = office.case(case_id)
    assert (case.clock.due_on, case.clock.state) == (None, "paused_fee")
    assert view(office, case_id).limit is None          # it counts from the service
    handed(office, case_id, day(3, 6), typed=day(3, 9))
    assert view(office, case_id).limit == day(4, 3)     # 20 working days after Friday 6 March
    paid(office, case_id, day(3, 20))
    case = office.case(case_id)
    assert (case.clock.due_on, case.clock.state) == (day(4, 20), "running")
    assert [finding.code for finding in case.assessment.findings] == []
    office.play(case_id, concluded(23, DISCLOSED))
    assert office.case(case_id).assessment.on_time


def test_the_amount_follows_from_the_tariff_and_shows_how(office: Office, case_id: int) -> None:
    """第31件以上每10件一档：此前25件，本件12件，计2600元。"""
    charge(office, case_id)
    proposed(office, case_id, day(3, 4), pieces_before="25")
    shown = view(office, case_id)
    assert (shown.amount, shown.counted) == (1900, "12件（同一申请人本自然月第26至37件）")
    assert shown.calculation == (
        "第26至30件：5件×100元＝500元", "第31至37件：7件×200元＝1400元")
    do(office, case_id, "approve_fee", day(3, 5), fee_approval="returned", opinion="按量计收。")
    proposed(office, case_id, day(3, 5), fee_method="by_page", fee_units="68", pieces_before="")
    shown = view(office, case_id)
    assert (shown.amount, shown.counted) == (380, "68页")
    approved(office, case_id, day(3, 5))
    (notice,) = [each for each in office.case(case_id).letters if each.kind == "fee_notice"]
    text = "".join(words for _, words in notice.paragraphs)
    for words in ("按量计收，共计68页，应缴纳380元", "第31至68页：38页×10元＝380元", "20个工作日",
                  "视为放弃申请", "缴款码370301234567890"):
        assert words in text


@pytest.mark.parametrize(("changes", "field"), [
    ({"fee_units": "10", "pieces_before": "0"}, "fee_units"),       # up to ten are free
    ({"fee_method": "by_page", "fee_units": "30"}, "fee_units"),
    ({"fee_units": "0"}, "fee_units"), ({"fee_units": "十二"}, "fee_units"),
    ({"pieces_before": ""}, "pieces_before"), ({"pieces_before": "-1"}, "pieces_before"),
    ({"fee_method": "by_weight"}, "fee_method"), ({"fee_split": " "}, "fee_split"),
    ({"fee_pay_to": "账号\u200b1"}, "fee_pay_to"),
])
def test_what_cannot_be_charged_is_refused_at_its_field(
    office: Office, case_id: int, changes: dict[str, str], field: str
) -> None:
    charge(office, case_id)
    with pytest.raises(InvalidInput) as refused:
        proposed(office, case_id, day(3, 4), **changes)
    assert set(refused.value.problems) == {field}
    assert view(office, case_id).state == "to_propose"


def test_who_proposed_a_charge_does_not_approve_it(office: Office, case_id: int) -> None:
    charge(office, case_id)
    handler = office.people[Role.HANDLER]
    both = office.people[Role.REVIEWER]
    office.people[Role.HANDLER] = office.people[Role.REVIEWER] = type(both)(
        person_id=handler.person_id, name=handler.name, agency_id=handler.agency_id,
        agency_name=handler.agency_name, roles=frozenset({Role.HANDLER, Role.REVIEWER}))
    proposed(office, case_id, day(3, 4))
    with pytest.raises(SeparationOfDuties):
        approved(office, case_id, day(3, 4))
    office.people[Role.REVIEWER] = both
    approved(office, case_id, day(3, 4))


def test_nothing_is_answered_while_a_fee_is_open_and_the_lapse_only_after_it(
    office: Office, case_id: int
) -> None:
    title = "逾期未缴费不再处理告知书"
    assert "没有通知过申请人缴费" in not_now(office, case_id)[title]
    charge(office, case_id)
    assert "正在办理收取信息处理费" in not_now(office, case_id)["予以公开告知书"]
    with pytest.raises(LetterNotReady, match="正在办理收取信息处理费"):
        go(office, case_id, submitted(day(3, 4), DISCLOSED))
    proposed(office, case_id, day(3, 4))
    approved(office, case_id, day(3, 4))
    with pytest.raises(UnlawfulAct, match="尚未登记送达"):
        lapsed(office, case_id, day(3, 5))
    handed(office, case_id, day(3, 6))
    assert "尚未届满" in not_now(office, case_id)[title]
    with pytest.raises(UnlawfulAct, match="期限至2026年4月3日，尚未届满"):
        lapsed(office, case_id, day(4, 3))
    office.sweep(day(4, 4))
    case = office.case(case_id)
    assert case.clock.state == "lapsed"
    assert [item.data["limit"] for item in case.timeline
            if item.kind == "TimeLimitWarned"] == ["fee_payment"]
    # The machine reminds; a person confirms.
    assert "还没有确认" in not_now(office, case_id)[title]
    lapsed(office, case_id, day(4, 7))
    assert offered(office, case_id) == {"fee_unpaid"}
    assert "只能以逾期未缴费" in not_now(office, case_id)["予以公开告知书"]
    office.play(case_id, concluded(8, UNPAID, month=4))
    case = office.case(case_id)
    assert (case.status, case.letter_title) == ("archived", title)
    text = "".join(words for _, words in case.letters[-1].paragraphs)
    for words in ("2026年3月4日", "2026年3月6日送达", "1200元", "2026年4月3日届满", "行政复议"):
        assert words in text


def test_a_payment_of_the_last_day_typed_the_next_morning_takes_back_the_reminder(
    office: Office, case_id: int
) -> None:
    noticed(office, case_id, day(3, 6))
    office.sweep(day(4, 4))
    assert office.case(case_id).clock.state == "lapsed"
    paid(office, case_id, day(4, 3), typed=day(4, 7))
    case = office.case(case_id)
    assert (case.clock.state, case.clock.due_on) == ("running", day(5, 7))
    assert "fee_unpaid" not in offered(office, case_id)
    assert "disclosed" in offered(office, case_id)


def test_the_button_for_the_payment_stays_open_after_the_last_day(
    office: Office, case_id: int
) -> None:
    """The day that is typed decides: one in time may be typed late."""
    noticed(office, case_id, day(3, 6))
    office.clock.go_to(day(4, 7))
    page = office.engine.ask(
        TaskFormOf(task_id=office.task(case_id, "receive_payment").id),
        office.people[Role.HANDLER])
    assert {each.value: each.not_now for each in page.choices} == {"paid": "", "lapsed": ""}


def test_a_payment_before_the_service_or_after_the_last_day_is_refused_at_its_day(
    office: Office, case_id: int
) -> None:
    charge(office, case_id)
    proposed(office, case_id, day(3, 4))
    approved(office, case_id, day(3, 4))

    def refused(on: tuple[int, int], typed: tuple[int, int]) -> str:
        with pytest.raises(InvalidInput) as found:
            paid(office, case_id, day(*on), typed=day(*typed))
        return found.value.problems["paid_on"]

    assert "还没有登记送达" in refused((3, 5), (3, 5))
    handed(office, case_id, day(3, 6))
    assert "不能早于收费通知送达的日期" in refused((3, 5), (3, 9))
    assert "不能晚于今天" in refused((3, 10), (3, 9))
    assert "2026年4月3日" in refused((4, 7), (4, 7))
    paid(office, case_id, day(3, 6), typed=day(4, 7))


def test_a_notice_that_came_back_begins_nothing_and_is_served_again(
    office: Office, case_id: int
) -> None:
    charge(office, case_id)
    proposed(office, case_id, day(3, 4))
    approved(office, case_id, day(3, 4))
    do(office, case_id, "serve_letter", day(3, 4), service="sent", service_method="post",
       served_on="2026-03-04", tracking_number="1234567890123")
    do(office, case_id, "confirm_delivery", day(3, 11), delivery="returned",
       delivered_on="2026-03-10", return_reason="查无此人")
    assert view(office, case_id).limit is None
    office.sweep(day(4, 6))
    assert office.case(case_id).clock.state == "paused_fee"
    do(office, case_id, "serve_again", day(4, 7), service="delivered",
       service_method="in_person", served_on="2026-04-07")
    assert view(office, case_id).limit == day(5, 8)     # the later service counts
    paid(office, case_id, day(4, 8))


def test_a_fee_that_is_given_up_leaves_the_period_as_if_it_had_never_been(
    office: Office, case_id: int
) -> None:
    """The law lets the period begin anew by a payment only; a notice that has not left stays."""
    made = charge(office, case_id)
    proposed(office, case_id, day(3, 4))
    approved(office, case_id, day(3, 5))
    stop(office, made)
    case = office.case(case_id)
    assert (case.clock.state, case.clock.due_on) == ("running", day(3, 30))
    assert office.open_steps(case_id) == ["draft_reply"]
    assert [each.state for each in case.letters if each.kind == "fee_notice"] == ["void"]
    assert view(office, case_id).state == "ended"
    with pytest.raises(UnlawfulAct, match="已经办结"):
        stop(office, made)
    # It may be charged anew, and served this time.
    noticed(office, case_id, day(3, 10))
    assert view(office, case_id, 2).limit == day(4, 8)
    office.restart()
    assert view(office, case_id, 2).limit == day(4, 8)


def test_one_fee_at_a_time_and_none_after_it_was_paid_or_answered(
    office: Office, case_id: int
) -> None:
    made = charge(office, case_id)
    with pytest.raises(UnlawfulAct, match="已经在办理收费"):
        charge(office, case_id)
    stop(office, made)
    noticed(office, case_id, day(3, 5))
    with pytest.raises(UnlawfulAct, match="已经在办理收费"):
        charge(office, case_id)
    paid(office, case_id, day(3, 6))
    with pytest.raises(UnlawfulAct, match="只能作出一次"):
        charge(office, case_id)
    other = office.register()
    office.take(other, accepted(day(3, 9)))
    steps = concluded(10, DISCLOSED)
    for step in steps[:3]:
        office.take(other, step)
    assert not office.case(other).charging.may_open
    with pytest.raises(UnlawfulAct, match="先收回答复"):
        charge(office, other)
    for step in steps[3:]:
        office.take(other, step)


def test_its_task_shows_the_limit_that_binds_it(office: Office, case_id: int) -> None:
    noticed(office, case_id, day(3, 6))
    (found,) = [task for task in office.engine.ask(MyWork(), office.people[Role.HANDLER])
                if task.element == "receive_payment"]
    assert found.limit is not None
    assert (found.limit.name, found.limit.last_day) == ("fee_payment", day(4, 3))


def test_a_payment_found_after_the_lapse_was_confirmed_opens_the_request_again(
    office: Office, case_id: int
) -> None:
    made = noticed(office, case_id, day(3, 6))
    lapsed(office, case_id, day(4, 7))
    office.take(case_id, submitted(day(4, 7), UNPAID))
    with pytest.raises(InvalidInput) as refused:
        mend(office, made, day(4, 7))
    assert set(refused.value.problems) == {"paid_on"}
    mend(office, made, day(4, 1), reason="银行迟到账")
    assert view(office, case_id).state == "paid"
    assert office.case(case_id).clock.due_on == day(4, 30)
    assert [item.data["before"] for item in office.case(case_id).timeline
            if item.kind == "FeeMended"] == [None]
    # What was drafted of the lapse cannot be signed any more.
    _, reviewed, signed, *_ = concluded(8, UNPAID, month=4)
    office.take(case_id, reviewed)
    with pytest.raises(LetterNotReady, match="已于2026年4月1日缴费"):
        office.take(case_id, signed)


def test_a_request_that_is_taken_back_needs_no_payment(office: Office, case_id: int) -> None:
    noticed(office, case_id, day(3, 6))
    office.engine.handle(
        WithdrawRequest(case_id=case_id, withdrawn_on=day(3, 6), withdrawal_way="written"),
        office.people[Role.INTAKE_OFFICER])
    office.play(case_id, [handed_over(day(3, 9)), archived(day(3, 9))])
    case = office.case(case_id)
    assert (case.status, case.tasks, view(office, case_id).state) == ("archived", (), "ended")
