"""What goes wrong is said in plain words, and nothing that was typed is lost."""

import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from engine import RegisterFilter, RegisterPage, Role
from tests.browser.conftest import Desk, Site, sign_in_name
from tests.browser.test_main_job import accept, open_task, register

QUESTION = "明细是否涉及第三方的商业秘密？请予明确。"


def desk_of(site: Site, sit_down: Callable[..., Desk], role: Role) -> Desk:
    return sit_down(site.address, sign_in_name(site.office.people[role]))


def test_the_second_of_two_officers_is_told_who_was_first_and_keeps_the_text(
    site: Site, sit_down: Callable[..., Desk]
) -> None:
    intake = desk_of(site, sit_down, Role.INTAKE_OFFICER)
    case = register(intake, "2025年度部门决算")
    accept(intake, case)
    slow = desk_of(site, sit_down, Role.HANDLER)
    quick = desk_of(site, sit_down, Role.HANDLER)
    for desk in (slow, quick):
        open_task(desk, case, "拟制答复")
        desk.page.locator("details.aside-choice", has_text="法制会商").locator("summary").click()
        desk.page.fill("#field-legal_question", QUESTION)
    quick.page.click("button[name=outcome][value=consult_legal]")
    quick.page.wait_for_url("**/cases/*")
    slow.page.click("button[name=outcome][value=consult_legal]")
    problems = slow.page.locator("#problems")
    expect(problems).to_contain_text("办理完毕")
    expect(problems).to_contain_text(site.office.people[Role.HANDLER].name)
    expect(slow.page.locator("#field-legal_question")).to_have_value(QUESTION)


def test_a_receipt_date_in_the_future_is_refused_and_the_form_stays(
    site: Site, sit_down: Callable[..., Desk]
) -> None:
    desk = desk_of(site, sit_down, Role.INTAKE_OFFICER)
    page = fill_in(desk)
    tomorrow = str(site.engine.today() + timedelta(days=1))
    page.evaluate("document.querySelectorAll('input[type=date]').forEach(i => i.max = '')")
    page.fill("#arrived_on", tomorrow)
    page.fill("#received_on", tomorrow)
    page.click("button:has-text('登记并出具回执')")
    expect(page.locator("#problems")).to_contain_text("不能晚于今天")
    expect(page.locator("#subject")).to_have_value("2025年度部门决算")
    assert (
        site.engine.ask(
            RegisterPage(wanted=RegisterFilter()), site.office.people[Role.INTAKE_OFFICER]
        ).rows
        == ()
    )


def test_what_is_pasted_too_long_is_told_at_once_and_not_cut(
    site: Site, sit_down: Callable[..., Desk]
) -> None:
    """The applicant's own words are shortened by nobody but the officer, who is told how much."""
    page = fill_in(desk_of(site, sit_down, Role.INTAKE_OFFICER))
    long = "𠮷" * 130 + "村征收补偿方案" * 10 + "的批复"    # the rare ones count once: 203
    page.fill("#subject", long)
    told = page.locator("[data-field=subject]").get_by_role("status")
    expect(told).to_have_text("最多 200 个字，现有 203 个字，请删减。")
    page.click("button:has-text('登记并出具回执')")
    expect(page.locator("#problems")).to_contain_text("不能超过200个字，现有203个字")
    expect(page.locator("#subject")).to_have_value(long)
    expect(page.locator("form.htmx-request")).to_have_count(0)     # the first has wholly ended
    page.fill("#subject", long[:200])
    expect(told).to_be_hidden()
    page.click("button:has-text('登记并出具回执')")
    page.wait_for_url("**/cases/*")
    expect(page.locator("h1")).to_have_text(long[:200])


def test_what_nobody_sees_in_pasted_text_is_left_out_and_hinders_nobody(
    site: Site, sit_down: Callable[..., Desk]
) -> None:
    """Marks of width and direction from Word, web pages and telephone lists; the line breaks that
    Word makes with Shift stay line breaks."""
    page = fill_in(desk_of(site, sit_down, Role.INTAKE_OFFICER))
    page.fill("#phone", "\u202d13800000000\u202c")
    expect(page.locator("#phone")).to_have_value("13800000000")
    page.fill("#description", "部门\u200b决算\u2028含附表\ufeff")
    expect(page.locator("#description")).to_have_value("部门决算\n含附表")
    page.click("button:has-text('登记并出具回执')")
    page.wait_for_url("**/cases/*")


def test_what_was_asked_of_one_kind_of_letter_is_not_asked_of_another(
    site: Site, sit_down: Callable[..., Desk]
) -> None:
    page = drafting(site, sit_down).page
    page.check("#kind-disclosed")
    page.locator("#fact-supply_way").wait_for()
    page.click("button[name=outcome][value=submit]")
    expect(page.locator("#problems")).to_contain_text("请填写“公开的内容”")
    page.check("#kind-petition")
    page.locator("#fact-channel").wait_for()
    expect(page.locator("#problems")).to_have_text("")
    expect(page.locator("[aria-invalid]")).to_have_count(0)


def test_a_disguised_file_is_refused_and_the_form_stays(
    site: Site, sit_down: Callable[..., Desk], tmp_path: Path
) -> None:
    program = tmp_path / "申请表.pdf"
    program.write_bytes(b"MZ\x90\x00" + b"\x00" * 4000)
    desk = desk_of(site, sit_down, Role.INTAKE_OFFICER)
    page = fill_in(desk)
    page.set_input_files("#attachments", program)
    page.click("button:has-text('登记并出具回执')")
    expect(page.locator("#problems")).to_contain_text("申请表.pdf")
    expect(page.locator("#problems")).to_contain_text("没有收下")
    expect(page.locator("#subject")).to_have_value("2025年度部门决算")


def test_a_file_taken_by_mistake_is_put_back_before_anything_is_sent(
    site: Site, sit_down: Callable[..., Desk], tmp_path: Path
) -> None:
    desk = desk_of(site, sit_down, Role.INTAKE_OFFICER)
    page = fill_in(desk)
    for name in ("申请表.txt", "别人的.txt"):
        (tmp_path / name).write_text("请公开2025年度部门决算。")
    page.set_input_files("#attachments", [tmp_path / "申请表.txt", tmp_path / "别人的.txt"])
    page.get_by_role("button", name="移除 别人的.txt").click()
    expect(page.locator("[data-files] li")).to_have_count(1)
    assert page.evaluate(
        "[...document.querySelector('#attachments').files].map(file => file.name)"
    ) == ["申请表.txt"]


def test_a_busy_database_is_said_to_be_busy_and_the_form_stays(
    site: Site, sit_down: Callable[..., Desk]
) -> None:
    desk = desk_of(site, sit_down, Role.INTAKE_OFFICER)
    page = fill_in(desk)
    other = sqlite3.connect(str(site.engine.database.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        page.click("button:has-text('登记并出具回执')")
        expect(page.locator("#problems")).to_contain_text("系统正忙")
    finally:
        other.execute("ROLLBACK")
        other.close()
    expect(page.locator("#subject")).to_have_value("2025年度部门决算")
    page.click("button:has-text('登记并出具回执')")
    page.wait_for_url("**/cases/*")


def test_with_the_keyboard_no_input_hides_under_the_bar_with_the_buttons(
    site: Site, sit_down: Callable[..., Desk]
) -> None:
    desk = desk_of(site, sit_down, Role.INTAKE_OFFICER)
    page = fill_in(desk)
    page.focus("#name")
    for name in ("id_kind", "id_number", "id_note", "phone", "email", "address", "postcode",
                 "subject", "description", "area"):
        page.keyboard.press("Tab")
        while page.locator("summary:focus").count():        # what is folded away between them
            page.keyboard.press("Tab")
        expect(page.locator(f"#{name}")).to_be_focused()
        field, bar = page.locator(f"#{name}").bounding_box(), page.locator(
            ".submit-bar").bounding_box()
        assert field
        assert bar
        first_line = field["y"] + min(field["height"], 34)
        assert first_line <= bar["y"], name


def drafting(site: Site, sit_down: Callable[..., Desk]) -> Desk:
    """The handler before the reply to a request that was just accepted."""
    intake = desk_of(site, sit_down, Role.INTAKE_OFFICER)
    case = register(intake, "2025年度部门决算")
    accept(intake, case)
    desk = desk_of(site, sit_down, Role.HANDLER)
    open_task(desk, case, "拟制答复")
    return desk


def fill_in(desk: Desk) -> Page:
    page = desk.go("/intake")
    page.check("[name=channel][value=in_person]")
    page.check("[name=kind][value=natural_person]")
    page.fill("#name", "王小明")
    page.fill("#phone", "13905331234")
    page.fill("#address", "周村区机场路1号")
    page.fill("#subject", "2025年度部门决算")
    return page
