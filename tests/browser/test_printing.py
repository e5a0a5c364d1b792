"""What is printed: the whole of it, and nothing to press."""

from collections.abc import Callable

from playwright.sync_api import expect

from engine import Role
from tests.browser.conftest import Desk, Site
from tests.engine.office import PASSWORD


def test_a_case_is_printed_with_its_whole_diagram_and_without_what_can_be_pressed(
    site: Site, sit_down: Callable[..., Desk]
) -> None:
    case_id = site.office.register()
    desk = sit_down(
        site.address, site.office.people[Role.INTAKE_OFFICER].sign_in_name, PASSWORD
    )
    page = desk.go(f"/cases/{case_id}?tab=diagram")
    page.wait_for_selector("[data-ready]")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 960})   # the sheet without its margins
    cut = page.evaluate("""() => {
      const sheet = document.querySelector("[data-canvas]").getBoundingClientRect();
      return [...document.querySelectorAll(".djs-shape:not([data-element-id$=_label])")]
        .map((shape) => shape.getBoundingClientRect())
        .filter((shape) => shape.right > sheet.right + 1 || shape.bottom > sheet.bottom + 1).length;
    }""")
    assert cut == 0
    for pressed in ("button", "nav.tabs", ".case-do"):
        expect(page.locator(f"main {pressed}:visible")).to_have_count(0)


def test_the_printed_register_names_its_filter_and_shows_nothing_to_press(
    site: Site, sit_down: Callable[..., Desk]
) -> None:
    site.office.register()
    desk = sit_down(
        site.address, site.office.people[Role.HANDLER].sign_in_name, PASSWORD
    )
    page = desk.go("/register?status=open&sort=due")
    expect(page.locator("main .print-only")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator("main .narrowed")).to_contain_text("状态：办理中")
    expect(page.locator("main .print-only")).to_contain_text("最先到期的在前")
    pressed = page.locator("main :is(button, select, input, .btn, .narrowed a)")
    expect(pressed).not_to_have_count(0)
    expect(pressed.locator("visible=true")).to_have_count(0)


def test_the_printed_proof_marks_the_last_day_in_one_line(
    site: Site, sit_down: Callable[..., Desk]
) -> None:
    """A4 leaves some 680 px for the table."""
    case_id = site.office.register()
    desk = sit_down(
        site.address, site.office.people[Role.HANDLER].sign_in_name, PASSWORD,
        viewport={"width": 680, "height": 960},
    )
    page = desk.go(f"/cases/{case_id}/proof")
    page.emulate_media(media="print")
    marked = page.locator("tr:has(.due-here)")
    before = page.locator("tr.proof-counted:not(:has(.due-here))").first
    height = "row => row.getBoundingClientRect().height"
    assert abs(marked.evaluate(height) - before.evaluate(height)) < 2
