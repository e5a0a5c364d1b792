"""Reconsideration and litigation on the page of a case, also after its archive."""

import re
from collections.abc import Callable

from engine import Role
from tests.engine.contesting import answered, contest, decided
from tests.engine.office import STATE_SECRET, Office, accepted, concluded, day
from tests.web.conftest import Visitor

SignIn = Callable[[Role], Visitor]


def _archived(office: Office) -> int:
    case_id = office.register()
    office.play(case_id, (accepted(day(3, 3)), *concluded(10, STATE_SECRET)))
    office.clock.go_to(day(4, 21))
    return case_id


def test_a_complaint_is_entered_answered_and_put_right_on_the_page(
    somebody: SignIn, office: Office
) -> None:
    case_id = _archived(office)
    legal = somebody(Role.LEGAL_OFFICER)
    page = legal.get(f"/cases/{case_id}?tab=remedies").get_data(as_text=True)
    assert "登记复议、诉讼" in page
    assert "复议机关 周村区人民政府，法院 周村区人民法院" in page
    wrong = legal.post(f"/cases/{case_id}/remedies/enter", {
        "kind": "", "procedure": "ordinary", "case_number": "周政复12",
        "received_on": "2026-04-22"})
    page = wrong.get_data(as_text=True)
    assert wrong.status_code == 422
    assert 'data-problem="contest-kind"' in page
    assert 'data-problem="contest-received_on"' in page
    assert 'value="周政复12"' in page
    no_day = legal.post(f"/cases/{case_id}/remedies/enter", {"kind": "suit", "received_on": ""})
    assert 'data-problem="contest-received_on"' in no_day.get_data(as_text=True)
    done = legal.post(f"/cases/{case_id}/remedies/enter", {
        "kind": "reconsideration", "procedure": "ordinary", "case_number": "周政复12",
        "received_on": "2026-04-20"})
    assert done.status_code == 303
    page = legal.get(f"/cases/{case_id}?tab=remedies&done=remedies").get_data(as_text=True)
    for said in ("已记入复议、诉讼。", "等待答复、答辩", "2026年5月7日", "尚未审结"):
        assert said in page
    (held,) = office.case(case_id).remedies.remedies
    assert legal.post(f"/cases/{case_id}/remedies/{held.id}/note", {
        "on": "2026-06-02", "note": "开庭，第三法庭"}).status_code == 303
    wrong = legal.post(f"/cases/{case_id}/remedies/{held.id}/note", {"on": "", "note": "开庭"})
    assert f'data-problem="note-{held.id}-on"' in wrong.get_data(as_text=True)
    wrong = legal.post(f"/cases/{case_id}/remedies/{held.id}/mend", {
        "case_number": "周政复12", "received_on": "2026-04-16", "reason": ""})
    page = wrong.get_data(as_text=True)
    assert f'data-problem="remedy-{held.id}-reason"' in page
    assert 'value="2026-04-16"' in page
    assert legal.post(f"/cases/{case_id}/remedies/{held.id}/mend", {
        "case_number": "周政复12", "received_on": "2026-04-16", "reason": "看错",
    }).status_code == 303
    page = legal.get(f"/cases/{case_id}?tab=remedies").get_data(as_text=True)
    assert "2026年4月30日" in page
    assert "第三法庭" in page
    record = legal.get(f"/cases/{case_id}?tab=record").get_data(as_text=True)
    told = re.sub(r"<[^>]+>", "", record)
    assert "更正收到副本的日期，由 2026年4月20日 改为 2026年4月16日" in told


def test_the_tab_is_there_only_where_something_may_be_entered(
    somebody: SignIn, office: Office
) -> None:
    case_id = _archived(office)
    reviewer = somebody(Role.REVIEWER)
    assert "tab=remedies" not in reviewer.get(f"/cases/{case_id}").get_data(as_text=True)
    refused = reviewer.post(f"/cases/{case_id}/remedies/enter", {
        "kind": "suit", "procedure": "ordinary", "case_number": "1", "received_on": "2026-04-20"})
    assert refused.status_code == 403
    english = somebody(Role.LEGAL_OFFICER).speak_english()
    page = english.get(f"/cases/{case_id}?tab=remedies").get_data(as_text=True)
    assert "Enter reconsideration or litigation" in page


def _ordered(office: Office) -> int:
    """A new reply is ordered by a decision that came on Tuesday 16 June."""
    case_id = _archived(office)
    contest(office, case_id, day(4, 20))
    answered(office, case_id, 1, day(5, 6))
    decided(office, case_id, 1, day(6, 16), "ordered", remedy_decided_on="2026-06-15")
    return case_id


def test_the_term_is_entered_in_its_task_and_the_page_then_shows_the_new_round(
    somebody: SignIn, office: Office
) -> None:
    case_id = _ordered(office)
    legal = somebody(Role.LEGAL_OFFICER)
    task = office.task(case_id, "enter_term")
    page = legal.get(f"/tasks/{task.id}").get_data(as_text=True)
    assert 'value="2026-06-16"' in page         # the receipt need not be typed again
    wrong = legal.post(f"/tasks/{task.id}", {
        "outcome": "reopened", "field-term": "15", "field-term_unit": "working_days",
        "field-counted_from": "receipt", "field-term_from": "2026-06-15"})
    assert wrong.status_code == 422
    assert re.findall(
        r'data-problem="([^"]+)"', wrong.get_data(as_text=True)) == ["field-term_from"]
    done = legal.post(f"/tasks/{task.id}", {
        "outcome": "reopened", "field-term": "15", "field-term_unit": "working_days",
        "field-counted_from": "receipt", "field-term_from": "2026-06-16"})
    assert done.status_code == 303
    page = re.sub(r"<[^>]+>", "", legal.get(
        f"/cases/{case_id}?tab=remedies").get_data(as_text=True))
    for said in ("办理中", "重新拟制答复", "2026年7月8日", "15个工作日"):
        assert said in page
    assert "只能查阅" not in page
    handler = somebody(Role.HANDLER)
    assert "重新拟制答复" in handler.get("/mine").get_data(as_text=True)
    (held,) = office.case(case_id).remedies.remedies
    wrong = legal.post(f"/cases/{case_id}/remedies/{held.id}/term", {
        "term": "x", "term_unit": "working_days", "counted_from": "receipt",
        "term_from": "2026-06-16", "reason": "看错"})
    page = wrong.get_data(as_text=True)
    assert f'data-problem="term-{held.id}-term"' in page
    assert 'value="x"' in page
    no_day = legal.post(f"/cases/{case_id}/remedies/{held.id}/term", {"term_from": ""})
    assert f'data-problem="term-{held.id}-term_from"' in no_day.get_data(as_text=True)
    assert legal.post(f"/cases/{case_id}/remedies/{held.id}/term", {
        "term": "20", "term_unit": "working_days", "counted_from": "receipt",
        "term_from": "2026-06-16", "reason": "看错"}).status_code == 303
    assert office.case(case_id).clock.due_on == day(7, 15)
    record = re.sub(r"<[^>]+>", "", legal.get(
        f"/cases/{case_id}?tab=record").get_data(as_text=True))
    assert "责令重新答复，自 2026年6月16日 的次日起15个工作日" in record
    assert "更正责令的期限" in record
