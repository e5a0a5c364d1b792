"""Nothing opens unless its view says for whom; what is open to some stays shut to others."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from engine import RegisterPage, Role
from tests.engine.office import PASSWORD, Office, choose_password
from tests.web.conftest import Visitor
from web import create_app
from web.frame import access

SignIn = Callable[[Role], Visitor]
ROLES = tuple(Role)


def pages_without_parts(app: Flask) -> Iterator[Rule]:
    """Addresses that can be opened as they are."""
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.arguments:
            yield rule


def test_every_route_says_for_whom_it_is_open(app: Flask) -> None:
    unmarked = [
        rule.rule for rule in app.url_map.iter_rules()
        if access.permission_of(app, rule.endpoint) is None
    ]
    assert unmarked == [], "mark these views with @public, @signed_in or @open_to(Role, …)"


def test_an_application_with_an_unmarked_route_does_not_start(app: Flask) -> None:
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    with pytest.raises(access.UnguardedRoute, match="/forgotten"):
        access.check_every_route(app)


def test_a_route_added_after_the_start_stays_shut(app: Flask) -> None:
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    answer = app.test_client().get("/forgotten")
    assert answer.status_code == 403
    assert "secret" not in answer.get_data(as_text=True)


def test_only_these_pages_are_public(app: Flask) -> None:
    public = {
        rule.rule for rule in app.url_map.iter_rules()
        if not access.permission_of(app, rule.endpoint).sign_in  # type: ignore[union-attr]
    }
    assert public == {
        "/", "/sign-in", "/sign-out", "/language", "/healthz", "/static/<path:filename>",
        "/api/v1/deadline", "/api/v1/openapi.json", "/calculator", "/calculator/fee", "/tour",
    }


def test_whoever_is_not_signed_in_is_sent_to_sign_in(app: Flask, visitor: Visitor) -> None:
    for rule in pages_without_parts(app):
        permission = access.permission_of(app, rule.endpoint)
        assert permission is not None
        if permission.sign_in:
            answer = visitor.get(rule.rule)
            assert answer.status_code == 302, rule.rule
            assert answer.location.startswith("/sign-in?next="), rule.rule


@pytest.mark.parametrize("role", ROLES, ids=[role.value for role in ROLES])
def test_each_role_opens_its_pages_and_no_others(
    app: Flask, somebody: SignIn, role: Role
) -> None:
    person = somebody(role)
    for rule in pages_without_parts(app):
        permission = access.permission_of(app, rule.endpoint)
        assert permission is not None
        if not permission.sign_in:
            continue
        allowed = not permission.roles or role in permission.roles
        assert person.get(rule.rule).status_code == (200 if allowed else 403), rule.rule


def test_a_page_that_is_not_for_me_says_which_role_it_needs(somebody: SignIn) -> None:
    page = somebody(Role.HANDLER).get("/intake").get_data(as_text=True)
    assert "受理人员" in page
    assert "系统管理员" in page


def test_an_unsafe_request_from_another_site_is_refused(somebody: SignIn) -> None:
    answer = somebody(Role.INTAKE_OFFICER).post(
        "/sign-out", {}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403
    assert "其他网站" in answer.get_data(as_text=True)


def test_a_form_without_its_token_is_refused(somebody: SignIn, office: Office) -> None:
    answer = somebody(Role.INTAKE_OFFICER).browser.post("/intake", data={"channel": "in_person"})
    assert answer.status_code == 400
    assert "重新提交" in answer.get_data(as_text=True)
    assert office.engine.ask(RegisterPage(wanted=_all()), office.people[Role.HANDLER]).rows == ()


def test_the_session_cookie_is_out_of_reach_for_scripts_and_other_sites(
    office: Office, visitor: Visitor
) -> None:
    visitor.get("/sign-in")
    person = office.people[Role.HANDLER]
    answer = visitor.post(
        "/sign-in", {"name": person.sign_in_name, "password": "a long enough phrase 37"}
    )
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if "gongkai_session" in c)
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_over_https_the_cookie_is_bound_to_this_host(office: Office) -> None:
    from dataclasses import replace

    app = create_app(office.engine, replace(office.engine.configuration, https=True))
    with app.test_client() as browser:
        page = browser.get("/sign-in", base_url="https://localhost/")
        cookie = page.headers["Set-Cookie"]
    assert cookie.startswith("__Host-gongkai_form=")
    assert "Secure" in cookie
    with app.test_request_context(base_url="https://localhost/"):
        assert access.cookie_name() == "__Host-gongkai_session"


def test_after_signing_out_the_session_is_dead_on_the_server_too(
    app: Flask, somebody: SignIn
) -> None:
    person = somebody(Role.HANDLER)
    stolen = person.browser.get_cookie("gongkai_session")
    assert stolen is not None
    assert person.post("/sign-out", {}).status_code == 303
    thief = app.test_client()
    thief.set_cookie("gongkai_session", stolen.value)
    assert thief.get("/mine").status_code == 302


def test_a_wrong_password_says_the_same_as_a_wrong_name(
    visitor: Visitor, office: Office
) -> None:
    name = office.people[Role.HANDLER].sign_in_name
    wrong = visitor.post("/sign-in", {"name": name, "password": "wrong"})
    nobody = visitor.post("/sign-in", {"name": "nobody", "password": "wrong"})
    assert wrong.status_code == nobody.status_code == 422
    assert "用户名或者密码不正确" in wrong.get_data(as_text=True)
    assert "用户名或者密码不正确" in nobody.get_data(as_text=True)
    assert name in wrong.get_data(as_text=True), "the name that was typed is kept"


def test_guessing_is_throttled_with_429(visitor: Visitor, office: Office) -> None:
    name = office.people[Role.HANDLER].sign_in_name
    codes = [
        visitor.post("/sign-in", {"name": name, "password": f"guess {n}"}).status_code
        for n in range(8)
    ]
    assert codes[0] == 422
    assert codes[-1] == 429


@pytest.mark.parametrize(
    "elsewhere",
    ["https://example.org/", "//example.org", "/\\example.org", "javascript:1", "/\n/x"],
)
def test_signing_in_never_leads_to_another_site(
    visitor: Visitor, office: Office, elsewhere: str
) -> None:
    person = office.people[Role.HANDLER]
    answer = visitor.post("/sign-in", {
        "name": person.sign_in_name, "password": "a long enough phrase 37", "next": elsewhere,
    })
    assert answer.location == "/mine"


@pytest.mark.parametrize(
    ("role", "first"),
    [(Role.HANDLER, "/mine"), (Role.REVIEWER, "/mine"), (Role.MANAGER, "/monitor"),
     (Role.SUPERVISOR, "/monitor"), (Role.ADMINISTRATOR, "/system")],
)
def test_the_day_begins_with_what_one_is_there_for(
    visitor: Visitor, office: Office, role: Role, first: str
) -> None:
    """Who watches or administers has no tasks: an empty list would greet them every morning."""
    choose_password(office.engine, office.people[role])
    answer = visitor.post("/sign-in", {
        "name": office.people[role].sign_in_name, "password": PASSWORD,
    })
    assert answer.location == first
    assert visitor.get("/").location == first
    assert visitor.get("/sign-in").location == first
    assert visitor.get(first).status_code == 200


def test_signing_in_leads_back_to_the_page_that_was_wanted(
    visitor: Visitor, office: Office
) -> None:
    person = office.people[Role.HANDLER]
    answer = visitor.post("/sign-in", {
        "name": person.sign_in_name, "password": "a long enough phrase 37",
        "next": "/register?due=overdue",
    })
    assert answer.location == "/register?due=overdue"


def test_a_strange_host_name_is_refused(visitor: Visitor) -> None:
    assert visitor.get("/sign-in", base_url="http://evil.example/").status_code == 400


def _all():  # type: ignore[no-untyped-def]
    from engine import RegisterFilter

    return RegisterFilter()
