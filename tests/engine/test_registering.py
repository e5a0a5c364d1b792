"""The register: what an intake officer may enter, and what is sent back with a reason."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from engine import (
    Applicant,
    AttachmentFile,
    FileRefused,
    InvalidInput,
    Role,
    SimilarRequests,
    Upload,
)
from engine.store import tables
from tests.conftest import ON_ONE_KIND
from tests.engine.office import MONDAY, Office

SOMEBODY = {
    "kind": "natural_person", "name": "王小明", "phone": "13800000000",
    "address": "周村区机场路1号",
}


def test_a_person_s_name_is_masked_and_a_long_one_not_counted_out(office: Office) -> None:
    for name, shown in (("王明", "王*"), ("欧阳小明", "欧***"), ("阿卜杜热合曼·买买提", "阿****")):
        case_id = office.register(applicant=Applicant(**{**SOMEBODY, "name": name}))
        assert office.case(case_id).applicant == shown


def registered(office: Office) -> int:
    with office.engine.database.read() as connection:
        return connection.execute(select(func.count()).select_from(tables.cases)).scalar_one()


@ON_ONE_KIND
@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"received_on": MONDAY + timedelta(days=1), "arrived_on": MONDAY},
         "received_on", "不能晚于今天"),
        ({"arrived_on": MONDAY + timedelta(days=1), "received_on": MONDAY + timedelta(days=1)},
         "arrived_on", "不能晚于今天"),
        ({"received_on": date(2008, 4, 30), "arrived_on": date(2008, 4, 30)},
         "received_on", "2008年5月1日"),
        ({"channel": "pigeon"}, "channel", "请选择收到申请的渠道"),
        ({"channel": ""}, "channel", "请选择收到申请的渠道"),
        ({"arrived_on": MONDAY - timedelta(days=3)}, "received_on", "收到日期就是申请到达日期"),
        ({"channel": "ordinary_post", "received_on": MONDAY - timedelta(days=4)},
         "received_on", "不能早于申请到达日期"),
        ({"subject": "  "}, "subject", "请填写"),
        ({"subject": "长" * 201}, "subject", "不能超过200个字"),
        ({"subject": "有\x00控制字符"}, "subject", "控制字符"),
        ({"form_of_supply": "smoke"}, "form_of_supply", "请选择提供的形式"),
        ({"way_of_supply": "smoke"}, "way_of_supply", "请选择获取的途径"),
        ({"area": "nowhere"}, "area", "请选择所属领域"),
        ({"applicant": Applicant(**{**SOMEBODY, "kind": "ghost"})}, "applicant_kind", "请选择"),
        ({"applicant": Applicant(**{**SOMEBODY, "name": ""})}, "applicant_name", "请填写"),
        ({"applicant": Applicant(**{**SOMEBODY, "phone": "", "address": ""}),
          "way_of_supply": "pickup"}, "phone", "联系方式"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_entered(
    office: Office, changes: dict[str, Any], field: str, says: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        office.register(**changes)
    assert says in refused.value.problems[field]
    assert registered(office) == 0


def test_a_day_before_the_regulation_is_no_fault_of_the_channel(office: Office) -> None:
    with pytest.raises(InvalidInput) as refused:
        office.register(received_on=date(2008, 4, 30), arrived_on=MONDAY)
    assert list(refused.value.problems) == ["received_on"]
    assert "2008年5月1日" in refused.value.problems["received_on"]


def test_all_faults_are_told_at_once(office: Office) -> None:
    with pytest.raises(InvalidInput) as refused:
        office.register(channel="pigeon", subject="", area="nowhere")
    assert set(refused.value.problems) == {"channel", "subject", "area"}


def test_a_refused_file_takes_the_whole_entry_back_and_leaves_no_gap(office: Office) -> None:
    with pytest.raises(FileRefused):
        office.register(attachments=(Upload(name="申请书.pdf", content=b"MZ\x90\x00 program"),))
    assert registered(office) == 0
    case_id = office.register(
        attachments=(Upload(name="申请书.txt", content="申请公开".encode()),))
    case = office.case(case_id)
    assert case.number == "周财公开申〔2026〕1号"
    (attachment,) = case.attachments
    view, content = office.engine.ask(
        AttachmentFile(attachment_id=attachment.id), office.people[Role.HANDLER]
    )
    assert (view.name, content.decode()) == ("申请书.txt", "申请公开")


def test_a_letter_sent_by_ordinary_post_counts_from_the_confirmation(office: Office) -> None:
    """Art. 31: for ordinary letters the day of confirmation with the applicant is the receipt."""
    case_id = office.register(
        channel="ordinary_post", arrived_on=MONDAY - timedelta(days=6), received_on=MONDAY)
    case = office.case(case_id)
    assert case.clock.received_on == MONDAY
    assert case.clock.due_on == date(2026, 3, 30)


def test_a_confirmation_that_came_late_is_said_on_the_case_and_blocks_nothing(
    office: Office
) -> None:
    late = office.register(
        channel="internet", arrived_on=MONDAY - timedelta(days=6), received_on=MONDAY)
    soon = office.register(
        channel="internet", arrived_on=MONDAY - timedelta(days=2), received_on=MONDAY)
    (finding,) = office.case(late).assessment.findings
    assert finding.code == "confirmation_late"
    assert "2026年2月24日到达" in finding.message
    assert "2026年2月25日" in finding.message
    assert office.case(soon).assessment.findings == ()
    assert office.case(late).clock == office.case(soon).clock


def test_a_long_name_of_an_organisation_and_odd_letters_are_kept_as_written(
    office: Office,
) -> None:
    name = "𠮷野㐂商贸（A&B <公司>）" * 5
    case_id = office.register(
        applicant=Applicant(kind="enterprise", name=name, address="周村区机场路1号"))
    case = office.case(case_id)
    assert case.applicant == name
    assert name in "".join(text for _, text in case.letters[0].paragraphs)


def test_each_year_numbers_its_own_requests(office: Office) -> None:
    office.clock.go_to(date(2025, 12, 31))
    numbers = [office.case(office.register()).number for _ in range(2)]
    office.clock.go_to(date(2026, 1, 4))
    numbers.append(office.case(office.register()).number)
    assert numbers == [
        "周财公开申〔2025〕1号", "周财公开申〔2025〕2号", "周财公开申〔2026〕1号"]


def test_the_due_date_before_the_next_calendar_is_published_is_provisional(
    office: Office,
) -> None:
    office.clock.go_to(date(2026, 12, 21))
    clock = office.case(office.register()).clock
    assert clock.due_on is not None
    assert clock.due_on.year == 2027
    assert clock.provisional


def test_the_intake_officer_sees_earlier_requests_of_the_same_person(office: Office) -> None:
    first = office.register(subject="2024年度部门预算")
    office.register(subject="另外一件事", applicant=Applicant(**{**SOMEBODY, "name": "李四"}))
    found = office.engine.ask(
        SimilarRequests(applicant="王小明", subject=""), office.people[Role.INTAKE_OFFICER]
    )
    assert [(each.case_id, each.same_applicant) for each in found] == [(first, True)]
    by_subject = office.engine.ask(
        SimilarRequests(applicant="", subject="2024年度部门预算"),
        office.people[Role.INTAKE_OFFICER],
    )
    assert [each.case_id for each in by_subject] == [first]
