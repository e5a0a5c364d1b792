"""The applicant takes the request back; a signed reply is taken back; a wrong day is put right."""

from datetime import date

import pytest

from engine import (
    CaseOf,
    InvalidInput,
    MendService,
    NotFound,
    NotPermitted,
    RecallLetter,
    Role,
    UnlawfulAct,
    WithdrawRequest,
)
from tests.engine.office import (
    CORRECTION_NEEDED,
    DISCLOSED,
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

TO_SIGN = (accepted(day(3, 3)), submitted(day(3, 5), DISCLOSED), reviewed(day(3, 5)))
SIGNED = (*TO_SIGN, signed(day(3, 6)))


def withdraw(office: Office, case_id: int, on: date, way: str = "written") -> None:
    office.engine.handle(
        WithdrawRequest(case_id=case_id, withdrawn_on=on, withdrawal_way=way),
        office.people[Role.INTAKE_OFFICER],
    )


def letter(office: Office, case_id: int, kind: str) -> int:
    return next(each.id for each in reversed(office.case(case_id).letters) if each.kind == kind)


@pytest.mark.parametrize("steps", [
    (), TO_SIGN[:1], TO_SIGN[:2], TO_SIGN, SIGNED, (CORRECTION_NEEDED,),
    (CORRECTION_NEEDED, NOTICE_WRITTEN), (CORRECTION_NEEDED, NOTICE_WRITTEN, NOTICE_SERVED),
], ids=["examined", "drafted", "reviewed", "to be signed", "to be posted", "notice to be written",
        "notice to be served", "correction awaited"])
def test_until_the_reply_has_left_the_applicant_may_withdraw(
    office: Office, steps: tuple[Step, ...]
) -> None:
    """Nothing more is due; a letter says so and is served; the case goes to the archive."""
    case_id = office.register()
    office.play(case_id, steps)
    withdraw(office, case_id, office.clock().date())
    case = office.case(case_id)
    assert (case.status, case.clock.due_on) == ("withdrawn", None)
    assert case.letters[-1].kind == "withdrawn"
    while "serve_letter" in office.open_steps(case_id):
        office.take(case_id, handed_over(office.clock().date()))
    office.take(case_id, archived(office.clock().date()))
    case = office.case(case_id)
    assert (case.status, case.letter_title, case.tasks) == ("archived", "终止办理告知书", ())


def test_a_signed_reply_that_has_not_left_is_taken_back_with_the_request(office: Office) -> None:
    case_id = office.register()
    office.play(case_id, SIGNED)
    withdraw(office, case_id, day(3, 6))
    states = {each.kind: each.state for each in office.case(case_id).letters}
    assert (states["disclosed"], states["withdrawn"]) == ("void", "issued")


def test_once_the_reply_has_left_there_is_nothing_to_withdraw(office: Office) -> None:
    case_id = office.register()
    office.play(case_id, (*SIGNED, served(day(3, 6))))
    assert not office.case(case_id, Role.INTAKE_OFFICER).may_withdraw
    with pytest.raises(UnlawfulAct, match="答复已经发出"):
        withdraw(office, case_id, day(3, 6))
    assert office.case(case_id).status == "replied"


def test_a_day_that_cannot_be_and_a_way_that_is_none_are_refused(office: Office) -> None:
    case_id = office.register()
    for on, way, field in (
        (day(3, 3), "written", "withdrawn_on"), (date(2026, 2, 27), "written", "withdrawn_on"),
        (day(3, 2), "", "withdrawal_way"),
    ):
        with pytest.raises(InvalidInput) as refused:
            withdraw(office, case_id, on, way)
        assert set(refused.value.problems) == {field}
    assert office.case(case_id).status == "open"


def test_a_reply_recalled_keeps_its_number_void_and_is_drafted_anew(office: Office) -> None:
    case_id = office.register()
    office.play(case_id, SIGNED)
    first = letter(office, case_id, "disclosed")
    number = next(each.number for each in office.case(case_id).letters if each.id == first)
    with pytest.raises(NotPermitted):
        recall(office, first, Role.HANDLER)
    recall(office, first, Role.REVIEWER)
    assert office.open_steps(case_id) == ["draft_reply"]
    office.play(case_id, concluded(9, DISCLOSED))
    replies = [each for each in office.case(case_id).letters if each.kind == "disclosed"]
    assert [each.state for each in replies] == ["void", "served"]
    assert replies[0].number == number != replies[1].number
    assert "LetterVoided" in office.events(case_id)


def test_a_reply_that_has_left_is_not_recalled(office: Office) -> None:
    case_id = office.register()
    office.play(case_id, (*SIGNED, served(day(3, 6))))
    with pytest.raises(UnlawfulAct, match="不能收回"):
        recall(office, letter(office, case_id, "disclosed"), Role.REVIEWER)


def test_another_agencys_letter_is_not_there(office: Office) -> None:
    case_id = office.register()
    office.play(case_id, SIGNED)
    found = letter(office, case_id, "disclosed")
    other = Office.open(office.engine.configuration, office.clock, code="周教公开",
                        engine=office.engine)
    with pytest.raises(NotFound):
        recall(other, found, Role.REVIEWER)


def recall(office: Office, letter_id: int, by: Role) -> None:
    office.engine.handle(
        RecallLetter(letter_id=letter_id, reason="公章盖错"), office.people[by])


def mend(office: Office, case_id: int, **days: date | None) -> None:
    service = office.case(case_id).services[-1]
    values = {"sent_on": service.sent_on, "ended_on": service.ended_on, **days}
    office.engine.handle(
        MendService(service_id=service.id, reason="邮戳日期看错", **values),  # type: ignore[arg-type]
        office.people[Role.INTAKE_OFFICER],
    )


def test_a_wrong_posting_day_is_put_right_and_the_reply_is_dated_by_the_right_one(
    office: Office
) -> None:
    """Due on 2026-03-30: posted on the last day, typed in as the day after."""
    case_id = office.register()
    office.play(case_id, (
        accepted(day(3, 3)), submitted(day(3, 26), DISCLOSED), reviewed(day(3, 26)),
        signed(day(3, 27)), served(day(3, 31)),
    ))
    assert office.case(case_id).clock.on_time is False
    mend(office, case_id, sent_on=day(3, 30))
    case = office.case(case_id)
    assert (case.clock.replied_on, case.clock.on_time) == (day(3, 30), True)
    before, after = case.services
    assert (before.sent_on, before.mended) == (day(3, 31), True)
    assert (after.sent_on, after.reason) == (day(3, 30), "邮戳日期看错")


def test_a_notice_signed_for_earlier_than_typed_moves_the_applicants_period(
    office: Office
) -> None:
    case_id = office.register()
    office.play(case_id, (CORRECTION_NEEDED, NOTICE_WRITTEN, served(day(3, 5)),
                          delivered(day(3, 10))))
    assert limit(office, case_id) == day(3, 24)
    mend(office, case_id, ended_on=day(3, 9))
    assert limit(office, case_id) == day(3, 23)


def limit(office: Office, case_id: int) -> date | None:
    case = office.engine.ask(CaseOf(case_id=case_id), office.people[Role.HANDLER])
    return case.assessment.limits.correction_received


@pytest.mark.parametrize(("days", "field"), [
    ({"sent_on": day(3, 5)}, "sent_on"),        # before it was issued
    ({"sent_on": day(3, 9)}, "sent_on"),        # after today
    ({"ended_on": day(3, 6)}, "ended_on"),      # the result is entered in its own form
    ({}, "sent_on"),                            # nothing changed
])
def test_what_cannot_be_is_refused_at_its_field(
    office: Office, days: dict[str, date], field: str
) -> None:
    case_id = office.register()
    office.play(case_id, (*SIGNED, served(day(3, 6))))
    with pytest.raises(InvalidInput) as refused:
        mend(office, case_id, **days)
    assert set(refused.value.problems) == {field}


def test_only_the_last_attempt_is_put_right(office: Office) -> None:
    case_id = office.register()
    office.play(case_id, (*SIGNED, served(day(3, 9))))
    first = office.case(case_id).services[-1]
    mend(office, case_id, sent_on=day(3, 6))
    with pytest.raises(UnlawfulAct, match="更正过"):
        office.engine.handle(
            MendService(service_id=first.id, sent_on=day(3, 9), ended_on=None, reason="再改"),
            office.people[Role.INTAKE_OFFICER],
        )
