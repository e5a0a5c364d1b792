"""A wrong registration is put right in the browser: seen first, then confirmed; with scripts and
without."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from engine import Role
from tests.browser.conftest import Desk, Site, sign_in_name


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_mistyped_name_is_put_right(
    site: Site, sit_down: Callable[..., Desk], scripts: bool
) -> None:
    case = site.office.register()
    desk = sit_down(
        site.address, sign_in_name(site.office.people[Role.INTAKE_OFFICER]),
        java_script_enabled=scripts)
    page = desk.go(f"/cases/{case}?tab=request")
    with page.context.expect_page() as opened:      # beside the task that lies open
        page.locator("form[action$='/correct/begin'] button").click()
    page = opened.value
    page.fill("#name", "王晓明")
    page.locator("button[value=check]").click()
    expect(page.locator("#problems")).to_contain_text("请写明原因")
    expect(page.locator("#name")).to_have_value("王晓明")
    page.fill("#reason", "认错字")
    page.locator("button[value=check]").click()
    expect(page.get_by_role("heading", name="确认更正登记")).to_be_visible()
    expect(page.locator(".paper")).to_contain_text("由“王小明”更正为“王晓明”")
    page.locator("button[value=edit]").click()
    expect(page.locator("#name")).to_have_value("王晓明")
    page.locator("button[value=check]").click()
    page.locator("button[value=confirm]").click()
    expect(page.locator(".registered-before")).to_contain_text("认错字")
    assert len(site.office.case(case).registered_before) == 1
