"""The forms of tasks: bad input gets words that say what to do, and nothing typed is lost."""

import re
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from html import unescape
from io import BytesIO

import pytest
from flask import Flask

from engine import MyWork, Role
from tests.engine.copies import copy
from tests.engine.office import (
    CORRECTION_NEEDED,
    MONDAY,
    NOTICE_SERVED,
    NOTICE_WRITTEN,
    Office,
    accepted,
)
from tests.web.conftest import Visitor, key_of
from web.casework import my_work
from web.frame.vocabulary import CHANNELS

SignIn = Callable[[Role], Visitor]


def test_what_was_typed_stays_when_a_colleague_was_first(
    somebody: SignIn, office: Office
) -> None:
    case_id = office.register()
    task = office.task(case_id, "examine_request")
    officer = somebody(Role.INTAKE_OFFICER)
    officer.get(f"/tasks/{task.id}")
    office.take(case_id, accepted(MONDAY))
    typed = "内容明确，但请注意涉及第三方。"
    answer = officer.post(f"/tasks/{task.id}", {
        "field-note": typed, "outcome": "accepted", "case_id": str(case_id),
    })
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "已由" in page
    assert typed in page
    assert f"/cases/{case_id}" in page


def test_a_task_handed_in_twice_with_one_form_is_done_once_and_nobody_is_alarmed(
    somebody: SignIn, office: Office
) -> None:
    """An impatient double click, or a browser that sends again."""
    case_id = office.register()
    task = office.task(case_id, "examine_request")
    officer = somebody(Role.INTAKE_OFFICER)
    form = {
        "key": key_of(officer.get(f"/tasks/{task.id}").get_data(as_text=True)),
        "outcome": "accepted", "field-handler": str(office.people[Role.HANDLER].person_id),
    }
    first, second = (officer.post(f"/tasks/{task.id}", form) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    assert office.events(case_id).count("TaskCompleted") == 1


def test_going_back_to_a_task_that_is_done_says_so_and_leads_to_its_case(
    somebody: SignIn, office: Office
) -> None:
    case_id = office.register()
    task = office.task(case_id, "examine_request")
    office.take(case_id, accepted(MONDAY))
    answer = somebody(Role.INTAKE_OFFICER).get(f"/tasks/{task.id}")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "办理完毕。" in page
    assert "您填写的内容没有提交" not in page
    assert f'href="/cases/{case_id}"' in page


def test_a_choice_that_lacks_a_field_is_refused_and_the_rest_kept(
    somebody: SignIn, office: Office
) -> None:
    case_id = office.register()
    task = office.task(case_id, "examine_request")
    answer = somebody(Role.INTAKE_OFFICER).post(f"/tasks/{task.id}", {
        "field-note": "请转综合科。", "outcome": "accepted", "case_id": str(case_id),
    })
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'data-problem="field-handler"' in page
    assert "请转综合科。" in page
    assert office.open_steps(case_id) == ["examine_request"]


def test_all_that_a_letter_lacks_is_named_at_once_and_leads_to_its_field(
    somebody: SignIn, office: Office
) -> None:
    case_id = office.register()
    office.take(case_id, accepted(MONDAY))
    task = office.task(case_id, "draft_reply")
    answer = somebody(Role.HANDLER).post(f"/tasks/{task.id}", {
        "outcome": "submit", "case_id": str(case_id), "letter-kind": "repeated_request",
        "fact-earlier_reply_title": "予以公开告知书",
    })
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    for fact in ("earlier_reply_on", "earlier_reply_number"):
        assert f'data-problem="fact-{fact}"' in page
    assert 'data-problem="fact-earlier_reply_title"' not in page
    assert 'value="予以公开告知书"' in page


def test_the_latest_state_is_offered_only_when_it_has_changed(
    somebody: SignIn, office: Office
) -> None:
    case_id = office.register()
    task = office.task(case_id, "examine_request")
    form = {"outcome": "accepted", "case_id": str(case_id)}
    officer = somebody(Role.INTAKE_OFFICER)
    assert "查看最新情况" not in officer.post(f"/tasks/{task.id}", form).get_data(as_text=True)
    office.take(case_id, accepted(MONDAY))
    assert "查看最新情况" in officer.post(f"/tasks/{task.id}", form).get_data(as_text=True)


def test_without_an_outcome_a_form_is_kept_as_a_draft(somebody: SignIn, office: Office) -> None:
    case_id = office.register()
    task = office.task(case_id, "examine_request")
    officer = somebody(Role.INTAKE_OFFICER)
    answer = officer.post(f"/tasks/{task.id}", {"field-note": "还要再问申请人。", "outcome": ""})
    assert answer.status_code == 303
    assert "还要再问申请人。" in officer.get(f"/tasks/{task.id}").get_data(as_text=True)
    assert office.open_steps(case_id) == ["examine_request"]


def test_somebody_without_the_role_is_told_whose_work_it_is(
    somebody: SignIn, office: Office
) -> None:
    case_id = office.register()
    task = office.task(case_id, "examine_request")
    handler = somebody(Role.HANDLER)
    assert "这项工作由受理人员办理" in handler.get(f"/tasks/{task.id}").get_data(as_text=True)
    answer = handler.post(f"/tasks/{task.id}", {"outcome": "accepted", "field-handler": "1"})
    assert answer.status_code == 403
    assert office.open_steps(case_id) == ["examine_request"]


def test_another_agencys_case_is_not_found(office: Office, app: Flask) -> None:
    case_id = office.register()
    task = office.task(case_id, "examine_request")
    letter = office.case(case_id).letters[0]
    other = Office.open(
        office.engine.configuration, office.clock, code="周民公开", engine=office.engine
    )
    stranger = Visitor(app).sign_in(other.people[Role.INTAKE_OFFICER])
    for address in (
        f"/cases/{case_id}", f"/cases/{case_id}/proof", f"/tasks/{task.id}",
        f"/cases/{case_id}/letters/{letter.id}", f"/cases/{case_id}/letters/{letter.id}.docx",
    ):
        assert stranger.get(address).status_code == 404, address
    for address in (
        f"/tasks/{task.id}", f"/tasks/{task.id}/claim", f"/cases/{case_id}/attachments",
        f"/cases/{case_id}/applicant",
    ):
        answer = stranger.post(address, {
            "outcome": "accepted", "reason": "好奇",
            "attachments": (BytesIO("看看".encode()), "看看.txt"),
        }, content_type="multipart/form-data")
        assert answer.status_code == 404, address


def test_looking_at_the_applicant_needs_a_reason_and_leaves_a_trace(
    somebody: SignIn, office: Office
) -> None:
    case_id = office.register()
    officer = somebody(Role.INTAKE_OFFICER)
    assert officer.post(f"/cases/{case_id}/applicant", {"reason": " "}).status_code == 422
    answer = officer.post(f"/cases/{case_id}/applicant", {"reason": "电话核实"})
    assert answer.status_code == 303
    for _ in range(2):      # loaded anew it is the same look
        assert "13800000000" in officer.get(answer.location).get_data(as_text=True)
    assert office.events(case_id).count("ApplicantRevealed") == 1
    office.clock.moment += timedelta(minutes=11)
    late = officer.get(answer.location)
    assert "reveal=1" in late.location
    record = officer.get(f"/cases/{case_id}?tab=record").get_data(as_text=True)
    assert "电话核实" in record


def test_claiming_returning_and_handing_over(somebody: SignIn, office: Office) -> None:
    colleague = office.hire(Role.INTAKE_OFFICER, "赵接手")
    case_id = office.register()
    task = office.task(case_id, "examine_request")
    officer = somebody(Role.INTAKE_OFFICER)
    officer.post(f"/tasks/{task.id}/claim", {})
    assert office.task(case_id, "examine_request").assignee is not None
    officer.post(f"/tasks/{task.id}/release", {})
    assert office.task(case_id, "examine_request").assignee is None
    officer.post(f"/tasks/{task.id}/claim", {})
    officer.post(f"/tasks/{task.id}/hand-over", {"to_person_id": str(colleague.person_id)})
    holder = office.task(case_id, "examine_request").assignee
    assert holder is not None
    assert holder.name == "赵接手"
    late = officer.post(f"/tasks/{task.id}", {
        "outcome": "needs_correction", "field-note": "没有写明年度", "case_id": str(case_id),
    })
    assert late.status_code == 409
    assert "赵接手" in late.get_data(as_text=True)
    assert "没有写明年度" in late.get_data(as_text=True)


def test_after_a_deed_the_page_says_what_comes_next(somebody: SignIn, office: Office) -> None:
    case_id = office.register()
    task = office.task(case_id, "examine_request")
    officer = somebody(Role.INTAKE_OFFICER)
    answer = officer.post(f"/tasks/{task.id}", {
        "outcome": "accepted", "field-handler": str(office.people[Role.HANDLER].person_id),
    })
    page = officer.get(answer.location).get_data(as_text=True)
    assert "下一环节：<strong>拟制答复" in "".join(page.split())
    handler = somebody(Role.HANDLER)
    task = office.task(case_id, "draft_reply")
    assert handler.post(f"/tasks/{task.id}/claim", {}).status_code == 303
    answer = handler.post(f"/tasks/{task.id}/release", {})
    assert "已放回" in handler.get(answer.location).get_data(as_text=True)


def test_from_the_work_in_hand_it_is_one_step_to_the_applicant_s_address(
    somebody: SignIn, office: Office
) -> None:
    """Who checks identity and address, or posts the reply, finds the way from the task."""
    case_id = office.register()
    officer = somebody(Role.INTAKE_OFFICER)
    task = office.task(case_id, "examine_request")
    page = officer.get(f"/tasks/{task.id}").get_data(as_text=True)
    way = re.search(r'<a[^>]* href="([^"]*)">查看完整身份和联系信息</a>', page)
    assert way
    asked = officer.get(unescape(way[1])).get_data(as_text=True)
    assert re.search(r'<details class="reveal" open>.*id="reason"', asked, re.DOTALL)


def test_a_correction_comes_by_the_same_channels_under_the_same_names_as_a_request(
    somebody: SignIn, office: Office
) -> None:
    case_id = office.register()
    office.play(case_id, (CORRECTION_NEEDED, NOTICE_WRITTEN))
    task = office.task(case_id, "receive_correction")
    officer = somebody(Role.INTAKE_OFFICER)
    page = officer.get(f"/tasks/{task.id}").get_data(as_text=True)
    intake = officer.get("/intake").get_data(as_text=True)
    asked = page.split('name="field-channel"')[1].split("</select>")[0]
    offered = re.findall(r'<option value="([a-z_]+)" *>([^<]+)</option>', asked)
    assert [name for name, _ in offered] == [*CHANNELS]
    for _, title in offered:
        assert f">{title}</span>" in intake


def test_a_case_waiting_for_a_correction_says_so_in_words(
    somebody: SignIn, office: Office
) -> None:
    case_id = office.register()
    office.play(case_id, (CORRECTION_NEEDED, NOTICE_WRITTEN, NOTICE_SERVED))
    page = somebody(Role.HANDLER).get(f"/cases/{case_id}").get_data(as_text=True)
    assert "待申请人补正" in page
    assert "申请人补正期限" in page


def test_a_manager_reassigns_from_the_page_of_the_case_and_stays_there(
    somebody: SignIn, office: Office
) -> None:
    colleague = office.hire(Role.HANDLER, "第二承办人")
    case_id = office.register()
    office.take(case_id, accepted(MONDAY))
    task = office.task(case_id, "draft_reply")
    manager = somebody(Role.MANAGER)
    page = manager.get(f"/cases/{case_id}").get_data(as_text=True)
    assert "改派" in page
    card = page.split('class="case-do')[1]
    to = re.search(r'name="next" value="([^"]+)"', card)
    assert to
    answer = manager.post(f"/tasks/{task.id}/hand-over", {
        "key": key_of(card), "to_person_id": str(colleague.person_id), "next": unescape(to[1]),
    })
    assert answer.status_code == 303
    page = manager.get(answer.location).get_data(as_text=True)
    assert "已改派。" in page
    assert "第二承办人 正在办理" in page
    handler = somebody(Role.HANDLER).get(f"/cases/{case_id}").get_data(as_text=True)
    assert "改派" not in handler.split('class="case-do')[1]


def test_one_kind_of_work_is_picked_out_and_counted(somebody: SignIn, office: Office) -> None:
    corrected, other = office.register(subject="名册"), office.register(subject="决算")
    office.take(corrected, CORRECTION_NEEDED)
    officer = somebody(Role.INTAKE_OFFICER)
    everything = officer.get("/mine").get_data(as_text=True)
    assert "审查申请" in everything
    assert "拟制补正告知书" in everything
    only = officer.get("/mine?work=审查申请").get_data(as_text=True)
    assert f"/cases/{other}" in only
    assert f"/cases/{corrected}" not in only
    nonsense = officer.get("/mine?work=没有这样的事").get_data(as_text=True)
    assert f"/cases/{corrected}" in nonsense


def test_a_list_that_is_cut_says_so(
    somebody: SignIn, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy(office, office.register(), 2)
    officer = somebody(Role.INTAKE_OFFICER)
    assert "最先到期的" not in officer.get("/mine").get_data(as_text=True)
    monkeypatch.setattr(my_work, "MyWork", partial(MyWork, limit=2))
    page = officer.get("/mine").get_data(as_text=True)
    assert "这里列出最先到期的 2 项" in page
    assert page.count("data-row") == 2
