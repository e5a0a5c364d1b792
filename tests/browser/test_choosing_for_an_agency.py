"""What an agency decides where the law is silent: seen, changed for a day ahead, taken back."""

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import expect

from engine import Role
from tests.browser.conftest import Desk
from tests.browser.district import District
from tests.browser.looks import axe, in_english, left_in_chinese, settle, too_wide
from tests.browser.test_calendar_import import own_district  # noqa: F401 - a fixture
from tests.engine.office import PASSWORD


def test_a_matter_is_changed_for_requests_to_come(
    own_district: District, sit_down: Callable[..., Desk]  # noqa: F811
) -> None:
    district = own_district
    names = {each.name for each in district.people}
    actor = district.person(Role.SUPERVISOR)
    today = district.engine.today()
    desk = sit_down(district.address, actor.sign_in_name, PASSWORD)
    page = desk.go("/monitor")
    page.get_by_role("link", name="机关规定事项").click()
    page.wait_for_selector(".setting")
    settle(desk)
    desk.snap("settings")
    faults = axe(desk) + too_wide(desk)
    page.locator("#correction_period_days").get_by_role("link", name="变更").click()
    page.wait_for_selector("#basis")
    expect(page.locator("#from_day")).to_have_attribute("min", str(today + timedelta(days=1)))
    page.fill("#value", "300")
    page.evaluate("document.querySelector('form.card').noValidate = true")
    page.fill("#basis", "本机关办公会议纪要〔2026〕11号")
    page.get_by_role("button", name="保存变更").click()
    page.wait_for_selector("#problems[role=alert]")
    settle(desk)
    desk.snap("setting_wrong")
    faults += axe(desk) + too_wide(desk)
    expect(page.locator("#basis")).to_have_value("本机关办公会议纪要〔2026〕11号")
    page.fill("#value", "15")
    page.get_by_role("button", name="保存变更").click()
    page.wait_for_selector("p.done")
    settle(desk)
    desk.snap("settings_coming")
    faults += axe(desk) + too_wide(desk)
    in_english(desk)
    desk.snap("settings_coming_en")
    faults += axe(desk) + too_wide(desk) + left_in_chinese(desk, names)
    page.locator("#suspension_starts").get_by_role("link", name="Change").click()
    page.wait_for_selector("#basis")
    desk.snap("setting_en")
    faults += axe(desk) + too_wide(desk) + left_in_chinese(desk, names)
    page.go_back()
    settle(desk)
    page.get_by_role("button", name="Cancel the change").click()
    page.locator("dialog.ask button[value=yes]").click()
    page.wait_for_selector("p.done")
    page.locator("#correction_period_days summary").click()
    settle(desk)
    desk.snap("settings_cancelled_en")
    faults += axe(desk) + too_wide(desk)
    assert faults == []


def test_the_pages_fit_a_telephone(
    own_district: District, sit_down: Callable[..., Desk]  # noqa: F811
) -> None:
    actor = own_district.person(Role.SUPERVISOR)
    desk = sit_down(own_district.address, actor.sign_in_name, PASSWORD,
                    viewport={"width": 390, "height": 844})
    for path in ("/system/settings", "/system/settings/suspension_starts"):
        desk.go(path)
        settle(desk)
        desk.snap(f"telephone{path.replace('/', '_')}")
        assert axe(desk) + too_wide(desk) == []


def test_a_late_confirmation_is_seen_while_registering_and_on_the_case(
    own_district: District, sit_down: Callable[..., Desk]  # noqa: F811
) -> None:
    officer = own_district.person(Role.INTAKE_OFFICER)
    today = own_district.engine.today()
    desk = sit_down(own_district.address, officer.sign_in_name, PASSWORD)
    page = desk.go("/intake")
    page.check("input[name=channel][value=internet]")
    page.fill("#arrived_on", str(today - timedelta(days=10)))
    page.fill("#received_on", str(today))
    page.wait_for_selector("#receipt .finding")
    settle(desk)
    desk.snap("intake_late")
    faults = axe(desk) + too_wide(desk)
    page.fill("#name", "王小明")
    page.fill("#phone", "13800000000")
    page.fill("#address", "周村区机场路1号")
    page.fill("#email", "wang@example.com")     # what comes by internet is answered there
    page.fill("#subject", "2025年度部门决算")
    page.get_by_role("button", name="登记并出具回执").click()
    page.wait_for_selector("p.done")
    settle(desk)
    desk.snap("case_late")
    faults += axe(desk) + too_wide(desk)
    in_english(desk)
    desk.snap("case_late_en")
    expect(page.locator("p.finding").first).to_contain_text("The request arrived on")
    faults += axe(desk) + too_wide(desk)
    assert faults == []
