"""办件登记簿: what the list says of itself, on the screen and on paper."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from engine import RegisterFilter, RegisterPage, Role
from tests.engine.office import ROOT, WORKING_ROLES, Office, accepted, day, new_agency
from tests.web.conftest import Visitor

SignIn = Callable[[Role], Visitor]


def page_of(reader: Visitor, address: str) -> str:
    return reader.get(address, follow_redirects=True).get_data(as_text=True)


def said(page: str) -> list[str]:
    """The conditions that the page says are in force."""
    return [
        re.sub(r"\s+", "", re.sub(r"<a .*?</a>|<[^>]+>", "", chip, flags=re.S))
        for chip in re.findall(r'<li class="chip">(.*?)</li>', page, flags=re.S)
    ]


def test_the_list_says_every_condition_that_it_is_narrowed_to(
    somebody: SignIn, office: Office
) -> None:
    handler = office.people[Role.HANDLER]
    page = page_of(
        somebody(Role.SUPERVISOR),
        "/register?text=预算&status=open&due=within_3&channel=internet"
        f"&agency_id={office.agency_id}&handler_id={handler.person_id}"
        "&received_from=2026-03-01&received_to=2026-03-31"
        "&step=draft_reply&letter_kind=disclosed&mine=1",
    )
    assert "没有符合条件的办件" in page
    named = said(page)
    assert named[:3] == ["编号、内容、申请人：“预算”", "状态：办理中", "时限：3个工作日内到期"]
    assert "渠道：互联网渠道" in named
    assert f"承办人：{handler.name}" in named
    assert "收到日期自：2026年3月1日" in named
    assert "收到日期至：2026年3月31日" in named
    assert named[-3:] == ["环节：拟制答复/重新拟制答复", "答复：予以公开告知书", "登记人：我"]
    assert len(named) == len(set(named)) == 11


def test_one_condition_can_be_taken_away_and_the_others_stay(
    somebody: SignIn, office: Office
) -> None:
    office.register(subject="甲申请")
    reader = somebody(Role.HANDLER)
    narrowed = page_of(reader, "/register?status=open&due=overdue&sort=due")
    assert said(narrowed) == ["状态：办理中", "时限：已逾期"]
    without_due = re.findall(r'<a class="no-print" href="([^"]+)"', narrowed)[1]
    wider = page_of(reader, without_due.replace("&amp;", "&"))
    assert said(wider) == ["状态：办理中"]
    assert "甲申请" in wider
    assert 'value="due" selected' in wider, "the order stays"


def test_filtering_again_keeps_what_the_form_has_no_field_for(somebody: SignIn) -> None:
    page = page_of(somebody(Role.HANDLER), "/register?mine=1&step=service&letter_kind=refused")
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="(\w+)">', page))
    assert hidden["mine"] == "1"
    assert (hidden["step"], hidden["letter_kind"]) == ("service", "refused")


def test_a_person_or_agency_that_is_not_seen_is_a_condition_too(somebody: SignIn) -> None:
    page = page_of(somebody(Role.HANDLER), "/register?handler_id=99999&agency_id=0")
    assert said(page) == ["机关：不在可以查看的范围内", "承办人：不在可以查看的范围内"]
    assert "没有符合条件的办件" in page


def test_the_print_says_whose_list_it_is_and_whether_it_is_all_of_it(
    somebody: SignIn, office: Office
) -> None:
    for number in range(51):
        office.register(subject=f"第{number}件申请")
    reader = somebody(Role.HANDLER)
    paper = page_of(reader, "/register")
    assert said(paper) == []
    line = re.search(r'<p class="print-only">(.*?)</p>', paper, flags=re.S)
    assert line
    for words in ("周村区财政局", "最近登记的在前", "本页 50 件", "2026年3月2日", "没有筛选"):
        assert words in line[1], words
    assert "本页 1 件" not in page_of(reader, "/register?text=第7件")


@pytest.mark.parametrize(("sort", "first"), [("newest", "后登记"), ("oldest", "先登记")])
def test_the_order_is_what_its_name_says(
    somebody: SignIn, office: Office, sort: str, first: str
) -> None:
    office.register(subject="先登记的申请")
    office.register(subject="后登记的申请")
    page = page_of(somebody(Role.HANDLER), f"/register?sort={sort}")
    shown = re.findall(r">(.登记)的申请<", page)
    assert shown[0] == first
    assert sorted(shown) == ["先登记", "后登记"]


def test_cases_that_nobody_handles_yet_can_be_listed(somebody: SignIn, office: Office) -> None:
    office.register(subject="无人承办的申请")
    taken = office.register(subject="有人承办的申请")
    office.play(taken, [accepted(day(3, 2))])
    handler = office.people[Role.HANDLER]
    assert (
        office.engine.ask(
            RegisterPage(wanted=RegisterFilter(handler_id=handler.person_id)), handler
        ).total
        == 1
    )
    page = page_of(somebody(Role.HANDLER), "/register?handler_id=0")
    assert said(page) == ["承办人：尚未确定"]
    assert "无人承办的申请" in page
    assert "有人承办的申请" not in page


def test_people_of_several_agencies_are_told_apart(somebody: SignIn, office: Office) -> None:
    education = replace(
        new_agency("周教公开"), name="周村区教育体育局", short_name="区教育体育局")
    elsewhere = Office(office.engine, office.clock, office.engine.handle(education, ROOT))
    for role in WORKING_ROLES:
        elsewhere.people[role] = elsewhere.hire(role, role.title)
    for each in (office, elsewhere):
        each.play(each.register(), [accepted(day(3, 2))])
        each.clock.go_to(day(3, 2))
    supervisor = somebody(Role.SUPERVISOR)
    groups = dict(re.findall(
        r'<optgroup label="([^"]+)">(.*?)</optgroup>', page_of(supervisor, "/register"),
        flags=re.S))
    assert list(groups) == ["区财政局", "区教育体育局"]
    for name, each in zip(groups, (office, elsewhere), strict=True):
        handler = each.people[Role.HANDLER]
        assert f'value="{handler.person_id}"' in groups[name]
        assert re.search(
            rf'{handler.name} <span class="muted small">{name}</span>',
            page_of(supervisor, "/monitor"))
    assert "<optgroup" not in page_of(somebody(Role.HANDLER), "/register")


def test_an_administrator_is_offered_no_agency_whose_cases_he_does_not_see(
    somebody: SignIn, office: Office
) -> None:
    office.engine.handle(new_agency("周民公开"), ROOT)
    assert 'name="agency_id"' in page_of(somebody(Role.SUPERVISOR), "/register")
    assert 'name="agency_id"' not in page_of(somebody(Role.ADMINISTRATOR), "/register")
