"""The one page of a case: panels beside the form, on to the next piece of work, keys."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from engine import Role, Upload
from tests.browser.conftest import Desk, Site, sign_in_name
from tests.engine.office import DISCLOSED, accepted, reviewed, submitted
from tests.engine.papers import PDF


def _sit(site: Site, sit_down: Callable[..., Desk], role: Role) -> Desk:
    return sit_down(site.address, sign_in_name(site.office.people[role]))


def test_what_is_typed_stays_while_the_other_panels_are_looked_at(
    site: Site, sit_down: Callable[..., Desk]
) -> None:
    desk = _sit(site, sit_down, Role.INTAKE_OFFICER)
    case_id = site.office.register(attachments=(Upload(name="申请表.pdf", content=PDF),))
    page = desk.go(f"/cases/{case_id}")
    page.fill("#field-note", "请写明年度")
    page.click("[data-panel=request] .enclosures summary")
    viewer = page.locator("[data-panel=request] iframe")
    expect(viewer).to_have_attribute("src", re.compile("/pdf#"))
    for tab in ("diagram", "record", "limit", "request"):
        page.click(f"[data-tab={tab}]")
        expect(page.locator(f"[data-panel={tab}]")).to_be_visible()
        expect(page.locator("[data-panel]:visible")).to_have_count(1)
    expect(page.locator("#field-note")).to_have_value("请写明年度")
    page.click("[data-tab=diagram]")
    expect(page.locator("[data-lanes] span").first).to_be_visible()


def test_what_may_be_begun_stands_behind_one_word_until_somebody_looks(
    site: Site, sit_down: Callable[..., Desk]
) -> None:
    case_id = site.office.register()
    site.office.take(case_id, accepted(site.office.clock.moment.date()))
    desk = _sit(site, sit_down, Role.HANDLER)
    page = desk.go(f"/cases/{case_id}")
    fee = page.locator("[data-tab=charging]")
    expect(fee).to_be_hidden()
    page.get_by_text("其他办理").press("Enter")
    fee.press("Enter")
    expect(page.locator("[data-panel=charging]")).to_be_visible()
    expect(fee).to_be_focused()
    expect(page.locator(".more-tabs [data-tab=charging]")).to_have_count(0)
    page.reload()
    expect(fee).to_be_visible()         # what is looked at stands among the others


def test_who_signs_a_list_needs_two_presses_for_each(
    site: Site, sit_down: Callable[..., Desk]
) -> None:
    """The button and the answer to its question; the next one lies open by itself."""
    office = site.office
    today = office.engine.today()
    first, second = office.register(), office.register(subject="2024年度部门决算")
    for case_id in (first, second):
        for step in (accepted(today), submitted(today, DISCLOSED), reviewed(today)):
            office.engine.handle(office.form(case_id, step), office.people[step.by])
    desk = _sit(site, sit_down, Role.REVIEWER)
    page = desk.go("/mine")
    page.locator("[data-row] .row-link").first.click()
    page.click("button[value=approved]")
    page.click("dialog[open] .btn-primary")
    expect(page.locator(".done")).to_contain_text("这是最后一件待办")
    expect(page.locator(".done")).to_contain_text("周财公开复〔")       # the paper just made
    expect(page.locator("h1")).to_have_text("2024年度部门决算")
    page.click("button[value=approved]")
    page.click("dialog[open] .btn-primary")
    expect(page.locator(".done")).to_contain_text("回到待办")
    assert office.case(first).letters[-1].number
    assert office.case(second).letters[-1].number


def test_single_keys_can_be_switched_off_and_ctrl_k_stays(
    site: Site, sit_down: Callable[..., Desk]
) -> None:
    """WCAG 2.1.4: somebody who speaks to the machine types words."""
    page = _sit(site, sit_down, Role.HANDLER).go("/mine")
    page.keyboard.press("/")
    expect(page.locator("[data-find]")).to_be_focused()
    page.locator("h1").click()
    page.keyboard.press("?")
    page.uncheck("[data-keys-on]")
    page.keyboard.press("Escape")
    page.reload()
    for key in ("/", "?", "j"):
        page.keyboard.press(key)
    expect(page.locator("[data-find]")).not_to_be_focused()
    expect(page.locator("#keys")).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(page.locator("[data-find]")).to_be_focused()
