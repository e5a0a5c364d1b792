"""A session that ends behind somebody's back takes nothing of what was typed with it."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from engine import Role
from tests.browser.conftest import Desk, Site, sign_in_name
from tests.browser.test_bad_input import QUESTION, desk_of, drafting, fill_in
from tests.engine.office import PASSWORD


def end_session(desk: Desk) -> None:
    """As after a night: the server does not know the browser any more."""
    desk.context.clear_cookies(name="gongkai_session")


def sign_in_elsewhere(desk: Desk, name: str) -> None:
    """Follow the advice: sign in in a new window and come back."""
    with desk.context.expect_page() as opened:
        desk.page.click("#problems a:has-text('登录')")
    other: Page = opened.value
    other.fill("#name", name)
    other.fill("#password", PASSWORD)
    other.click("main button.btn-primary")
    other.wait_for_selector("nav.sections")
    other.close()


def test_the_intake_form_stays_and_is_handed_in_after_signing_in_again(
    site: Site, sit_down: Callable[..., Desk]
) -> None:
    desk = desk_of(site, sit_down, Role.INTAKE_OFFICER)
    page = fill_in(desk)
    expect(page.locator("#receipt")).to_contain_text("答复期限")
    end_session(desk)
    page.check("[name=channel][value=fax]")     # asks for the date anew, by itself
    expect(page.locator("#problems")).to_contain_text("登录已经过期")
    expect(page.locator("#subject")).to_have_value("2025年度部门决算")
    page.click("button:has-text('登记并出具回执')")
    expect(page.locator("#problems")).to_contain_text("登录已经过期")
    sign_in_elsewhere(desk, sign_in_name(site.office.people[Role.INTAKE_OFFICER]))
    page.click("button:has-text('登记并出具回执')")
    page.wait_for_url("**/cases/*")


def test_a_reply_half_drafted_stays_and_the_draft_says_that_it_is_not_kept(
    site: Site, sit_down: Callable[..., Desk]
) -> None:
    desk = drafting(site, sit_down)
    page = desk.page
    page.locator("details.aside-choice", has_text="法制会商").locator("summary").click()
    end_session(desk)
    page.fill("#field-legal_question", QUESTION)
    expect(page.locator("[data-draft] .wrong")).to_contain_text("登录已经过期")
    expect(page.locator("[data-draft] h1")).to_have_count(0)
    expect(page.locator("#field-legal_question")).to_be_focused()
    page.check("input[name=letter-kind][value=disclosed]")
    expect(page.locator("#problems")).to_contain_text("登录已经过期")
    expect(page.locator("input[name=letter-kind][value=disclosed]")).to_be_checked()
    expect(page.locator("#field-legal_question")).to_have_value(QUESTION)
