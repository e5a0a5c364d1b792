"""来件: taken in, confirmed and registered on the pages, with what was typed carried over."""

from collections.abc import Callable
from io import BytesIO

from engine import Role
from tests.engine.office import MONDAY, Office
from tests.web.conftest import Visitor, key_of

SignIn = Callable[[Role], Visitor]
FORM = {
    "way": "fax", "arrived_on": MONDAY.isoformat(), "sender": "李晓华", "phone": "13800000000",
    "subject": "王村镇2025年低保名单",
}


def test_from_the_fax_to_the_case(somebody: SignIn, office: Office) -> None:
    officer = somebody(Role.INTAKE_OFFICER)
    assert "没有待办的来件" in officer.get("/arrivals").get_data(as_text=True)
    key = key_of(officer.get("/arrivals/new").get_data(as_text=True))
    sent = {**FORM, "key": key, "label": "application",
            "attachments": (BytesIO("申请".encode()), "申请表.txt")}
    page = officer.post("/arrivals", sent, content_type="multipart/form-data").location
    page = page.split("?")[0]
    assert "待与申请人确认" in officer.get("/mine").get_data(as_text=True)
    missed = officer.post(f"{page}/calls", {
        "called_on": MONDAY.isoformat(), "number": "13800000000", "outcome": "not_reached"})
    assert missed.status_code == 303
    officer.post(f"{page}/calls", {
        "called_on": MONDAY.isoformat(), "called_at": "10:05", "number": "13800000000",
        "spoke_with": "本人", "outcome": "confirmed"})
    shown = officer.get(page).get_data(as_text=True)
    assert "没有联系上" in shown
    assert "答复期限已经开始计算" in shown
    form = officer.get(f"/intake?arrival={page.rpartition('/')[2]}").get_data(as_text=True)
    for typed in ("李晓华", "13800000000", "王村镇2025年低保名单", 'value="fax"'):
        assert typed in form
    case = officer.post("/intake", {
        "arrival": page.rpartition("/")[2], "channel": "fax", "arrived_on": MONDAY.isoformat(),
        "received_on": MONDAY.isoformat(), "kind": "natural_person", "name": "李晓华",
        "phone": "13800000000", "subject": "王村镇2025年低保名单", "key": key_of(form),
    }).location
    files = officer.get(f"{case.split('?')[0]}?tab=attachments").get_data(as_text=True)
    assert "申请书、申请表" in files
    assert "申请表.txt" in files
    assert f'href="{page}"' in officer.get(case.split("?")[0]).get_data(as_text=True)
    assert "查看办件" in officer.get(page).get_data(as_text=True)


def test_a_refused_call_keeps_what_was_typed_and_leads_to_its_input(somebody: SignIn) -> None:
    officer = somebody(Role.INTAKE_OFFICER)
    page = officer.post("/arrivals", FORM).location.split("?")[0]
    refused = officer.post(f"{page}/calls", {
        "called_on": "2026-03-05", "number": "13900000001", "outcome": "confirmed"})
    shown = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert 'data-problem="called_on"' in shown
    assert "13900000001" in shown


def test_an_arrival_is_handed_on_or_closed_with_the_reason(somebody: SignIn) -> None:
    officer = somebody(Role.INTAKE_OFFICER)
    first, second = (officer.post("/arrivals", FORM).location.split("?")[0] for _ in range(2))
    officer.post(f"{first}/pass-on", {
        "to": "区信访局", "passed_on": MONDAY.isoformat(), "signed_by": "李四"})
    assert "连同原件转交区信访局，李四签收" in officer.get(first).get_data(as_text=True)
    officer.post(f"{second}/no-request", {"reason": "广告"})
    listed = officer.get("/arrivals").get_data(as_text=True)
    assert "已转交" in listed
    assert "不是申请" in listed
    assert somebody(Role.HANDLER).get("/arrivals").status_code == 403


def test_a_secret_among_the_papers_is_removed_on_the_page(somebody: SignIn) -> None:
    officer = somebody(Role.INTAKE_OFFICER)
    page = officer.post("/arrivals", {
        **FORM, "label": "other", "attachments": (BytesIO("内容".encode()), "涉密名单.txt"),
    }, content_type="multipart/form-data").location.split("?")[0]
    shown = officer.get(page).get_data(as_text=True)
    address = f"{page}/papers/1/quarantine"
    assert f'action="{address}"' in shown
    wrong = officer.post(address, {"secret_reason": " "})
    assert wrong.status_code == 422
    assert 'data-problem="secret-1-reason"' in wrong.get_data(as_text=True)
    assert officer.post(address, {"secret_reason": "误收"}).status_code == 303
    shown = officer.get(page).get_data(as_text=True)
    assert "涉密，已隔离删除" in shown
    assert "涉密名单" not in shown
    assert address not in shown
    assert officer.get("/arrivals/papers/1").status_code == 404
