"""Slips of the hand are told at the field where they were made, before anything is entered."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from engine import (
    AddAgency,
    Applicant,
    CompleteTask,
    InvalidInput,
    LetterFactsRefused,
    RegisterFilter,
    RegisterPage,
    RevealApplicant,
    Role,
    SimilarRequests,
)
from engine.registration.applicants.documents import wrong_identity_number
from tests.conftest import ON_ONE_KIND
from tests.engine.office import MONDAY, ROOT, Office, accepted, new_agency, request

SOMEBODY = Applicant(
    kind="natural_person", name="王小明", id_kind="identity_card",
    id_number="370306198001010011", phone="0533-6000001", address="周村区机场路1号",
    postcode="255300", email="wang@example.com",
)
ZERO_WIDTH = "\u200b"


def problems(office: Office, **changes: Any) -> dict[str, str]:
    """What registering says when that much of a good request is different."""
    mine = {name: changes.pop(name) for name in list(changes) if hasattr(SOMEBODY, name)}
    with pytest.raises(InvalidInput) as refused:
        office.register(applicant=replace(SOMEBODY, **mine), **changes)
    return dict(refused.value.problems)


@ON_ONE_KIND
@pytest.mark.parametrize(("number", "says"), [
    ("123", "18位"), ("37030619800101001a", "18位"), ("370306198013010019", "出生日期不存在"),
    ("370306198001010012", "校验位不符"), ("370306198001010101", "校验位不符"),
])
def test_an_identity_number_that_cannot_be_is_told_at_its_field(
    office: Office, number: str, says: str
) -> None:
    found = problems(office, id_number=number)
    assert set(found) == {"id_number"}
    assert says in found["id_number"]


@pytest.mark.parametrize("number", ["11010519491231002X", "11010519491231002x",
                                    "440524188001010014", "370306198001010011"])
def test_true_identity_numbers_pass(number: str) -> None:
    assert wrong_identity_number(number) == ""


def test_a_real_document_that_breaks_the_rule_is_recorded_with_the_reason(
    office: Office,
) -> None:
    case_id = office.register(applicant=replace(
        SOMEBODY, id_number="370306198001010012", id_note="原件如此，已核对"))
    kept = office.engine.handle(
        RevealApplicant(case_id=case_id, reason="核对"), office.people[Role.HANDLER])
    assert (kept["id_number"], kept["id_note"]) == ("370306198001010012", "原件如此，已核对")
    office.register(applicant=replace(SOMEBODY, id_kind="passport", id_number="E12345678"))


@ON_ONE_KIND
@pytest.mark.parametrize(("changes", "field", "says"), [
    ({"name": "1"}, "applicant_name", "没有文字"),
    ({"phone": "abc"}, "phone", "电话号码"),
    ({"phone": "110"}, "phone", "电话号码"),
    ({"postcode": "25530"}, "postcode", "6位数字"),
    ({"email": "wang"}, "email", "电子邮箱"),
    ({"address": ""}, "address", "邮寄"),
    ({"address": " ", "phone": ""}, "address", "邮寄"),
    ({"way_of_supply": "email", "email": ""}, "email", "电子邮件"),
    ({"way_of_supply": "fax", "phone": ""}, "phone", "传真"),
])
def test_what_cannot_reach_anybody_is_told_at_its_field(
    office: Office, changes: dict[str, Any], field: str, says: str
) -> None:
    found = problems(office, **changes)
    assert set(found) == {field}
    assert says in found[field]


@ON_ONE_KIND
@pytest.mark.parametrize("phone", [
    "13800000000", "0533-6000001", "+86 533 6000001", "（0533）6000001转802",
    "0533-6000001、13800000000",
])
def test_telephone_numbers_are_taken_as_people_write_them(office: Office, phone: str) -> None:
    office.register(applicant=replace(SOMEBODY, phone=phone, email=""))


@ON_ONE_KIND
@pytest.mark.parametrize(("changes", "field"), [
    ({"name": f"王小{ZERO_WIDTH}明"}, "applicant_name"),
    ({"address": f"机场路{ZERO_WIDTH}1号"}, "address"),
    ({"subject": f"部门{ZERO_WIDTH}决算"}, "subject"),
    ({"description": "第一行\n第二\x00行"}, "description"),
    ({"contact_person": "\u202e李四"}, "contact_person"),
])
def test_an_invisible_character_is_told_at_the_field_where_it_was_typed(
    office: Office, changes: dict[str, Any], field: str
) -> None:
    found = problems(office, **changes)
    assert set(found) == {field}
    assert "字是不能印出的控制字符或者格式字符（U+" in found[field]


def test_a_year_typed_by_hand_is_told_at_the_day_of_arrival(office: Office) -> None:
    """0202-03-02, on the way to 2026-03-02: there is no calendar for it."""
    for channel in ("fax", "internet", "ordinary_post"):
        found = problems(office, channel=channel, arrived_on=date(202, 3, 2))
        assert found == {"arrived_on": "申请到达日期不能早于2008年5月1日（《条例》施行之日）。"}


def test_an_invisible_character_in_a_step_is_told_at_its_field(office: Office) -> None:
    case_id = office.register()
    task = office.task(case_id, "examine_request")
    with pytest.raises(InvalidInput) as refused:
        office.engine.handle(CompleteTask(task_id=task.id, values={
            "examination": "needs_correction", "note": f"没有写明{ZERO_WIDTH}年度",
        }), office.people[Role.INTAKE_OFFICER])
    assert set(refused.value.problems) == {"note"}


def test_what_a_letter_cannot_print_names_the_fact_that_was_typed(office: Office) -> None:
    case_id = office.register()
    office.take(case_id, accepted(MONDAY))
    with pytest.raises(LetterFactsRefused) as refused:
        office.engine.handle(CompleteTask(task_id=office.task(case_id, "draft_reply").id, values={
            "draft": "submit", "letter": {"kind": "disclosed", "facts": {
                "disclosed_content": f"决算{ZERO_WIDTH}", "supply_way": "随函寄送",
            }},
        }), office.people[Role.HANDLER])
    assert set(refused.value.problems) == {"disclosed_content"}


def test_a_letter_code_that_no_number_may_bear_is_refused_when_the_agency_is_added(
    office: Office,
) -> None:
    """Else every registration of that agency would fail."""
    for code in ("周财2公开", "ZC公开", "周财 公开", f"周{ZERO_WIDTH}财"):
        command: AddAgency = replace(
            new_agency("周财公开"), name="周村区税务局", letter_code=code)
        with pytest.raises(InvalidInput) as refused:
            office.engine.handle(command, ROOT)
        assert set(refused.value.problems) == {"letter_code"}


def test_a_nul_finds_what_stands_around_it(office: Office) -> None:
    office.engine.handle(request(MONDAY), office.people[Role.INTAKE_OFFICER])
    page = office.engine.ask(
        RegisterPage(wanted=RegisterFilter(text="部门\0决算")), office.people[Role.HANDLER])
    assert len(page.rows) == 1
    assert office.engine.ask(
        SimilarRequests(applicant="王\0小明", subject="别的\0事"),
        office.people[Role.INTAKE_OFFICER])
