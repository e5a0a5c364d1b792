"""登记簿导出: the file holds what the list shows, opens in Excel and computes nothing."""

import csv
import re
from collections.abc import Callable
from datetime import date
from html import unescape
from io import StringIO

import pytest
from sqlalchemy import text

from engine import EveryCase, RegisterFilter, Role, TooManyCases
from tests.engine.office import Office, accepted, day
from tests.web.conftest import Visitor
from web.register import register_file

SignIn = Callable[[Role], Visitor]


def lines_of(reader: Visitor, address: str) -> list[dict[str, str]]:
    answer = reader.get(address)
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    words = answer.get_data().decode("utf-8-sig")
    return list(csv.DictReader(StringIO(words, newline="")))


def test_the_file_says_of_each_case_what_the_list_says(
    somebody: SignIn, office: Office
) -> None:
    office.register(subject="还没有人承办")
    office.clock.go_to(day(3, 3))
    office.live("disclosed")
    waiting, replied = lines_of(somebody(Role.HANDLER), "/register.csv?sort=oldest")
    assert waiting["申请内容"] == "还没有人承办"
    assert waiting["申请人"] == "王**", "masked as on the page"
    assert (waiting["收到日期"], waiting["答复期限"]) == ("2026-03-02", "2026-03-30")
    assert (waiting["状态"], waiting["环节"], waiting["承办人"]) == ("办理中", "审查申请", "")
    assert (replied["状态"], replied["环节"]) == ("已归档", "")
    assert (replied["时限"], replied["答复"]) == ("按期答复", "予以公开告知书")
    assert replied["承办人"] == office.people[Role.HANDLER].name
    assert date.fromisoformat(replied["答复日期"]) <= date.fromisoformat(replied["答复期限"])


def test_excel_sees_that_the_file_is_utf_8_and_a_browser_saves_it(
    somebody: SignIn, office: Office
) -> None:
    office.register()
    answer = somebody(Role.HANDLER).get("/register.csv")
    assert answer.get_data().startswith(b"\xef\xbb\xbf" + "编号".encode())
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "_20260302.csv" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_an_applicant_wrote_never_becomes_a_formula(
    somebody: SignIn, office: Office
) -> None:
    written = []
    for sign in "=+-@＝＋－＠":
        for before in ("", " ", "\t", "\n"):
            written.append(f'{before}{sign}cmd|"/c calc"!A1, 下一格')
            case_id = office.register(subject="待改写")
            with office.engine.database.write() as connection:  # blanks that the form takes off
                connection.execute(
                    text("UPDATE cases SET subject = :subject WHERE id = :id"),
                    {"subject": written[-1], "id": case_id})
    lines = lines_of(somebody(Role.HANDLER), "/register.csv?sort=oldest")
    assert [line["申请内容"] for line in lines] == [f"'{words}" for words in written]
    assert lines[0]["编号"] == "周财公开申〔2026〕1号", "other cells stay as they are"


def test_the_filter_and_the_order_of_the_page_hold_for_the_file(
    somebody: SignIn, office: Office
) -> None:
    for number in (1, 2, 3):
        office.register(subject=f"预算{number}")
    office.register(subject="决算")
    reader = somebody(Role.HANDLER)
    answer = reader.get("/register?text=预算&sort=oldest", follow_redirects=True)
    page = answer.get_data(as_text=True)
    found = re.search(r'href="(/register\.csv\?[^"]+)"', page)
    assert found
    assert "sort=oldest" in found[1]
    lines = lines_of(reader, unescape(found[1]))
    assert [line["申请内容"] for line in lines] == ["预算1", "预算2", "预算3"]


def test_every_case_stands_in_the_file_once_though_it_is_read_in_pages(
    somebody: SignIn, office: Office
) -> None:
    for number in range(203):
        office.register(subject=f"第{number}件")
    taken = next(
        iter(
            office.engine.stream(
                EveryCase(wanted=RegisterFilter(sort="oldest"), at_most=203),
                office.people[Role.HANDLER],
            )
        )
    )
    office.play(taken.id, [accepted(day(3, 2))])
    for sort in ("newest", "oldest", "due"):
        lines = lines_of(somebody(Role.HANDLER), f"/register.csv?sort={sort}&after=nonsense")
        assert len(lines) == 203
        assert {line["申请内容"] for line in lines} == {f"第{n}件" for n in range(203)}


def test_another_agencys_cases_are_in_no_file(
    somebody: SignIn, office: Office
) -> None:
    office.register(subject="本机关的申请")
    elsewhere = Office.open(
        office.engine.configuration, office.clock, code="周教公开", engine=office.engine)
    elsewhere.register(subject="别的机关的申请")
    own = lines_of(somebody(Role.HANDLER), f"/register.csv?agency_id={elsewhere.agency_id}")
    assert own == []
    assert len(lines_of(somebody(Role.HANDLER), "/register.csv")) == 1
    assert len(lines_of(somebody(Role.SUPERVISOR), "/register.csv")) == 2


def test_who_is_not_signed_in_gets_no_file(visitor: Visitor) -> None:
    answer = visitor.get("/register.csv")
    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in")


def test_too_many_cases_for_one_file_are_refused_with_what_to_do(
    somebody: SignIn, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        office.register()
    with pytest.raises(TooManyCases):
        next(
            office.engine.stream(
                EveryCase(wanted=RegisterFilter(), at_most=2), office.people[Role.HANDLER]
            )
        )
    monkeypatch.setattr(register_file, "AT_MOST", 2)
    answer = somebody(Role.HANDLER).get("/register.csv?status=open")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "超过 2 件" in page
    assert "按收到日期分段导出" in page
    assert '<option value="open" selected>' in page, "the filter is still there to narrow"
    monkeypatch.setattr(register_file, "AT_MOST", 3)
    assert len(lines_of(somebody(Role.HANDLER), "/register.csv?status=open")) == 3


def test_in_english_the_headings_and_words_are_english(somebody: SignIn, office: Office) -> None:
    office.register()
    [line] = lines_of(somebody(Role.HANDLER).speak_english(), "/register.csv")
    assert line["Number"] == "周财公开申〔2026〕1号"
    assert line["Step"] == "Examine the request"
