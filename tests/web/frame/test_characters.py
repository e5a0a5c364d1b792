"""Characters that nobody sees: told where they were typed, never an error of the server."""

from collections.abc import Callable
from pathlib import Path

import pytest

from engine import Role
from tests.conftest import cheap_settings
from tests.engine.office import MONDAY, Office, accepted
from tests.web.casework.test_intake import request_form
from tests.web.conftest import Visitor
from web import create_app

SignIn = Callable[[Role], Visitor]


def test_a_zero_width_space_in_a_name_is_marked_at_the_name(somebody: SignIn) -> None:
    answer = somebody(Role.INTAKE_OFFICER).post("/intake", request_form(name="李\u200b晓华"))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'data-problem="name"' in page
    assert "第2字是不能印出的控制字符或者格式字符（U+200B）" in page


def test_a_number_copied_from_our_own_paper_is_taken_for_what_it_shows(
    somebody: SignIn, office: Office
) -> None:
    visitor = somebody(Role.INTAKE_OFFICER)
    answer = visitor.post("/intake", request_form(
        phone="0533\u20116000001",
        description="周\u2060建\u2060招\u2060〔\u20602025\u2060〕\u206018\u2060号文件",
    ))
    assert answer.status_code in (302, 303), answer.get_data(as_text=True)
    page = visitor.get(answer.location).get_data(as_text=True)
    assert "周建招〔2025〕18号文件" in page


def test_in_a_letter_it_is_marked_at_the_fact(somebody: SignIn, office: Office) -> None:
    case_id = office.register()
    office.take(case_id, accepted(MONDAY))
    page = somebody(Role.HANDLER).post(
        f"/tasks/{office.task(case_id, 'draft_reply').id}", {
            "outcome": "submit", "case_id": str(case_id), "letter-kind": "disclosed",
            "fact-disclosed_content": "决算\u200b", "fact-supply_way": "随函寄送",
        }).get_data(as_text=True)
    assert 'data-problem="fact-disclosed_content"' in page


@pytest.mark.parametrize("address", [
    "/register?text=%00", "/register?text=a%00b&after=%00&letter_kind=%00",
    "/intake/receipt?channel=%00", "/cases/1%00",
    "/tasks/%00", "/mine/registered?after=%00", "/sign-in?next=%00",
])
def test_a_nul_in_an_address_breaks_nothing(
    tmp_path: Path, postgres_url: str, address: str
) -> None:
    """PostgreSQL keeps no text with a NUL, and refuses to be asked for one."""
    office = Office.open(cheap_settings(tmp_path, postgres_url))
    try:
        officer = Visitor(create_app(office.engine, office.engine.configuration)).sign_in(
            office.people[Role.INTAKE_OFFICER])
        assert officer.get(address).status_code < 500
    finally:
        office.close()


def test_a_nul_in_a_form_is_refused_at_its_field(somebody: SignIn, office: Office) -> None:
    for address, form, field in (
        ("/intake", request_form(name="李\0晓华"), "name"),
        ("/sign-in", {"name": "li\0", "password": "x"}, "name"),
        ("/password", {"old": "a\0", "new": "b", "again": "b"}, "old"),
    ):
        answer = somebody(Role.INTAKE_OFFICER).post(address, form)
        assert answer.status_code == 422, address
        assert f'data-problem="{field}"' in answer.get_data(as_text=True)


def test_a_part_of_a_form_without_a_name_is_no_fault_of_ours(visitor: Visitor) -> None:
    """Neither the form token nor anything else can be looked for in it."""
    answer = visitor.browser.post("/sign-in", content_type="multipart/form-data; boundary=b",
                                  data=b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--")
    assert answer.status_code == 400
    assert "请求有误" in answer.get_data(as_text=True)
