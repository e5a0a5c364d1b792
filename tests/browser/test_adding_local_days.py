"""The days off of one agency, over the example district: typed, seen, confirmed, taken back."""

from collections.abc import Callable
from datetime import date, timedelta

from playwright.sync_api import expect

from engine import CaseOf, Role
from engine.workers import ticker as scheduler
from tests.browser.conftest import Desk
from tests.browser.district import District
from tests.browser.looks import axe, in_english, left_in_chinese, settle, too_wide
from tests.browser.test_calendar_import import due_dates, own_district  # noqa: F401 - a fixture
from tests.engine.office import PASSWORD

DOCUMENT = "州政办发〔2026〕31号"


def test_an_agency_s_days_off_move_its_cases_only(
    own_district: District, sit_down: Callable[..., Desk]  # noqa: F811
) -> None:
    district = own_district
    names = {each.name for each in district.people}
    actor = district.person(Role.SUPERVISOR)
    handler = district.person(Role.HANDLER)
    before = due_dates(district)
    desk = sit_down(district.address, actor.sign_in_name, PASSWORD)
    page = desk.go(f"/system/calendar?year=2026&agency={handler.agency_id}")
    page.get_by_role("link", name="增补地方放假").click()
    page.wait_for_selector("#off")
    faults = axe(desk, but=".months") + too_wide(desk)
    page.fill("#title", "关于庆祝州庆放假的通知")
    page.fill("#document", DOCUMENT)
    page.fill("#published", "2026-11-20")
    page.fill("#off", "州庆 明天")
    page.get_by_role("button", name="预览").click()
    page.wait_for_selector("#problems[role=alert]")
    settle(desk)
    desk.snap("local_days_wrong")
    faults += axe(desk, but=".months") + too_wide(desk)
    first = date(2026, 11, 24)
    page.fill("#off", f"州庆 {first} {first + timedelta(days=2)}")
    page.get_by_role("button", name="预览").click()
    page.wait_for_selector("h1:has-text('核对地方放假')")
    settle(desk)
    desk.snap("local_days_preview")
    faults += axe(desk, but=".months") + too_wide(desk)
    foretold = page.locator(".moves tbody tr").count()          # the heading stands: so do they
    assert due_dates(district) == before, "nothing takes effect before it is confirmed"
    page.get_by_role("button", name="返回修改").click()
    page.wait_for_selector("#off")
    expect(page.locator("#document")).to_have_value(DOCUMENT)    # what was typed is kept
    page.get_by_role("button", name="预览").click()
    page.wait_for_selector("h1:has-text('核对地方放假')")
    page.get_by_role("button", name="确认生效").click()
    page.wait_for_selector("p.done")
    settle(desk)
    desk.snap("local_days_taken_up")
    faults += axe(desk) + too_wide(desk)
    expect(page.locator(".day-local[title*='31号']")).to_have_count(3)
    scheduler.recalculate(district.engine)
    after = due_dates(district)
    moved = [case for case in before if before[case] != after[case]]
    assert len(moved) == foretold > 0
    assert {district.engine.ask(CaseOf(case_id=case), actor).agency.id for case in moved} == {
        handler.agency_id
    }
    in_english(desk)
    desk.snap("local_days_taken_up_en")
    faults += axe(desk, but=".months") + too_wide(desk) + left_in_chinese(desk, names)
    page.get_by_role("link", name="Add local days off").click()
    page.wait_for_selector("#off")
    desk.snap("local_days_en")
    faults += axe(desk, but=".months") + too_wide(desk) + left_in_chinese(desk, names)
    page.go_back()
    settle(desk)
    page.get_by_role("link", name="Withdraw").click()
    page.wait_for_selector("#reason")
    page.fill("#reason", "made up")
    page.get_by_role("button", name="Withdraw the notice").click()
    page.locator("dialog.ask button[value=yes]").click()
    page.wait_for_selector("p.done")
    scheduler.recalculate(district.engine)
    assert due_dates(district) == before
    assert faults == []


def test_the_form_fits_a_telephone(
    own_district: District, sit_down: Callable[..., Desk]  # noqa: F811
) -> None:
    actor = own_district.person(Role.SUPERVISOR)
    desk = sit_down(own_district.address, actor.sign_in_name, PASSWORD,
                    viewport={"width": 390, "height": 844})
    for path in ("/system/calendar/local", "/system/calendar?year=2026"):
        desk.go(path)
        settle(desk)
        desk.snap(f"telephone{path.partition('?')[0].replace('/', '_')}")
        assert axe(desk) + too_wide(desk) == []
