"""Nothing that was typed is lost, and no form comes to nothing without a word."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engine import Engine, RegisterFilter, RegisterPage, Role
from engine.store import migrations
from engine.store.database import Database
from tests.browser.conftest import Desk, Site, serving
from tests.browser.test_bad_input import desk_of, fill_in
from tests.conftest import cheap_settings
from tests.engine.office import (
    DISCLOSED,
    LATEST,
    Office,
    accepted,
    choose_password,
    reviewed,
    submitted,
)

HAND_IN = "button:has-text('登记并出具回执')"


def new_office(data: Path) -> Office:
    """One agency, with one person for each duty who has a password of his own."""
    url = f"sqlite:///{data / 'gongkai.sqlite'}"
    database = Database(url)
    migrations.upgrade(database)
    database.close()
    settings = cheap_settings(data, url)
    office = Office.open(settings, engine=Engine(settings, processes=LATEST))
    for person in office.people.values():
        choose_password(office.engine, person)
    return office


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    office = new_office(tmp_path_factory.mktemp("lost"))
    with serving(office.engine) as address:
        yield Site(address, office, office.engine)
    office.close()


def subjects(site: Site) -> list[str]:
    page = site.engine.ask(
        RegisterPage(wanted=RegisterFilter()), site.office.people[Role.INTAKE_OFFICER])
    return [row.subject for row in page.rows]


def case_at(site: Site, *steps: object) -> int:
    """A new case that has taken these steps today."""
    site.office.clock.go_to(site.engine.today())
    case_id = site.office.register()
    site.office.play(case_id, steps)  # type: ignore[arg-type]
    return case_id


def test_what_cannot_be_undone_is_asked_each_time_and_only_when_it_could_be_done(
    site: Site, sit_down: Callable[..., Desk]
) -> None:
    """Pressed, confirmed, refused, mended, pressed again: the question comes again."""
    today = site.engine.today()
    case_id = case_at(site, accepted(today), submitted(today, DISCLOSED), reviewed(today))
    desk = desk_of(site, sit_down, Role.REVIEWER)
    page = desk.go(f"/tasks/{site.office.task(case_id, 'approve_reply').id}")
    asked = page.locator("dialog.ask")
    page.click("button[value=approved]")
    expect(asked).to_contain_text("确认同意")
    asked.get_by_role("button", name="取消").click()
    page.click("button[value=approved]")
    expect(asked).to_contain_text("确认同意")
    other = site.engine.database
    with other.write():                                 # busy: the confirmed form is refused
        asked.get_by_role("button", name="同意签发").click()
        expect(page.locator("#problems")).to_contain_text("系统正忙")
    page.click("button[value=approved]")
    expect(asked).to_contain_text("确认同意")
    asked.get_by_role("button", name="同意签发").click()
    page.wait_for_url("**/cases/*")


def test_what_is_missing_is_said_before_the_question(
    site: Site, sit_down: Callable[..., Desk]
) -> None:
    case_id = case_at(site, accepted(site.engine.today()))
    desk = desk_of(site, sit_down, Role.HANDLER)
    page = desk.go(f"/tasks/{site.office.task(case_id, 'draft_reply').id}")
    page.check("input[name=letter-kind][value=disclosed]")
    page.wait_for_selector("#fact-disclosed_content")
    page.click("button[value=submit]")
    expect(page.locator("#fact-disclosed_content")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("dialog.ask")).to_have_count(0)
    note = page.locator("#fact-disclosed_content-problem")
    expect(note).to_contain_text("请填写")
    expect(page.locator("#fact-disclosed_content")).to_have_attribute(
        "aria-describedby", re.compile("fact-disclosed_content-problem"))


def test_one_bad_file_of_several_adds_none_and_the_mended_choice_adds_all(
    site: Site, sit_down: Callable[..., Desk], tmp_path: Path
) -> None:
    case_id = case_at(site)
    for name, content in (("一.txt", b"one"), ("二.txt", b"two"), ("程序.pdf", b"MZ\x90\0")):
        (tmp_path / name).write_bytes(content)
    page = desk_of(site, sit_down, Role.HANDLER).go(f"/cases/{case_id}?tab=attachments")
    page.set_input_files("#attachments", [tmp_path / "一.txt", tmp_path / "程序.pdf"])
    page.click("form.attach button.btn-primary")
    expect(page.locator("#problems")).to_contain_text("程序.pdf")
    page.set_input_files("#attachments", [tmp_path / "一.txt", tmp_path / "二.txt"])
    page.click("form.attach button.btn-primary")
    page.wait_for_url("**done=attached*")
    assert [file.name for file in site.office.case(case_id).attachments] == ["一.txt", "二.txt"]


@pytest.mark.parametrize("way", ["search", "language", "sign out"])
def test_leaving_by_another_form_asks_about_what_is_typed(
    site: Site, sit_down: Callable[..., Desk], way: str
) -> None:
    case_id = case_at(site)
    page = desk_of(site, sit_down, Role.HANDLER).go(f"/cases/{case_id}?tab=request")
    page.locator("details.reveal summary").click()
    page.fill("#reason", "核对地址")
    leave(page, way)
    asked = page.locator("dialog.ask")
    expect(asked).to_contain_text("还没有提交")
    asked.get_by_role("button", name="留下").click()
    expect(page.locator("#reason")).to_have_value("核对地址")
    leave(page, way)
    asked.get_by_role("button", name="离开").click()
    expect(page).to_have_title(re.compile({
        "search": "办件登记簿", "language": "Gongkai|Disclosure|disclosure", "sign out": "登录",
    }[way]))


def leave(page: Page, way: str) -> None:
    if way == "search":
        page.fill("#find", "决算")
        page.press("#find", "Enter")
    elif way == "language":
        page.click("form.languages button")
    else:
        page.locator("details.person-menu summary").click()
        page.get_by_role("button", name="退出登录").click()


def test_loading_intake_anew_loses_nothing_whether_saved_or_not(
    site: Site, sit_down: Callable[..., Desk]
) -> None:
    page = fill_in(desk_of(site, sit_down, Role.INTAKE_OFFICER))
    page.fill("#subject", "重新载入的申请")
    page.reload()                                        # at once: nothing was saved yet
    expect(page.locator("#subject")).to_have_value("重新载入的申请")
    expect(page.locator("[name=channel][value=in_person]")).to_be_checked()
    expect(page.locator("form.intake [data-draft]")).to_contain_text("草稿已保存")
    page.wait_for_url("**/intake?draft=*")
    page.reload()                                        # from what the server keeps
    expect(page.locator("#subject")).to_have_value("重新载入的申请")
    page.click(HAND_IN)
    page.wait_for_url("**/cases/*")
    assert subjects(site).count("重新载入的申请") == 1


def test_of_two_tabs_neither_writes_over_the_other(
    site: Site, sit_down: Callable[..., Desk]
) -> None:
    case_id = case_at(site)
    address = f"/tasks/{site.office.task(case_id, 'examine_request').id}"
    one, other = (desk_of(site, sit_down, Role.INTAKE_OFFICER) for _ in range(2))
    for desk in (one, other):
        desk.go(address)
    for desk, text, told in (
        (other, "新的意见", "草稿已保存"), (one, "旧页面的意见", "两份都保留"),
    ):
        desk.page.fill("#field-note", text)
        expect(desk.page.locator("[data-draft]")).to_contain_text(told)
    one.page.reload()
    expect(one.page.locator("#field-note")).to_have_value("新的意见")
    expect(one.page.locator(".draft-beside")).to_contain_text("旧页面的意见")
