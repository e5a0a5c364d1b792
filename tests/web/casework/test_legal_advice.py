"""法制会商 on its pages: the other agency's question, the opinion, earlier advice copied in."""

from collections.abc import Callable

import pytest
from flask import Flask

from engine import Actor, AddAttachment, ArrangeLegalAdvice, Role, Upload
from tests.engine.office import (
    DISCLOSED,
    ROOT,
    Office,
    Step,
    accepted,
    choose_password,
    day,
    new_agency,
    new_person,
)
from tests.web.conftest import Visitor, key_of

SignIn = Callable[[Role], Visitor]
QUESTION = "决算附注涉及在建工程的合同价款，能否公开？"


def asked(office: Office) -> int:
    case_id = office.register()
    office.play(case_id, [accepted(day(3, 3)), Step(day(3, 4), "draft_reply", Role.HANDLER, {
        "draft": "consult_legal", "legal_question": QUESTION, "letter": DISCLOSED})])
    return case_id


@pytest.fixture
def lawyer(office: Office, app: Flask) -> Callable[[], Visitor]:
    """Of the agency whose legal office is asked; to sign in."""
    agency_id = office.engine.handle(new_agency("周司公开"), ROOT)
    office.engine.handle(ArrangeLegalAdvice(
        agency_id=office.agency_id, kind="agency", adviser_id=agency_id, name="区司法局法制科",
        from_day=day(3, 3), basis="周财办〔2026〕5号"), ROOT)
    command = new_person(agency_id, Role.LEGAL_OFFICER, "法制科长")
    person_id = office.engine.handle(command, ROOT)
    person = Actor(person_id=person_id, name="法制科长", agency_id=agency_id,
                   roles=frozenset({Role.LEGAL_OFFICER}), sign_in_name=command.sign_in_name)
    choose_password(office.engine, person)
    app.extensions.setdefault("own_passwords", set()).add(person_id)
    return lambda: Visitor(app).sign_in(person)


def test_the_lawyer_of_another_agency_answers_on_a_page_that_shows_no_applicant(
    office: Office, lawyer: Callable[[], Visitor], somebody: SignIn
) -> None:
    case_id, adviser = asked(office), lawyer()
    desk = adviser.get("/legal").get_data(as_text=True)
    assert "周村区财政局" in desk
    assert QUESTION in desk
    page = adviser.get("/legal/1").get_data(as_text=True)
    assert "《2025年度部门决算》，共12页" in page
    assert "王小明" not in page + desk
    assert adviser.get(f"/cases/{case_id}").status_code == 404
    told = adviser.post("/legal/1", {"opinion": "可以公开。", "reasons": "", "key": key_of(page)})
    again = told.get_data(as_text=True)
    assert told.status_code == 422
    assert "请选择会商结论。" in again
    assert ">可以公开。</textarea>" in again     # nothing typed is lost
    assert adviser.post("/legal/1", {
        "conclusion": "agree", "opinion": "可以公开。", "reasons": "", "key": key_of(again),
    }).status_code == 303
    assert "已出具法制意见" in adviser.get("/legal").get_data(as_text=True)
    shown = somebody(Role.HANDLER).get(f"/cases/{case_id}?tab=legal").get_data(as_text=True)
    assert "法制科长" in shown
    assert "同意承办意见" in shown


def test_who_was_not_asked_has_no_such_page(office: Office, somebody: SignIn) -> None:
    asked(office)
    assert somebody(Role.LEGAL_OFFICER).get("/legal/1").status_code == 404
    assert somebody(Role.HANDLER).get("/legal").status_code == 403


def test_earlier_advice_stands_beside_the_form_and_is_copied_in(
    office: Office, somebody: SignIn
) -> None:
    first = asked(office)
    office.take(first, Step(day(3, 5), "give_legal_opinion", Role.LEGAL_OFFICER, {
        "legal_opinion": "suggest", "opinion": "隐去合同价款后公开。",
        "legal_reasons": "尚未结算。"}))
    second = asked(office)
    task = office.task(second, "give_legal_opinion")
    page = somebody(Role.LEGAL_OFFICER).get(f"/tasks/{task.id}?tab=legal").get_data(as_text=True)
    assert f"/tasks/{task.id}?tab=legal&amp;copy=1" in page
    assert ">隐去合同价款后公开。</textarea>" not in page
    copied = somebody(Role.LEGAL_OFFICER).get(
        f"/tasks/{task.id}?tab=legal&copy=1").get_data(as_text=True)
    assert ">隐去合同价款后公开。</textarea>" in copied
    assert ">尚未结算。</textarea>" in copied
    office.take(second, Step(day(3, 6), "give_legal_opinion", Role.LEGAL_OFFICER, {
        "legal_opinion": "agree", "opinion": "同意。"}))
    draft = office.task(second, "draft_reply")
    mine = somebody(Role.HANDLER).get(f"/tasks/{draft.id}?copy=1").get_data(as_text=True)
    assert "的法制意见：隐去合同价款后公开。</textarea>" in mine


def test_papers_are_named_on_the_page_of_the_case(office: Office, somebody: SignIn) -> None:
    case_id = office.register()
    office.engine.handle(AddAttachment(
        case_id=case_id, upload=Upload(name="合同.txt", content=b"1")),
        office.people[Role.HANDLER])
    office.play(case_id, [accepted(day(3, 3)), Step(day(3, 4), "draft_reply", Role.HANDLER, {
        "draft": "consult_legal", "legal_question": QUESTION})])
    handler = somebody(Role.HANDLER)
    handler.get(f"/cases/{case_id}?tab=legal")
    paper = office.case(case_id).attachments[0].id
    address = f"/cases/{case_id}/legal/1/materials"
    assert handler.post(address, {"attachments": [str(paper)]}).status_code == 303
    assert office.case(case_id).legal.rounds[0].materials == (paper,)
    assert handler.post(address, {"attachments": ["999"]}).status_code == 422


def test_an_administrator_arranges_by_whom_an_agency_is_advised(
    office: Office, somebody: SignIn
) -> None:
    boss = somebody(Role.ADMINISTRATOR)
    page = boss.get("/system/legal-advisers").get_data(as_text=True)
    assert "本机关法制机构" in page
    form = boss.get("/system/legal-advisers/new").get_data(as_text=True)
    wanted = {"kind": "counsel", "name": "", "from_day": "2026-03-05", "basis": "周财办〔2026〕5号"}
    told = boss.post("/system/legal-advisers/new", {**wanted, "key": key_of(form)})
    assert told.status_code == 422
    assert "周财办〔2026〕5号" in told.get_data(as_text=True)
    wanted["name"] = "山东齐正律师事务所"
    answer = boss.post("/system/legal-advisers/new", {
        **wanted, "key": key_of(told.get_data(as_text=True))})
    assert answer.status_code == 303
    page = boss.get("/system/legal-advisers").get_data(as_text=True)
    assert "山东齐正律师事务所" in page
    assert boss.post("/system/legal-advisers/1/cancel", {}).status_code == 303
    assert "生效前已取消" in boss.get("/system/legal-advisers").get_data(as_text=True)
    assert somebody(Role.HANDLER).get("/system/legal-advisers").status_code == 403
