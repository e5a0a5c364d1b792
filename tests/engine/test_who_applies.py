"""Who asks: several together, by an agent, from abroad; and whom a letter then reaches."""

from dataclasses import replace
from typing import Any

import pytest

from engine import Applicant, InvalidInput, RevealApplicant, RevealedApplicant, Role
from engine.registration.applicants.documents import check_of_credit_code, wrong_credit_code
from tests.conftest import ON_ONE_KIND
from tests.engine.office import MONDAY, Office

SOMEBODY = Applicant(
    kind="natural_person", name="王小明", id_kind="identity_card",
    id_number="370306198001010011", phone="13800000000", address="周村区机场路1号",
)
AGENT = Applicant(
    kind="natural_person", name="赵律师", id_kind="identity_card",
    id_number="11010519491231002X", phone="13900000000", address="淄博市张店区共青团路1号",
    postcode="255000",
)
COMPANY = Applicant(
    kind="enterprise", name="淄博某某有限公司", id_kind="credit_code",
    id_number="91370306MA0000000" + check_of_credit_code("91370306MA0000000"),
    address="周村区机场路2号",
)
LI, SUN = (Applicant(kind="natural_person", name=name) for name in ("李红", "孙立"))


def problems(office: Office, **changes: Any) -> dict[str, str]:
    with pytest.raises(InvalidInput) as refused:
        office.register(**{"applicant": SOMEBODY, **changes})
    return dict(refused.value.problems)


def addressed(office: Office, case_id: int) -> str:
    """The line of the acknowledgement that says to whom it goes."""
    return dict(office.case(case_id).letters[0].paragraphs)["addressee"]


def acknowledged(office: Office, case_id: int) -> str:
    return "".join(text for _, text in office.case(case_id).letters[0].paragraphs)


def test_letters_name_all_who_ask_together_and_the_agent_who_acts(office: Office) -> None:
    together = office.register(applicant=SOMEBODY, joint=(LI, SUN))
    assert addressed(office, together) == "王小明、李红、孙立："
    assert "你们以当面提交方式" in acknowledged(office, together)
    by_agent = office.register(applicant=COMPANY, agent=AGENT, authority="applies")
    assert addressed(office, by_agent) == "淄博某某有限公司（委托代理人：赵律师）："
    assert "贵单位" in acknowledged(office, by_agent)


def test_more_than_a_line_can_hold_are_counted(office: Office) -> None:
    many = tuple(replace(LI, name=f"阿卜杜热合曼{n}") for n in range(40))
    case_id = office.register(applicant=SOMEBODY, joint=many, agent=AGENT, authority="none")
    assert addressed(office, case_id) == "王小明等41人（委托代理人：赵律师）："
    assert len(office.case(case_id).joint) == 40


def test_the_case_is_counted_under_the_one_who_represents(office: Office) -> None:
    """Table three has one column for a request: the representative's kind."""
    case_id = office.register(applicant=COMPANY, joint=(replace(LI, kind="welfare"),))
    assert office.case(case_id).applicant_kind == "enterprise"


def test_an_agent_takes_letters_in_only_when_he_showed_that_he_may(office: Office) -> None:
    officer = office.people[Role.INTAKE_OFFICER]
    for authority, name, address in (
        ("applies", "王小明", "周村区机场路1号"),
        ("applies_and_receives", "赵律师", "淄博市张店区共青团路1号"),
    ):
        case_id = office.register(applicant=SOMEBODY, agent=AGENT, authority=authority)
        office.engine.handle(RevealApplicant(case_id=case_id, reason="邮寄"), officer)
        shown = office.engine.ask(RevealedApplicant(case_id=case_id), officer)
        assert (shown.recipient.name, shown.recipient.address) == (name, address)
        assert [each["name"] for each in shown.beside] == ["赵律师"]
        view = office.case(case_id)
        assert (view.agent, view.authority) == ("赵**", authority)


def test_the_address_of_who_may_receive_is_enough_for_the_post(office: Office) -> None:
    without = replace(SOMEBODY, address="")
    office.register(applicant=without, agent=AGENT, authority="applies_and_receives")
    assert set(problems(office, applicant=without, agent=AGENT, authority="applies")) == {"address"}


def test_what_is_missing_is_registered_and_named_for_the_correction(office: Office) -> None:
    """Arts. 29 and 30: nobody is turned away for a paper that a correction can ask for."""
    case_id = office.register(
        applicant=replace(SOMEBODY, id_kind="", id_number=""), joint=(LI,),
        agent=replace(AGENT, id_kind="", id_number=""), authority="none")
    assert office.case(case_id).lacking == (
        "申请人的身份证明", "其他共同申请人的身份证明", "授权委托书", "代理人的身份证明")
    assert office.case(office.register()).lacking == ()


@ON_ONE_KIND
@pytest.mark.parametrize(("changes", "field", "says"), [
    ({"agent": replace(AGENT, id_number="110105194912310021"), "authority": "none"},
     "agent_id_number", "校验位不符"),
    ({"agent": replace(AGENT, name=""), "authority": "none"}, "agent_name", "代理人姓名"),
    ({"agent": replace(AGENT, phone="abc"), "authority": "none"}, "agent_phone", "电话号码"),
    ({"agent": AGENT}, "authority", "请选择代理权限"),
    ({"joint": (LI, replace(SUN, id_kind="identity_card", id_number="123"))}, "joint", "第2人"),
    ({"joint": (replace(LI, name=" "),)}, "joint", "第1人：请填写"),
    ({"joint": (LI,) * 201}, "joint", "不能超过200人"),
    ({"applicant": replace(SOMEBODY, id_kind="credit_code")}, "id_kind", "居民身份证、护照"),
    ({"applicant": replace(COMPANY, id_kind="identity_card")}, "id_kind", "统一社会信用代码"),
    ({"applicant": replace(SOMEBODY, id_kind="")}, "id_kind", "请选择证件类型"),
    ({"applicant": replace(SOMEBODY, id_number="")}, "id_number", "未提供"),
    ({"applicant": replace(COMPANY, id_number="91370306MA000000O0")}, "id_number", "不含I"),
    ({"applicant": replace(COMPANY, id_number=COMPANY.id_number.replace("MA0", "MA1"))},
     "id_number", "校验位不符"),
    ({"applicant": replace(SOMEBODY, id_kind="passport", id_number="E-1")}, "id_number", "护照"),
    ({"applicant": replace(SOMEBODY, country="日本")}, "id_kind", "护照"),
    ({"applicant": replace(SOMEBODY, country="日本", id_kind="passport", id_number="TR1234567",
                           postcode="#1")}, "postcode", "境外"),
    ({"channel": "internet", "way_of_supply": ""}, "email", "电子邮件"),
])
def test_a_slip_is_told_at_the_field_of_the_one_it_is_about(
    office: Office, changes: dict[str, Any], field: str, says: str
) -> None:
    found = problems(office, **changes)
    assert set(found) == {field}
    assert says in found[field]


@pytest.mark.parametrize("code", ["91350100M000100Y43", "91350100m000100y43", COMPANY.id_number])
def test_true_credit_codes_pass(code: str) -> None:
    """The first is the example of GB 32100-2015 itself."""
    assert wrong_credit_code(code) == ""


def test_an_odd_code_is_recorded_with_the_reason(office: Office) -> None:
    office.register(applicant=replace(
        COMPANY, id_number="91370306MA0000000X", id_note="执照原件如此，已核对"))


def test_somebody_from_abroad_writes_number_and_postcode_as_at_home(office: Office) -> None:
    office.register(applicant=replace(
        SOMEBODY, country="日本", id_kind="passport", id_number="TR1234567",
        phone="+81 3-1234-5678", postcode="100-0001", address="東京都千代田区1-1"))


def test_who_says_nothing_of_the_way_is_answered_as_the_channel_has_it(office: Office) -> None:
    for channel, way in (("internet", "email"), ("fax", "fax"), ("signed_post", "post")):
        case_id = office.register(
            channel=channel, way_of_supply="", arrived_on=MONDAY,
            applicant=replace(SOMEBODY, email="wang@example.cn"))
        assert office.case(case_id).way_of_supply == way
