"""Chinese first, English whole: nothing that an officer reads stays untranslated."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from flask import Flask

from engine import LetterNotReady, Role, TaskAlreadyDone
from tests.engine.office import LIVES, MONDAY, Office
from tests.web.conftest import Visitor
from web import catalogue
from web.casework.tabs import TITLES
from web.frame.english import with_chinese_marked
from web.frame.language import explain, lines, translate

SignIn = Callable[[Role], Visitor]
HAN = re.compile(r"[\u4e00-\u9fff]+")
FULL_WIDTH = re.compile(r"[\u3000-\u303f\uff00-\uffef]")
# Marks that belong to Chinese words, as in 周财公开函〔2026〕1号
HAN_AND_MARKS = re.compile(r"[《〔（]?[\u4e00-\u9fff][\u4e00-\u9fff0-9〔〕《》（）]*")
TEMPLATES = Path(catalogue.ROOT / "web" / "templates")


def test_every_sentence_has_good_english() -> None:
    assert catalogue.problems(catalogue.read(), catalogue.messages()) == []


def test_english_has_english_punctuation() -> None:
    for message in catalogue.read():
        english = message.string if isinstance(message.string, str) else "".join(message.string)
        assert not FULL_WIDTH.search(english), english


@pytest.mark.parametrize(("page", "marked"), [
    ("<td>区财政局</td>", '<td><span lang="zh-CN">区财政局</span></td>'),
    ("<p>王**（Natural person） · 区财政局</p>",
     '<p><span lang="zh-CN">王</span>** (Natural person) · <span lang="zh-CN">区财政局</span></p>'),
    ("<li>2 March 2026：Request</li>", "<li>2 March 2026: Request</li>"),
    ("number 周财公开函〔2026〕1号.", 'number <span lang="zh-CN">周财公开函〔2026〕1号</span>.'),
    ("<p>《办法》（试行）。</p>", '<p><span lang="zh-CN">《办法》（试行）。</span></p>'),
    ('<div lang="zh-CN">原文：<b>甲</b></div>丙',
     '<div lang="zh-CN">原文：<b>甲</b></div><span lang="zh-CN">丙</span>'),
    ('<option value="甲">甲</option>', '<option value="甲" lang="zh-CN">甲</option>'),
    ("<textarea>甲：乙</textarea>", "<textarea>甲：乙</textarea>"),
    ('<input value="甲：乙" aria-label="Name：">', '<input value="甲：乙" aria-label="Name: ">'),
    ("<title>2025年决算 · Cases</title>", "<title>2025年决算 · Cases</title>"),
    ("<script>let a = '：甲' < 2</script>", "<script>let a = '：甲' < 2</script>"),
    ("<svg><text>甲</text></svg>", "<svg><text>甲</text></svg>"),
])
def test_chinese_in_an_english_page_says_so(page: str, marked: str) -> None:
    assert with_chinese_marked(page) == marked


@pytest.mark.parametrize(
    ("english", "complaint"),
    [("", "no English"), ("{day} 待办", "still holds Chinese"), ("{n} days", "other placeholders")],
)
def test_a_sentence_without_good_english_is_named(english: str, complaint: str) -> None:
    planted = Catalog(locale="en")
    planted.add("剩余 {day} 个工作日", string=english)
    [problem] = catalogue.problems(planted, [("剩余 {day} 个工作日", "web/here.py:7")])
    assert "web/here.py:7" in problem
    assert complaint in problem


def test_templates_translate_only_what_the_catalogue_can_know() -> None:
    """``_(variable)`` would mark a text from data as safe HTML; ``t(variable)`` does not."""
    for path in sorted(TEMPLATES.rglob("*.html")):
        for call in re.findall(r"(?<![\w.])_\(\s*([^)\s])", path.read_text(encoding="utf-8")):
            assert call in "'\"", f"{path.name}: use t(…) for what comes from data"


class Words(HTMLParser):
    """What a reader sees or hears of a page, without what is said to be Chinese."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.said: list[str] = []       # what no element can mark: names of things, the title
        self.inside: str = ""
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        void = tag in {"input", "link", "meta", "img", "br", "hr"}
        if not void and (
            self.silent or values.get("lang") == "zh-CN" or tag in {"script", "textarea"}
        ):
            self.silent.append(tag)
        for name in ("title", "aria-label", "placeholder", "alt", "data-confirm"):
            if values.get(name) and not self.silent:
                self.said.append(str(values[name]))
        self.inside = tag

    def handle_endtag(self, tag: str) -> None:
        if self.silent:
            self.silent.pop()

    def handle_data(self, data: str) -> None:
        if not self.silent:
            (self.said if self.inside == "title" else self.found).append(data)


def test_no_page_of_the_english_switch_holds_chinese_but_data(
    somebody: SignIn, office: Office
) -> None:
    cases = [office.register(description="全文")]
    cases += [office.live(name) for name in LIVES]
    office.clock.go_to(MONDAY.replace(month=4, day=20))
    started = office.register()
    data = {
        "周村区财政局", "区财政局", "年度部门决算", "全文", "中文",
        "年度部门决算及", "三公", "经费明细", *(person.name for person in office.people.values()),
    }
    data.add("王")
    numbers = re.compile(r"周财公开[申复函]?|号")
    written = {
        text for steps in LIVES.values() for step in steps
        for value in getattr(step, "values", {}).values() if isinstance(value, str)
        for text in HAN.findall(value)
    }
    addresses = [
        "/mine", "/mine/done", "/mine/registered", "/register", "/password", "/cases/999",
        *(f"/cases/{case}?tab={tab}" for case in (*cases, started)
          for tab in TITLES),
        *(f"/tasks/{task.id}" for task in office.case(started).tasks),
        *(f"/cases/{case}/letters/{letter.id}" for case in cases
          for letter in office.case(case).letters),
    ]
    readers = {
        Role.INTAKE_OFFICER: [*addresses, "/intake"], Role.HANDLER: ["/mine", f"/cases/{cases[0]}"],
        Role.MANAGER: ["/monitor"], Role.ADMINISTRATOR: ["/system", "/system/people/new"],
    }
    for role, pages in readers.items():
        reader = somebody(role).speak_english()
        for address in pages:
            words = Words()
            words.feed(reader.get(address).get_data(as_text=True))
            for text in words.found:
                assert not HAN.search(text), f"{role} {address}: not marked: {text.strip()}"
            for text in (*words.found, *words.said):
                assert not FULL_WIDTH.search(
                    HAN_AND_MARKS.sub("", text)), f"{role} {address}: {text.strip()}"
                rest = text
                for name in sorted(data | written, key=len, reverse=True):
                    rest = rest.replace(name, "")
                assert not HAN.search(numbers.sub("", rest)), f"{role} {address}: {text.strip()}"


def test_the_switch_is_remembered_and_leads_back(visitor: Visitor) -> None:
    assert "用户名" in visitor.get("/sign-in").get_data(as_text=True)
    answer = visitor.post("/language", {"language": "en", "next": "/sign-in?next=/mine"})
    assert answer.location == "/sign-in?next=/mine"
    page = visitor.get("/sign-in").get_data(as_text=True)
    assert '<html lang="en">' in page
    assert "User name" in page
    assert visitor.post("/language", {"language": "xx"}).status_code == 404


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("《中华人民共和国政府信息公开条例》第三十三条第二款",
         "Regulation on Open Government Information, art. 33 para. 2"),
        ("《条例》第三十六条至第四十条", "Regulation, arts. 36–40"),
        ("2026年3月9日", "9 March 2026"),
        ("春节放假", "Holiday: Spring Festival"),
        ("这项工作由受理人员办理。", "This work is done by: Intake officer."),
        ("送达日期应当写成年-月-日，例如2026-03-02。",
         "“Date of service” should be written as year-month-day, for example 2026-03-02."),
        ("周村区财政局", "周村区财政局"),
    ],
)
def test_composed_texts_are_put_into_english(app: Flask, chinese: str, english: str) -> None:
    with app.test_request_context(headers={"Cookie": "gongkai_language=en"}):
        assert translate(chinese) == english
    with app.test_request_context():
        assert translate(chinese) == chinese


@pytest.mark.parametrize(("days", "english"), [
    (0, "0 working days left"), (1, "1 working day left"), (2, "2 working days left"),
    (11, "11 working days left"), (21, "21 working days left"),
])
def test_one_day_is_not_one_days(app: Flask, days: int, english: str) -> None:
    with app.test_request_context(headers={"Cookie": "gongkai_language=en"}):
        assert translate("剩余 {n} 个工作日", n=days) == english
    with app.test_request_context():
        assert translate("剩余 {n} 个工作日", n=days) == f"剩余 {days} 个工作日"


def test_refusals_speak_the_readers_language(app: Flask) -> None:
    done: Any = TaskAlreadyDone(task="审查申请", by="李娜", at="03月02日09:30")
    lacking = LetterNotReady(reason="尚未通过保密审查")
    with app.test_request_context(headers={"Cookie": "gongkai_language=en"}):
        assert explain(done).startswith(
            "“Examine the request” was already completed by 李娜 at 2 March, 09:30."
        )
        assert explain(lacking) == (
            "The reply cannot be issued yet: Has not passed the confidentiality review"
        )
    with app.test_request_context():
        assert explain(done).startswith("“审查申请”已由李娜于03月02日09:30办理完毕")


def test_no_line_ends_within_a_telephone_number() -> None:
    assert lines("电话：0533-6000012\n<b>") == (
        '电话：<span class="no-wrap">0533-6000012</span><br>&lt;b&gt;'
    )
