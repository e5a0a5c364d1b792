"""Behind a real nginx, set up as the manual says: what it answers itself is said in words, nothing
that was typed is lost, and everybody comes from where he is.
"""

import http.client
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from engine import Engine, Role
from engine.store import tables
from tests.browser.conftest import Desk, Site, serving, sign_in_name
from tests.browser.nginx import Nginx
from tests.browser.test_bad_input import fill_in
from tests.browser.test_nothing_is_lost import HAND_IN, case_at, new_office, subjects
from tests.engine.office import LATEST, PASSWORD


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    office = new_office(tmp_path_factory.mktemp("proxied"))
    settings = replace(office.engine.configuration, proxies=1)
    office.engine.close()
    office.engine = Engine(settings, processes=LATEST)
    with serving(office.engine) as address:
        yield Site(address, office, office.engine)
    office.close()


@pytest.fixture(scope="module")
def nginx(site: Site) -> Iterator[Nginx]:
    nginx = Nginx(site.address)
    yield nginx
    nginx.close()


@pytest.fixture
def intake(site: Site, nginx: Nginx, sit_down: Callable[..., Desk]) -> Desk:
    return sit_down(nginx.address, sign_in_name(site.office.people[Role.INTAKE_OFFICER]))


@pytest.mark.parametrize(("status", "says"), [
    (413, "提交的内容太大"), (502, "服务器暂时没有应答（502）"), (504, "服务器暂时没有应答（504）"),
])
def test_the_answer_of_a_proxy_is_said_in_words_and_the_form_stays(
    site: Site, nginx: Nginx, intake: Desk, tmp_path: Path, status: int, says: str
) -> None:
    """Twice, as the box of problems must survive the first; then the form is taken."""
    page = fill_in(intake)
    subject = f"第{status}号文件"
    page.fill("#subject", subject)
    if status == 413:
        with (tmp_path / "扫描件.pdf").open("wb") as scan:
            scan.truncate(27 * 1024 * 1024)
        page.set_input_files("#attachments", tmp_path / "扫描件.pdf")
    for _ in range(2):
        page.evaluate("document.getElementById('problems').textContent = ''")
        with ExitStack() as fault:
            if status == 502:
                fault.enter_context(nginx.no_server())
            elif status == 504:
                fault.enter_context(nginx.slow_server())
                fault.enter_context(site.engine.database.write())     # the server waits its turn
            with page.expect_request(lambda asked: asked.method == "POST"
                                     and urlsplit(asked.url).path == "/intake"):
                page.click(HAND_IN)
            expect(page.locator("#problems")).to_contain_text(says)
        expect(page.locator("h1")).to_have_text("登记申请")
        expect(page.locator("#subject")).to_have_value(subject)
    expect(page.locator("#sending")).to_have_count(0)
    if status == 413:
        page.get_by_role("button", name="移除 扫描件.pdf").click()
    page.click(HAND_IN)
    page.wait_for_url("**/cases/*")
    assert subjects(site).count(subject) == 1


def test_what_was_carried_out_though_its_answer_was_lost_is_never_taken_for_the_mended_form(
    site: Site, nginx: Nginx, intake: Desk
) -> None:
    page = fill_in(intake)
    page.fill("#subject", "答复丢失的申请")
    with nginx.slow_server(), site.engine.database.write():
        page.click(HAND_IN)
        expect(page.locator("#problems")).to_contain_text("不能确定内容是否已经提交")
    while "答复丢失的申请" not in subjects(site):
        with site.engine.database.write():      # in turn: the server goes on with what it was asked
            pass
    page.fill("#subject", "答复丢失的申请（更正）")
    page.click(HAND_IN)
    expect(page.locator("#problems")).to_contain_text("这次改动过的内容没有提交")
    expect(page.locator("#problems a[href^='/cases/']")).to_have_count(1)
    page.fill("#subject", "答复丢失的申请")
    page.click(HAND_IN)                                  # the same again: its first result
    page.wait_for_url("**/cases/*")
    found = subjects(site)
    assert "答复丢失的申请（更正）" not in found
    assert found.count("答复丢失的申请") == 1


def test_a_form_without_scripts_of_its_own_is_answered_in_words_too(
    site: Site, nginx: Nginx, intake: Desk
) -> None:
    task = site.office.task(case_at(site), "examine_request")
    page = intake.go("/mine")
    claim = page.locator(f"form[action='/tasks/{task.id}/claim'] button")
    with nginx.no_server():
        claim.click()
        expect(page.locator("#problems")).to_contain_text("服务器暂时没有应答（502）")
    expect(page.locator("h1")).to_have_text("待办")
    claim.click()
    page.wait_for_url(f"**/tasks/{task.id}")


def signs_in(nginx: Nginx, name: str, password: str, come_from: str) -> int:
    """The status of an attempt by somebody at that address of loopback who forges another."""
    connection = http.client.HTTPConnection(
        urlsplit(nginx.address).netloc, timeout=240, source_address=(come_from, 0))
    forged = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}
    connection.request("GET", "/sign-in", headers=forged)
    form = connection.getresponse()
    token = re.search(rb'name="csrf_token" value="([^"]+)"', form.read())
    cookie = form.headers["Set-Cookie"]
    assert token
    assert "Secure" not in cookie, "nginx says how it was asked, whatever the browser claims"
    connection.request(
        "POST", "/sign-in",
        urlencode({"csrf_token": token[1].decode(), "name": name, "password": password}),
        {**forged, "Cookie": cookie.partition(";")[0],
         "Content-Type": "application/x-www-form-urlencoded"})
    status = connection.getresponse().status
    connection.close()
    return status


def test_everybody_comes_from_where_he_is_and_locks_out_nobody_else(
    site: Site, nginx: Nginx
) -> None:
    name = sign_in_name(site.office.people[Role.REVIEWER])
    tries = [signs_in(nginx, name, "wrong", "127.0.0.2") for _ in range(6)]
    assert tries == [422] * 5 + [429]
    assert signs_in(nginx, name, PASSWORD, "127.0.0.3") == 303
    with site.engine.database.read() as connection:
        addresses = set(connection.execute(select(tables.sessions.c.address)).scalars())
    assert "127.0.0.3" in addresses
    assert "203.0.113.9" not in addresses
