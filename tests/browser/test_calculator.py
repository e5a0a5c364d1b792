"""The calculators in the browser of somebody who is not signed in, with scripts and without."""

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page

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
    assert "calculator" in desk.page.url, "the language is changed on the same page"
    faults += axe(desk) + too_wide(desk) + left_in_chinese(desk, set())
    assert faults == []


def add_event(page: Page, number: int, kind: str, on: str) -> None:
    page.select_option(f"#type-{number}", kind)
    page.fill(f"#on-{number}", on)


@pytest.mark.parametrize("scripts", [True, False], ids=["with_scripts", "without_scripts"])
def test_dates_are_tried_row_by_row(scripts: bool, site: Site, sit_down: SitDown) -> None:
    page = sit_down(site.address, java_script_enabled=scripts).go("/sign-in")
    page.click("a[href='/calculator']")
    page.fill("#received", "2025-09-22")
    page.click("button[name=do]")
    add_event(page, 0, "correction_requested", "2025-09-26")
    assert page.is_hidden("#working_days-0"), "a row shows only what its event needs"
    add_event(page, 1, "extended", "2025-11-10")
    assert page.is_visible("#working_days-1")
    page.fill("#working_days-1", "20")
    page.click("button[name=do]")
    add_event(page, 2, "correction_received", "2025-10-13")
    page.click("#row-1 button[name=remove]")
    assert page.locator(".event-row").count() == 2
    assert page.input_value("#on-1") == "2025-10-13"
    page.click("main .btn-primary >> nth=0")
    page.wait_for_selector("#result")
    assert page.inner_text(".due-day").startswith("2025年11月10日（星期一）")
    assert page.locator("table.proof tbody tr").count() > 20


def test_enter_computes_and_removes_nothing(site: Site, sit_down: SitDown) -> None:
    page = sit_down(site.address).go("/calculator")
    page.fill("#received", "2026-03-02")
    add_event(page, 0, "consultation_opened", "2026-03-05")
    page.fill("#id-0", "甲")
    page.press("#id-0", "Enter")
    page.wait_for_selector("#result")
    assert page.input_value("#id-0") == "甲"


def test_only_the_result_is_printed(site: Site, sit_down: SitDown) -> None:
    page = sit_down(site.address).go(CONSULTED)
    page.emulate_media(media="print")
    assert page.is_hidden("form.calculator-form")
    assert page.is_hidden(".calculator-tabs")
    assert page.is_visible(".explanation")
    assert page.is_visible("table.proof")
