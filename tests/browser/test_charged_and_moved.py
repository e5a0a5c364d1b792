"""Requests for too much, and one for another department, played in the browser."""

import pytest
from playwright.sync_api import Page, expect

from engine import Role
from engine.workers import ticker
from tests.browser.looks import axe, settle, too_wide
from tests.browser.test_beside_the_straight_road import Play, play, site
from tests.engine.charged import PIECES
from tests.engine.office import accepted, choose_password, day
from tests.engine.transferring import other

__all__ = ["play", "site"]      # fixtures

NOTICE = {"excess_count": "86", "excess_findings": "本年已提出五十二件，内容相近。",
          "reasons_wanted": "所需信息的用途。", "reasons_days": "10"}


@pytest.fixture
def case(play: Play) -> int:
    """Received on Monday 2 March and accepted on Tuesday: due on Monday 30 March."""
    case = play.site.office.register()
    play.site.office.take(case, accepted(day(3, 3)))
    return case


def _seen(play: Play, path: str, name: str) -> Page:
    """Looked at on a desk and on a telephone: nothing sticks out, nothing bars a screen reader."""
    page = play.desk.go(path)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 860})
        settle(play.desk)
        assert too_wide(play.desk) == [], (name, width)
        assert axe(play.desk) == [], (name, width)
        play.desk.snap(f"{name}_{width}")
    page.set_viewport_size({"width": 1280, "height": 860})
    return page


def _handed_over(play: Play, case: int, month: int, date: int) -> Page:
    return play.task(day(month, date), case, "serve_letter", "delivered",
                     service_method="in_person", served_on=day(month, date).isoformat())


def _noticed(play: Play, case: int) -> None:
    """Charged by piece; the notice reaches the applicant on Thursday 5 March."""
    page = play.at(day(3, 4), Role.HANDLER, f"/cases/{case}?tab=charging")
    page.get_by_role("button", name="开始办理收费").click()
    page.wait_for_load_state("networkidle")
    expect(page.locator("h1, h2").filter(has_text="拟定收费").first).to_be_visible()
    play.task(day(3, 4), case, "propose_fee", "proposed", **PIECES)
    play.task(day(3, 4), case, "approve_fee", "approved")
    _handed_over(play, case, 3, 5)


def test_a_fee_is_paid_and_the_period_begins_anew(play: Play, case: int) -> None:
    office = play.site.office
    _noticed(play, case)
    page = play.at(day(3, 6), Role.HANDLER, f"/cases/{case}?tab=charging")
    expect(page.locator("main")).to_contain_text("缴纳期限")
    assert office.case(case).clock.state == "paused_fee"
    play.task(day(3, 20), case, "receive_payment", "paid", paid_on="2026-03-20",
              fee_receipt="鲁财票0001")
    page = _seen(play, f"/cases/{case}?tab=charging", "fee_paid")
    expect(page.locator("main")).to_contain_text("鲁财票0001")
    assert office.case(case).clock.due_on == day(4, 20)


def test_a_fee_that_is_not_paid_ends_the_request_after_a_person_has_looked(
    play: Play, case: int
) -> None:
    office = play.site.office
    _noticed(play, case)
    page = play.task(day(4, 1), case, "receive_payment", "lapsed", fee_checked="true")
    expect(page.locator("#problems")).to_contain_text("尚未届满")     # until Thursday 2 April
    office.clock.go_to(day(4, 3))
    ticker.sweep(office.engine)
    play.task(day(4, 3), case, "receive_payment", "lapsed", fee_checked="true")
    _seen(play, f"/cases/{case}?tab=charging", "fee_lapsed")
    page = play.at(day(4, 3), Role.HANDLER, f"/cases/{case}")
    page.check("input[name=letter-kind][value=fee_unpaid]")
    expect(page.locator("#letter-preview")).to_contain_text("不再处理")
    play.press(page, "submit")
    assert office.case(case).letters[-1].kind == "fee_unpaid"


def test_who_asks_for_clearly_too_much_is_asked_why_and_gets_his_answer(
    play: Play, case: int
) -> None:
    page = play.at(day(3, 4), Role.HANDLER, f"/cases/{case}?tab=excess")
    page.get_by_role("button", name="要求说明理由").click()
    page.wait_for_load_state("networkidle")
    play.task(day(3, 4), case, "ask_for_reasons", "asked", **NOTICE)
    _handed_over(play, case, 3, 5)
    play.task(day(3, 9), case, "receive_reasons", "given", reasons_given_on="2026-03-09",
              reasons_text="用于研究。")
    play.task(day(3, 10), case, "weigh_reasons", "unreasonable",
              finding_reasons="没有说明具体用途。")
    page = _seen(play, f"/cases/{case}?tab=excess", "excess")
    for words in ("本年已提出五十二件", "用于研究。", "没有说明具体用途。"):
        expect(page.locator("main")).to_contain_text(words)
    page = play.at(day(3, 11), Role.HANDLER, f"/cases/{case}")
    page.check("input[name=letter-kind][value=excessive]")
    expect(page.locator("#letter-preview")).to_contain_text("申请86件")
    play.press(page, "submit")
    assert play.site.office.case(case).letters[-1].kind == "excessive"


def test_a_case_goes_to_the_department_that_is_to_answer_it(play: Play, case: int) -> None:
    office = play.site.office
    there = other(office)
    choose_password(office.engine, there.people[Role.INTAKE_OFFICER])
    page = play.at(day(3, 4), Role.HANDLER, f"/cases/{case}?tab=transfers")
    page.select_option("#transfer-to_agency_id", str(there.agency_id))
    page.fill("#transfer-reason", "该信息由区民政局制作并保存。")
    page.get_by_role("button", name="提出移送").click()
    expect(page.locator(".done")).to_be_visible()
    page.wait_for_load_state("networkidle")
    play.task(day(3, 4), case, "approve_transfer", "approved")
    office.people[Role.INTAKE_OFFICER], here = (
        there.people[Role.INTAKE_OFFICER], office.people[Role.INTAKE_OFFICER])
    page = play.at(day(3, 5), Role.INTAKE_OFFICER, "/transfers")
    _seen(play, "/transfers", "transfer_offered")
    page.locator("details", has_text="接收后列入本机关的登记簿").evaluate(
        "each => { each.open = true; }")
    page.get_by_role("button", name="接收", exact=True).click()
    page.locator("dialog[open] button.btn-primary").click()
    expect(page.locator(".done")).to_contain_text("已接收，由本机关答复")
    page.wait_for_load_state("networkidle")
    _seen(play, f"/cases/{case}?tab=transfers", "transfer_taken_over")
    assert "tell_applicant" in there.open_steps(case)
    office.people[Role.INTAKE_OFFICER] = here
    page = play.at(day(3, 5), Role.INTAKE_OFFICER, "/transfers")
    expect(page.locator("main")).to_contain_text("已接收")
    assert play.desk.page.request.get(f"{play.site.address}/cases/{case}").status == 404
