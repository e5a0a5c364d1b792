"""The calculators in the browser of somebody who is not signed in, with scripts and without."""

import re
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk, Site
from tests.browser.looks import axe, in_english, left_in_chinese, settle, too_wide

SitDown = Callable[..., Desk]
CONSULTED = "/calculator?" + urlencode([
    ("received", "2025-12-15"), ("channel", "signed_post"), ("suspension_starts", "issued"),
    *[pair for kind, on in (
        ("consultation_opened", "2025-12-22"), ("consultation_delivered", "2025-12-24"),
        ("consultation_answered", "2026-01-08"),
    ) for pair in (("type", kind), ("on", on), ("id", "A"), ("party", "third_party"),
                   ("working_days", ""), ("service", "post"), ("served", ""))],
])
WRONG = CONSULTED.replace("2025-12-24", "").replace("2025-12-15", "2007-01-04")
PAGES = {
    "calculator_empty": "/calculator",
    "calculator": CONSULTED,
    "calculator_wrong": WRONG,
    "calculator_fee": "/calculator/fee?method=by_page&quantity=250&before=&on=2026-03-02",
}


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_calculator_has_no_fault_in_either_language(
    name: str, width: int, site: Site, sit_down: SitDown
) -> None:
    desk = sit_down(site.address, viewport={"width": width, "height": 860})
    desk.go(PAGES[name])
    settle(desk)
    faults = axe(desk) + too_wide(desk)
    if width == 1280:
        desk.snap(name)
    in_english(desk)
    expect(desk.page).to_have_url(re.compile("calculator"))     # the same page, not the first one
    faults += axe(desk) + too_wide(desk) + left_in_chinese(desk, set())
    assert faults == []


def add_row(page: Page) -> None:
    """The page is another one afterwards: what is typed before it is there would be lost."""
    there = page.locator(".event-row").count()
    page.click("button[name=do]")
    expect(page.locator(".event-row")).to_have_count(there + 1)


def add_event(page: Page, number: int, kind: str, on: str) -> None:
    page.select_option(f"#type-{number}", kind)
    page.fill(f"#on-{number}", on)


@pytest.mark.parametrize("scripts", [True, False], ids=["with_scripts", "without_scripts"])
def test_dates_are_tried_row_by_row(scripts: bool, site: Site, sit_down: SitDown) -> None:
    page = sit_down(site.address, java_script_enabled=scripts).go("/sign-in")
    page.click("a[href='/calculator']")
    page.fill("#received", "2025-09-22")
    add_row(page)
    add_event(page, 0, "correction_requested", "2025-09-26")
    expect(page.locator("#id-0")).to_be_hidden()                # only what its event needs
    add_event(page, 1, "extended", "2025-11-10")
    expect(page.locator("#working_days-1")).to_be_visible()
    page.fill("#working_days-1", "20")
    add_row(page)
    add_event(page, 2, "correction_received", "2025-10-13")
    page.click("#row-1 button[name=remove]")
    expect(page.locator(".event-row")).to_have_count(2)
    expect(page.locator("#on-1")).to_have_value("2025-10-13")
    page.click("main .btn-primary >> nth=0")
    page.wait_for_selector("#result")
    expect(page.locator(".due-day")).to_have_text(re.compile("^2025年11月10日（星期一）"))
    expect(page.locator("table.proof tbody tr").nth(20)).to_be_visible()


def test_enter_computes_and_removes_nothing(site: Site, sit_down: SitDown) -> None:
    page = sit_down(site.address).go("/calculator")
    page.fill("#received", "2026-03-02")
    add_event(page, 0, "consultation_opened", "2026-03-05")
    page.fill("#id-0", "甲")
    page.press("#id-0", "Enter")
    page.wait_for_selector("#result")
    expect(page.locator("#id-0")).to_have_value("甲")


def test_only_the_result_is_printed(site: Site, sit_down: SitDown) -> None:
    page = sit_down(site.address).go(CONSULTED)
    page.emulate_media(media="print")
    for screen in ("form.calculator-form", ".calculator-tabs"):
        expect(page.locator(screen)).to_be_hidden()
    for paper in (".explanation", "table.proof"):
        expect(page.locator(paper)).to_be_visible()
