"""Whoever signs in with a password that somebody else chose is led to the page to change it."""

from engine import Role
from tests.engine.office import PASSWORD, Office
from tests.web.conftest import Visitor

OWN = "nobody else knows this 9"


def enter(visitor: Visitor, office: Office, password: str = PASSWORD, back: str = "") -> None:
    visitor.get("/sign-in")
    answer = visitor.post("/sign-in", {
        "name": office.people[Role.INTAKE_OFFICER].sign_in_name, "password": password,
        "next": back,
    })
    assert answer.status_code == 303


def test_every_page_leads_to_the_password_first_and_then_to_where_one_wanted(
    visitor: Visitor, office: Office
) -> None:
    enter(visitor, office, back="/register?status=open")
    for page in ("/mine", "/register?status=open", "/intake"):
        answer = visitor.get(page)
        assert answer.status_code == 302, page
        assert answer.location.startswith("/password?next="), page
    page = visitor.get("/password?next=/register").get_data(as_text=True)
    assert "您现在的密码是由他人设定的" in page
    answer = visitor.post("/password", {
        "old": PASSWORD, "new": OWN, "again": OWN, "next": "/register",
    })
    assert answer.location == "/register"
    assert visitor.get("/register").status_code == 200
    assert "由他人设定" not in visitor.get("/password").get_data(as_text=True)


def test_nothing_else_is_done_meanwhile_and_the_reason_is_told(
    visitor: Visitor, office: Office
) -> None:
    enter(visitor, office)
    answer = visitor.post("/intake", {"name": "王小明"})
    assert answer.status_code == 403
    assert "请先用“修改密码”" in answer.get_data(as_text=True)
    answer = visitor.get("/mine", headers={"HX-Request": "true"})
    assert answer.status_code == 403
    assert "修改密码" in answer.get_data(as_text=True)


def test_signing_out_the_language_and_public_pages_stay_open(
    visitor: Visitor, office: Office
) -> None:
    enter(visitor, office)
    assert visitor.get("/calculator").status_code == 200
    page = visitor.speak_english().get("/password").get_data(as_text=True)
    assert "chosen by somebody else" in page
    assert visitor.post("/sign-out", {}).location == "/sign-in"


def test_the_password_is_asked_for_again_until_it_is_changed_well(
    visitor: Visitor, office: Office
) -> None:
    enter(visitor, office)
    for new, again in ((PASSWORD, PASSWORD), ("short", "short"), (OWN, "another one 12345")):
        answer = visitor.post("/password", {"old": PASSWORD, "new": new, "again": again})
        assert answer.status_code == 422
        assert visitor.get("/mine").status_code == 302
