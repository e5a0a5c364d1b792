"""系统 → 机关, on its pages: renamed, moved, to come, merged; what was typed is never lost."""

from collections.abc import Callable

import pytest

from engine import EndAgency, Role
from tests.engine.office import ROOT, Office, accepted, day, new_agency
from tests.web.conftest import Visitor, key_of

SignIn = Callable[[Role], Visitor]
PAGE = "/system/agencies"


def shown(visitor: Visitor, address: str) -> str:
    return visitor.get(address).get_data(as_text=True)


def form_of(office: Office, **changes: str) -> dict[str, str]:
    """The form of the office's agency as a browser sends it."""
    command = vars(new_agency("周财公开"))
    facts = {name: str(value) for name, value in command.items()
             if name not in ("parent_id", "valid_from")}
    return {**facts, "parent_id": "", "from_day": "2026-03-02", "reason": "周政发〔2026〕8号",
            "known": "1", "online_url": "", **changes}


@pytest.fixture
def where(office: Office) -> str:
    return f"{PAGE}/{office.agency_id}"


def test_the_system_page_leads_to_the_list_and_the_list_to_each(
    somebody: SignIn, office: Office, where: str
) -> None:
    office.engine.handle(new_agency("周民公开"), ROOT)
    visitor = somebody(Role.ADMINISTRATOR)
    assert f'href="{PAGE}"' in shown(visitor, "/system")
    page = shown(visitor, PAGE)
    assert where in page
    assert "周村区周民公开局" in page
    assert "周村区周民公开局" not in shown(visitor, f"{PAGE}?text=财政")
    assert "没有符合条件的机关" in shown(visitor, f"{PAGE}?text=没有的局")
    assert visitor.get(f"{PAGE}/999").status_code == 404


def test_a_renaming_is_told_with_its_day_its_basis_and_who_recorded_it(
    somebody: SignIn, office: Office, where: str
) -> None:
    visitor = somebody(Role.ADMINISTRATOR)
    assert 'value="周村区财政局"' in shown(visitor, f"{where}/change")
    answer = visitor.post(f"{where}/change", form_of(
        office, name="周村区财政金融局", key=key_of(shown(visitor, f"{where}/change"))))
    assert answer.status_code == 303
    page = shown(visitor, answer.location)
    for words in ("变更已经记录并生效", "周村区财政金融局", "周政发〔2026〕8号", "2026年3月2日"):
        assert words in page
    record = shown(visitor, "/system/record")
    assert "机关全称由“周村区财政局”改为“周村区财政金融局”" in record


def test_a_past_day_is_asked_about_before_it_counts(
    somebody: SignIn, office: Office, where: str
) -> None:
    visitor = somebody(Role.ADMINISTRATOR)
    form = form_of(office, phone="0533-6000099", from_day="2026-02-02")
    asked = visitor.post(f"{where}/change", form)
    page = asked.get_data(as_text=True)
    assert (asked.status_code, "确认变更" in page) == (200, True)
    assert "0533-6000099" not in shown(visitor, where)
    other = visitor.post(f"{where}/change", {
        **form, "from_day": "2026-02-03", "confirmed": "2026-02-02~"})
    assert "确认变更" in other.get_data(as_text=True), "another day is asked about anew"
    assert visitor.post(f"{where}/change", {**form, "confirmed": "2026-02-02~"}).status_code == 303
    assert "0533-6000099" in shown(visitor, where)


def test_a_change_to_come_is_shown_and_can_be_taken_back(
    somebody: SignIn, office: Office, where: str
) -> None:
    visitor = somebody(Role.ADMINISTRATOR)
    answer = visitor.post(f"{where}/change", form_of(
        office, phone="0533-6000099", from_day="2026-04-01"))
    page = shown(visitor, answer.location)
    assert "自2026年4月1日起将变更" in page
    assert "1 项变更即将生效" in shown(visitor, PAGE)
    cancel = page.split(f'action="{where}/changes/')[1].split('"')[0]
    assert visitor.post(f"{where}/changes/{cancel}", {"key": key_of(page)}).status_code == 303
    assert "生效前已取消" in shown(visitor, where)


def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(
    somebody: SignIn, office: Office, where: str
) -> None:
    office.engine.handle(new_agency("周民公开"), ROOT)
    visitor = somebody(Role.ADMINISTRATOR)
    answer = visitor.post(f"{where}/change", form_of(
        office, name="周村区周民公开局", letter_code="周民公开", address="东门路126号"))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    for words in ('href="#name"', 'href="#letter_code"', 'value="东门路126号"', "同名"):
        assert words in page
    answer = visitor.post(f"{where}/change", form_of(office, from_day="", phone="0533-1"))
    assert answer.status_code == 422
    assert 'href="#from_day"' in answer.get_data(as_text=True)


def test_the_second_administrator_is_told_and_goes_on_from_what_the_first_did(
    somebody: SignIn, office: Office, where: str
) -> None:
    first, second = somebody(Role.ADMINISTRATOR), somebody(Role.ADMINISTRATOR)
    mine = form_of(office, address="周村区东门路126号")
    assert first.post(f"{where}/change", form_of(office, phone="0533-6000099")).status_code == 303
    answer = second.post(f"{where}/change", mine)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "刚刚由" in page
    assert 'value="0533-6000099"' in page, "what he left alone shows the latest"
    assert 'value="周村区东门路126号"' in page, "what he typed is still there"
    known = page.split('name="known" value="')[1].split('"')[0]
    assert second.post(f"{where}/change", {
        **mine, "phone": "0533-6000099", "known": known}).status_code == 303
    page = shown(first, where)
    assert "0533-6000099" in page
    assert "周村区东门路126号" in page


def test_what_will_move_is_listed_before_a_merging_and_nothing_moves_before(
    somebody: SignIn, office: Office, where: str
) -> None:
    successor = office.engine.handle(new_agency("周民公开"), ROOT)
    case_id = office.register()
    office.play(case_id, [accepted(day(3, 3))])
    visitor = somebody(Role.ADMINISTRATOR)
    form = {"from_day": "2026-03-03", "successor_id": str(successor), "reason": "机构改革方案"}
    empty = visitor.post(f"{where}/end", {**form, "successor_id": "", "reason": "甲乙"})
    assert empty.status_code == 422
    assert 'href="#successor_id"' in empty.get_data(as_text=True)
    assert 'value="甲乙"' in empty.get_data(as_text=True)
    listed = visitor.post(f"{where}/end", form).get_data(as_text=True)
    assert "未办结的办件 1 件转入" in listed
    assert office.case(case_id).agency.id == office.agency_id
    confirmed = listed.split('name="confirmed" value="')[1].split('"')[0]
    answer = visitor.post(f"{where}/end", {**form, "confirmed": confirmed})
    assert answer.status_code == 303
    assert "已转入区周民公开局" in shown(visitor, answer.location)
    page = shown(visitor, "/system/agencies")
    assert "已合并、撤销的机关（1）" in page
    assert "周村区财政局" not in shown(visitor, "/system/people/new")
    for address in ("/system/calendar/local", "/system/settings"):
        assert "财政局</option>" not in shown(visitor, address)


def test_those_who_were_moved_are_told_at_their_work_and_find_the_old_cases(
    somebody: SignIn, office: Office
) -> None:
    case_id = office.live("disclosed")
    office.clock.go_to(day(4, 1))
    successor = office.engine.handle(new_agency("周民公开"), ROOT)
    visitor = somebody(Role.HANDLER)
    office.engine.handle(EndAgency(
        agency_id=office.agency_id, from_day=day(4, 1), successor_id=successor, reason="批复",
    ), ROOT)
    assert "周村区财政局自2026年4月1日起并入周村区周民公开局" in shown(visitor, "/mine")
    assert visitor.get(f"/cases/{case_id}").status_code == 200
    register = shown(visitor, f"/register?agency_id={office.agency_id}")
    assert "周财公开申〔2026〕1号" in register
    assert '<optgroup label="已合并、撤销的机关">' in register


def test_only_an_administrator_opens_these_pages(
    somebody: SignIn, office: Office, where: str
) -> None:
    for role in (Role.HANDLER, Role.SUPERVISOR):
        visitor = somebody(role)
        for address in (PAGE, where, f"{where}/change", f"{where}/end", f"{PAGE}/new"):
            assert visitor.get(address).status_code == 403
        for address in (PAGE, f"{where}/change", f"{where}/end", f"{where}/changes/1/cancel"):
            assert visitor.post(address, form_of(office)).status_code == 403


def test_an_agency_is_added_on_its_page(somebody: SignIn, office: Office) -> None:
    visitor = somebody(Role.ADMINISTRATOR)
    new = form_of(office, name="周村区大数据局", short_name="区大数据局", letter_code="周数公开",
                  parent_id=str(office.agency_id))
    answer = visitor.post(PAGE, {**new, "letter_code": "周财公开", "from_day": "x"})
    assert answer.status_code == 422
    assert 'href="#from_day"' in answer.get_data(as_text=True)
    answer = visitor.post(PAGE, {**new, "letter_code": "周财公开"})
    assert 'href="#letter_code"' in answer.get_data(as_text=True)
    assert "周村区大数据局" in answer.get_data(as_text=True)
    answer = visitor.post(PAGE, new)
    assert answer.status_code == 303
    assert "机关已添加" in shown(visitor, answer.location)
