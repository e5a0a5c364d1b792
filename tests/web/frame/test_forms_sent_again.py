"""A form sent again with other content is told so, and leads to what the first sending did."""

import re
from collections.abc import Callable
from io import BytesIO

from engine import RegisterFilter, RegisterPage, Role
from tests.engine.office import Office
from tests.web.casework.test_intake import request_form
from tests.web.conftest import Visitor, key_of

SignIn = Callable[[Role], Visitor]


def subjects(office: Office) -> list[str]:
    page = office.engine.ask(RegisterPage(wanted=RegisterFilter()), office.people[Role.HANDLER])
    return [row.subject for row in page.rows]


def test_a_mended_intake_form_whose_first_answer_was_lost_is_told_what_was_registered(
    somebody: SignIn, office: Office
) -> None:
    officer = somebody(Role.INTAKE_OFFICER)
    key = key_of(officer.get("/intake").get_data(as_text=True))
    officer.post("/intake", request_form(key=key))              # its answer never arrives
    answer = officer.post("/intake", request_form(key=key, subject="王村镇2024年低保名单"),
                          headers={"HX-Request": "true"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "这次改动过的内容没有提交" in page
    assert re.search(r'href="/cases/\d+" target="_blank"', page)
    assert subjects(office) == ["王村镇2025年低保名单"]


def test_a_step_handed_in_again_with_another_opinion_is_told_so(
    somebody: SignIn, office: Office
) -> None:
    case_id = office.register()
    task = office.task(case_id, "examine_request")
    officer = somebody(Role.INTAKE_OFFICER)
    form = {
        "key": key_of(officer.get(f"/tasks/{task.id}").get_data(as_text=True)),
        "case_id": str(case_id), "outcome": "accepted",
        "field-handler": str(office.people[Role.HANDLER].person_id),
    }
    assert officer.post(f"/tasks/{task.id}", form).status_code == 303
    answer = officer.post(f"/tasks/{task.id}", {**form, "field-note": "请转综合科。"})
    assert answer.status_code == 409
    page = answer.get_data(as_text=True)
    assert "这次改动过的内容没有提交" in page
    assert "请转综合科。" in page
    assert f"/cases/{case_id}" in page


def test_of_several_files_one_refused_adds_none_and_the_mended_choice_adds_all(
    somebody: SignIn, office: Office
) -> None:
    """From the same page with the same key: what is said to be added is there."""
    case_id = office.register()
    officer = somebody(Role.HANDLER)
    address = f"/cases/{case_id}?tab=attachments"
    key = "b" * 32

    def add(*files: tuple[str, bytes]) -> int:
        return officer.post(f"/cases/{case_id}/attachments", {
            "key": key, "attachments": [(BytesIO(content), name) for name, content in files],
        }, content_type="multipart/form-data").status_code

    good = ("说明.txt", "说明".encode())
    assert add(good, ("程序.pdf", b"MZ\x90\x00")) == 422
    assert office.case(case_id).attachments == ()
    assert add(good, ("程序.txt", "说明二".encode())) == 303
    assert [file.name for file in office.case(case_id).attachments] == ["说明.txt", "程序.txt"]
    assert "程序.txt" in officer.get(address).get_data(as_text=True)


def test_every_form_of_a_page_has_a_key_of_its_own(somebody: SignIn, office: Office) -> None:
    """Else a deed whose answer was lost would stand in the way of another one on that page."""
    case_id = office.register()
    officer = somebody(Role.INTAKE_OFFICER)
    person = office.people[Role.HANDLER].person_id
    for visitor, address in (
        (officer, f"/cases/{case_id}?tab=attachments"), (officer, f"/cases/{case_id}?tab=request"),
        (officer, "/mine"), (somebody(Role.ADMINISTRATOR), f"/system/people/{person}"),
    ):
        page = visitor.get(address).get_data(as_text=True)
        keys = re.findall(r'name="key" value="([0-9a-f]{32})"', page)
        assert keys, address
        assert len(set(keys)) == len(keys), address
