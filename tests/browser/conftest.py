"""A real server on loopback and a real browser that reports every complaint.

A page fails its test when it logs an error, throws, breaks the content security policy, or
asks for anything from another host.
"""

import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from waitress import wasyncore
from waitress.server import create_server

from engine import Actor, Engine, Role, example_district
from engine.store import migrations
from engine.store.database import Database
from tests.browser.district import District
from tests.conftest import cheap_settings
from tests.engine.office import (
    PASSWORD,
    WORKING_ROLES,
    Office,
    choose_password,
    engine_of_latest,
)
from web import create_app

SCREENSHOTS = os.environ.get("GONGKAI_SCREENSHOTS", "")
VIEWPORT = {"width": 1280, "height": 860}
REQUESTS = 200 if SCREENSHOTS else 48

_WATCH = """
window.__violations = [];
window.__asked = 0;
const ask = window.fetch;
window.fetch = (...all) => {
  window.__asked += 1;
  return ask.apply(window, all).finally(() => setTimeout(() => { window.__asked -= 1; }));
};
document.addEventListener('securitypolicyviolation', (event) => {
  window.__violations.push(event.violatedDirective + ' ' + event.blockedURI);
});
"""


@dataclass
class Site:
    """A running Gongkai and the office that uses it."""

    address: str
    office: Office
    engine: Engine


@pytest.fixture
def database_kind() -> str:
    """A page is the same on either."""
    return "sqlite"


@pytest.fixture
def office(tmp_path: Path, sqlite_url: str) -> Iterator[Office]:
    """One agency with one person for each duty, today."""
    settings = cheap_settings(tmp_path, sqlite_url)
    office = Office.open(settings, engine=engine_of_latest(settings))
    yield office
    office.close()


@pytest.fixture
def site(office: Office) -> Iterator[Site]:
    for person in office.people.values():
        choose_password(office.engine, person)
    with serving(office.engine) as address:
        yield Site(address, office, office.engine)


class serving:
    """The web front of an engine on a free port of loopback."""

    def __init__(self, engine: Engine) -> None:
        self._server = create_server(
            create_app(engine, engine.configuration), host="127.0.0.1", port=0, threads=6,
            clear_untrusted_proxy_headers=not engine.configuration.proxies,
        )
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def __enter__(self) -> str:
        self._thread.start()
        return f"http://127.0.0.1:{self._server.effective_port}"

    def __exit__(self, *_: object) -> None:
        # In its own thread: what another closes may be just what it waits for.
        self._server.trigger.pull_trigger(
            lambda: wasyncore.close_all(self._server._map, ignore_all=True))
        self._thread.join(10)
        assert not self._thread.is_alive()
        self._server.task_dispatcher.shutdown()


@pytest.fixture(scope="session")
def district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    data = tmp_path_factory.mktemp("district")
    url = f"sqlite:///{data / 'gongkai.sqlite'}"
    database = Database(url)
    migrations.upgrade(database)
    database.close()
    engine = Engine(cheap_settings(data, url))
    people = example_district.play(
        engine, passwords=lambda _: PASSWORD, progress=lambda _done, _all: None,
        requests=REQUESTS,
    )
    with serving(engine) as address:
        yield District(address, engine, people, {})
    engine.close()


PATIENCE = 60_000       # milliseconds; only to end what hangs, on a busy machine too
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium-headless-shell")
    assert chromium, "Debian's chromium-headless-shell is missing: run the tests by `make test`"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                  "--disable-background-networking", "--disable-component-update",
                  "--disable-sync", "--font-render-hinting=none"],
        )
        yield browser
        browser.close()


@dataclass
class Desk:
    """One person's browser window."""

    page: Page
    context: BrowserContext
    address: str
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page

    def policy_violations(self) -> list[str]:
        self.page.wait_for_load_state()     # where the last press of a test leads on
        found: list[str] = self.page.evaluate("window.__violations || []")
        return found

    def snap(self, name: str) -> None:
        """A picture of the window for the documentation, when GONGKAI_SCREENSHOTS names where."""
        if SCREENSHOTS:
            self.page.screenshot(path=Path(SCREENSHOTS) / f"{name}.png")


# Of the browser itself: what a page holds within, and its viewer of PDFs.
_OWN = ("data:", "blob:", "chrome:", "chrome-extension:")


@pytest.fixture
def sit_down(browser: Browser) -> Iterator[Callable[..., Desk]]:
    """Open a window and sign in: ``sit_down(address, sign_in_name)``; checked when it closes."""
    desks: list[Desk] = []

    def sit(
        address: str, name: str = "", password: str = PASSWORD, **options: Any
    ) -> Desk:
        options.setdefault("viewport", VIEWPORT)
        options.setdefault("reduced_motion", "reduce")      # nothing glides away under a press
        context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **options)
        context.set_default_timeout(PATIENCE)
        context.add_init_script(_WATCH)
        page = context.new_page()
        desk = Desk(page, context, address)
        page.on("console", lambda m: m.type == "error" and _expected(m.text) is False
                and desk.complaints.append(f"console: {m.text}"))
        page.on("pageerror", lambda error: desk.complaints.append(f"error: {error}"))
        page.on("request", lambda r: r.url.startswith((address, *_OWN)) is False
                and desk.complaints.append(f"request to {r.url}"))
        desks.append(desk)
        if name:
            _sign_in(desk, name, password)
        return desk

    yield sit
    complaints = [c for desk in desks for c in desk.complaints]
    for desk in desks:
        complaints += desk.policy_violations()
        desk.context.close()
    assert complaints == []


def _sign_in(desk: Desk, name: str, password: str) -> None:
    """As the page of signing in does, which a test of its own presses, without drawing it."""
    asked = desk.context.request.get(f"{desk.address}/sign-in")
    token = re.search(r'name="csrf_token" value="([^"]+)"', asked.text())
    assert token
    answer = desk.context.request.post(
        f"{desk.address}/sign-in", max_redirects=0,
        form={"csrf_token": token[1], "name": name, "password": password},
    )
    assert answer.status == HTTPStatus.SEE_OTHER, answer.text()


def _expected(text: str) -> bool:
    """The browser itself logs every refused form (409, 422) as a failed resource."""
    return any(
        f"status of {status}" in text
        for status in (401, 404, 409, 413, 422, 429, 502, 503, 504)
    )


def sign_in_name(person: Actor) -> str:
    assert person.sign_in_name
    return person.sign_in_name


__all__ = ["WORKING_ROLES", "Desk", "Role", "Site", "serving", "sign_in_name"]
