"""保密审查 on its page: each item is found there; what a finding lacks is told at its field."""

from collections.abc import Callable

from engine import Role
from tests.engine.office import DISCLOSED, Office, accepted, day, submitted
from tests.engine.request_items import BY_ITEM, drafting, found
from tests.web.conftest import Visitor, key_of

SignIn = Callable[[Role], Visitor]


def test_each_item_is_found_on_the_page_before_the_whole_passes(
    office: Office, somebody: SignIn
) -> None:
    case_id = drafting(office)
    found(office, case_id)
    office.take(case_id, submitted(day(3, 4), BY_ITEM))
    reviewer = somebody(Role.CONFIDENTIALITY_REVIEWER)
    task = office.task(case_id, "review_confidentiality")
    page = reviewer.get(f"/tasks/{task.id}").get_data(as_text=True)
    assert "第一项还没有认定" in page           # the tab that must be looked at first
    told = reviewer.post(f"/tasks/{task.id}", {"outcome": "passed", "key": key_of(page)})
    assert told.status_code == 409 or told.status_code == 422
    assert "第一项还没有认定" in told.get_data(as_text=True)
    for number in (1, 2, 3):
        answer = reviewer.post(f"/cases/{case_id}/review/{number}", {"finding": "may_disclose"})
        assert answer.status_code == 303
    page = reviewer.get(f"/tasks/{task.id}").get_data(as_text=True)
    assert reviewer.post(
        f"/tasks/{task.id}", {"outcome": "passed", "key": key_of(page)}).status_code == 303
    assert office.open_steps(case_id) == ["approve_reply"]


def test_a_finding_that_lacks_its_index_entry_comes_back_as_typed(
    office: Office, somebody: SignIn
) -> None:
    case_id = drafting(office)
    reviewer = somebody(Role.CONFIDENTIALITY_REVIEWER)
    page = reviewer.get(f"/cases/{case_id}?tab=secrecy").get_data(as_text=True)
    assert 'type="file"' not in page[page.index('id="secrecy-1"'):page.index('id="secrecy-3"')]
    told = reviewer.post(f"/cases/{case_id}/review/1", {
        "finding": "may_not", "secret": "1", "reason": "标有密级", "basis": "保密法",
        "title": "某工程图"})
    again = told.get_data(as_text=True)
    assert told.status_code == 422
    assert "请选择密级。" in again
    assert 'value="某工程图"' in again
    assert somebody(Role.HANDLER).post(
        f"/cases/{case_id}/review/1", {"finding": "may_disclose"}).status_code == 403


def test_a_document_that_goes_with_the_reply_is_found_on_the_page(
    office: Office, somebody: SignIn
) -> None:
    case_id = office.register()
    office.play(case_id, [accepted(day(3, 3)), submitted(day(3, 4), {
        "kind": "disclosed",
        "facts": {**DISCLOSED["facts"], "attachments": ["部门决算", "采购明细"]}})])
    reviewer = somebody(Role.CONFIDENTIALITY_REVIEWER)
    task = office.task(case_id, "review_confidentiality")
    page = reviewer.get(f"/tasks/{task.id}").get_data(as_text=True)
    second = page[page.index('id="secrecy-d2"'):]
    assert "附件“采购明细”还没有认定" in second
    assert 'type="file"' not in second[:second.index("</form>")]
    of = {"document": "采购明细", "place": "2", "task_id": task.id}
    told = reviewer.post(f"/cases/{case_id}/review/0", {**of, "finding": "may_not"})
    assert told.status_code == 422
    assert "find-secrecy-d2-reason" in told.get_data(as_text=True)
    answer = reviewer.post(f"/cases/{case_id}/review/0", {**of, "finding": "may_disclose"})
    assert answer.location.startswith(f"/tasks/{task.id}?")
    page = reviewer.get(answer.location).get_data(as_text=True)
    assert "已记入保密审查。" in page
    assert "附件“采购明细”还没有认定" not in page
