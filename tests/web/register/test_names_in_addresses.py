"""No address that a page makes holds a name: proxies keep addresses, and so do browsers."""

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import unquote

from flask import Flask

from engine import Role
from tests.engine.office import Office
from tests.web.conftest import Visitor
from web.register.sealed_words import seal, unseal

SignIn = Callable[[Role], Visitor]
NAME = "王小明"


def addresses(page: str) -> list[str]:
    """Every address on a page, as it is sent."""
    found = re.findall(r'(?:href|action|hx-get|src)="([^"]*)"', page)
    found += re.findall(r'name="next" value="([^"]*)"', page)
    return [unquote(unescape(each)) for each in found]


def test_searching_leads_to_an_address_without_the_name_that_can_be_kept(
    somebody: SignIn, office: Office
) -> None:
    for _ in range(60):
        office.register(subject="低保名单")
    officer = somebody(Role.HANDLER)
    officer.get("/register")
    answer = officer.post("/register", {"text": NAME, "status": "open", "sort": "oldest"})
    assert answer.status_code == 303
    assert NAME not in unquote(answer.location)
    assert "status=open" in answer.location
    page = officer.get(answer.location).get_data(as_text=True)
    assert f'value="{NAME}"' in page
    assert "共 60 件" in page
    for each in addresses(page):
        assert NAME not in each
    following = next(each for each in addresses(page) if "after=" in each)
    assert "sealed-text=" in following
    second = officer.get(following).get_data(as_text=True)
    assert second.count("低保名单") == 10
    again = officer.post("/register", {"text": NAME, "status": "open", "sort": "oldest"})
    assert again.location == answer.location, "the same words have the same address"
    colleague = somebody(Role.REVIEWER)
    assert "共 60 件" in colleague.get(answer.location).get_data(as_text=True)


def test_a_name_typed_into_an_address_does_not_stay_there(
    somebody: SignIn, office: Office
) -> None:
    office.register()
    officer = somebody(Role.HANDLER)
    answer = officer.get(f"/register?text={NAME}&status=open")
    assert answer.status_code == 303
    assert NAME not in unquote(answer.location)
    assert "status=open" in answer.location
    assert f'value="{NAME}"' in officer.get(answer.location).get_data(as_text=True)


def test_no_form_sends_what_was_typed_into_an_address(somebody: SignIn, office: Office) -> None:
    case_id = office.register()
    for address in ("/intake", "/register", f"/cases/{case_id}", "/mine"):
        page = somebody(Role.INTAKE_OFFICER).get(address).get_data(as_text=True)
        for form in re.findall(r"<form[^>]*>", page):
            assert re.search('method="(post|dialog)"', form), (address, form)
        assert not re.search(r'hx-get="[^"]*"[^>]*hx-include="[^"]*#(name|subject)', page)


def test_a_seal_is_opened_by_its_own_installation_alone(app: Flask) -> None:
    with app.app_context():
        for words in (NAME, "=?&", "预算 决算", "x" * 200, "😀" * 50):
            sealed = seal(words)
            assert unseal(sealed) == words
            assert words not in sealed
            assert len(sealed) % 4 != 1
        for wrong in ("", "x", "====", "é", "A" * 5000, seal(NAME)[:-1], seal(NAME)[1:], "\ud800"):
            assert unseal(wrong) == ""
        assert len(seal("王明")) == len(seal("王小明明")), "the length tells little"
        sealed = seal(NAME)
        app.config["SECRET_KEY"] = b"another installation"
        assert unseal(sealed) == ""
        assert seal(NAME) != sealed
