"""The form of a new request: what is told while it is typed, refused and kept when it is sent."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl

import pytest

from engine import RegisterFilter, RegisterPage, Role
from tests.engine.office import MONDAY, Office
from tests.web.conftest import Visitor, key_of

SignIn = Callable[[Role], Visitor]


def request_form(**changes: Any) -> dict[str, Any]:
    """The intake form as an officer fills it in."""
    return {
        "channel": "in_person", "arrived_on": MONDAY.isoformat(),
        "received_on": MONDAY.isoformat(), "kind": "natural_person", "name": "李晓华",
        "id_kind": "identity_card", "id_number": "370306198001010011", "phone": "13800000000",
        "address": "周村区机场路1号", "subject": "王村镇2025年低保名单",
        "description": "全镇，含金额",
        "form_of_supply": "paper", "way_of_supply": "post", **changes,
    }


def registered(office: Office) -> int:
    return len(
        office.engine.ask(RegisterPage(wanted=RegisterFilter()), office.people[Role.HANDLER]).rows
    )


def test_a_request_is_registered_and_its_receipt_offered(
    somebody: SignIn, office: Office
) -> None:
    officer = somebody(Role.INTAKE_OFFICER)
    page = officer.get("/intake").get_data(as_text=True)
    answer = officer.post("/intake", request_form(key=key_of(page)))
    assert answer.status_code == 303
    shown = officer.get(answer.location).get_data(as_text=True)
    assert "王村镇2025年低保名单" in shown
    assert "打印登记回执" in shown
    assert "李**" in shown
    assert "370306198001010011" not in shown


def test_several_applicants_and_an_agent_are_typed_on_one_form(
    somebody: SignIn, office: Office
) -> None:
    officer = somebody(Role.INTAKE_OFFICER)
    form = request_form(
        joint="孙立，11010519491231002X，13900000000\n李红\t370306198001010012\t\t原件如此",
        agent_name="赵律师", authority="applies", agent_phone="13700000000",
    )
    answer = officer.post("/intake", form)
    shown = officer.get(answer.location).get_data(as_text=True)
    assert "李**等3人" in shown
    assert "孙*、李*" in shown
    assert "赵**" in shown
    assert "代理人的身份证明" in shown
    assert "11010519491231002X" not in shown


def test_a_slip_in_the_list_of_joint_applicants_keeps_the_list(somebody: SignIn) -> None:
    page = somebody(Role.INTAKE_OFFICER).post("/intake", request_form(
        joint="孙立，110105194912310021\n李红", agent_name="赵律师",
    )).get_data(as_text=True)
    assert re.findall(r'data-problem="([^"]+)"', page) == ["joint", "authority"]
    assert "第1人：居民身份证号码的校验位不符" in page
    assert "孙立，110105194912310021" in page


def test_sending_the_same_form_twice_registers_once(somebody: SignIn, office: Office) -> None:
    officer = somebody(Role.INTAKE_OFFICER)
    form = request_form(key=key_of(officer.get("/intake").get_data(as_text=True)))
    first, second = officer.post("/intake", form), officer.post("/intake", form)
    assert first.location == second.location
    assert registered(office) == 1


def test_a_date_of_receipt_in_the_future_is_refused_and_everything_typed_is_kept(
    somebody: SignIn, office: Office
) -> None:
    answer = somebody(Role.INTAKE_OFFICER).post(
        "/intake", request_form(received_on="2026-04-01", description="第一行\n<b>第二行")
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "不能晚于今天" in page
    for kept in ("李晓华", "13800000000", "王村镇2025年低保名单", "第一行", "&lt;b&gt;第二行"):
        assert kept in page
    assert registered(office) == 0


def test_every_problem_of_the_form_leads_to_its_input(somebody: SignIn) -> None:
    page = somebody(Role.INTAKE_OFFICER).post("/intake", request_form(
        name="王" * 121, kind="ghost", subject="很" * 201, phone="", email="x" * 121,
    )).get_data(as_text=True)
    named = re.findall(r'data-problem="([^"]*)"', page)
    assert {"name", "kind", "subject", "email"} <= set(named)
    for name in named:
        assert f'id="{name}"' in page
    for name, most in (("name", 120), ("subject", 200), ("email", 120)):
        assert re.search(rf'id="{name}"[^>]*data-longest="{most}"', page, re.DOTALL)


def test_an_unknown_channel_is_refused(somebody: SignIn, office: Office) -> None:
    answer = somebody(Role.INTAKE_OFFICER).post("/intake", request_form(channel="pigeon"))
    assert answer.status_code == 422
    assert "渠道" in answer.get_data(as_text=True)
    assert registered(office) == 0


def test_a_date_that_is_none_is_refused_by_name(somebody: SignIn) -> None:
    answer = somebody(Role.INTAKE_OFFICER).post("/intake", request_form(arrived_on="2026-02-30"))
    assert answer.status_code == 422
    assert "“申请到达日期”不是有效的日期" in answer.get_data(as_text=True)


def test_with_scripts_only_the_list_of_problems_comes_back_so_chosen_files_stay(
    somebody: SignIn,
) -> None:
    answer = somebody(Role.INTAKE_OFFICER).post(
        "/intake", request_form(subject=""), headers={"HX-Request": "true"}
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert page.lstrip().startswith('<div id="problems"')
    assert 'data-problem="subject"' in page


def test_a_disguised_upload_is_refused_with_its_name(somebody: SignIn, office: Office) -> None:
    form = request_form(attachments=(BytesIO(b"MZ\x90\x00" + b"\0" * 200), "申请表.pdf"))
    answer = somebody(Role.INTAKE_OFFICER).post(
        "/intake", form, content_type="multipart/form-data"
    )
    assert answer.status_code == 422
    assert "申请表.pdf" in answer.get_data(as_text=True)
    assert registered(office) == 0


def test_a_submission_that_is_too_large_is_told_what_to_do(
    somebody: SignIn, office: Office
) -> None:
    answer = somebody(Role.INTAKE_OFFICER).browser.post(
        "/intake", data=b"--b\r\n" + b"0" * (26 * 1024 * 1024),
        content_type="multipart/form-data; boundary=b",
    )
    assert answer.status_code == 413
    assert "25 MB" in answer.get_data(as_text=True)
    assert 'id="problems"' in answer.get_data(as_text=True)
    assert registered(office) == 0


def test_a_day_before_the_regulation_is_told_while_the_date_is_still_being_typed(
    somebody: SignIn
) -> None:
    """A browser sends 0002-03-02 and 0020-03-02 on the way to 2026-03-02."""
    officer = somebody(Role.INTAKE_OFFICER)
    for year in ("0002", "0020", "0202", "2006", "2007"):
        answer = officer.get(
            f"/intake/receipt?channel=in_person&arrived_on={year}-03-02&received_on={year}-03-02"
        )
        assert answer.status_code == 200
        page = answer.get_data(as_text=True)
        assert "收到日期不能早于2008年5月1日（《条例》施行之日）。" in page
        assert "请选择收到申请的渠道" not in page


def test_the_receipt_says_the_rule_and_the_due_date_before_anything_is_saved(
    somebody: SignIn, office: Office
) -> None:
    officer = somebody(Role.INTAKE_OFFICER)
    page = officer.get(
        "/intake/receipt?channel=in_person&arrived_on=2026-03-02&received_on=2026-03-02"
    ).get_data(as_text=True)
    assert "2026年3月30日（星期一）" in page      # 20 working days after Monday 2026-03-02
    late = officer.get(
        "/intake/receipt?channel=in_person&arrived_on=2026-03-02&received_on=2026-03-09"
    ).get_data(as_text=True)
    assert "不能晚于今天" in late
    assert registered(office) == 0


@pytest.mark.parametrize(("asked", "told"), [
    ("channel=fax&arrived_on=2001-11-20&received_on=2001-11-20", "不能早于2008年5月1日"),
    ("channel=fax&arrived_on=2026-02-25&received_on=2026-02-20", "不能早于申请到达日期"),
    ("channel=in_person&arrived_on=2026-02-24&received_on=2026-02-25", "就是申请到达日期"),
])
def test_days_that_registering_would_refuse_are_told_while_they_are_typed(
    somebody: SignIn, office: Office, asked: str, told: str
) -> None:
    """A slip of the year is said beside the form at once, not with an error of the server."""
    officer = somebody(Role.INTAKE_OFFICER)
    page = officer.get(f"/intake/receipt?{asked}")
    assert page.status_code == 200
    assert told in page.get_data(as_text=True)
    assert "答复期限</dt>" not in page.get_data(as_text=True)
    refused = officer.post("/intake", request_form(**dict(parse_qsl(asked))))
    assert told in refused.get_data(as_text=True)
    assert "请选择收到申请的渠道" not in refused.get_data(as_text=True)
    assert registered(office) == 0


def test_a_late_confirmation_is_told_before_and_after_it_is_saved(
    somebody: SignIn, office: Office
) -> None:
    officer = somebody(Role.INTAKE_OFFICER)
    page = officer.get(
        "/intake/receipt?channel=internet&arrived_on=2026-02-24&received_on=2026-03-02"
    ).get_data(as_text=True)
    told = "申请于2026年2月24日到达，至迟应于2026年2月25日（1个工作日内）与申请人确认"
    assert told in page
    assert "第三十一条第三项" in page
    officer.post("/intake", request_form(
        channel="internet", arrived_on="2026-02-24", received_on="2026-03-02"))
    (case_id,) = [
        row.id
        for row in office.engine.ask(
            RegisterPage(wanted=RegisterFilter()), office.people[Role.INTAKE_OFFICER]
        ).rows
    ]
    assert told in officer.get(f"/cases/{case_id}").get_data(as_text=True)
    english = officer.speak_english().get(f"/cases/{case_id}").get_data(as_text=True)
    assert "The request arrived on 24 February 2026" in english


def test_similar_requests_appear_while_typing(somebody: SignIn, office: Office) -> None:
    office.register(subject="王村镇2025年低保名单")
    page = somebody(Role.INTAKE_OFFICER).post(
        "/intake/similar", {"name": "王小明", "subject": "低保名单"}
    ).get_data(as_text=True)
    assert "王村镇2025年低保名单" in page
    assert "姓名或者名称相同" in page


def test_what_is_wrong_is_listed_in_the_order_of_the_form(somebody: SignIn) -> None:
    page = somebody(Role.INTAKE_OFFICER).post("/intake", request_form(
        description="所需\u200b信息", name="李\u200b晓华", phone="abc", address="", email="",
    )).get_data(as_text=True)
    told = re.findall(r'data-problem="([^"]+)"', page)
    assert told == ["name", "phone", "address", "description"]


def test_what_the_applicant_asked_for_before_stands_beside_the_form(
    somebody: SignIn, office: Office
) -> None:
    case_id = office.register(subject="王村镇2025年低保名单")
    page = somebody(Role.INTAKE_OFFICER).post("/intake/similar", {
        "name": "王小鸣", "id_number": "370306198001010011", "subject": "王村镇2025年低保名单",
    }).get_data(as_text=True)
    assert "证件号码相同" in page
    assert "内容相同的1件" in page
    assert "370306198001010011" not in page
    second = office.register(subject="王村镇2025年低保名单")
    shown = somebody(Role.HANDLER).get(f"/cases/{second}").get_data(as_text=True)
    assert "收到日前12个月内另有1件申请，内容相同的1件" in shown
    assert f'href="/cases/{case_id}"' in shown


def test_an_oral_request_is_printed_for_signature_and_the_look_is_on_record(
    somebody: SignIn, office: Office
) -> None:
    officer = somebody(Role.INTAKE_OFFICER)
    assert "请填写代为填写的工作人员" in officer.post(
        "/intake", request_form(written_for_applicant="1")).get_data(as_text=True)
    case = officer.post("/intake", request_form(
        written_for_applicant="1", written_by="窗口人员甲")).location
    case = case.split("?")[0]
    assert officer.get(f"{case}/oral").status_code == 302      # nobody has said why yet
    sheet = officer.get(officer.post(f"{case}/oral", {}).location).get_data(as_text=True)
    for words in ("李晓华", "370306198001010011", "窗口人员甲", "签名或者按指印", "宣读"):
        assert words in sheet
    case_id = int(case.rpartition("/")[2])
    assert office.events(case_id).count("ApplicantRevealed") == 1
    typed = officer.post("/intake", request_form()).location.split("?")[0]
    assert officer.get(f"{typed}/oral").status_code == 404
