"""Whose address counts: of who connects, unless the installation says which proxies to believe."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from engine import Role
from engine.store import tables
from tests.engine.office import PASSWORD, Office
from tests.web.conftest import Visitor
from web import create_app

PROXY = "10.9.9.9"


def behind(office: Office, proxies: int) -> Flask:
    """The application as it is when so many trusted proxies stand before it."""
    return create_app(office.engine, replace(office.engine.configuration, proxies=proxies))


def tries(app: Flask, office: Office, password: str, forwarded: str) -> int:
    """The status of one attempt that came over the proxy with that X-Forwarded-For."""
    visitor = Visitor(app)
    visitor.get("/sign-in")
    return visitor.post(
        "/sign-in",
        {"name": office.people[Role.HANDLER].sign_in_name, "password": password},
        headers={"X-Forwarded-For": forwarded}, environ_base={"REMOTE_ADDR": PROXY},
    ).status_code


def addresses(office: Office) -> list[str]:
    """From where sessions were begun, as the database keeps it."""
    with office.engine.database.read() as connection:
        return list(connection.execute(select(tables.sessions.c.address)).scalars())


def test_without_the_setting_a_forged_address_changes_nothing(office: Office) -> None:
    app = behind(office, 0)
    assert tries(app, office, PASSWORD, "203.0.113.1") == 303
    assert addresses(office) == [PROXY]
    codes = [tries(app, office, "wrong", f"203.0.113.{n}") for n in range(6)]
    assert codes == [422] * 5 + [429]


def test_behind_one_proxy_the_address_that_it_saw_counts_and_a_forged_one_does_not(
    office: Office,
) -> None:
    app = behind(office, 1)
    codes = [tries(app, office, "wrong", f"203.0.113.{n}, 192.0.2.7") for n in range(6)]
    assert codes == [422] * 5 + [429]
    assert tries(app, office, PASSWORD, "192.0.2.7, 192.0.2.8") == 303, "a colleague elsewhere"
    assert addresses(office) == ["192.0.2.8"]


def test_behind_two_proxies_the_second_from_the_right_counts(office: Office) -> None:
    app = behind(office, 2)
    assert tries(app, office, PASSWORD, "203.0.113.1, 192.0.2.7, 10.8.8.8") == 303
    assert addresses(office) == ["192.0.2.7"]
    assert tries(app, office, PASSWORD, "203.0.113.1") == 303
    assert PROXY in addresses(office), "who went around one of the proxies is not believed"


@pytest.mark.parametrize(("proxies", "said", "secure"), [
    (0, {"X-Forwarded-Proto": "https"}, False),
    (1, {"X-Forwarded-Proto": "https"}, True),
    (2, {"X-Forwarded-Proto": "https"}, True),
    (1, {"X-Forwarded-Proto": "http"}, False),
    (1, {"X-Forwarded-Proto": "https, http"}, False),
    (1, {"Forwarded": "proto=https", "X-Forwarded-Ssl": "on"}, False),
])
def test_cookies_are_for_https_only_when_the_outside_is_https(
    office: Office, proxies: int, said: Mapping[str, str], secure: bool
) -> None:
    visitor = Visitor(behind(office, proxies))
    visitor.get("/sign-in", headers=said)
    sent = [
        *visitor.post("/language", {"language": "en"}, headers=said).headers.getlist("Set-Cookie"),
        *visitor.post("/sign-in", {
            "name": office.people[Role.HANDLER].sign_in_name, "password": PASSWORD,
        }, headers=said).headers.getlist("Set-Cookie"),
        *visitor.get("/sign-in", headers=said).headers.getlist("Set-Cookie"),
        *Visitor(behind(office, proxies)).get("/sign-in", headers=said)
        .headers.getlist("Set-Cookie"),
    ]
    names = {cookie.partition("=")[0].removeprefix("__Host-") for cookie in sent}
    assert {"gongkai_session", "gongkai_form"} <= names
    assert len(names) == 3
    assert all(("Secure" in cookie) is secure for cookie in sent), sent
    assert any(cookie.startswith("__Host-gongkai_session=") for cookie in sent) is secure


def test_a_proxy_has_no_say_in_the_name_of_the_site(office: Office) -> None:
    answer = Visitor(behind(office, 1)).get("/sign-in", headers={"X-Forwarded-Host": "evil.test"})
    assert answer.status_code == 200
    assert "evil.test" not in answer.get_data(as_text=True)
