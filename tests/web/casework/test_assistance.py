"""分办协办 on the page of a case: given, answered, told where the reply is drafted."""

import re
from collections.abc import Callable

import pytest

from engine import Role
from tests.engine.office import Office, accepted, day
from tests.engine.test_assistance import ask, unit
from tests.web.conftest import Visitor

SignIn = Callable[[Role], Visitor]


@pytest.fixture
def case_id(office: Office) -> int:
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    return case_id


def test_it_is_given_on_the_page_and_stands_there_with_who_has_it(
    somebody: SignIn, office: Office, case_id: int
) -> None:
    colleague = office.hire(Role.HANDLER, "第二承办人")
    unit_id = unit(office, "预算科", colleague)
    handler = somebody(Role.HANDLER)
    page = handler.get(f"/cases/{case_id}?tab=assistance").get_data(as_text=True)
    assert "分给科室或者人员" in page
    assert "预算科" in page
    answer = handler.post(f"/cases/{case_id}/assistance/ask", {
        "kind": "assist", "unit_id": str(unit_id), "person_id": "", "item": "",
        "asked": "请核对2025年度决算的页数。",
    })
    assert answer.status_code == 303
    page = handler.get(answer.headers["Location"]).get_data(as_text=True)
    for words in ("已记入分办协办。", "协办1", "请核对2025年度决算的页数。", "等待答复"):
        assert words in page
    draft = office.task(case_id, "draft_reply")
    page = handler.get(f"/tasks/{draft.id}").get_data(as_text=True)
    assert "协办1 还没有答复" in page


def test_what_is_typed_wrong_is_shown_again_with_what_was_typed(
    somebody: SignIn, office: Office, case_id: int
) -> None:
    office.hire(Role.HANDLER, "第二承办人")
    answer = somebody(Role.HANDLER).post(f"/cases/{case_id}/assistance/ask", {
        "kind": "assist", "unit_id": "", "person_id": "", "item": "", "asked": "请核对页数。",
    })
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "请选择科室或者人员。" in page
    assert "请核对页数。" in page
    assert 'href="#help-unit_id"' in page


def test_who_is_asked_reads_the_question_where_it_is_answered(
    somebody: SignIn, office: Office, case_id: int
) -> None:
    colleague = office.hire(Role.HANDLER, "第二承办人")
    made = ask(office, case_id, person_id=colleague.person_id, asked="请核对页数。")
    office.people[Role.HANDLER] = colleague
    visitor = somebody(Role.HANDLER)
    (task,) = [each for each in office.case(case_id).tasks if each.about]
    page = visitor.get(f"/tasks/{task.id}").get_data(as_text=True)
    assert re.search(r'class="told".*请核对页数。', page, re.S)
    refused = visitor.post(f"/cases/{case_id}/assistance/{made}/end", {"reason": " "})
    assert "请填写理由。" in refused.get_data(as_text=True)
    done = visitor.post(f"/tasks/{task.id}", {
        "outcome": "answered", "field-assistance_answer": "共12页。"})
    assert done.status_code == 303
    page = visitor.get(f"/cases/{case_id}?tab=assistance").get_data(as_text=True)
    assert "共12页。" in page
    assert "已答复" in page
