"""The database is away: every page says so in words, and the watchman is told with 503."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from engine import Role
from tests.conftest import cheap_settings
from tests.engine.cuts import gone
from tests.engine.office import Office
from tests.web.conftest import Visitor


@pytest.fixture
def office(tmp_path: Path, postgres_url: str) -> Iterator[Office]:
    """SQLite has no server that could go away."""
    office = Office.open(cheap_settings(tmp_path, postgres_url))
    yield office
    office.close()


def test_every_page_says_that_the_database_is_away_and_works_again_after_it(
    app: Flask, office: Office
) -> None:
    case_id = office.register()
    visitor = Visitor(app).sign_in(office.people[Role.INTAKE_OFFICER])
    pages = [
        rule.rule.replace("<int:case_id>", str(case_id)) for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.rule.count("<") == rule.rule.count("case_id>")
        and not rule.rule.startswith(("/api/", "/healthz"))
    ]
    assert len(pages) > 15
    with gone(office.engine.database):
        for page in pages:
            answer = visitor.get(page)
            assert answer.status_code == 503, page
            assert "数据库暂时连接不上" in answer.get_data(as_text=True), page
            assert answer.headers["Retry-After"] == "5"
        posted = visitor.post("/intake", {"subject": "x"})
        assert posted.status_code == 503
        told = visitor.browser.post("/sign-in", headers={"HX-Request": "true"}, data={
            "csrf_token": visitor.token, "name": "a", "password": "b",
        })
        assert told.status_code == 503
        assert "数据库暂时连接不上" in told.get_data(as_text=True)
        assert "<html" not in told.get_data(as_text=True), "the open page is left alone"
    assert visitor.get(f"/cases/{case_id}").status_code == 200


def test_the_watchman_is_told_in_one_line_of_text(app: Flask, office: Office) -> None:
    with gone(office.engine.database):
        answer = app.test_client().get("/healthz")
        assert answer.status_code == 503
        assert answer.mimetype == "text/plain"
        assert "数据库暂时连接不上" in answer.get_data(as_text=True)


def test_programs_are_told_in_their_own_form(app: Flask, office: Office) -> None:
    with gone(office.engine.database):
        answer = app.test_client().post(
            "/api/v1/deadline", json={"received": "2026-03-02", "channel": "in_person"}
        )
    assert answer.status_code == 503
    assert "数据库" in answer.get_json()["error"]["message"]
