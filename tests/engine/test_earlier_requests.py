"""The same applicant's earlier requests: known again, counted over twelve months, nobody else's."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from engine import Actor, Applicant, EarlierOf, InvalidInput, Role
from engine.registration.applicants.earlier import EarlierRequests
from engine.store.known_by import known_by
from tests.conftest import ON_ONE_KIND
from tests.engine.office import MONDAY, ROOT, Office, accepted, day, new_agency

WANG = Applicant(
    kind="natural_person", name="王小明", id_kind="identity_card",
    id_number="370306198001010011", phone="0533-6000001", address="周村区机场路1号",
)


def asked(office: Office, who: Applicant = WANG, **more: str) -> EarlierRequests:
    return office.engine.ask(EarlierOf(
        name=who.name, id_number=who.id_number, phone=who.phone, **more,
    ), office.people[Role.INTAKE_OFFICER])


def test_who_asked_before_is_known_by_document_name_or_telephone(office: Office) -> None:
    by_document = office.register(applicant=replace(WANG, name="王小鸣"))
    by_name = office.register(applicant=replace(WANG, id_kind="", id_number="", phone=""))
    by_phone = office.register(applicant=replace(
        WANG, name="李红", id_kind="", id_number="", phone="+86 0533 6000001"))
    jointly = office.register(
        applicant=Applicant(kind="natural_person", name="孙立", address="某处"), joint=(WANG,))
    office.register(applicant=replace(      # another person of the same name
        WANG, id_number="11010519491231002X", phone="13900000000"))
    found = asked(office)
    assert {each.case_id: each.known_by for each in found.requests} == {
        by_document: "document", by_name: "name", by_phone: "phone", jointly: "joint"}
    assert found.within_year == 3       # a telephone alone may be the family's


def test_twelve_months_are_counted_back_from_the_day_of_receipt(office: Office) -> None:
    for received in (date(2025, 3, 2), date(2025, 3, 3), date(2026, 2, 27)):
        office.register(arrived_on=received, received_on=received, applicant=WANG)
    assert len(asked(office).requests) == 3
    assert asked(office).within_year == 2
    assert asked(office).since == date(2025, 3, 2)
    case_id = office.register(applicant=WANG)
    assert office.case(case_id).earlier.within_year == 2
    assert case_id not in {each.case_id for each in office.case(case_id).earlier.requests}


@pytest.mark.parametrize(("today", "since"), [
    (date(2028, 2, 29), date(2027, 2, 28)), (MONDAY, date(2025, 3, 2)),
])
def test_a_year_before_the_29th_of_february_is_the_28th(
    office: Office, today: date, since: date
) -> None:
    office.clock.go_to(today)
    assert asked(office).since == since


def test_the_same_content_is_marked_and_stands_first_however_old(office: Office) -> None:
    old = date(2020, 3, 2)
    same = office.register(
        arrived_on=old, received_on=old, applicant=WANG, subject="2025年度 部门决算")
    for n in range(25):
        office.register(applicant=WANG, subject=f"别的事{n}", description=f"描述{n}")
    found = asked(office, subject="2025年度部门决算")
    assert (found.requests[0].case_id, found.requests[0].same_content) == (same, True)
    assert (found.same_content, found.within_year, len(found.requests)) == (1, 25, 20)
    assert found.more


def test_examination_and_drafting_see_them_and_an_ended_case_does_not_look(
    office: Office
) -> None:
    office.register(applicant=WANG)
    case_id = office.register(applicant=WANG)
    assert office.case(case_id, Role.INTAKE_OFFICER).earlier.same_content == 1
    office.take(case_id, accepted(day(3, 3)))
    assert office.case(case_id, Role.HANDLER).earlier.same_content == 1
    ended = office.live("disclosed")
    assert office.case(ended).earlier.requests == ()


def test_another_agency_s_requests_are_not_among_them(office: Office) -> None:
    office.register(applicant=WANG)
    agency_id = office.engine.handle(new_agency("周民公开"), ROOT)
    stranger = Actor(person_id=office.people[Role.MANAGER].person_id, name="外单位人员",
                     agency_id=agency_id, roles=frozenset({Role.INTAKE_OFFICER}))
    assert office.engine.ask(EarlierOf(name=WANG.name, id_number=WANG.id_number),
                             stranger).requests == ()


def test_nothing_typed_finds_nothing(office: Office) -> None:
    office.register(applicant=Applicant(kind="natural_person", name="王小明", address="某处"))
    assert asked(office, Applicant(kind="natural_person", name="")).requests == ()


@pytest.mark.parametrize(("one", "other"), [
    ("0533-6000001", "（0533）6000001"), ("13800000000", "+86 138 0000 0000"),
    ("13800000000", "0086-13800000000、13900000000"), ("0533-6000001转802", "05336000001"),
])
def test_a_number_is_the_same_however_it_is_written(one: str, other: str) -> None:
    assert known_by("", "", one) == known_by("", "", other)
    assert known_by("", "37030619800101001x", "") == known_by("", "37030619800101001X ", "")


@ON_ONE_KIND
def test_an_oral_request_says_who_wrote_it_down(office: Office) -> None:
    """Art. 29: the disclosure office fills the form in."""
    with pytest.raises(InvalidInput) as refused:
        office.register(written_for_applicant=True)
    assert set(refused.value.problems) == {"written_by"}
    case_id = office.register(written_for_applicant=True, written_by="窗口人员甲")
    assert office.case(case_id).written_by == "窗口人员甲"
    office.clock.go_to(MONDAY + timedelta(days=1))
    assert office.case(office.register(written_by="不是口头的")).written_by == ""
