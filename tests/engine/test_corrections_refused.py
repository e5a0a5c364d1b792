"""A correction of a registration that is refused, and says why and by which article.

条例 art. 31: from which day a request counts; art. 45: that it is registered. March 2026: Monday
the 2nd.
"""

import pytest

from engine import (
    CaseClosed,
    CaseVoided,
    EndAgency,
    InvalidInput,
    MergeCase,
    NotFound,
    NotPermitted,
    NotRevealed,
    RegistrationToCorrect,
    RevealApplicant,
    Role,
    UnlawfulAct,
    VoidRegistration,
    WithdrawRequest,
)
from engine.errors import CaseMergedAlready
from engine.workers import ticker
from tests.conftest import ON_ONE_KIND
from tests.engine.correcting import (
    INTAKE,
    applicant,
    as_registered,
    correct,
    preview,
    received,
)
from tests.engine.office import (
    LIVES,
    MONDAY,
    ROOT,
    Office,
    day,
    request,
)

TUESDAY = day(3, 3)


def refused(office: Office, case_id: int, right: object, **said: str) -> dict[str, str]:
    """What is refused of a correction, by field; nothing happened."""
    before = office.events(case_id)
    with pytest.raises(InvalidInput) as problem:
        correct(office, case_id, right, **said)     # type: ignore[arg-type]
    assert office.events(case_id) == before
    return problem.value.problems


def test_what_changes_nothing_or_says_no_reason_is_refused(office: Office) -> None:
    case_id = office.register()
    assert list(refused(office, case_id, as_registered())) == [""]
    right = as_registered(applicant=applicant(phone="13900000000"))
    assert list(refused(office, case_id, right, reason=" ")) == ["reason"]
    assert list(refused(office, case_id, right, reason="长" * 201)) == ["reason"]
    both = refused(office, case_id, as_registered(subject=" "), reason="")
    assert set(both) == {"subject", "reason"}


@ON_ONE_KIND
def test_what_registering_refuses_a_correction_refuses(office: Office) -> None:
    """One truth: an identity number with a wrong check digit, unless it is said why."""
    case_id = office.register()
    wrong = applicant(id_number="370306198001010012")
    assert "校验" in refused(office, case_id, as_registered(applicant=wrong))["id_number"]
    correct(office, case_id, as_registered(applicant=applicant(
        id_number="370306198001010012", id_note="原件如此，已核对")))
    assert [each.name for each in office.case(case_id).registered_before[0].fields] == [
        "id_number", "id_note"]
    assert list(refused(office, case_id, as_registered(arrived_on=day(2, 27)))) == ["received_on"]


@ON_ONE_KIND
def test_a_day_of_receipt_that_cannot_be_is_refused_with_its_article(office: Office) -> None:
    case_id = office.register()
    office.clock.go_to(day(3, 5))
    late = refused(office, case_id, received(day(3, 4)))
    assert "不能晚于登记之日（2026年3月2日）" in late["received_on"]
    assert "第三十一条" in late["received_on"]
    assert "不能晚于今天" in refused(office, case_id, received(day(3, 6)))["received_on"]


@ON_ONE_KIND
def test_nothing_happened_to_a_request_before_it_was_received(office: Office) -> None:
    office.clock.go_to(day(3, 10))
    case_id = office.register(arrived_on=MONDAY, received_on=MONDAY)
    office.engine.handle(WithdrawRequest(
        case_id=case_id, withdrawn_on=day(3, 5), withdrawal_way="written"), office.people[INTAKE])
    found = refused(office, case_id, received(day(3, 6)))
    assert "2026年3月5日" in found["received_on"]
    correct(office, case_id, received(day(3, 4)))
    assert office.case(case_id).clock.received_on == day(3, 4)


def test_by_whom_and_whose(office: Office) -> None:
    case_id = office.register()
    right = as_registered(applicant=applicant(name="王晓明"))
    for role in (Role.HANDLER, Role.MANAGER, Role.REVIEWER):
        with pytest.raises(NotPermitted):
            correct(office, case_id, right, by=role)
    other = Office.open(office.engine.configuration, office.clock, code="周教公开",
                        engine=office.engine)
    for act in (correct, preview):
        with pytest.raises(NotFound):
            act(other, case_id, right)
    with pytest.raises(NotFound):
        other.engine.ask(RegistrationToCorrect(case_id=case_id), other.people[INTAKE])


@ON_ONE_KIND
@pytest.mark.parametrize(("state", "refusal"), [
    ("archived", CaseClosed), ("voided", CaseVoided), ("merged", CaseMergedAlready),
    ("moved", UnlawfulAct),
])
def test_where_nothing_goes_on_nothing_is_corrected(
    office: Office, state: str, refusal: type[Exception]
) -> None:
    main, case_id = office.register(), office.register()
    officer = office.people[INTAKE]
    if state == "archived":
        office.play(case_id, LIVES["disclosed"])
    elif state == "voided":
        office.engine.handle(VoidRegistration(case_id=case_id, reason="登记有误"), officer)
    elif state == "merged":
        office.engine.handle(
            MergeCase(case_id=case_id, into_case_id=main, reason="同一申请"), officer)
    else:
        successor = Office.open(office.engine.configuration, office.clock, code="周民公开",
                                engine=office.engine)
        office.engine.handle(EndAgency(
            agency_id=office.agency_id, from_day=day(3, 9), successor_id=successor.agency_id,
            reason="机构改革方案"), ROOT)
        office.clock.go_to(day(3, 9))
        ticker.change_agencies(office.engine)
        office = successor
    right = as_registered(applicant=applicant(name="王晓明"))
    for act in (correct, preview):
        with pytest.raises(refusal):
            act(office, case_id, right)
    assert office.case(case_id).may_correct is False
    with pytest.raises(refusal):
        office.engine.ask(RegistrationToCorrect(case_id=case_id), office.people[INTAKE])


@ON_ONE_KIND
def test_what_is_registered_is_shown_only_to_who_has_just_said_why(office: Office) -> None:
    case_id = office.register()
    officer = office.people[INTAKE]
    with pytest.raises(NotRevealed):
        office.engine.ask(RegistrationToCorrect(case_id=case_id), officer)
    office.engine.handle(RevealApplicant(case_id=case_id, reason="更正登记"), officer)
    shown = office.engine.ask(RegistrationToCorrect(case_id=case_id), officer)
    assert shown.values["id_number"] == request(MONDAY).applicant.id_number

