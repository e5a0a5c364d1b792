"""The pages over a real engine on SQLite, and visitors who sign in as somebody of the office."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from engine import Actor, Role
from tests.conftest import cheap_settings
from tests.engine.office import PASSWORD, Office, choose_password
from web import create_app

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_KEY = re.compile(r'name="key" value="([0-9a-f]{32})"')


class Visitor:
    """A browser without scripts: keeps its cookies, sends the form's token along."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.browser = app.test_client()
        self.token = ""

    def get(self, address: str, **more: Any) -> TestResponse:
        answer = self.browser.get(address, **more)
        words = answer.get_data()      # read to the end, so that a file is closed
        if answer.mimetype == "text/html" and (found := _TOKEN.search(words.decode())):
            self.token = unescape(found[1])
        answer.close()
        return answer

    def post(self, address: str, data: dict[str, Any], **more: Any) -> TestResponse:
        if not self.token:
            self.get("/sign-in")
        return self.browser.post(address, data={"csrf_token": self.token, **data}, **more)

    def sign_in(self, person: Actor) -> "Visitor":
        """Begin a session, as somebody who has long had a password of his own."""
        own: set[int | None] = self.app.extensions.setdefault("own_passwords", set())
        if person.person_id not in own:
            choose_password(self.app.extensions["gongkai"], person)
            own.add(person.person_id)
        self.get("/sign-in")
        answer = self.post("/sign-in", {"name": person.sign_in_name, "password": PASSWORD})
        assert answer.status_code == 303, answer.get_data(as_text=True)
        return self

    def speak_english(self) -> "Visitor":
        self.post("/language", {"language": "en"})
        return self


@pytest.fixture
def office(tmp_path: Path, sqlite_url: str) -> Iterator[Office]:
    """One agency with one person for each duty, on Monday 2026-03-02."""
    office = Office.open(cheap_settings(tmp_path, sqlite_url))
    for role in (Role.SUPERVISOR, Role.ADMINISTRATOR):
        office.people[role] = office.hire(role, role.title)
    yield office
    office.close()


@pytest.fixture
def app(office: Office) -> Flask:
    return create_app(office.engine, office.engine.configuration)


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Somebody who has not signed in."""
    return Visitor(app)


@pytest.fixture
def somebody(app: Flask, office: Office) -> Callable[[Role], Visitor]:
    """Somebody of the office who holds a role, signed in."""

    def sign_in(role: Role) -> Visitor:
        return Visitor(app).sign_in(office.people[role])

    return sign_in


def key_of(page: str) -> str:
    """The key of the form on a page."""
    found = _KEY.search(page)
    assert found, "the form has no key"
    return found[1]
