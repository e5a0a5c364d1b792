"""Every answer carries what makes a browser trust this site and nothing else."""

from collections.abc import Callable

import pytest

from engine import Role
from tests.engine.office import Office
from tests.web.conftest import Visitor

SignIn = Callable[[Role], Visitor]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; frame-src 'self'; form-action 'self'; "
    "base-uri 'none'; "
    "frame-ancestors 'none'"
)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/sign-in", 200), ("/mine", 200), ("/register", 200), ("/healthz", 503),
        ("/nowhere", 404), ("/cases/999", 404), ("/intake", 403), ("/sign-out", 405),
        ("/static/mark.svg", 200), ("/static/nothing", 404),
    ],
)
def test_pages_and_errors_alike_carry_the_headers(
    somebody: SignIn, visitor: Visitor, address: str, status: int
) -> None:
    reader = visitor if address == "/sign-in" else somebody(Role.HANDLER)
    answer = reader.get(address)
    assert answer.status_code == status
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_what_stands_behind_a_sign_in_is_never_stored(somebody: SignIn, office: Office) -> None:
    person = somebody(Role.HANDLER)
    case_id = office.register()
    for address in ("/mine", f"/cases/{case_id}", f"/cases/{case_id}/proof", "/cases/999"):
        assert person.get(address).headers["Cache-Control"] == "no-store"


def test_a_file_named_by_its_content_is_kept_by_the_browser(visitor: Visitor) -> None:
    page = visitor.get("/sign-in").get_data(as_text=True)
    address = page.split('<script src="')[1].split('"')[0]
    assert "immutable" in visitor.get(address).headers["Cache-Control"]


def test_an_attachment_is_saved_and_never_opened_as_a_page_of_this_site(
    somebody: SignIn, office: Office
) -> None:
    from engine import AddAttachment, Upload

    case_id = office.register()
    text = "申请表：请公开2025年度部门决算。".encode()
    number = office.engine.handle(
        AddAttachment(case_id=case_id, upload=Upload(name="申请表.txt", content=text)),
        office.people[Role.HANDLER],
    )
    answer = somebody(Role.HANDLER).get(f"/cases/attachments/{number}")
    assert answer.data == text
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "%E7%94%B3%E8%AF%B7%E8%A1%A8.txt" in answer.headers["Content-Disposition"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]
