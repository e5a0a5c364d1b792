"""Every screen, as the person who uses it, in both languages: nothing that axe, the console or
the content security policy objects to, and nothing wider than the window.

The district of the example data stands behind it, small unless pictures are taken.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from engine import Actor, CaseOf, Role
from tests.browser.conftest import VIEWPORT, Desk, Site
from tests.browser.district import District, case_of_task, open_case, task_path
from tests.browser.looks import (
    axe,
    in_english,
    left_in_chinese,
    scrolled_sideways,
    settle,
    too_wide,
)
from tests.engine.office import PASSWORD, choose_password

Screen = tuple[str, Role, Callable[[District, Actor], str]]
TASKS = {
    "task_draft": "draft_reply", "task_legal": "give_legal_opinion",
    "task_secrecy": "review_confidentiality", "task_sign": "approve_reply",
    "task_examine": "examine_request", "case": "draft_reply", "proof": "draft_reply",
}


def _case(tab: str = "", **wanted: object) -> Callable[[District, Actor], str]:
    def path(d: District, a: Actor) -> str:
        return f"/cases/{open_case(d, a, **wanted)}" + (f"?tab={tab}" if tab else "")
    return path


def _letter(d: District, a: Actor) -> str:
    case_id = open_case(d, a, status="archived")
    letter = d.engine.ask(CaseOf(case_id=case_id), a).letters[-1]
    return f"/cases/{case_id}/letters/{letter.id}"


def _running_case(d: District, a: Actor) -> str:
    return f"/cases/{case_of_task(d, a, 'draft_reply')[0]}"


def _colleague(d: District) -> int | None:
    return d.person(Role.HANDLER).person_id


SCREENS: list[Screen] = [
    ("work", Role.HANDLER, lambda d, a: "/mine"),
    ("work_intake", Role.INTAKE_OFFICER, lambda d, a: "/mine"),
    ("work_done", Role.HANDLER, lambda d, a: "/mine/done"),
    ("work_registered", Role.INTAKE_OFFICER, lambda d, a: "/mine/registered"),
    ("intake_empty", Role.INTAKE_OFFICER, lambda d, a: "/intake"),
    ("case", Role.HANDLER, _running_case),
    ("case_request", Role.HANDLER, _case("request")),
    ("case_letters", Role.INTAKE_OFFICER, _case("letters", status="archived")),
    ("case_attachments", Role.INTAKE_OFFICER, _case("attachments")),
    ("case_limit", Role.HANDLER, _case("limit")),
    ("case_diagram", Role.HANDLER, _case("diagram")),
    ("case_record", Role.HANDLER, _case("record", status="archived")),
    ("case_archived", Role.INTAKE_OFFICER, _case(status="archived")),
    ("proof", Role.HANDLER,
     lambda d, a: f"/cases/{case_of_task(d, a, 'draft_reply')[0]}/proof"),
    ("task_draft", Role.HANDLER, task_path("draft_reply")),
    ("task_legal", Role.LEGAL_OFFICER, task_path("give_legal_opinion")),
    ("task_secrecy", Role.CONFIDENTIALITY_REVIEWER, task_path("review_confidentiality")),
    ("task_sign", Role.REVIEWER, task_path("approve_reply")),
    ("task_examine", Role.INTAKE_OFFICER, task_path("examine_request")),
    ("letter_paper", Role.INTAKE_OFFICER, _letter),
    ("register", Role.SUPERVISOR, lambda d, a: "/register"),
    ("register_overdue", Role.SUPERVISOR, lambda d, a: "/register?due=overdue&sort=due"),
    ("register_nothing", Role.SUPERVISOR, lambda d, a: "/register?text=没有这样的内容"),
    ("remedies", Role.LEGAL_OFFICER, lambda d, a: "/remedies"),
    ("monitor", Role.SUPERVISOR, lambda d, a: "/monitor"),
    ("system", Role.ADMINISTRATOR, lambda d, a: "/system"),
    ("calendar", Role.ADMINISTRATOR, lambda d, a: "/system/calendar?year=2026"),
    ("calendar_unpublished", Role.SUPERVISOR, lambda d, a: "/system/calendar?year=2027"),
    ("calendar_import", Role.ADMINISTRATOR, lambda d, a: "/system/calendar/import"),
    ("calendar_local", Role.ADMINISTRATOR, lambda d, a: "/system/calendar/local"),
    ("settings", Role.ADMINISTRATOR, lambda d, a: "/system/settings"),
    ("setting", Role.SUPERVISOR, lambda d, a: "/system/settings/suspension_starts"),
    ("people", Role.ADMINISTRATOR, lambda d, a: "/system/people"),
    ("person", Role.ADMINISTRATOR, lambda d, a: f"/system/people/{_colleague(d)}"),
    ("record", Role.SUPERVISOR, lambda d, a: "/system/record"),
    ("person_new", Role.ADMINISTRATOR, lambda d, a: "/system/people/new"),
    ("password", Role.HANDLER, lambda d, a: "/password"),
    ("tour", Role.HANDLER, lambda d, a: "/tour"),
    ("not_found", Role.HANDLER, lambda d, a: "/cases/999999"),
]


# What is read, and the letters that are signed, on a telephone.
TELEPHONE = {"work": "telephone_mine", "register": "telephone_register",
             "task_sign": "telephone_sign"}


@pytest.mark.parametrize(("name", "role", "path"), SCREENS, ids=[s[0] for s in SCREENS])
def test_a_screen_has_no_fault(
    name: str, role: Role, path: Callable[[District, Actor], str], district: District,
    sit_down: Callable[..., Desk],
) -> None:
    actor = district.person(role, TASKS.get(name, ""))
    desk = sit_down(district.address, actor.sign_in_name, PASSWORD)
    desk.go(path(district, actor))
    settle(desk)
    faults = axe(desk) + too_wide(desk)
    desk.snap(name)
    if name in TELEPHONE:
        desk.page.set_viewport_size({"width": 390, "height": 844})
        desk.snap(TELEPHONE[name])
        faults += axe(desk)
    desk.page.set_viewport_size({"width": 320, "height": 844})      # 1280 enlarged to 400 %
    faults += too_wide(desk) + scrolled_sideways(desk)
    desk.page.set_viewport_size(VIEWPORT)
    in_english(desk)
    desk.page.emulate_media(color_scheme="dark")        # the same page, in other words and colours
    faults += axe(desk, "color-contrast", "html-has-lang", "html-lang-valid") + too_wide(desk)
    desk.page.emulate_media(color_scheme="light")
    if name in {"work", "case", "task_draft"}:
        desk.snap(f"{name}_en")
    faults += left_in_chinese(desk, {each.name for each in district.people})
    assert faults == []


@pytest.mark.parametrize("width", [1280, 390])
def test_a_password_is_reset_and_somebody_is_disabled_and_restored(
    width: int, site: Site, sit_down: Callable[..., Desk]
) -> None:
    prefix = "" if width == VIEWPORT["width"] else "telephone_"
    administrator = site.office.hire(Role.ADMINISTRATOR, "周海燕")
    choose_password(site.engine, administrator)
    person = site.office.hire(Role.HANDLER, "刘海涛")
    desk = sit_down(
        site.address, administrator.sign_in_name, PASSWORD,
        viewport={"width": width, "height": 844},
    )
    page = desk.go("/system/people")
    settle(desk)
    faults = axe(desk) + too_wide(desk)
    page.click(f"main a[href='/system/people/{person.person_id}']")

    def press(words: str) -> list[str]:
        page.click(f"main button:text-is('{words}')")
        page.click(f"dialog button:text-is('{words}')")
        page.wait_for_function("() => !document.querySelector('dialog.ask, #sending')")
        settle(desk)
        return axe(desk) + too_wide(desk)

    faults += press("重置密码")
    desk.snap(f"{prefix}person_password")
    password = page.inner_text("#new-password")
    page.reload()
    expect(page.locator("#new-password")).to_have_count(0)
    assert password not in page.content()
    faults += press("停用")
    desk.snap(f"{prefix}person_disabled")
    expect(page.locator("[role=status]")).to_be_visible()
    faults += press("恢复")
    page.locator("ol.record").scroll_into_view_if_needed()
    desk.snap(f"{prefix}person_history")
    expect(page.locator("ol.record .record-text")).to_have_text([
        re.compile(f"^{done}") for done in ("恢复账号", "停用账号", "重置密码", "添加账号")
    ])
    assert faults == []
    # led to choose a password of one's own before anything else
    expect(sit_down(site.address, person.sign_in_name, password).go("/")).to_have_url(
        re.compile("/password"))


def test_signing_in_has_no_fault(district: District, sit_down: Callable[..., Desk]) -> None:
    desk = sit_down(district.address)
    desk.go("/")
    settle(desk)
    desk.snap("sign_in")
    assert axe(desk) + too_wide(desk) == []
    desk.page.fill("#name", district.person(Role.HANDLER).sign_in_name)
    desk.page.fill("#password", PASSWORD)
    desk.page.click("main button.btn-primary")
    expect(desk.page.locator("nav.sections")).to_be_visible()
