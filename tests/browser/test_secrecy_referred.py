"""What nobody here can decide is referred upward and comes back decided, played in the browser."""

from playwright.sync_api import Page, expect

from engine import Role
from tests.browser.test_beside_the_straight_road import Play, play, site
from tests.engine.office import day, submitted
from tests.engine.request_items import BY_ITEM, DISCLOSED_ITEM, THREE, drafting, find, letter_text

__all__ = ["play", "site"]      # fixtures

TITLE = "某工程总体布局图"


def _find(play: Play, page: Page, name: str, finding: str, **said: str) -> None:
    """Say what is found of an item or document on the tab of the review."""
    form = page.locator(f"#secrecy-{name} form")
    form.evaluate("each => { each.closest('details').open = true; }")
    form.locator(f"[name=finding][value={finding}]").check()
    for field, value in said.items():
        form.locator(f"[name={field}]").fill(value)
    with page.expect_navigation(wait_until="networkidle"):
        form.get_by_role("button", name="记入认定").click()
    expect(page.locator(".done")).to_be_visible()


def test_an_undecided_item_is_referred_upward_and_refused_as_it_was_determined(
    play: Play
) -> None:
    office = play.site.office
    case = drafting(office, THREE[:2])
    for number in (1, 2):
        find(office, case, number, **DISCLOSED_ITEM)
    office.take(case, submitted(day(3, 4), BY_ITEM))
    reviewer = Role.CONFIDENTIALITY_REVIEWER
    page = play.at(day(3, 4), reviewer, f"/tasks/{office.task(case, 'review_confidentiality').id}")
    expect(page.locator("#secrecy-1")).to_contain_text("第一项还没有认定")
    _find(play, page, "1", "may_disclose")
    expect(page.locator("#secrecy-1")).not_to_contain_text("还没有认定")
    _find(play, page, "2", "cannot_decide", reason="来文没有标注密级，无法判断。")
    play.press(page, "passed")
    expect(page.locator("#problems")).to_contain_text("第二项不能确定")
    play.fill(page, {"opinion": "第二项报请确定。"})
    play.press(page, "refer")

    page = play.task(day(3, 5), case, "send_referral", "sent")
    expect(page.locator("#problems")).to_contain_text("报送的部门")
    play.fill(page, {"referred_to": "周村区国家保密局", "referral_number": "周财函〔2026〕8号",
                     "referred_on": "2026-03-05", "applicant_told_on": "2026-03-05"})
    play.press(page, "sent")
    assert office.case(case).clock.state == "paused_consultation"

    page = play.task(day(3, 12), case, "record_determination", "secret",
                     determination_number="周密〔2026〕3号", determined_on="2026-03-12")
    expect(page.locator("#problems")).to_contain_text("密级")
    play.fill(page, {"secret_title": TITLE, "secret_level": "secret", "secret_term": "10年"})
    play.press(page, "secret")
    assert office.case(case).clock.state == "running"
    page = play.task(day(3, 12), case, "review_confidentiality", "passed")
    expect(page.locator("#problems")).to_contain_text("第二项认定为不得公开")
    page = play.desk.go(f"/cases/{case}?tab=secrecy")
    for words in (TITLE, "周密〔2026〕3号", "周村区国家保密局", "属于国家秘密"):
        expect(page.locator("main")).to_contain_text(words)
    play.desk.snap("secrecy")
    play.task(day(3, 12), case, "review_confidentiality", "not_passed",
              opinion="第二项不予公开。")

    find(office, case, 2, ground="14-a")
    office.take(case, submitted(day(3, 13), BY_ITEM))
    page = play.at(day(3, 13), reviewer,
                   f"/tasks/{office.task(case, 'review_confidentiality').id}?tab=secrecy")
    expect(page.locator("#secrecy-1")).to_contain_text("按现在的文稿重新认定")
    _find(play, page, "1", "may_disclose")
    play.press(page, "passed")
    assert office.open_steps(case) == ["approve_reply"]
    assert "第十四条" in letter_text(office, case)
    assert TITLE not in letter_text(office, case)
