"""What was registered wrong is put right: what was before stays, the clock follows what holds.

条例 art. 31: from which day a request counts; art. 45: that it is registered. March 2026: Monday
the 2nd; 20 working days after it is Monday the 30th.
"""

from datetime import date

import pytest

from engine import (
    Applicant,
    LetterNotReady,
    RegistrationToCorrect,
    RevealApplicant,
    RevealedApplicant,
)
from tests.conftest import ON_ONE_KIND
from tests.engine.correcting import (
    CORRECTED as CORRECTED_RECEIPT,
    INTAKE,
    applicant,
    as_registered,
    correct,
    preview,
    receipts,
    received,
    registered_late,
    text_of,
)
from tests.engine.office import (
    CORRECTED,
    CORRECTION_NEEDED,
    DISCLOSED,
    MONDAY,
    NOTICE_SERVED,
    NOTICE_WRITTEN,
    Office,
    accepted,
    day,
    handed_over,
    request,
    reviewed,
    signed,
    submitted,
)

TUESDAY = day(3, 3)


def test_another_day_of_receipt_moves_the_clock_and_the_record_keeps_both(office: Office) -> None:
    case_id = registered_late(office)
    (first,) = receipts(office, case_id)
    seen = preview(office, case_id, received(MONDAY))
    assert (seen.received_before, seen.received_on) == (TUESDAY, MONDAY)
    assert (seen.due_before, seen.due_on) == (day(3, 31), day(3, 30))
    assert office.case(case_id).clock.due_on == day(3, 31), "a look changes nothing"
    correct(office, case_id, received(MONDAY), "日期看错")
    case = office.case(case_id)
    assert (case.clock.received_on, case.arrived_on, case.clock.due_on) == (
        MONDAY, MONDAY, day(3, 30))
    (version,) = case.registered_before
    assert (version.reason, version.corrected_by) == ("日期看错", "受理人员")
    assert (version.due_before, version.due_after) == (day(3, 31), day(3, 30))
    assert [(each.name, each.before, each.after) for each in version.fields] == [
        ("arrived_on", TUESDAY, MONDAY), ("received_on", TUESDAY, MONDAY)]
    (moved,) = [each for each in case.timeline if each.kind == "ReceiptDayCorrected"]
    assert moved.data == {
        "received_before": "2026-03-03", "received_on": "2026-03-02",
        "due_before": "2026-03-31", "due_on": "2026-03-30"}
    office.restart()
    assert office.case(case_id).clock.due_on == day(3, 30), "so it is stored"
    assert text_of(receipts(office, case_id)[0]) == text_of(first), "what was issued stays"


def test_a_new_receipt_takes_the_place_of_the_former_and_is_served_as_every_letter(
    office: Office
) -> None:
    case_id = registered_late(office)
    correct(office, case_id, received(MONDAY))
    first, second = receipts(office, case_id)
    assert second.kind == CORRECTED_RECEIPT
    assert second.number != first.number
    text = text_of(second)
    assert f"2026年3月3日出具的登记回执（{first.number}）" in text
    assert "收到申请之日：由“2026年3月3日”更正为“2026年3月2日”" in text
    assert "答复期限届满之日：由“2026年3月31日”更正为“2026年3月30日”" in text
    assert "本回执代替原登记回执" in text
    (version,) = office.case(case_id).registered_before
    assert (version.receipt_id, version.former_receipt_id) == (second.id, first.id)
    assert version.stating == (first.id,), "it states the old day"
    assert "serve_letter" in office.open_steps(case_id)


def test_where_the_receipt_states_nothing_of_it_none_is_issued(office: Office) -> None:
    case_id = office.register()
    right = as_registered(applicant=applicant(phone="13900000000", postcode="255300"))
    seen = preview(office, case_id, right)
    assert (seen.paper, seen.stating, seen.due_before) == ((), (), seen.due_on)
    correct(office, case_id, right)
    assert len(receipts(office, case_id)) == 1
    (version,) = office.case(case_id).registered_before
    assert [each.name for each in version.fields] == ["phone", "postcode"]
    assert version.receipt_id is None
    assert "ReceiptDayCorrected" not in office.events(case_id)


def test_a_mistyped_name_is_another_applicant_and_the_old_one_is_kept_and_not_found_by(
    office: Office
) -> None:
    case_id = office.register()
    correct(office, case_id, as_registered(applicant=applicant(name="王晓明")))
    assert "申请人姓名或者名称：由“王小明”更正为“王晓明”" in text_of(receipts(office, case_id)[1])
    office.engine.handle(
        RevealApplicant(case_id=case_id, reason="核对"), office.people[INTAKE])
    registered = office.engine.ask(
        RegistrationToCorrect(case_id=case_id), office.people[INTAKE])
    assert registered.values["name"] == "王晓明"
    (version,) = office.case(case_id).registered_before
    (name,) = version.fields
    assert (name.before, name.after) == ("王**", "王**"), "on the page no name stands unmasked"
    other = office.register(applicant=applicant(id_kind="", id_number="", phone="13700000000"))
    assert office.case(other).earlier.requests == (), "王小明 asked for nothing before"


def test_who_says_why_sees_the_applicant_as_he_was_registered_before(office: Office) -> None:
    case_id = office.register()
    for name in ("王晓明", "王晓铭"):
        correct(office, case_id, as_registered(applicant=applicant(name=name)))
    correct(office, case_id, as_registered(
        applicant=applicant(name="王晓铭"), description="照原文"))
    office.engine.handle(RevealApplicant(case_id=case_id, reason="核对"), office.people[INTAKE])
    shown = office.engine.ask(RevealedApplicant(case_id=case_id), office.people[INTAKE])
    assert shown.applicant["name"] == "王晓铭"
    assert [each["name"] for _, each in shown.before] == ["王晓明", "王小明"]


def test_neither_record_nor_version_hold_personal_data(office: Office) -> None:
    case_id = office.register()
    correct(office, case_id, as_registered(applicant=applicant(
        name="李大明", phone="13911112222", address="周村区某路9号")))
    told = [str(each.data) for each in office.case(case_id).timeline]
    for word in ("李大明", "王小明", "13911112222", "13800000000", "某路", "机场路"):
        assert not any(word in each for each in told)
    assert word not in str(office.case(case_id).registered_before)


def test_joint_applicants_and_an_agent_are_put_right_as_well(office: Office) -> None:
    beside = Applicant(kind="natural_person", name="李华")
    case_id = office.register(joint=(beside,))
    agent = Applicant(kind="natural_person", name="赵律师", phone="13600000000")
    correct(office, case_id, as_registered(agent=agent, authority="applies"))
    case = office.case(case_id)
    assert (case.joint, case.agent, case.authority) == ((), "赵**", "applies")
    (version,) = case.registered_before
    assert [each.name for each in version.fields] == ["joint", "agent", "authority"]
    assert version.fields[0].before == "李*"
    lines = text_of(receipts(office, case_id)[1])
    assert "由“王小明、李华”更正为“王小明（委托代理人：赵律师）”" in lines


def test_what_is_asked_for_follows_to_the_one_item_that_bears_its_name(office: Office) -> None:
    case_id = office.register()
    correct(office, case_id, as_registered(subject="2024年度部门决算", description="照原文"))
    case = office.case(case_id)
    assert (case.subject, case.description) == ("2024年度部门决算", "照原文")
    assert [each.description for each in case.items.items] == ["2024年度部门决算"]


@ON_ONE_KIND
def test_items_that_were_divided_keep_their_words(office: Office) -> None:
    case_id = office.register(items=("决算", "预算"))
    correct(office, case_id, as_registered(subject="2024年度部门决算"))
    assert [each.description for each in office.case(case_id).items.items] == ["决算", "预算"]


@ON_ONE_KIND
def test_what_a_correction_of_the_applicant_brought_stays_with_the_description(
    office: Office
) -> None:
    """Art. 30: the paper was typed wrong; what came later as 补正 is another paper."""
    case_id = office.register()
    office.play(case_id, (CORRECTION_NEEDED, NOTICE_WRITTEN, NOTICE_SERVED, CORRECTED))
    added = office.case(case_id).description.partition("【补正】")[2]
    correct(office, case_id, as_registered(description="照申请表改正"))
    assert office.case(case_id).description == f"照申请表改正\n\n【补正】{added}"
    assert office.case(case_id).registered_before[0].fields[0].before == request(
        MONDAY).description


@ON_ONE_KIND
def test_the_number_stays_when_the_day_lies_in_another_year(office: Office) -> None:
    office.clock.go_to(date(2026, 1, 5))
    case_id = office.register()
    number = office.case(case_id).number
    correct(office, case_id, received(date(2025, 12, 31)))
    assert office.case(case_id).number == number
    assert office.case(case_id).clock.received_on == date(2025, 12, 31)


@ON_ONE_KIND
def test_a_reply_that_was_reviewed_goes_back_to_be_drafted_anew(office: Office) -> None:
    """Art. 17: what was reviewed is what goes out; it named another day."""
    case_id = registered_late(office)
    office.play(case_id, (accepted(day(3, 4)), submitted(day(3, 5), DISCLOSED),
                          reviewed(day(3, 5))))
    assert preview(office, case_id, received(MONDAY)).drafted
    correct(office, case_id, received(MONDAY))
    with pytest.raises(LetterNotReady, match="请退回重新拟制"):
        office.take(case_id, signed(day(3, 6)))


def test_after_the_reply_its_being_on_time_follows(office: Office) -> None:
    """Replied on the last day by a wrong day of receipt: by the right one, a day late."""
    case_id = registered_late(office)
    office.play(case_id, (accepted(day(3, 4)), submitted(day(3, 30), DISCLOSED),
                          reviewed(day(3, 30)), signed(day(3, 31)), handed_over(day(3, 31))))
    assert office.case(case_id).clock.on_time is True
    correct(office, case_id, received(MONDAY))
    assert office.case(case_id).clock.on_time is False
    assert "supervise_overdue" in office.open_steps(case_id)
    assert office.events(case_id).count("TimeLimitMissed") == 1
    correct(office, case_id, received(TUESDAY), "原登记无误")
    assert office.case(case_id).clock.on_time is True
    assert "supervise_overdue" not in office.open_steps(case_id)


# -- receipts that have not left -------------------------------------------------------------


def test_a_receipt_that_has_not_left_is_void_when_it_is_put_right_again(office: Office) -> None:
    case_id = registered_late(office)
    correct(office, case_id, received(MONDAY))
    right = received(MONDAY, applicant=applicant(name="王晓明"))
    seen = preview(office, case_id, right)
    first, second = receipts(office, case_id)
    assert (seen.former, seen.recalled) == (first.number, (second.number,))
    correct(office, case_id, right)
    first, second, third = receipts(office, case_id)
    assert (second.state, third.state) == ("void", "issued")
    text = text_of(third)
    assert first.number in text
    assert second.number not in text
    assert "由“2026年3月3日”更正为“2026年3月2日”" in text
    assert "由“王小明”更正为“王晓明”" in text
    assert office.open_steps(case_id).count("serve_letter") == 1


def test_put_back_to_what_the_applicant_was_told_no_receipt_is_needed(office: Office) -> None:
    case_id = registered_late(office)
    correct(office, case_id, received(MONDAY))
    correct(office, case_id, received(TUESDAY), "原登记无误")
    first, second = receipts(office, case_id)
    assert (first.state, second.state) == ("issued", "void")
    assert "serve_letter" not in office.open_steps(case_id)
    assert office.case(case_id).clock.due_on == day(3, 31)
    assert len(office.case(case_id).registered_before) == 2
