"""收费 on the page of a case: what is wrong is told at its field, nothing typed is lost."""

from collections.abc import Callable

from engine import Role
from tests.engine.charged import (
    PIECES,
    approved,
    charge,
    handed,
    lapsed,
    noticed,
    proposed,
    stop,
    view,
)
from tests.engine.office import Office, accepted, day
from tests.web.conftest import Visitor

SignIn = Callable[[Role], Visitor]


def _panel(page: str) -> str:
    return page.split('data-panel="charging"')[1].split('data-panel="letters"')[0]


def typed(values: dict[str, str]) -> dict[str, str]:
    """The form of the first step, as a browser sends it."""
    return {"outcome": "proposed", **{f"field-{name}": each for name, each in values.items()}}


def test_charging_is_begun_from_the_page_and_leads_to_its_first_form(
    somebody: SignIn, office: Office
) -> None:
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    handler = somebody(Role.HANDLER)
    assert "开始办理收费" in _panel(handler.get(f"/cases/{case_id}").get_data(as_text=True))
    begun = handler.post(f"/cases/{case_id}/charging/open", {})
    assert begun.status_code == 303
    form = handler.get(begun.location).get_data(as_text=True)
    assert "拟定收费" in form
    assert "同一申请人本自然月此前已计件数" in form
    again = handler.post(f"/cases/{case_id}/charging/open", {})
    assert again.status_code == 409 or "已经在办理收费" in again.get_data(as_text=True)
    # Nothing that was typed is lost where so few pieces cost nothing.
    refused = handler.post(
        begun.location, typed({**PIECES, "fee_units": "3", "pieces_before": "0"}))
    page = refused.get_data(as_text=True)
    assert "按标准不收费（第1至3件：3件×0元＝0元）" in page
    assert "按街道各计一件。" in page
    office.clock.go_to(day(3, 4))
    assert somebody(Role.HANDLER).post(begun.location, typed(PIECES)).status_code == 303
    assert view(office, case_id).amount == 1200


def test_who_approves_sees_what_was_counted_and_what_it_comes_to(
    somebody: SignIn, office: Office
) -> None:
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    charge(office, case_id)
    proposed(office, case_id, day(3, 4))
    task = office.task(case_id, "approve_fee")
    page = somebody(Role.REVIEWER).get(f"/tasks/{task.id}").get_data(as_text=True)
    panel = _panel(page)
    assert not panel.split(">")[0].strip().endswith("hidden")
    for words in (
        "第11至22件：12件×100元＝1200元", "1200 元", "按街道各计一件。", "缴款码370301234567890",
    ):
        assert words in panel


def test_the_case_says_for_what_it_waits_and_a_complaint_is_kept(
    somebody: SignIn, office: Office
) -> None:
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    charge(office, case_id)
    proposed(office, case_id, day(3, 4))
    approved(office, case_id, day(3, 4))
    handler = somebody(Role.HANDLER)
    page = handler.get(f"/cases/{case_id}?tab=charging").get_data(as_text=True)
    assert "通知书还没有登记送达，缴纳期限没有开始" in page
    handed(office, case_id, day(3, 6))
    handler = somebody(Role.HANDLER)        # the session is over
    page = handler.get(f"/cases/{case_id}?tab=charging").get_data(as_text=True)
    assert "待申请人缴费，2026年4月3日前" in page
    fee_id = view(office, case_id).id
    where = f"/cases/{case_id}/charging/{fee_id}/complaint"
    refused = handler.post(where, {"came_on": "2026-03-07", "complaint": "收费过高"})
    assert refused.status_code == 422
    assert f'data-problem="objects-{fee_id}-came_on"' in refused.get_data(as_text=True)
    assert "收费过高" in refused.get_data(as_text=True)
    assert handler.post(where, {
        "came_on": "2026-03-06", "complaint": "收费过高"}).status_code == 303
    assert view(office, case_id).complaint == "2026年3月6日：收费过高"
    record = handler.get(f"/cases/{case_id}?tab=record").get_data(as_text=True)
    assert "信息处理费1：拟定按件计收，计12，此前已计10件，共1200元" in record
    assert "收费过高" not in record.split('data-panel="record"')[1]


def test_a_payment_is_put_right_and_a_fee_stopped_on_the_page(
    somebody: SignIn, office: Office
) -> None:
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    fee_id = noticed(office, case_id, day(3, 6))
    lapsed(office, case_id, day(4, 7))
    handler, where = somebody(Role.HANDLER), f"/cases/{case_id}/charging/{fee_id}"
    page = handler.get(f"/cases/{case_id}?tab=charging").get_data(as_text=True)
    assert "申请人逾期，待办结" in page
    assert "补登按期缴费" in page
    refused = handler.post(f"{where}/mend", {"paid_on": "2026-04-07", "reason": "银行迟到账"})
    assert f'data-problem="paid-{fee_id}-paid_on"' in refused.get_data(as_text=True)
    refused = handler.post(f"{where}/end", {"reason": ""})
    assert f'data-problem="stop-{fee_id}-reason"' in refused.get_data(as_text=True)
    assert handler.post(
        f"{where}/mend", {"paid_on": "2026-04-03", "reason": "银行迟到账"}).status_code == 303
    assert view(office, case_id).state == "paid"
    other = office.register(subject="另一件")
    office.take(other, accepted(day(4, 8)))
    stop(office, charge(office, other))
    visitor = somebody(Role.HANDLER).speak_english()
    page = visitor.get(f"/cases/{other}?tab=charging").get_data(as_text=True)
    assert "No fee charged" in page
