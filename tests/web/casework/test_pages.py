"""What the pages show, and what no page may hold."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from lxml import html
from werkzeug.test import TestResponse

import engine
from engine import Refusal, Role
from tests.engine.office import (
    CORRECTED,
    CORRECTION_NEEDED,
    DISCLOSED,
    LIVES,
    MONDAY,
    NOTICE_SERVED,
    NOTICE_WRITTEN,
    Office,
    Step,
    accepted,
    day,
    reviewed,
    submitted,
)
from tests.web.conftest import Visitor
from web import catalogue
from web.frame import vocabulary
from web.frame.errors import STATUS
from web.frame.throttle import Window
from web.public.sign_in import PASSWORD_SECONDS, PASSWORD_TRIES

SignIn = Callable[[Role], Visitor]
TEMPLATES = sorted((catalogue.ROOT / "web" / "templates").rglob("*.html"))
INLINE = re.compile(r"<style|\sstyle\s*=|\son[a-z]+\s*=|javascript:|hx-on", re.IGNORECASE)
SCRIPT = re.compile(r"<script(?![^>]*(?:\ssrc=|type=\"application/json\"))", re.IGNORECASE)


@pytest.mark.parametrize("path", TEMPLATES, ids=[path.name for path in TEMPLATES])
def test_no_template_holds_inline_style_or_script(path) -> None:  # type: ignore[no-untyped-def]
    text = path.read_text(encoding="utf-8")
    assert not INLINE.search(text)
    assert not SCRIPT.search(text)
    assert "|safe" not in text.replace(" ", "")


EVERY_FIELD_IS_NEEDED = ("sign_in.html", "password.html")


@pytest.mark.parametrize("path", [
    path for path in TEMPLATES if path.name not in EVERY_FIELD_IS_NEEDED
], ids=lambda path: path.name)
def test_what_a_browser_demands_is_marked_before_it_is_left_out(path) -> None:  # type: ignore[no-untyped-def]
    """Else the officer learns of it from the browser alone, in the browser's language."""
    text = path.read_text(encoding="utf-8")
    for found in re.finditer(r"<(?:input|textarea|select)\b[^>]*\brequired\b[^>]*>", text):
        name = re.search(r'\bid="(\w+)"', found[0])
        if name and (label := re.search(rf'<label class="([^"]*)" for="{name[1]}"', text)):
            assert "required" in label[1], name[1]


def unfolded(answer: TestResponse) -> str:
    """The page without the panels that are not open."""
    page = html.fromstring(answer.get_data(as_text=True))
    for panel in page.xpath("//div[@data-panel][@hidden]"):
        panel.drop_tree()
    return str(html.tostring(page, encoding="unicode"))


def test_a_whole_life_is_shown_from_receipt_to_archive(
    somebody: SignIn, office: Office
) -> None:
    case_id = office.live("corrected_then_partly_disclosed")
    reader = somebody(Role.HANDLER)
    page = reader.get(f"/cases/{case_id}?tab=letters").get_data(as_text=True)
    assert "归档，只能查阅" in page
    assert "按期答复" in page
    assert "部分公开告知书" in page
    assert not INLINE.search(page)
    record = reader.get(f"/cases/{case_id}?tab=record").get_data(as_text=True)
    for sentence in (
        "登记申请，编号", "一次性告知补正", "答复期限重新起算至 2026年4月8日",
        "办理“保密审查”：审查未通过", "办理“审核签发”：退回修改", "制发“部分公开告知书”",
        "办件归档",
    ):
        assert sentence in record, sentence


def test_every_order_that_the_register_offers_is_an_order_of_its_own(
    somebody: SignIn, office: Office
) -> None:
    for received_on in (MONDAY, day(2, 26), day(2, 27)):
        office.register(
            channel="ordinary_post", arrived_on=day(2, 26), received_on=received_on)
    reader, found = somebody(Role.HANDLER), {}
    for sort in vocabulary.SORTS:
        page = reader.get(f"/register?sort={sort}").get_data(as_text=True)
        found[sort] = tuple(dict.fromkeys(re.findall(r'href="/cases/(\d+)"', page)))
        assert len(found[sort]) == 3
    assert len(set(found.values())) == len(vocabulary.SORTS), found


def test_no_refusal_is_taken_for_a_mistake_in_a_form_because_nobody_named_its_status() -> None:
    """A diagram that may not run is the installation's fault: 500, and it stands in the log."""
    named = [kind for kind, _ in STATUS]
    told = [getattr(engine, name) for name in engine.__all__]
    refusals = [each for each in told if isinstance(each, type) and issubclass(each, Refusal)]
    assert set(refusals) - {Refusal} == set(named)


def test_the_day_of_receipt_is_not_counted_and_no_day_off(
    somebody: SignIn, office: Office
) -> None:
    """Monday is received, Tuesday is the first day (art. 33)."""
    case_id = office.register(received_on=MONDAY)
    page = somebody(Role.HANDLER).get(f"/cases/{case_id}").get_data(as_text=True)
    days = re.findall(r'<i class="d d-(\w+)', page)
    assert days[:7] == ["excluded", "counted", "counted", "counted", "counted", "rest", "rest"]


@pytest.mark.parametrize("name", sorted(LIVES))
def test_every_tab_of_every_life_opens(somebody: SignIn, office: Office, name: str) -> None:
    case_id = office.live(name)
    reader = somebody(Role.INTAKE_OFFICER)
    for tab in ("request", "handling", "letters", "attachments", "limit", "record", "nonsense"):
        assert reader.get(f"/cases/{case_id}?tab={tab}").status_code == 200
    for letter in office.case(case_id).letters:
        page = reader.get(f"/cases/{case_id}/letters/{letter.id}").get_data(as_text=True)
        assert letter.number in page
        assert "周村区财政局" in page
        docx = reader.get(f"/cases/{case_id}/letters/{letter.id}.docx")
        assert docx.data.startswith(b"PK")


def test_the_proof_counts_every_day_up_to_the_due_date(
    somebody: SignIn, office: Office
) -> None:
    case_id = office.register()
    page = somebody(Role.HANDLER).get(f"/cases/{case_id}/proof").get_data(as_text=True)
    ordinals = [int(n) for n in re.findall(r'<td class="ordinal">(\d+)</td>', page)]
    assert ordinals == list(range(1, 21))
    assert page.count("<tr class=\"proof-") == 29     # 2026-03-02 … 2026-03-30
    assert "2026年3月30日</time></th>" in page


def test_the_diagram_shows_the_token_and_who_holds_it(
    somebody: SignIn, office: Office
) -> None:
    case_id = office.register()
    page = somebody(Role.INTAKE_OFFICER).get(f"/cases/{case_id}").get_data(as_text=True)
    assert '"element": "examine_request"' in page
    assert "data-diagram" in page


def test_work_stands_with_the_most_urgent_first(somebody: SignIn, office: Office) -> None:
    late = office.register(subject="早收到的申请")
    office.play(late, [accepted(day(3, 3))])
    office.clock.go_to(day(3, 20))
    fresh = office.register(subject="晚收到的申请")
    office.play(fresh, [accepted(day(3, 23))])
    page = somebody(Role.HANDLER).get("/mine").get_data(as_text=True)
    assert page.index("早收到的申请") < page.index("晚收到的申请")
    assert "剩余 5 个工作日" in page


def test_the_register_keeps_its_filters_in_the_address(
    somebody: SignIn, office: Office
) -> None:
    office.register(subject="甲申请", channel="in_person")
    office.live("disclosed")
    reader = somebody(Role.HANDLER)
    open_ones = reader.get("/register?status=open&due=&agency_id=x").get_data(as_text=True)
    assert "甲申请" in open_ones
    assert "已归档" not in open_ones.split("<tbody>")[1]
    assert '<option value="open" selected>' in open_ones
    nothing = reader.get(
        "/register?text=没有这样的申请", follow_redirects=True
    ).get_data(as_text=True)
    assert "没有符合条件的办件" in nothing


def test_the_register_goes_on_where_the_page_ended(somebody: SignIn, office: Office) -> None:
    for number in range(55):
        office.register(subject=f"第{number}件申请")
    reader = somebody(Role.HANDLER)
    first = reader.get("/register").get_data(as_text=True)
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following
    second = reader.get(following[1].replace("&amp;", "&")).get_data(as_text=True)
    shown = re.findall(r">第(\d+)件申请<", first + second)
    assert sorted(map(int, shown)) == list(range(55))


def test_every_figure_of_the_monitor_opens_exactly_its_cases(
    somebody: SignIn, office: Office
) -> None:
    for days in (2, 3, 24):
        office.clock.go_to(day(3, days))
        office.register(subject=f"3月{days}日的申请")
    office.clock.go_to(day(3, 31))
    manager = somebody(Role.MANAGER)
    page = manager.get("/monitor").get_data(as_text=True)
    figures = re.findall(r'<a href="(/register[^"]+)"[^>]*>(\d+)</a>', page)
    assert figures
    for address, count in figures:
        listed = manager.get(address.replace("&amp;", "&")).get_data(as_text=True)
        assert f"共 {count} 件" in listed, address


def test_a_subject_that_looks_like_markup_stays_text(somebody: SignIn, office: Office) -> None:
    case_id = office.register(subject="<script>alert(1)</script>{{ 7*7 }}")
    reader = somebody(Role.HANDLER)
    for address in ("/register", f"/cases/{case_id}", f"/cases/{case_id}?tab=request"):
        page = reader.get(address).get_data(as_text=True)
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}" in page


def test_the_reply_is_drafted_with_the_paper_beside_it(
    somebody: SignIn, office: Office
) -> None:
    case_id = office.register()
    office.play(case_id, [accepted(day(3, 3))])
    task = office.task(case_id, "draft_reply")
    handler = somebody(Role.HANDLER)
    assert "答复种类" in handler.get(f"/tasks/{task.id}").get_data(as_text=True)
    chosen = handler.post(f"/tasks/{task.id}/letter", {"letter-kind": "disclosed"})
    assert "公开的内容" in chosen.get_data(as_text=True)
    facts = {
        "letter-kind": "disclosed", "fact-disclosed_content": "《2025年度部门决算》，共12页。",
    }
    lacking = handler.post(f"/tasks/{task.id}/letter/preview", facts).get_data(as_text=True)
    assert "还需要填写" in lacking
    assert "提供的形式、途径和时间" in lacking
    whole = handler.post(
        f"/tasks/{task.id}/letter/preview", {**facts, "fact-supply_way": "由申请人到本机关领取"}
    ).get_data(as_text=True)
    assert "文书要素齐全" in whole
    assert "（草稿）" in whole
    assert "由申请人到本机关领取" in whole


def test_who_takes_a_reply_up_again_sees_first_why_it_came_back(
    somebody: SignIn, office: Office
) -> None:
    case_id = office.register()
    office.play(case_id, [
        accepted(day(3, 3)), submitted(day(3, 4), DISCLOSED), reviewed(day(3, 4)),
        Step(day(3, 5), "approve_reply", Role.REVIEWER,
             {"sign_off": "returned", "opinion": "请写明领取的地点。"}),
    ])
    task = office.task(case_id, "draft_reply")
    page = somebody(Role.HANDLER).get(f"/tasks/{task.id}").get_data(as_text=True)
    assert "退回修改" in page
    assert page.index("请写明领取的地点。") < page.index("答复种类")


def test_who_is_asked_reads_the_question_first_and_a_single_opinion_once(
    somebody: SignIn, office: Office
) -> None:
    """The legal officer need not read past the request and the paper to find what is asked."""
    case_id = office.register()
    office.play(case_id, [CORRECTION_NEEDED])
    task = office.task(case_id, "write_correction_notice")
    page = unfolded(somebody(Role.INTAKE_OFFICER).get(f"/tasks/{task.id}"))
    assert page.count("没有写明是哪个年度") == 1
    office.play(case_id, [
        NOTICE_WRITTEN, NOTICE_SERVED, CORRECTED, accepted(day(3, 11)),
        Step(day(3, 12), "draft_reply", Role.HANDLER,
             {"draft": "consult_legal", "legal_question": "名册能否区分处理后公开？"}),
    ])
    task = office.task(case_id, "give_legal_opinion")
    page = unfolded(somebody(Role.LEGAL_OFFICER).get(f"/tasks/{task.id}"))
    assert page.count("名册能否区分处理后公开？") == 1
    assert page.index("名册能否区分处理后公开？") < page.index('class="task-form"')


def test_an_administrator_adds_a_person_who_can_sign_in(
    somebody: SignIn, office: Office, visitor: Visitor
) -> None:
    boss = somebody(Role.ADMINISTRATOR)
    form = {
        "name": "钱新来", "sign_in_name": "qianxinlai", "agency_id": str(office.agency_id),
        "roles": ["handler"], "password": "四个 不相关 的词 tea",
    }
    assert boss.post("/system/people", {**form, "password": "短"}).status_code == 422
    assert boss.post("/system/people", form).status_code == 303
    visitor.get("/sign-in")
    answer = visitor.post("/sign-in", {"name": "qianxinlai", "password": form["password"]})
    assert answer.status_code == 303


def test_who_finds_a_signed_in_desk_cannot_guess_the_old_password_for_ever(
    app: Flask, somebody: SignIn
) -> None:
    app.extensions["gongkai_password_window"] = Window(
        PASSWORD_TRIES, PASSWORD_SECONDS, now=lambda: 0.0
    )
    person, colleague = somebody(Role.HANDLER), somebody(Role.REVIEWER)
    new = {"new": "three other words here", "again": "three other words here"}
    answers = [person.post("/password", {"old": f"guess {n}", **new}) for n in range(11)]
    assert "原密码不正确" in answers[9].get_data(as_text=True)
    assert "分钟后再试" in answers[10].get_data(as_text=True)
    late = person.post("/password", {"old": "a long enough phrase 37", **new})
    assert late.status_code == 422, "not even the right one, for a while"
    right = colleague.post("/password", {"old": "a long enough phrase 37", **new})
    assert right.status_code == 303, "nobody else waits"


def test_the_own_password_is_changed_only_with_the_old_one(
    somebody: SignIn, office: Office
) -> None:
    person = somebody(Role.HANDLER)
    new = {"new": "another long phrase 42", "again": "another long phrase 42"}
    assert person.post("/password", {"old": "wrong", **new}).status_code == 422
    unlike = person.post("/password", {"old": "x", "new": "a", "again": "b"})
    assert "不一致" in unlike.get_data(as_text=True)
    assert person.post("/password", {"old": "a long enough phrase 37", **new}).status_code == 303
