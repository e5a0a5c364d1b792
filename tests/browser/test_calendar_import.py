"""A made-up notice of next year over the example district: seen, confirmed, dates follow."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import expect

from engine import (
    Configuration,
    Engine,
    HealthOf,
    RegisterFilter,
    RegisterPage,
    Role,
    example_district,
)
from engine.statute import WorkingDays
from engine.statute.calendar import statutory_days
from engine.workers import ticker as scheduler
from tests.browser.conftest import Desk, serving
from tests.browser.district import District
from tests.browser.looks import axe, in_english, left_in_chinese, settle, too_wide
from tests.engine.office import PASSWORD, at

NOVEMBER = date(2026, 11, 23)   # next year's notice is not there yet


def notice_of(year: int) -> str:
    """Made up: the whole of the first working fortnight off, so that many dates move."""
    days: dict[str, list[date]] = {}
    for day, name, _ in statutory_days.of(year):
        days.setdefault(name, []).append(day)
    days["元旦"].append(date(year, 1, 14))
    items = "\n".join(
        f"{'一二三四五六七'[place]}、{name}：{of[0].month}月{of[0].day}日至{of[-1].month}月{of[-1].day}日"
        f"放假，共{(of[-1] - of[0]).days + 1}天。"
        for place, (name, of) in enumerate(days.items())
    )
    return f"""国务院办公厅关于{year}年部分节假日安排的通知
{items}
国务院办公厅
{year - 1}年11月20日
"""


def _engine_in_november(settings: Configuration) -> Engine:
    return Engine(settings, now=lambda: at(NOVEMBER, 10),
                  notices=WorkingDays.load(as_known_on=NOVEMBER).notices)


def november(settings: Configuration) -> tuple[example_district.SignIn, ...]:
    """The example district as it stands before next year's notice is published."""
    engine = _engine_in_november(settings)
    people = example_district.play(
        engine, passwords=lambda _: PASSWORD, progress=lambda _done, _all: None, requests=48)
    engine.close()
    return people


@pytest.fixture
def own_district(copy_of: Callable[..., tuple[Configuration, Any]]) -> Iterator[District]:
    """A district whose calendar this test may change."""
    settings, people = copy_of(november)
    engine = _engine_in_november(settings)
    with serving(engine) as address:
        yield District(address, engine, people, {})
    engine.close()


def test_next_year_is_taken_up_and_the_dates_move(
    own_district: District, sit_down: Callable[..., Desk]
) -> None:
    district = own_district
    actor = district.person(Role.SUPERVISOR)
    before = due_dates(district)
    year = district.engine.ask(HealthOf()).calendar_until + 1
    desk = sit_down(district.address, actor.sign_in_name, PASSWORD)
    page = desk.go("/monitor")
    page.get_by_role("link", name="工作日历").click()
    page.get_by_role("link", name="录入放假通知").click()
    page.fill("#text", notice_of(year))
    page.fill("#url", f"某发明电〔{year - 1}〕9号")
    page.get_by_role("button", name="预览").click()
    page.wait_for_selector("h1:has-text('核对放假通知')")
    settle(desk)
    desk.snap("calendar_preview")
    foretold = page.locator(".moves tbody tr").count()
    assert axe(desk, but=".months") + too_wide(desk) == []
    assert due_dates(district) == before, "nothing takes effect before it is confirmed"
    page.get_by_role("button", name="确认生效").click()
    page.wait_for_selector("p.done")
    settle(desk)
    desk.snap("calendar_taken_up")
    faults = axe(desk, but=".months") + too_wide(desk)
    expect(page.locator("#recomputing progress")).to_have_count(1)
    scheduler.recalculate(district.engine)
    page.wait_for_selector("#recomputing:has-text('均已按现行日历计算')")    # by itself
    after = due_dates(district)
    moved = [case for case in before if before[case] != after[case]]
    assert len(moved) == foretold > 0
    page.get_by_role("link", name="撤回").click()
    page.wait_for_selector("#reason")
    faults += axe(desk, but=".months") + too_wide(desk)
    in_english(desk)
    faults += axe(desk, but=".months")
    faults += left_in_chinese(desk, {each.name for each in district.people})
    page.fill("#reason", "made up")
    page.get_by_role("button", name="Withdraw the notice").click()
    page.locator("dialog.ask button[value=yes]").click()
    page.wait_for_selector("p.done")
    scheduler.recalculate(district.engine)
    assert due_dates(district) == before
    assert faults == []


def due_dates(district: District) -> dict[int, object]:
    """Of every open case: its due date and whether it is provisional."""
    actor = district.person(Role.SUPERVISOR)
    page = district.engine.ask(RegisterPage(wanted=RegisterFilter(status="open", limit=200)), actor)
    return {row.id: (row.clock.due_on, row.clock.provisional) for row in page.rows}
