"""Third parties and others are asked on the page of the case; nothing typed is lost."""

from collections.abc import Callable
from datetime import date

import pytest

from engine import Role
from tests.engine.asking import arrived, ask, sent, view
from tests.engine.office import Office, accepted, day
from tests.web.conftest import Visitor

SignIn = Callable[[Role], Visitor]
ASKED = {"party": "third_party", "name": "淄博瑞康新材料有限公司", "contact": "周村区正阳路9号",
         "asked": "生产工艺流程图能否公开？", "item": ""}


@pytest.fixture
def case_id(office: Office) -> int:
    """Received on Monday 2 March, accepted on Tuesday."""
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    return case_id


def _tab(visitor: Visitor, case_id: int) -> str:
    return visitor.get(f"/cases/{case_id}?tab=consultations").get_data(as_text=True)


def test_somebody_is_asked_and_the_page_says_how_far_it_has_come(
    somebody: SignIn, office: Office, case_id: int
) -> None:
    handler = somebody(Role.HANDLER)
    assert "还没有征求过意见" in _tab(handler, case_id)
    done = handler.post(f"/cases/{case_id}/consultations/open", ASKED)
    assert done.status_code == 303
    assert "tab=consultations" in done.headers["Location"]
    page = _tab(handler, case_id)
    assert "淄博瑞康新材料有限公司" in page
    assert "等待送出" in page
    assert "送出征求意见书" in page        # its next step, one press away
    sent(office, case_id, 1, day(3, 5))
    page = _tab(somebody(Role.HANDLER), case_id)
    assert "已送出，等待送达" in page
    assert "没有登记" in page              # the applicant was not told, which is a defect
    arrived(office, case_id, 1, day(3, 6))
    assert "等待答复意见" in _tab(somebody(Role.HANDLER), case_id)


def test_what_is_missing_is_said_at_its_field_and_the_rest_stays(
    somebody: SignIn, case_id: int
) -> None:
    handler = somebody(Role.HANDLER)
    wrong = handler.post(f"/cases/{case_id}/consultations/open",
                         {**ASKED, "party": "", "name": " "})
    page = wrong.get_data(as_text=True)
    assert wrong.status_code == 422
    assert 'data-problem="ask-party"' in page
    assert 'data-problem="ask-name"' in page
    assert "生产工艺流程图能否公开？" in page
    assert 'value="周村区正阳路9号"' in page


def test_a_wrong_day_is_put_right_on_the_page_and_a_later_one_refused(
    somebody: SignIn, office: Office, case_id: int
) -> None:
    ask(office, case_id)
    sent(office, case_id, 1, day(3, 5))
    handler = somebody(Role.HANDLER)
    held = view(office, case_id)
    address = f"/cases/{case_id}/consultations/{held.id}/mend"
    wrong = handler.post(address, {
        "issued_on": "2026-13-05", "told_on": "", "reason": "看错了日期"})
    page = wrong.get_data(as_text=True)
    assert wrong.status_code == 422
    assert f'data-problem="mend-{held.id}-issued_on"' in page
    assert 'value="看错了日期"' in page
    done = handler.post(address, {
        "issued_on": "2026-03-04", "told_on": "2026-03-05", "reason": "看错了日期"})
    assert done.status_code == 303
    assert (view(office, case_id).issued_on, view(office, case_id).told_on) == (
        date(2026, 3, 4), date(2026, 3, 5))
    record = handler.get(f"/cases/{case_id}?tab=record").get_data(as_text=True)
    assert "更正征求意见书送出日期，由 2026年3月5日 改为 2026年3月4日，理由：看错了日期" in record


def test_it_is_stopped_with_a_reason_and_the_reason_stays_to_be_read(
    somebody: SignIn, office: Office, case_id: int
) -> None:
    handler = somebody(Role.HANDLER)
    ask(office, case_id)
    held = view(office, case_id)
    address = f"/cases/{case_id}/consultations/{held.id}/end"
    wrong = handler.post(address, {"reason": ""})
    assert wrong.status_code == 422
    assert f'data-problem="end-{held.id}-reason"' in wrong.get_data(as_text=True)
    assert handler.post(address, {"reason": "申请人不再要工艺部分"}).status_code == 303
    page = _tab(handler, case_id)
    assert "已停止" in page
    assert "申请人不再要工艺部分" in page
    again = handler.post(address, {"reason": "再停一次"})
    assert again.status_code == 422
    assert "已经办结，不需要停止" in again.get_data(as_text=True)


def test_who_does_not_handle_the_case_reads_it_and_may_not_ask(
    somebody: SignIn, office: Office, case_id: int
) -> None:
    ask(office, case_id)
    reviewer = somebody(Role.REVIEWER)
    page = _tab(reviewer, case_id)
    assert "淄博瑞康新材料有限公司" in page
    assert "开始征求" not in page
    assert reviewer.post(f"/cases/{case_id}/consultations/open", ASKED).status_code == 403


def test_a_case_without_consultations_that_nobody_may_begin_has_no_such_tab(
    somebody: SignIn, case_id: int
) -> None:
    page = somebody(Role.REVIEWER).get(f"/cases/{case_id}").get_data(as_text=True)
    assert "tab=consultations" not in page
