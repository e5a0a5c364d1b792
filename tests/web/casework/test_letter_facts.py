"""What a letter cannot hold or state is told beside the field, and what is typed is foreseen."""

from collections.abc import Callable

from engine import HandOverTask, Role, SaveTaskDraft
from tests.engine.office import DISCLOSED, Office, accepted, day, submitted
from tests.web.conftest import Visitor, key_of

SignIn = Callable[[Role], Visitor]


def drafting(office: Office) -> str:
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    return f"/tasks/{office.task(case_id, 'draft_reply').id}"


def test_the_due_date_beside_the_button_follows_what_is_typed(
    somebody: SignIn, office: Office
) -> None:
    """Due on 30 March: five working days more is 7 April, for Monday the 6th is a holiday."""
    task = drafting(office)
    handler = somebody(Role.HANDLER)
    page = handler.get(task).get_data(as_text=True)
    assert "答复期限变为 2026年4月28日" in page
    asks = f'hx-post="{task}/due/extend" hx-trigger="input delay:400ms from:#field-extension_days"'
    assert asks in page
    told = handler.post(f"{task}/due/extend", {"field-extension_days": "5"}).get_data(as_text=True)
    assert "延长 5 个工作日的，答复期限变为 2026年4月7日" in told
    assert handler.post(f"{task}/due/nonsense", {}).get_data(as_text=True).strip() == ""


def test_a_fact_too_long_or_invisible_is_told_at_its_field(
    somebody: SignIn, office: Office
) -> None:
    task = drafting(office)
    handler = somebody(Role.HANDLER)
    page = handler.get(task).get_data(as_text=True)
    answer = handler.post(task, {
        "key": key_of(page), "outcome": "submit", "letter-kind": "disclosed",
        "fact-disclosed_content": "《2025年度部门决算》", "fact-supply_way": "邮" * 201,
        "fact-attachments": "决算\u200b表",
    })
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'href="#fact-supply_way" data-problem="fact-supply_way"' in page
    assert "提供的形式、途径和时间不能超过200个字，现有201个字。" in page
    assert 'data-problem="fact-attachments"' in page
    assert "邮" * 201 in page, "nothing typed is lost"


def test_the_reason_for_more_time_is_measured_by_its_letter(
    somebody: SignIn, office: Office
) -> None:
    task = drafting(office)
    handler = somebody(Role.HANDLER)
    page = handler.get(task).get_data(as_text=True)
    assert 'data-longest="200"' in page.split('name="field-extension_reason"')[1].split(">")[0]
    answer = handler.post(task, {
        "key": key_of(page), "outcome": "extend", "field-extension_days": "10",
        "field-extension_reason": "所需信息\u200b较多",
    })
    assert answer.status_code == 422
    assert 'data-problem="field-extension_reason"' in answer.get_data(as_text=True)


def test_kinds_that_the_ledger_contradicts_stand_apart_with_the_reason(
    somebody: SignIn, office: Office
) -> None:
    task = drafting(office)
    page = somebody(Role.HANDLER).get(task).get_data(as_text=True)
    assert 'value="correction_lapsed"' not in page
    apart = page.split("现在不能选用的答复种类")[1].split("</details>")[0]
    assert "逾期不补正不再处理告知书：没有通知过申请人补正，不能以逾期不补正答复" in apart


def test_the_record_names_who_wrote_what_another_handed_in(
    somebody: SignIn, office: Office
) -> None:
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    task_id = office.task(case_id, "draft_reply").id
    colleague = office.hire(Role.HANDLER, "第二承办人")
    handler = office.people[Role.HANDLER]
    office.engine.handle(SaveTaskDraft(task_id=task_id, values={"letter": DISCLOSED}), handler)
    office.engine.handle(
        HandOverTask(task_id=task_id, to_person_id=colleague.person_id or 0), handler)
    office.engine.handle(office.form(case_id, submitted(day(3, 4), DISCLOSED)), colleague)
    page = somebody(Role.HANDLER).get(f"/cases/{case_id}?tab=record").get_data(as_text=True)
    assert "在“拟制答复”中起草文字，存为草稿" in page
    assert "办理“拟制答复”：提交保密审查和签发（文字由承办人员起草）" in page


def test_what_is_chosen_and_not_typed_is_asked_for_as_a_choice(
    somebody: SignIn, office: Office
) -> None:
    task = drafting(office)
    handler = somebody(Role.HANDLER)
    page = handler.post(task, {
        "key": key_of(handler.get(task).get_data(as_text=True)), "outcome": "submit",
        "letter-kind": "refused_internal_affairs",
    }).get_data(as_text=True)
    assert "请选择“内部事务的类别”。" in page
    assert "请填写“不予公开的理由”。" in page
