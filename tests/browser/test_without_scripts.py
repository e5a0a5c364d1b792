"""With scripts switched off the main job goes through, and a refused form keeps what was typed."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from engine import Role
from tests.browser.conftest import Desk, Site, sign_in_name

SUBJECT, CONTENT = "2025年度部门决算", "《2025年度部门决算》，共12页。"


def test_from_registering_to_posting_without_scripts(
    site: Site, sit_down: Callable[..., Desk], tmp_path: Path
) -> None:
    def at_desk(role: Role) -> Desk:
        return sit_down(
            site.address, sign_in_name(site.office.people[role]), java_script_enabled=False)

    intake = at_desk(Role.INTAKE_OFFICER)
    case = register(intake.go("/intake"), tmp_path)
    assert [file.name for file in site.office.case(case).attachments] == ["申请表.txt"]

    page = intake.go(f"/cases/{case}")
    page.select_option("#field-handler", index=1)
    page.click("button[name=outcome][value=accepted]")
    expect(page.locator("div.done")).to_be_visible()

    draft(at_desk(Role.HANDLER).go(f"/cases/{case}"))
    for role, outcome in (
        (Role.CONFIDENTIALITY_REVIEWER, "passed"), (Role.REVIEWER, "approved"),
    ):
        page = at_desk(role).go(f"/cases/{case}")
        page.locator(f"button[name=outcome][value={outcome}]").first.click()
        expect(page.locator("div.done")).to_be_visible()

    page = intake.go(f"/cases/{case}")
    page.select_option("#field-service_method", "post")
    page.fill("#field-served_on", site.engine.today().isoformat())
    page.fill("#field-tracking_number", "XA12345678937")
    page.locator("button[name=outcome][value=sent]").click()
    expect(page.locator("div.done")).to_be_visible()
    page = intake.go(f"/cases/{case}")
    page.fill("#field-delivered_on", site.engine.today().isoformat())
    page.locator("button[name=outcome][value=delivered]").click()
    expect(page.locator("div.done")).to_be_visible()
    assert site.office.open_steps(case) == ["archive_case"]

    page.locator("details.person-menu summary").click()
    page.get_by_role("button", name="退出登录").click()
    expect(page.locator("#password")).to_be_visible()


def register(page: Page, place: Path) -> int:
    """Refused once for want of a subject: everything else is still there."""
    (place / "申请表.txt").write_text("请公开2025年度部门决算。")
    page.check("[name=channel][value=in_person]")
    page.check("[name=kind][value=natural_person]")
    for name, text in (("name", "王小明"), ("phone", "13905331234"), ("address", "机场路1号"),
                       ("description", "请提供完整的文本。")):
        page.fill(f"#{name}", text)
    page.fill("#subject", "无" * 201)
    page.set_input_files("#attachments", place / "申请表.txt")
    hand_in = page.get_by_role("button", name="登记并出具回执")
    hand_in.click()
    expect(page.locator("#problems")).to_contain_text("不能超过200个字")
    expect(page.locator("#name")).to_have_value("王小明")
    expect(page.locator("#description")).to_have_value("请提供完整的文本。")
    expect(page.locator("[name=channel][value=in_person]")).to_be_checked()
    page.fill("#subject", SUBJECT)
    page.set_input_files("#attachments", place / "申请表.txt")
    hand_in.click()
    expect(page.locator("h1")).to_have_text(SUBJECT)
    found = re.search(r"/cases/(\d+)", page.url)
    assert found
    return int(found[1])


def draft(page: Page) -> None:
    """A letter whose facts are asked for once its kind is chosen; refused once for want of one."""
    page.check("input[name=letter-kind][value=disclosed]")
    page.get_by_role("button", name="选好种类后保存草稿，再填写内容").click()
    page.fill("#fact-disclosed_content", CONTENT)
    page.click("button[name=outcome][value=submit]")
    expect(page.locator("#problems")).to_contain_text("提供的形式")
    expect(page.locator("#fact-disclosed_content")).to_have_value(CONTENT)
    page.fill("#fact-supply_way", "随本告知书邮寄")
    page.click("button[name=outcome][value=submit]")
    expect(page.locator("div.done")).to_be_visible()
