"""事项 on the page of a case: what is wrong is told at its field, nothing typed is lost."""

import re
from collections.abc import Callable

from engine import Role
from tests.engine.office import MONDAY, Office, accepted, day
from tests.engine.request_items import DISCLOSED_ITEM, INTERNAL, THREE, find, items
from tests.web.conftest import Visitor

SignIn = Callable[[Role], Visitor]

SEARCH = {
    "systems": "档案室", "words": "审计、报告", "period": "2025年", "searched_by": "办公室",
    "searched_on": "2026-03-03", "result": "not_found",
}


def test_the_items_stand_beside_the_form_while_the_reply_is_drafted(
    somebody: SignIn, office: Office
) -> None:
    case_id = office.register(items=THREE)
    office.take(case_id, accepted(day(3, 3)))
    task = office.task(case_id, "draft_reply")
    page = somebody(Role.HANDLER).get(f"/tasks/{task.id}").get_data(as_text=True)
    panel = page.split('data-panel="items"')[1].split('data-panel="letters"')[0]
    assert panel.startswith(" >") or not panel.split(">")[0].strip().endswith("hidden")
    for each in THREE:
        assert each in panel
    assert panel.count("没有检索记录。") == 3
    assert panel.count("保存认定") == 3
    assert "答复种类" in page


def test_a_request_of_one_item_asks_for_no_finding(somebody: SignIn, office: Office) -> None:
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    page = somebody(Role.HANDLER).get(f"/cases/{case_id}").get_data(as_text=True)
    assert "保存认定" not in page
    assert "登记检索" in page


def test_three_items_are_searched_found_and_answered_on_their_page(
    somebody: SignIn, office: Office
) -> None:
    case_id = office.register(items=THREE)
    office.take(case_id, accepted(day(3, 3)))
    handler, where = somebody(Role.HANDLER), f"/cases/{case_id}/items"
    refused = handler.post(f"{where}/2/finding", {"ground": "36-4"})
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert 'data-problem="find-2-ground"' in page
    assert "请先为本事项登记一条结果为“没有找到”的检索记录" in page
    assert re.search(r'<details open><summary>认定<span class="visually-hidden"> 2</span>', page)
    for address, form in (
        (f"{where}/2/search", SEARCH), (f"{where}/2/finding", {"ground": "36-4"}),
        (f"{where}/1/finding", DISCLOSED_ITEM), (f"{where}/3/finding", INTERNAL),
    ):
        assert handler.post(address, form).status_code == 303, address
    assert [each.ground for each in items(office, case_id)] == ["36-2", "36-4", "16-1"]
    task = office.task(case_id, "draft_reply")
    chosen = handler.post(f"/tasks/{task.id}/letter", {"letter-kind": "answered_by_item"})
    assert "关于第二项“2025年度审计报告”" in chosen.get_data(as_text=True)


def test_a_search_typed_wrong_keeps_what_was_typed(somebody: SignIn, office: Office) -> None:
    case_id = office.register()
    handler, where = somebody(Role.HANDLER), f"/cases/{case_id}/items/1/search"
    for wrong, field in (
        ({"searched_on": ""}, "searched_on"), ({"searched_on": "2026-03-99"}, "searched_on"),
        ({"result": ""}, "result"),
    ):
        answer = handler.post(where, {**SEARCH, "searched_on": MONDAY.isoformat(), **wrong})
        page = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert f'data-problem="search-1-{field}"' in page
        assert 'value="审计、报告"' in page


def test_items_are_divided_added_split_off_and_merged(somebody: SignIn, office: Office) -> None:
    case_id = office.register()
    officer, where = somebody(Role.INTAKE_OFFICER), f"/cases/{case_id}/items"
    assert officer.post(f"{where}/1/divide", {
        "parts": "2025年度部门决算\r\n“三公”经费明细", "why": "一事一申请"}).status_code == 303
    assert officer.post(f"{where}/add", {
        "description": "2024年度部门决算", "why": "补正时增加"}).status_code == 303
    refused = officer.post(f"{where}/split-off", {"why": "分立"})
    assert 'data-problem="split-numbers"' in refused.get_data(as_text=True)
    split = officer.post(f"{where}/split-off", {"numbers": "3", "why": "由另一科室办理"})
    assert split.status_code == 303
    new = split.headers["Location"].split("/cases/")[1].split("?")[0]
    page = officer.get(f"/cases/{new}").get_data(as_text=True)
    assert "本办件由以下办件的事项分立而来" in page
    merged = officer.post(f"/cases/{new}/items/merge", {
        "into": str(case_id), "why": "同一申请人"})
    assert merged.status_code == 303
    page = officer.get(f"/cases/{new}").get_data(as_text=True)
    assert "已合并" in page
    assert "本办件已并入以下办件办理" in page
    again = officer.post(f"/cases/{new}/items/add", {"description": "决算", "why": "增加"})
    assert again.status_code == 409
    assert "已并入" in again.get_data(as_text=True)


def test_several_items_are_typed_at_intake_and_kept_when_it_is_refused(
    somebody: SignIn, office: Office
) -> None:
    officer = somebody(Role.INTAKE_OFFICER)
    form = {
        "channel": "in_person", "arrived_on": "2026-03-02", "received_on": "2026-03-02",
        "kind": "natural_person", "name": "王小明", "phone": "13800000000",
        "address": "周村区机场路1号", "subject": "", "items": "决算\r\n审计报告",
        "way_of_supply": "post", "form_of_supply": "paper",
    }
    refused = officer.post("/intake", form).get_data(as_text=True)
    assert ">决算\r\n审计报告</textarea>" in refused or ">决算\n审计报告</textarea>" in refused
    answer = officer.post("/intake", {**form, "subject": "2025年度决算和审计"})
    case_id = int(answer.headers["Location"].split("/cases/")[1].split("?")[0])
    assert [each.description for each in items(office, case_id)] == ["决算", "审计报告"]


def test_the_record_tells_of_items_in_sentences(somebody: SignIn, office: Office) -> None:
    case_id = office.register(items=THREE)
    office.take(case_id, accepted(day(3, 3)))
    find(office, case_id, 1, **DISCLOSED_ITEM)
    page = somebody(Role.HANDLER).get(f"/cases/{case_id}?tab=record").get_data(as_text=True)
    assert "认定第 1 个事项：予以公开" in page
