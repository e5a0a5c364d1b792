"""A refusal is contested, annulled and answered anew, played in the browser, on a telephone too."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engine import FindSecrecy, Role
from tests.browser.conftest import Desk, Site, serving
from tests.browser.looks import axe, settle, too_wide
from tests.browser.test_beside_the_straight_road import Play
from tests.conftest import cheap_settings
from tests.engine.office import (
    STATE_SECRET,
    Office,
    accepted,
    archived,
    choose_password,
    concluded,
    day,
    handed_over,
    reviewed,
    signed,
)


@pytest.fixture
def site(tmp_path: Path, sqlite_url: str) -> Iterator[Site]:
    """The office on Monday 2 March 2026."""
    office = Office.open(cheap_settings(tmp_path, sqlite_url))
    for person in office.people.values():
        choose_password(office.engine, person)
    with serving(office.engine) as address:
        yield Site(address, office, office.engine)
    office.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_case_is_opened_again_by_a_decision_with_fifteen_working_days_and_replied_anew(
    width: int, site: Site, sit_down: Callable[..., Desk]
) -> None:
    """From receipt on Tuesday 16 June: until Wednesday 8 July 2026 (19 June is a holiday)."""
    office = site.office
    play = Play(site, partial(sit_down, viewport={"width": width, "height": 860}))

    def seen(name: str) -> None:
        settle(play.desk)
        assert too_wide(play.desk) == [], name
        assert axe(play.desk) == [], name
        play.desk.snap(f"{name}_{width}")

    case = office.register()
    office.play(case, (accepted(day(3, 3)), *concluded(10, STATE_SECRET)))
    page = play.at(day(4, 21), Role.LEGAL_OFFICER, f"/cases/{case}?tab=remedies")
    _enter(page)
    seen("remedy_entered")
    play.task(day(5, 6), case, "submit_answer", "submitted", remedy_answered_on="2026-05-06",
              remedy_answer_number="周财函〔2026〕3号")
    play.task(day(6, 16), case, "enter_outcome", "ordered", remedy_decided_on="2026-06-15",
              decision_number="周政复决〔2026〕12号", decision_received_on="2026-06-16")
    (task,) = office.case(case).tasks
    play.at(day(6, 17), Role.LEGAL_OFFICER, f"/tasks/{task.id}")
    seen("remedy_term")
    page = play.task(day(6, 17), case, "enter_term", "reopened", term="15",
                     term_unit="working_days", counted_from="receipt")    # its day is known
    expect(page.locator("main")).to_contain_text("2026年7月8日")
    assert office.case(case).status == "open"
    page = play.at(day(6, 22), Role.HANDLER, f"/cases/{case}?tab=remedies")
    expect(page.locator(".closed-banner")).to_contain_text("15个工作日")
    seen("remedy_reopened")
    page = play.at(day(6, 22), Role.MANAGER, "/remedies")
    expect(page.locator("tr", has_text="周政复〔2026〕12号")).to_contain_text("2026年7月8日")
    seen("remedies_list")
    page = play.at(day(6, 22), Role.HANDLER, f"/cases/{case}")
    expect(page.locator("input[name=letter-kind]:checked")).to_have_count(0)    # what was annulled
    page.check("input[name=letter-kind][value=disclosed]")
    page.wait_for_selector("[data-letter-facts]")
    for name, value in {
        "disclosed_content": "《会议纪要》，共3页。", "supply_way": "随本告知书邮寄",
        "attachments": "会议纪要",
    }.items():
        page.fill(f"#fact-{name}", value)
    expect(page.locator("#letter-preview")).to_contain_text("本机关依法重新作出答复")
    seen("remedy_drafting")
    play.press(page, "submit")
    # It was a secret until now; the reviewer finds that it is none any more.
    office.engine.handle(FindSecrecy(case_id=case, number=1, finding="may_disclose"),
                         office.people[Role.CONFIDENTIALITY_REVIEWER])
    office.play(case, (reviewed(day(6, 23)), signed(day(6, 24)), handed_over(day(6, 25)),
                       archived(day(6, 26))))
    page = play.at(day(6, 26), Role.HANDLER, f"/cases/{case}?tab=letters")
    for said in ("不予公开告知书", "予以公开告知书"):      # the earlier one stays
        expect(page.locator("main")).to_contain_text(said)
    seen("remedy_replied_anew")
    held = office.case(case)
    assert (held.status, held.clock.due_on, held.clock.on_time) == ("archived", day(7, 8), True)


def _enter(page: Page) -> None:
    """The copy of the application came on Monday 20 April."""
    page.locator("details:has(#contest-kind) > summary").click()
    page.get_by_role("button", name="登记", exact=True).click()      # without saying anything
    expect(page.locator("#problems li").first).to_be_visible()
    page.select_option("#contest-kind", "reconsideration")
    page.fill("#contest-case_number", "周政复〔2026〕12号")
    page.fill("#contest-received_on", "2026-04-20")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator(".done")).to_be_visible()
    page.wait_for_load_state("networkidle")
