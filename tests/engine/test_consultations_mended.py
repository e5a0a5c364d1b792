"""Consultations with wrong days, stopped, by the wrong people, of requests taken back."""

from typing import Any

import pytest

from engine import (
    CaseOf,
    EndConsultation,
    InvalidInput,
    MendConsultation,
    NotFound,
    NotPermitted,
    OpenConsultation,
    Role,
    UnlawfulAct,
    WithdrawRequest,
)
from tests.engine.asking import arrived, ask, decided, go, said, sent, view
from tests.engine.office import (
    DISCLOSED,
    PARTLY_DISCLOSED,
    STATE_SECRET,
    Office,
    accepted,
    archived,
    concluded,
    day,
    handed_over,
    reviewed,
    signed,
    submitted,
)


@pytest.fixture
def case_id(office: Office) -> int:
    """Received on Monday 2 March, accepted on Tuesday: due on Monday 30 March."""
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    return case_id


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
    with pytest.raises(UnlawfulAct, match="征求意见、要求说明理由、分办、协办、移送请办结或者停止"):
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
