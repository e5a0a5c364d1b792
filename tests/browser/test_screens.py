"""Every screen, as the person who uses it, in both languages: nothing that axe, the console or
the content security policy objects to, and nothing wider than the window.

The district of the example data stands behind it, small unless pictures are taken.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe

from engine import (
    Actor,
    Applicant,
    CaseOf,
    Engine,
    MyWork,
    RegisterFilter,
    RegisterPage,
    Role,
    example_district,
)
from engine.store import migrations
from engine.store.database import Database
from tests.browser.conftest import SCREENSHOTS, VIEWPORT, Desk, Site, serving
from tests.conftest import cheap_settings
from tests.engine.office import PASSWORD

REQUESTS = 200 if SCREENSHOTS else 48


@dataclass
class District:
    """The example district behind a server. ``who``: the busiest people, once looked for."""

    address: str
    engine: Engine
    people: tuple[example_district.SignIn, ...]
    who: dict[tuple[Role, str], Actor]

    def person(self, role: Role, element: str = "") -> Actor:
        """The person of that role who has most to do (of one kind of task)."""
        if (role, element) not in self.who:
            holders = [self._actor(each.sign_in_name) for each in self.people
                       if role in each.roles]
            self.who[role, element] = max(holders, key=lambda actor: sum(
                element in ("", task.element) for task in self.engine.ask(MyWork(), actor)
            ))
        return self.who[role, element]

    def _actor(self, sign_in_name: str) -> Actor:
        token = self.engine.sign_in(sign_in_name, PASSWORD, address="127.0.0.1")
        actor = self.engine.session(token)
        assert actor is not None
        return actor


@pytest.fixture(scope="session")
def district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    data = tmp_path_factory.mktemp("district")
    url = f"sqlite:///{data / 'gongkai.sqlite'}"
    database = Database(url)
    migrations.upgrade(database)
    database.close()
    engine = Engine(cheap_settings(data, url))
    people = example_district.play(
        engine, passwords=lambda _: PASSWORD, progress=lambda _done, _all: None,
        requests=REQUESTS,
    )
    with serving(engine) as address:
        yield District(address, engine, people, {})
    engine.close()


def open_case(district: District, actor: Actor, **wanted: object) -> int:
    page = district.engine.ask(RegisterPage(wanted=RegisterFilter(**wanted)), actor)  # type: ignore[arg-type]
    assert page.rows, f"no case for {wanted}"
    return page.rows[0].id


def case_of_task(district: District, actor: Actor, element: str = "") -> tuple[int, str]:
    work = [t for t in district.engine.ask(MyWork(), actor) if element in ("", t.element)]
    assert work, f"nothing to do for {actor.name}"
    return work[0].case_id, work[0].id


Screen = tuple[str, Role, Callable[[District, Actor], str]]
TASKS = {
    "task_draft": "draft_reply", "task_legal": "give_legal_opinion",
    "task_secrecy": "review_confidentiality", "task_sign": "approve_reply",
    "task_examine": "examine_request", "case": "draft_reply", "proof": "draft_reply",
}


def _task(element: str) -> Callable[[District, Actor], str]:
    return lambda d, a: f"/tasks/{case_of_task(d, a, element)[1]}"


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
    ("case_record", Role.HANDLER, _case("record", status="archived")),
    ("case_archived", Role.INTAKE_OFFICER, _case(status="archived")),
    ("proof", Role.HANDLER,
     lambda d, a: f"/cases/{case_of_task(d, a, 'draft_reply')[0]}/proof"),
    ("task_draft", Role.HANDLER, _task("draft_reply")),
    ("task_legal", Role.LEGAL_OFFICER, _task("give_legal_opinion")),
    ("task_secrecy", Role.CONFIDENTIALITY_REVIEWER, _task("review_confidentiality")),
    ("task_sign", Role.REVIEWER, _task("approve_reply")),
    ("task_examine", Role.INTAKE_OFFICER, _task("examine_request")),
    ("letter_paper", Role.INTAKE_OFFICER, _letter),
    ("register", Role.SUPERVISOR, lambda d, a: "/register"),
    ("register_overdue", Role.SUPERVISOR, lambda d, a: "/register?due=overdue&sort=due"),
    ("register_nothing", Role.SUPERVISOR, lambda d, a: "/register?text=没有这样的内容"),
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
    ("person_new", Role.ADMINISTRATOR, lambda d, a: "/system/people/new"),
    ("password", Role.HANDLER, lambda d, a: "/password"),
    ("not_found", Role.HANDLER, lambda d, a: "/cases/999999"),
]


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
    in_english(desk)
    faults += axe(desk) + too_wide(desk)
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
        with page.expect_navigation():
            page.click(f"dialog button:text-is('{words}')")
        settle(desk)
        return axe(desk) + too_wide(desk)

    faults += press("重置密码")
    desk.snap(f"{prefix}person_password")
    password = page.inner_text("#new-password")
    page.reload()
    assert page.locator("#new-password").count() == 0
    assert password not in page.content()
    page.click("main a:text-is('返回')")
    faults += press("停用")
    desk.snap(f"{prefix}person_disabled")
    assert page.locator("[role=status]").is_visible()
    faults += press("恢复")
    page.locator("ol.record").scroll_into_view_if_needed()
    desk.snap(f"{prefix}person_history")
    told = page.locator("ol.record .record-text").all_inner_texts()
    assert [line.partition("，")[0] for line in told] == [
        "恢复账号", "停用账号", "重置密码", "添加账号",
    ]
    assert faults == []
    sit_down(site.address, person.sign_in_name, password)


def test_signing_in_has_no_fault(district: District, sit_down: Callable[..., Desk]) -> None:
    desk = sit_down(district.address)
    desk.go("/")
    settle(desk)
    desk.snap("sign_in")
    assert axe(desk) + too_wide(desk) == []


@pytest.mark.parametrize("path", ["/mine", "/register"])
def test_reading_works_on_a_telephone(
    path: str, district: District, sit_down: Callable[..., Desk]
) -> None:
    actor = district.person(Role.REVIEWER)
    desk = sit_down(
        district.address, actor.sign_in_name, PASSWORD, viewport={"width": 390, "height": 844}
    )
    desk.go(path)
    settle(desk)
    desk.snap(f"telephone{path.replace('/', '_')}")
    assert axe(desk) + too_wide(desk) == []


def test_signing_off_works_on_a_telephone(
    district: District, sit_down: Callable[..., Desk]
) -> None:
    actor = district.person(Role.REVIEWER, "approve_reply")
    desk = sit_down(
        district.address, actor.sign_in_name, PASSWORD, viewport={"width": 390, "height": 844}
    )
    desk.go(_task("approve_reply")(district, actor))
    settle(desk)
    desk.snap("telephone_sign")
    assert axe(desk) + too_wide(desk) == []


@pytest.mark.parametrize("width", [1280, 390])
def test_a_long_name_or_subject_stays_inside_the_window(
    width: int, site: Site, sit_down: Callable[..., Desk]
) -> None:
    """One case with a subject of the greatest length and an applicant of the longest name."""
    case_id = site.office.register(
        applicant=Applicant(kind="enterprise", name="淄博" * 60, phone="13905331234"),
        subject="很" * 200,
    )
    desk = sit_down(
        site.address, site.office.people[Role.INTAKE_OFFICER].sign_in_name, PASSWORD,
        viewport={"width": width, "height": 844},
    )
    task = site.office.task(case_id, "examine_request")
    for path in ("/mine", "/mine/registered", "/register", f"/cases/{case_id}",
                 f"/cases/{case_id}?tab=request", f"/cases/{case_id}/proof", f"/tasks/{task.id}"):
        desk.go(path)
        assert too_wide(desk) == [], path
    desk.go("/mine")
    table = desk.page.locator(".table-scroll").last
    assert table.evaluate("box => box.scrollWidth <= box.clientWidth")


def test_all_parts_of_a_case_are_in_sight_on_a_telephone(
    site: Site, sit_down: Callable[..., Desk]
) -> None:
    desk = sit_down(
        site.address, site.office.people[Role.INTAKE_OFFICER].sign_in_name, PASSWORD,
        viewport={"width": 390, "height": 844},
    )
    page = desk.go(f"/cases/{site.office.register()}")
    for tab in page.locator("#tabs a").all():
        box = tab.bounding_box()
        assert box
        assert box["x"] + box["width"] <= 390, tab.inner_text()


def test_a_case_is_printed_with_its_whole_diagram_and_without_what_can_be_pressed(
    site: Site, sit_down: Callable[..., Desk]
) -> None:
    case_id = site.office.register()
    desk = sit_down(
        site.address, site.office.people[Role.INTAKE_OFFICER].sign_in_name, PASSWORD
    )
    page = desk.go(f"/cases/{case_id}")
    page.wait_for_selector("[data-ready]")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 960})   # the sheet without its margins
    cut = page.evaluate("""() => {
      const sheet = document.querySelector("[data-canvas]").getBoundingClientRect();
      return [...document.querySelectorAll(".djs-shape:not([data-element-id$=_label])")]
        .map((shape) => shape.getBoundingClientRect())
        .filter((shape) => shape.right > sheet.right + 1 || shape.bottom > sheet.bottom + 1).length;
    }""")
    assert cut == 0
    for pressed in ("button", "nav.tabs", ".case-now"):
        assert page.locator(f"main {pressed}:visible").count() == 0


def settle(desk: Desk) -> None:
    """All that the page loads by itself is there."""
    desk.page.wait_for_load_state("networkidle")


def in_english(desk: Desk) -> None:
    """The same page in English: the click returns before the browser has left the Chinese one."""
    desk.page.click("form.languages button[value=en]")
    desk.page.wait_for_selector("html[lang=en]", state="attached")
    settle(desk)


def axe(desk: Desk) -> list[str]:
    found = Axe().run(desk.page)
    return [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in found.response["violations"] for node in violation["nodes"]
    ]


def too_wide(desk: Desk) -> list[str]:
    wide = desk.page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return [f"the page is {wide} px wider than the window"] if wide > 0 else []


_CHROME = """
() => [...document.querySelectorAll('label, legend, th, button, summary, h1.page-title, nav a')]
  .filter((e) => e.offsetParent && !e.closest('[lang], .paper, .find, form.languages'))
  .map((e) => e.innerText.trim())
  .filter((text) => /[\\u4e00-\\u9fff]/.test(text))
"""


def left_in_chinese(desk: Desk, names: set[str]) -> list[str]:
    """Labels, headings of tables and buttons speak English once English is chosen.

    Names of people and agencies, subjects and letters stay as they are.
    """
    return [
        f"still Chinese: {text}" for text in desk.page.evaluate(_CHROME)
        if not any(name in text for name in names)
    ]


def test_the_printed_register_names_its_filter_and_shows_nothing_to_press(
    site: Site, sit_down: Callable[..., Desk]
) -> None:
    site.office.register()
    desk = sit_down(
        site.address, site.office.people[Role.HANDLER].sign_in_name, PASSWORD
    )
    page = desk.go("/register?status=open&sort=due")
    assert page.locator("main .print-only").is_hidden()
    page.emulate_media(media="print")
    assert "状态：办理中" in page.locator("main .narrowed").inner_text()
    assert "最先到期的在前" in page.locator("main .print-only").inner_text()
    pressed = page.locator("main :is(button, select, input, .btn, .narrowed a)")
    assert pressed.count() > 0
    assert not any(each.is_visible() for each in pressed.all())


def test_the_printed_proof_marks_the_last_day_in_one_line(
    site: Site, sit_down: Callable[..., Desk]
) -> None:
    """A4 leaves some 680 px for the table."""
    case_id = site.office.register()
    desk = sit_down(
        site.address, site.office.people[Role.HANDLER].sign_in_name, PASSWORD,
        viewport={"width": 680, "height": 960},
    )
    page = desk.go(f"/cases/{case_id}/proof")
    page.emulate_media(media="print")
    marked = page.locator("tr:has(.due-here)")
    before = page.locator("tr.proof-counted:not(:has(.due-here))").first
    height = "row => row.getBoundingClientRect().height"
    assert abs(marked.evaluate(height) - before.evaluate(height)) < 2
