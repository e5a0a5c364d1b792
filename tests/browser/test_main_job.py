"""The main job in a browser: five people carry three requests from receipt to the archive."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from functools import cached_property

from docx import Document
from playwright.sync_api import expect

from engine import Role
from tests.browser.conftest import Desk, Site, sign_in_name

RECONSIDER_FIRST = "向周村区人民政府申请行政复议；对行政复议决定仍不服的"
EITHER_WAY = "向周村区人民政府申请行政复议，或者自收到之日起6个月内向周村区人民法院提起行政诉讼"


class Team:
    """The people of the main job, each before a window of his own as soon as he is wanted."""

    def __init__(self, site: Site, sit_down: Callable[..., Desk]) -> None:
        self._sit = lambda role: sit_down(site.address, sign_in_name(site.office.people[role]))

    @cached_property
    def intake(self) -> Desk:
        return self._sit(Role.INTAKE_OFFICER)

    @cached_property
    def handler(self) -> Desk:
        return self._sit(Role.HANDLER)

    @cached_property
    def legal(self) -> Desk:
        return self._sit(Role.LEGAL_OFFICER)

    @cached_property
    def secrecy(self) -> Desk:
        return self._sit(Role.CONFIDENTIALITY_REVIEWER)

    @cached_property
    def reviewer(self) -> Desk:
        return self._sit(Role.REVIEWER)


def test_a_request_is_disclosed(site: Site, sit_down: Callable[..., Desk]) -> None:
    """Registered, examined, drafted, legally consulted, reviewed, signed, served, archived."""
    team = Team(site, sit_down)
    case = register(team.intake, "2025年度“三公”经费决算明细", picture="intake")
    accept(team.intake, case)
    consult(team.handler, case)
    give_opinion(team.legal, case)
    draft(team.handler, case, "disclosed", {
        "disclosed_content": "《周村区财政局2025年度“三公”经费决算表》，共3页。",
        "supply_way": "以纸质复印件形式，随本告知书邮寄",
        "attachments": "周村区财政局2025年度“三公”经费决算表",
    })
    pass_review(team.secrecy, case)
    sign(team.reviewer, case)
    serve(team.intake, case)
    archive(team.intake, case)
    text = downloaded_letter(team.intake, case, "予以公开告知书")
    assert "周财公开复〔" in text
    assert "《周村区财政局2025年度“三公”经费决算表》，共3页。" in text
    assert EITHER_WAY in text
    assert "“2025年度‘三公’经费决算明细”" in text


def test_a_request_is_corrected_and_then_partly_disclosed(
    site: Site, sit_down: Callable[..., Desk]
) -> None:
    """Art. 30: told once what to correct; the period runs anew. Art. 37: what can be given is."""
    team = Team(site, sit_down)
    case = register(team.intake, "临时救助人员名册")
    open_task(team.intake, case, "审查申请")
    page = team.intake.page
    page.fill("#field-note", "没有写明年度，也没有写明需要名册中的哪些内容。")
    hand_in(team.intake, "needs_correction")
    open_task(team.intake, case, "拟制补正告知书")
    page.fill("#field-items", "请写明所需名册的年度。\n请写明需要名册中的哪些栏目。")
    hand_in(team.intake, "written")
    assert "请写明所需名册的年度" in downloaded_letter(team.intake, case, "补正告知书")
    hand_over(team.intake, case)
    open_task(team.intake, case, "登记补正材料")
    page.fill("#field-corrected_on", str(site.engine.today()))
    choose(team.intake, "field-channel", "in_person")
    page.fill("#field-corrected_description", "2025年度临时救助名册中的姓名、金额两栏")
    hand_in(team.intake, "received")
    accept(team.intake, case)
    draft(team.handler, case, "partly_disclosed", {
        "disclosed_part": "《2025年度临时救助名册》中的金额一栏。",
        "supply_way": "以纸质复印件形式，随本告知书邮寄",
        "withheld_part": "名册中的姓名一栏",
        "withheld_ground": "15",
        "withheld_reason": "涉及个人隐私，公开会对救助对象的合法权益造成损害。",
    })
    pass_review(team.secrecy, case)
    sign(team.reviewer, case)
    serve(team.intake, case)
    archive(team.intake, case)
    text = downloaded_letter(team.intake, case, "部分公开告知书")
    assert "周财公开复〔" in text
    assert "名册中的姓名一栏" in text
    assert RECONSIDER_FIRST in text


def test_trying_another_kind_of_reply_loses_neither_the_words_nor_the_place(
    site: Site, sit_down: Callable[..., Desk]
) -> None:
    """With the keyboard alone, on to the next kind and back again: all that was written is there,
    also after the page is opened anew from its draft."""
    team = Team(site, sit_down)
    case = register(team.intake, "2025年度部门决算")
    accept(team.intake, case)
    open_task(team.handler, case, "拟制答复")
    page, kind = team.handler.page, "input[name=letter-kind][value={}]"
    page.check(kind.format("disclosed"))
    page.fill("#fact-disclosed_content", "《2025年度部门决算》\n及其附表")
    page.focus(kind.format("disclosed"))
    page.keyboard.press("ArrowDown")
    expect(page.locator("#fact-disclosed_part")).to_be_visible()
    expect(page.locator(kind.format("partly_disclosed"))).to_be_focused()
    page.fill("#fact-disclosed_part", "决算总表")
    page.focus(kind.format("partly_disclosed"))
    page.keyboard.press("ArrowUp")
    expect(page.locator("#fact-disclosed_content")).to_have_value("《2025年度部门决算》\n及其附表")
    expect(page.locator(kind.format("disclosed"))).to_be_focused()
    page.get_by_role("button", name="保存草稿", exact=True).click()
    expect(page.get_by_text("草稿已保存。")).to_be_visible()
    page.check(kind.format("partly_disclosed"))
    expect(page.locator("#fact-disclosed_part")).to_have_value("决算总表")


def test_for_a_request_handed_in_the_day_is_typed_once(
    site: Site, sit_down: Callable[..., Desk]
) -> None:
    """Art. 31: in person and by signed post the day of arrival is the day of receipt."""
    page = Team(site, sit_down).intake.go("/intake")
    earlier = str(site.engine.today() - timedelta(days=3))
    page.check("[name=channel][value=ordinary_post]")
    page.fill("#arrived_on", earlier)
    expect(page.locator("#received_on")).to_have_value(str(site.engine.today()))
    page.check("[name=channel][value=signed_post]")
    expect(page.locator("#received_on")).to_have_value(earlier)


def test_what_was_done_is_said_once(site: Site, sit_down: Callable[..., Desk]) -> None:
    desk = Team(site, sit_down).intake
    register(desk, "2025年度部门决算")
    expect(desk.page.locator(".done")).to_contain_text("已登记")
    desk.page.reload()
    expect(desk.page.locator("h1")).to_have_text("2025年度部门决算")
    expect(desk.page.locator(".done")).to_have_count(0)


def test_a_request_is_refused(site: Site, sit_down: Callable[..., Desk]) -> None:
    """Art. 16: process information may be withheld; the applicant must seek review first."""
    team = Team(site, sit_down)
    case = register(team.intake, "专题会议讨论记录")
    accept(team.intake, case)
    draft(team.handler, case, "refused_process_information", {
        "document_class": None,
        "reason": "该讨论记录形成于决策过程之中，尚未确定，法律、法规、规章未规定应当公开。",
    })
    pass_review(team.secrecy, case)
    sign(team.reviewer, case)
    serve(team.intake, case)
    archive(team.intake, case)
    text = downloaded_letter(team.intake, case, "不予公开")
    assert re.search(r"周财公开复〔\d{4}〕1号", text)
    assert "第十六条第二款" in text
    assert RECONSIDER_FIRST in text


# -- what each person does -----------------------------------------------------------------


def register(desk: Desk, subject: str, picture: str = "") -> int:
    page = desk.go("/intake")
    page.check("[name=channel][value=in_person]")
    page.check("[name=kind][value=natural_person]")
    page.fill("#name", "王小明")
    page.fill("#phone", "13905331234")
    page.fill("#address", "周村区机场路1号")
    page.fill("#subject", subject)
    page.fill("#description", "请提供完整的文本。")
    expect(page.locator("#receipt")).to_contain_text("（星期")
    if picture:
        desk.snap(picture)
    page.click("button:has-text('登记并出具回执')")
    page.wait_for_url(re.compile(r"/cases/\d+"))
    found = re.search(r"/cases/(\d+)", page.url)
    assert found
    return int(found[1])


def open_task(desk: Desk, case: int, title: str) -> None:
    """The page of the case, where the task that one may do lies open."""
    page = desk.go(f"/cases/{case}")
    expect(page.locator("#do")).to_contain_text(title)


def hand_in(desk: Desk, outcome: str) -> None:
    """Press the button of an outcome, and confirm where the page asks to."""
    page = desk.page
    page.locator(f"button[name=outcome][value={outcome}]").first.click()
    confirm = page.locator("dialog[open] button.btn-primary, dialog[open] button.btn-danger")
    page.wait_for_function(
        "() => document.querySelector('dialog[open]') || document.querySelector('div.done')"
        " || document.querySelector('#problems li, #problems .problem')"
    )
    if confirm.count():
        confirm.first.click()
    expect(page.locator("div.done")).to_be_visible()


def choose(desk: Desk, name: str, value: str) -> None:
    """A choice, drawn as radio buttons or as a list."""
    page = desk.page
    radio = page.locator(f"input[type=radio][name={name}]")
    if radio.count():
        page.check(f"input[type=radio][name={name}][value='{value}']")
    else:
        page.select_option(f"select[name={name}]", value)


def accept(desk: Desk, case: int) -> None:
    open_task(desk, case, "审查申请")
    desk.page.select_option("#field-handler", index=1)
    hand_in(desk, "accepted")


def consult(desk: Desk, case: int) -> None:
    open_task(desk, case, "拟制答复")
    desk.page.locator("details.aside-choice", has_text="法制会商").locator("summary").click()
    desk.page.fill("#field-legal_question", "明细是否涉及第三方的商业秘密？")
    hand_in(desk, "consult_legal")


def give_opinion(desk: Desk, case: int) -> None:
    open_task(desk, case, "出具法制意见")
    desk.page.fill("#field-opinion", "不涉及商业秘密，可以公开。")
    hand_in(desk, "agree")


def draft(desk: Desk, case: int, kind: str, facts: dict[str, str | None]) -> None:
    open_task(desk, case, "拟制答复")
    page = desk.page
    page.check(f"input[name=letter-kind][value={kind}]")
    page.wait_for_selector("[data-letter-facts]")
    for name, value in facts.items():
        field = f"fact-{name}"
        if page.locator(f"input[type=radio][name={field}]").count():
            chosen = page.locator(f"input[type=radio][name={field}]")
            (chosen.first if value is None
             else page.locator(f"input[name={field}][value='{value}']")).check()
        elif page.locator(f"select[name={field}]").count():
            page.select_option(
                f"select[name={field}]", **({"index": 1} if value is None else {"value": value})
            )
        else:
            page.fill(f"#{field}", value or "")
    expect(page.locator("#letter-preview")).to_contain_text("特此告知")
    desk.snap("letter")
    hand_in(desk, "submit")


def pass_review(desk: Desk, case: int) -> None:
    open_task(desk, case, "保密审查")
    hand_in(desk, "passed")


def sign(desk: Desk, case: int) -> None:
    open_task(desk, case, "审核签发")
    hand_in(desk, "approved")


def serve(desk: Desk, case: int) -> None:
    open_task(desk, case, "送达文书")
    page = desk.page
    choose(desk, "field-service_method", "post")
    today = page.evaluate("new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10)")
    page.fill("#field-served_on", today)
    page.fill("#field-tracking_number", "XA12345678937")
    hand_in(desk, "sent")
    open_task(desk, case, "登记送达结果")
    page.fill("#field-delivered_on", today)
    hand_in(desk, "delivered")


def hand_over(desk: Desk, case: int) -> None:
    """A notice that the applicant signs for at the counter."""
    open_task(desk, case, "送达文书")
    page = desk.page
    choose(desk, "field-service_method", "in_person")
    today = page.evaluate("new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10)")
    page.fill("#field-served_on", today)
    hand_in(desk, "delivered")


def archive(desk: Desk, case: int) -> None:
    open_task(desk, case, "归档办件")
    desk.page.check("#field-materials_complete")
    hand_in(desk, "archived")
    expect(desk.page.locator("main")).to_contain_text("已归档")


def downloaded_letter(desk: Desk, case: int, title: str) -> str:
    """The text of the docx that the case page offers under a title."""
    page = desk.go(f"/cases/{case}?tab=letters")
    entry = page.locator("main a[href*='/letters/']", has_text=title).first
    entry.click()
    page.wait_for_url(re.compile("/letters/"))
    with page.expect_download() as waiting:
        page.locator("a[href$='.docx'], a:has-text('docx'), a:has-text('Word')").first.click()
    document = Document(io.BytesIO(waiting.value.path().read_bytes()))
    return "\n".join(paragraph.text for paragraph in document.paragraphs)
