"""What an office meets beside the straight road, played in the browser on days set by hand."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engine import Role
from engine.workers import ticker
from tests.browser.conftest import Desk, Site, serving, sign_in_name
from tests.browser.test_main_job import choose
from tests.conftest import cheap_settings
from tests.engine.office import (
    CORRECTION_NEEDED,
    DISCLOSED,
    NOTICE_WRITTEN,
    Office,
    accepted,
    choose_password,
    day,
    handed_over,
    reviewed,
    signed,
    submitted,
)
from tests.engine.request_items import THREE, drafting, search
from tests.engine.signing import ELEMENTS, FOUR, arranged

SitDown = Callable[..., Desk]


@pytest.fixture
def site(tmp_path: Path, sqlite_url: str) -> Iterator[Site]:
    """The office on Monday 2 March 2026."""
    office = Office.open(cheap_settings(tmp_path, sqlite_url))
    for person in office.people.values():
        choose_password(office.engine, person)
    with serving(office.engine) as address:
        yield Site(address, office, office.engine)
    office.close()


class Play:
    """Whoever acts sits down anew on his day: nobody stays signed in overnight."""

    def __init__(self, site: Site, sit_down: SitDown) -> None:
        self.site, self.sit_down = site, sit_down

    def at(self, on: date, role: Role, path: str) -> Page:
        self.site.office.clock.go_to(on)
        person = self.site.office.people[role]
        self.desk = self.sit_down(self.site.address, sign_in_name(person))
        return self.desk.go(path)

    def task(
        self, on: date, case: int, element: str, outcome: str, about: str = "",
        **values: str,
    ) -> Page:
        """Open a step as who does it, fill its fields and press its button."""
        self.site.office.clock.go_to(on)
        (task,) = [each for each in self.site.office.case(case).tasks
                   if each.element == element and each.about.startswith(about)]
        page = self.at(on, task.role, f"/tasks/{task.id}")
        self.fill(page, values)
        self.press(page, outcome)
        return page

    def fill(self, page: Page, values: Mapping[str, str]) -> None:
        for name, value in values.items():
            field = page.locator(f"#field-{name}")
            if page.locator(f"input[type=radio][name=field-{name}]").count() or (
                field.count() and field.evaluate("each => each.tagName") == "SELECT"
            ):
                choose(self.desk, f"field-{name}", value)
            elif field.get_attribute("type") == "checkbox":
                field.check()
            else:
                aside = page.locator("details", has=field)
                for n in range(aside.count()):
                    aside.nth(n).evaluate("each => { each.open = true; }")
                field.fill(value)

    def press(self, page: Page, outcome: str) -> None:
        page.evaluate("() => document.querySelectorAll('#problems li, .done')"
                      ".forEach(each => each.remove())")    # what was said of the press before
        page.locator(f"button[name=outcome][value={outcome}]").first.click()
        page.wait_for_function(
            "() => document.querySelector('dialog[open]') || document.querySelector('div.done')"
            " || document.querySelector('#problems li, #problems .problem')")
        confirm = page.locator("dialog[open] button.btn-primary, dialog[open] button.btn-danger")
        if confirm.count():
            confirm.first.click()
        expect(page.locator(".done").or_(page.locator("#problems li")).first).to_be_visible()
        page.wait_for_load_state("networkidle")


@pytest.fixture
def play(site: Site, sit_down: SitDown) -> Play:
    return Play(site, sit_down)


def _draft(play: Play, on: date, case: int, kind: str, facts: Mapping[str, str]) -> Page:
    """Write the reply and hand it in."""
    page = play.at(on, Role.HANDLER, f"/cases/{case}")
    page.check(f"input[name=letter-kind][value={kind}]")
    page.wait_for_selector("[data-letter-facts]")
    for name, value in facts.items():
        page.fill(f"#fact-{name}", value)
    expect(page.locator("#letter-preview")).to_contain_text("特此告知")
    play.press(page, "submit")
    return page


def test_three_items_with_three_outcomes_in_one_letter(play: Play) -> None:
    office = play.site.office
    case = drafting(office, THREE)
    search(office, case, 2)
    page = play.at(day(3, 3), Role.HANDLER, f"/cases/{case}?tab=items")
    for number, ground, said in (
        (1, "36-2", {"finding": "《2025年度部门决算》，共12页。", "supply": "随本告知书邮寄"}),
        (2, "36-4", {}),
        (3, "16-1", {"reason": "考核结果属于人事管理方面的内部事务信息。"}),
    ):
        page = play.desk.go(f"/cases/{case}?tab=items")
        form = page.locator(f"form[action$='/items/{number}/finding']")
        form.evaluate("each => { each.closest('details').open = true; }")
        form.locator("[name=ground]").select_option(ground)
        for name, value in said.items():
            form.locator(f"[name={name}]").fill(value)
        form.locator("button").last.click()
        expect(page.locator(".done")).to_be_visible()
    page.wait_for_load_state("networkidle")
    page = _draft(play, day(3, 4), case, "answered_by_item", {})
    text = " ".join(words for _, words in office.case(case).letters[-1].paragraphs)
    for words in ("对其中的3个事项逐项答复", "第三十六条第四项", "内部事务信息"):
        assert words in text


def test_a_posted_correction_notice_comes_back_and_is_served_again(play: Play) -> None:
    """The applicant's period runs from the notice that reached him."""
    office = play.site.office
    case = office.register()
    office.play(case, (CORRECTION_NEEDED, NOTICE_WRITTEN))
    play.task(day(3, 4), case, "serve_letter", "sent", service_method="post",
              served_on="2026-03-04", tracking_number="XA12345678937")
    play.task(day(3, 9), case, "confirm_delivery", "returned", delivered_on="2026-03-09",
              return_reason="查无此人")
    assert office.case(case).assessment.limits.correction_received is None
    page = play.task(day(3, 10), case, "serve_again", "delivered", service_method="in_person",
                     served_on="2026-03-10")
    expect(page.locator("main")).to_contain_text("2026年3月24日")     # ten working days
    assert office.case(case).assessment.limits.correction_received == day(3, 24)


def test_who_does_not_correct_gets_his_letter_after_a_person_has_looked(play: Play) -> None:
    office = play.site.office
    case = office.register()
    office.play(case, (CORRECTION_NEEDED, NOTICE_WRITTEN, handed_over(day(3, 4))))
    office.clock.go_to(day(3, 19))
    ticker.sweep(office.engine)
    (task,) = [each for each in office.case(case).tasks if each.element == "receive_correction"]
    page = play.at(day(3, 19), task.role, f"/tasks/{task.id}")
    play.press(page, "lapsed")          # without having looked
    expect(page.locator("#problems")).to_be_visible()
    play.fill(page, {"lapse_checked": "true"})
    play.press(page, "lapsed")
    _draft(play, day(3, 19), case, "correction_lapsed", {})
    assert office.case(case).letters[-1].kind == "correction_lapsed"


def test_two_third_parties_one_silent_and_one_that_objects_and_is_overruled(play: Play) -> None:
    office = play.site.office
    case = office.register()
    office.take(case, accepted(day(3, 3)))
    for name in ("淄博瑞康新材料有限公司", "淄博鼎盛化工有限公司"):
        page = play.at(day(3, 3), Role.HANDLER, f"/cases/{case}?tab=consultations")
        page.locator("details:has(#ask-party)").evaluate("each => { each.open = true; }")
        page.select_option("#ask-party", "third_party")
        page.fill("#ask-name", name)
        page.fill("#ask-contact", "周村区正阳路9号")
        page.fill("#ask-asked", "生产工艺流程图能否公开？")
        page.get_by_role("button", name="开始征求").click()
        expect(page.locator(".done")).to_be_visible()
    page.wait_for_load_state("networkidle")
    for number in (1, 2):
        about = f"征求意见{number}（"
        play.task(day(3, 4), case, "send_inquiry", "sent", about, inquiry_sent_on="2026-03-04",
                  applicant_told_on="2026-03-04")
        play.task(day(3, 5), case, "confirm_inquiry", "delivered", about,
                  inquiry_arrived_on="2026-03-05")
    play.task(day(3, 12), case, "receive_opinion", "disagree", "征求意见2（",
              answered_on="2026-03-12", opinion_reasons="图中载有原料配比，是商业秘密。")
    page = play.task(day(3, 26), case, "receive_opinion", "silent", "征求意见1（")
    expect(page.locator("#problems")).to_contain_text("尚未届满")
    play.task(day(3, 27), case, "receive_opinion", "silent", "征求意见1（")
    for number in (1, 2):
        play.task(day(3, 27), case, "decide_disclosure", "disclose", f"征求意见{number}（",
                  disclosure_reasons="排污口的位置不属于商业秘密。",
                  public_interest="饮用水源的安全重于保密。")
        play.task(day(3, 30), case, "tell_third_party", "told", f"征求意见{number}（",
                  third_party_told_on="2026-03-30", disclose_from="2026-04-08")
    _draft(play, day(4, 8), case, "disclosed", {
        "disclosed_content": "《生产工艺流程图》，共3页。", "supply_way": "随本告知书邮寄",
        "attachments": "生产工艺流程图"})
    page = play.desk.go(f"/cases/{case}?tab=consultations")
    for words in ("逾期未答复", "不同意公开", "饮用水源的安全重于保密。"):
        expect(page.locator("main")).to_contain_text(words)
    play.desk.snap("consultations")


@pytest.mark.parametrize("stage", ["examining", "correcting", "drafting", "reviewing", "signing"])
def test_the_applicant_withdraws_at_each_stage(play: Play, stage: str) -> None:
    office = play.site.office
    case = office.register()
    steps = {
        "examining": (), "correcting": (CORRECTION_NEEDED, NOTICE_WRITTEN,
                                        handed_over(day(3, 4))),
        "drafting": (accepted(day(3, 3)),),
        "reviewing": (accepted(day(3, 3)), submitted(day(3, 4), DISCLOSED)),
        "signing": (accepted(day(3, 3)), submitted(day(3, 4), DISCLOSED), reviewed(day(3, 4))),
    }
    office.play(case, steps[stage])
    page = play.at(day(3, 5), Role.INTAKE_OFFICER, f"/cases/{case}?tab=request")
    form = page.locator("form[action$='/withdraw']")
    form.evaluate("each => { each.closest('details').open = true; }")
    form.locator("[name=withdrawal_way]").first.evaluate(
        "each => { if (each.tagName == 'SELECT') each.selectedIndex = each.options.length - 1;"
        " else each.checked = true; }")
    form.locator("[name=withdrawn_on]").fill("2026-03-05")
    form.locator("button[type=submit], button:not([type])").first.click()
    confirm = page.locator("dialog[open] button.btn-primary, dialog[open] button.btn-danger")
    expect(confirm.or_(page.locator(".done")).first).to_be_visible()
    if confirm.count():
        confirm.first.click()
    expect(page.locator(".done")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert office.case(case).status == "withdrawn"
    assert "serve_letter" in office.open_steps(case)      # the letter that says so


def test_a_signed_letter_is_recalled_and_its_number_stays_void(play: Play) -> None:
    office = play.site.office
    case = office.register()
    office.play(case, (accepted(day(3, 3)), submitted(day(3, 4), DISCLOSED),
                       reviewed(day(3, 4)), signed(day(3, 5))))
    number = office.case(case).letters[-1].number
    page = play.at(day(3, 5), Role.REVIEWER, f"/cases/{case}?tab=letters")
    form = page.locator("form[action$='/recall']")
    form.evaluate("each => { const d = each.closest('details'); if (d) d.open = true; }")
    form.locator("[name=reason]").fill("附件放错了")
    form.locator("button").last.click()
    confirm = page.locator("dialog[open] button.btn-primary, dialog[open] button.btn-danger")
    expect(confirm.or_(page.locator(".done")).first).to_be_visible()
    if confirm.count():
        confirm.first.click()
    expect(page.locator(".done")).to_be_visible()
    page.wait_for_load_state("networkidle")
    page = play.desk.go(f"/cases/{case}?tab=letters")
    expect(page.locator("main")).to_contain_text(re.compile("已作废"))
    assert office.open_steps(case) == ["draft_reply"]
    assert next((each.number, each.state) for each in office.case(case).letters
                if each.kind == "disclosed") == (number, "void")


def test_four_levels_sign_and_one_of_them_sends_it_back_to_an_earlier_one(play: Play) -> None:
    """承办科室、法制、公开机构负责人、主要领导; back at the top it is signed and issued."""
    office = play.site.office
    arranged(office)
    office.clock.go_to(day(3, 3))
    case = office.register()
    office.play(case, (accepted(day(3, 3)), submitted(day(3, 4), DISCLOSED),
                       reviewed(day(3, 4))))
    for level in FOUR[:3]:
        play.task(day(3, 5), case, ELEMENTS[level], "approved")
    play.task(day(3, 6), case, ELEMENTS[Role.PRINCIPAL], "returned",
              return_to=Role.LEGAL_OFFICER.value, opinion="写明领取方式。")
    assert office.open_steps(case) == [ELEMENTS[Role.LEGAL_OFFICER]]
    page = play.at(day(3, 6), Role.LEGAL_OFFICER, f"/cases/{case}")
    expect(page.locator("main")).to_contain_text("写明领取方式。")
    for level in FOUR[1:]:
        play.task(day(3, 9), case, ELEMENTS[level], "approved")
    assert office.case(case).letters[-1].state == "issued"
