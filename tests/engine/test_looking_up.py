"""Words are found as they are meant: what is typed and what is stored are folded alike."""

import re
from dataclasses import replace

import pytest

from engine import MyDone, RegisterFilter, RegisterPage, Role, SimilarRequests
from engine.store.folding import folded
from tests.engine.office import MONDAY, Office, request


def find(office: Office, words: str) -> list[str]:
    page = office.engine.ask(
        RegisterPage(wanted=RegisterFilter(text=words)), office.people[Role.HANDLER]
    )
    return [row.subject for row in page.rows]


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("⾦⾊家园⻓期规划", "金色家园长期规划"),         # radicals out of a PDF
        ("金色家园长期规划", "⾦⾊家园⻓期"),
        ("ＡＢＣ项目２０２５年", "abc项目2025"),
        ("abc项目2025年", "ＡＢＣ项目２０２５"),
        ("阿依古丽•买买提户籍", "阿依古丽·买买提"),
        ("阿依古丽·买买提户籍", "阿依古丽•买买提"),
        ("城区　道路维修", "城区道路"),
        ("城区道路维修", "城区　道路"),
        ("预算100%执行_表", "100%执行_"),
    ],
)
def test_words_are_found_however_they_are_written(office: Office, stored: str, typed: str) -> None:
    office.register(subject=stored)
    office.register(subject="别的事项")
    assert find(office, typed) == [" ".join(stored.split())], "and shown as they were typed"


def test_a_case_is_found_by_the_number_of_its_letter_and_by_several_words(office: Office) -> None:
    office.register(subject="西马村征地补偿")
    case_id = office.live("disclosed")
    case = office.case(case_id)
    letter = next(each.number for each in case.letters if "复" in each.number)
    head, year, tail = re.split(r"〔(\d{4})〕", letter)
    for number in (letter, f"{head}[{year}]{tail}", f"{head}（{year}） {tail}", f"〔{year}〕{tail}",
                   f"{head}［{year}］{tail.removesuffix('号')}"):
        assert case.subject in find(office, number), number
    assert find(office, f"{head}〔{year}〕999号") == []
    bracketed = case.number.replace("〔", "[").replace("〕", "]")
    assert find(office, bracketed) == [case.subject]
    assert find(office, "补偿 西马村") == ["西马村征地补偿"]
    assert find(office, f"西马村 {case.number}") == []


def test_what_is_not_there_is_not_found(office: Office) -> None:
    office.register(subject="⾦⾊ 家园")
    for words in ("金色花园", "银色", "%", "_", "金_家"):
        assert find(office, words) == []


@pytest.mark.parametrize("name", ["王　明", "王 明", "王明", "⺩明".replace("⺩", "王")])
def test_an_applicant_is_the_same_however_the_name_is_spaced(office: Office, name: str) -> None:
    applicant = replace(request(MONDAY).applicant, name="王　明")
    office.register(applicant=applicant, subject="低保名单")
    [found] = office.engine.ask(
        SimilarRequests(applicant=name, subject=""), office.people[Role.INTAKE_OFFICER]
    )
    assert found.same_applicant


def test_folding_twice_changes_nothing_more() -> None:
    for text in ("⾦⻓Ａ • ・王　明", "ﬁ", "Straße", "㈱", "①"):
        assert folded(folded(text)) == folded(text)


def test_done_by_me_shows_the_latest_first(office: Office) -> None:
    office.live("disclosed")
    done = office.engine.ask(MyDone(), office.people[Role.INTAKE_OFFICER])
    assert [item.name for item in done] == [
        "归档办件", "登记送达结果", "送达文书", "审查申请"]
