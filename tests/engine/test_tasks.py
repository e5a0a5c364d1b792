"""Tasks: taken, given back, handed over, written half-way, done by the first and only once."""

import threading
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest

from engine import (
    Actor,
    CaseMovedOn,
    ClaimTask,
    CompleteTask,
    Configuration,
    Engine,
    HandOverTask,
    InvalidInput,
    MyWork,
    NotPermitted,
    ReleaseTask,
    Role,
    SaveTaskDraft,
    TaskAlreadyDone,
    TaskFormOf,
    TaskHeldByAnother,
    TaskNoLongerOpen,
)
from engine.processes.published import load
from tests.engine.office import (
    CORRECTED,
    CORRECTION_NEEDED,
    DISCLOSED,
    EXTENDED,
    EXTENSION_ASKED,
    MONDAY,
    NOTICE_WRITTEN,
    Clock,
    Office,
    Step,
    accepted,
    day,
    request,
    submitted,
)

INTAKE = Role.INTAKE_OFFICER


def at_once(acts: list[Callable[[], Any]]) -> list[Any]:
    """Do all at the same moment; returns what each gave or raised."""
    barrier, gave = threading.Barrier(len(acts)), [None] * len(acts)

    def do(number: int, act: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            gave[number] = act()
        except Exception as error:
            gave[number] = error  # type: ignore[call-overload]

    threads = [threading.Thread(target=do, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return gave


def test_a_claimed_task_is_held_until_it_is_given_back(office: Office) -> None:
    case_id = office.register()
    colleague = office.hire(INTAKE, "另一位受理人员")
    task = office.task(case_id, "examine_request")
    office.engine.handle(ClaimTask(task_id=task.id), office.people[INTAKE])
    assert office.engine.ask(MyWork(), colleague) == ()
    held = office.engine.ask(TaskFormOf(task_id=task.id), colleague)
    assert not held.may_act
    assert held.not_permitted_because == "已由受理人员签收。"
    step = accepted(MONDAY)
    form = office.form(case_id, step)
    for command in (form, ClaimTask(task_id=task.id), ReleaseTask(task_id=task.id),
                    SaveTaskDraft(task_id=task.id, values={})):
        with pytest.raises(TaskHeldByAnother, match="受理人员"):
            office.engine.handle(command, colleague)
    office.engine.handle(ReleaseTask(task_id=task.id), office.people[INTAKE])
    assert [item.id for item in office.engine.ask(MyWork(), colleague)] == [task.id]
    office.engine.handle(form, colleague)
    assert office.open_steps(case_id) == ["draft_reply"]


def test_a_task_is_handed_over_only_to_a_colleague_of_the_role(office: Office) -> None:
    case_id = office.register()
    colleague = office.hire(INTAKE, "另一位受理人员")
    task = office.task(case_id, "examine_request")
    for stranger in (office.people[Role.HANDLER].person_id, 10_000):
        with pytest.raises(InvalidInput, match="本机关承担这项工作的人员"):
            office.engine.handle(
                HandOverTask(task_id=task.id, to_person_id=stranger or 0),
                office.people[INTAKE])
    office.engine.handle(
        HandOverTask(task_id=task.id, to_person_id=colleague.person_id or 0),
        office.people[INTAKE])
    assert office.engine.ask(MyWork(), office.people[INTAKE]) == ()
    (item,) = office.engine.ask(MyWork(), colleague)
    assert item.mine
    assert office.events(case_id)[-1] == "TaskHandedOver"


def test_what_was_typed_is_kept_as_a_draft(office: Office) -> None:
    case_id = office.register()
    task = office.task(case_id, "examine_request")
    officer = office.people[INTAKE]
    office.engine.handle(
        SaveTaskDraft(task_id=task.id, values={"note": "写到一半", "nonsense": "x"}), officer)
    form = office.engine.ask(TaskFormOf(task_id=task.id), officer)
    assert form.values == {"note": "写到一半"}
    assert form.task.has_draft
    office.take(case_id, accepted(MONDAY))
    assert office.open_steps(case_id) == ["draft_reply"]


def test_a_form_with_faults_changes_nothing_and_names_each(office: Office) -> None:
    case_id = office.register()
    before = office.events(case_id)
    task = office.task(case_id, "examine_request")
    with pytest.raises(InvalidInput) as refused:
        office.engine.handle(CompleteTask(task_id=task.id, values={
            "examination": "accepted", "handler": office.people[INTAKE].person_id,
        }), office.people[INTAKE])
    assert refused.value.problems == {"handler": "请从名单中选择承办人员。"}
    with pytest.raises(InvalidInput) as refused:
        office.engine.handle(CompleteTask(task_id=task.id, values={"examination": "nonsense"}),
                             office.people[INTAKE])
    assert "examination" in refused.value.problems
    assert office.events(case_id) == before
    assert office.open_steps(case_id) == ["examine_request"]


def test_the_second_officer_is_told_who_was_first_and_when(office: Office) -> None:
    case_id = office.register()
    colleague = office.hire(INTAKE, "另一位受理人员")
    form = office.form(case_id, accepted(MONDAY))
    office.engine.handle(form, office.people[INTAKE])
    with pytest.raises(TaskAlreadyDone) as refused:
        office.engine.handle(form, colleague)
    assert refused.value.facts == {
        "task": "审查申请", "by": "受理人员", "at": "03月02日09:00", "case_id": case_id,
    }
    with pytest.raises(TaskAlreadyDone):
        office.engine.ask(TaskFormOf(task_id=form.task_id), colleague)


def test_of_officers_at_the_same_moment_one_completes_the_task(office: Office) -> None:
    for _ in range(5):
        case_id = office.register()
        others = [office.hire(INTAKE, f"受理{case_id}-{n}") for n in (1, 2)]
        officers = [office.people[INTAKE], *others]
        form = office.form(case_id, accepted(MONDAY))
        gave = at_once([partial(office.engine.handle, form, officer) for officer in officers])
        assert gave.count(case_id) == 1
        lost = [each for each in gave if each != case_id]
        assert all(isinstance(each, TaskAlreadyDone) for each in lost), lost
        winner = officers[gave.index(case_id)].name
        assert all(each.facts["by"] == winner for each in lost)
        assert office.events(case_id).count("TaskCompleted") == 1


def test_of_officers_at_the_same_moment_one_claims_the_task(office: Office) -> None:
    case_id = office.register()
    officers = [office.people[INTAKE], office.hire(INTAKE, "另一位受理人员")]
    task = office.task(case_id, "examine_request")
    gave = at_once([
        partial(office.engine.handle, ClaimTask(task_id=task.id), officer)
        for officer in officers])
    assert sorted(type(each).__name__ for each in gave) == ["NoneType", "TaskHeldByAnother"]


def test_a_task_that_a_timer_took_away_is_no_longer_open(settings: Configuration) -> None:
    """On the first releases the end of the period itself takes the task away; such a case goes
    on so. The correction came a day after it: what was typed is not handed in."""
    clock = Clock()
    office = Office.open(settings, clock, engine=Engine(
        settings, now=clock, processes=load().as_of(1)))
    case_id = office.register()
    office.restart()
    office.play(case_id, [CORRECTION_NEEDED, NOTICE_WRITTEN])
    form = office.form(case_id, CORRECTED)
    office.sweep(day(4, 20))
    with pytest.raises(TaskNoLongerOpen, match="登记补正材料"):
        office.engine.handle(form, office.people[INTAKE])
    with pytest.raises(TaskNoLongerOpen):
        office.engine.ask(TaskFormOf(task_id=form.task_id), office.people[INTAKE])
    assert office.open_steps(case_id) == ["draft_reply"]
    office.close()


def test_the_same_form_twice_acts_once(office: Office) -> None:
    officer = office.people[INTAKE]
    command = request(MONDAY)
    first = office.engine.handle(command, officer, key="form 1")
    assert office.engine.handle(command, officer, key="form 1") == first
    assert office.engine.handle(command, officer, key="form 2") != first

    form = office.form(first, accepted(MONDAY))
    assert office.engine.handle(form, officer, key="form 3") == first
    assert office.engine.handle(form, officer, key="form 3") == first
    assert office.events(first).count("TaskCompleted") == 1


def test_a_key_of_somebody_else_gives_nothing_away(office: Office) -> None:
    """A guessed key must not return another person's result."""
    colleague = office.hire(INTAKE, "另一位受理人员")
    office.engine.handle(request(MONDAY), office.people[INTAKE], key="guessed")
    with pytest.raises(CaseMovedOn):
        office.engine.handle(request(MONDAY), colleague, key="guessed")


def test_the_same_form_sent_many_times_at_once_acts_once(office: Office) -> None:
    """An impatient double click: each sending gets the one result."""
    officer = office.people[INTAKE]
    for round_ in range(4):
        command = request(MONDAY, subject=f"第{round_}件")
        gave = at_once([
            partial(office.engine.handle, command, officer, key=f"register {round_}")] * 4)
        assert len(set(gave)) == 1, gave
        case_id = gave[0]
        form = office.form(case_id, accepted(MONDAY))
        gave = at_once([
            partial(office.engine.handle, form, officer, key=f"examine {round_}")] * 4)
        assert gave == [case_id] * 4
        assert office.events(case_id).count("TaskCompleted") == 1


def test_a_role_that_may_not_is_told_which_may(office: Office) -> None:
    case_id = office.register()
    form = office.form(case_id, accepted(MONDAY))
    for role, actor in office.people.items():
        if role is INTAKE:
            continue
        for command in (form, ClaimTask(task_id=form.task_id), ReleaseTask(task_id=form.task_id),
                        SaveTaskDraft(task_id=form.task_id, values={}),
                        HandOverTask(task_id=form.task_id, to_person_id=actor.person_id or 0)):
            if role is Role.MANAGER and isinstance(command, HandOverTask):
                continue        # 改派: test_reassigning.py
            with pytest.raises(NotPermitted, match="受理人员"):
                office.engine.handle(command, actor)
        if role is not Role.INTAKE_OFFICER:
            with pytest.raises(NotPermitted):
                office.engine.handle(request(MONDAY), actor)
    nobody = Actor(person_id=None, name="无", agency_id=office.agency_id)
    with pytest.raises(NotPermitted):
        office.engine.handle(form, nobody)
    office.engine.handle(form, office.people[INTAKE])
    office.take(case_id, submitted(day(3, 3), DISCLOSED))


def test_who_takes_over_the_reply_is_its_handler_from_then_on(office: Office) -> None:
    """The answer to a question, or a letter sent back, comes to the new handler."""
    colleague = office.hire(Role.HANDLER, "第二承办人")
    case_id = office.register()
    office.play(case_id, [accepted(day(3, 3))])
    office.engine.handle(
        HandOverTask(task_id=office.task(case_id, "draft_reply").id,
                     to_person_id=colleague.person_id or 0),
        office.people[Role.HANDLER],
    )
    handler = office.case(case_id).handler
    assert handler is not None
    assert handler.name == "第二承办人"
    form = office.form(case_id, Step(day(3, 4), "draft_reply", Role.HANDLER, {
        "draft": "consult_legal", "legal_question": "附注是否可以公开？",
    }))
    office.engine.handle(form, colleague)
    office.take(case_id, Step(day(3, 5), "give_legal_opinion", Role.LEGAL_OFFICER,
                              {"legal_opinion": "agree", "opinion": "可以公开。"}))
    again = office.task(case_id, "draft_reply").assignee
    assert again is not None
    assert again.id == colleague.person_id


HALF = {"kind": "disclosed", "facts": {"disclosed_content": "《2025年度部门决算》，共12页。"}}


@pytest.mark.parametrize(("asking", "answer"), [
    (
        {"draft": "consult_legal", "legal_question": "附注是否可以公开？"},
        Step(day(3, 4), "give_legal_opinion", Role.LEGAL_OFFICER,
             {"legal_opinion": "agree", "opinion": "可以公开。"}),
    ),
    (EXTENSION_ASKED.values, EXTENDED),
], ids=["an opinion", "more time"])
def test_asking_does_not_wait_until_the_letter_is_complete(
    office: Office, asking: dict[str, Any], answer: Step
) -> None:
    """What is written of the letter is there again when the answer has come."""
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    office.take(case_id, Step(day(3, 3), "draft_reply", Role.HANDLER,
                              {**asking, "letter": HALF}))
    office.take(case_id, answer)
    again = office.engine.ask(
        TaskFormOf(task_id=office.task(case_id, "draft_reply").id), office.people[Role.HANDLER]
    )
    assert again.values["letter"] == HALF


def test_a_reply_taken_up_again_does_not_repeat_the_questions_of_before(office: Office) -> None:
    """Nobody asks a second time by handing in the letter; the record would say that he did."""
    case_id = office.register()
    office.play(case_id, [
        accepted(day(3, 3)),
        Step(day(3, 4), "draft_reply", Role.HANDLER, {
            "draft": "consult_legal", "legal_question": "附注是否可以公开？", "letter": DISCLOSED,
        }),
        Step(day(3, 5), "give_legal_opinion", Role.LEGAL_OFFICER,
             {"legal_opinion": "agree", "opinion": "可以公开。"}),
    ])
    again = office.engine.ask(
        TaskFormOf(task_id=office.task(case_id, "draft_reply").id), office.people[Role.HANDLER]
    )
    assert again.values == {"letter": DISCLOSED}


def test_what_an_extension_leads_to_is_told_with_the_days_asked_for(office: Office) -> None:
    """Received on Monday 2 March, due on Monday 30 March: ten working days more is 14 April
    (Monday 6 April is a holiday), twenty is 28 April."""
    case_id = office.register()
    office.play(case_id, [accepted(day(3, 3))])
    asking, _ = told(office, case_id, Role.HANDLER, "extend")
    assert asking == (20, day(4, 28))
    office.play(case_id, [EXTENSION_ASKED])
    granting, task_id = told(office, case_id, Role.OFFICE_HEAD, "approved")
    assert granting == (10, day(4, 14))
    office.engine.handle(
        SaveTaskDraft(task_id=task_id, values={"working_days": "99"}),
        office.people[Role.OFFICE_HEAD],
    )
    assert told(office, case_id, Role.OFFICE_HEAD, "approved")[0] == (20, day(4, 28))


def told(
    office: Office, case_id: int, role: Role, outcome: str
) -> tuple[tuple[int | None, date | None], str]:
    """The days and the due date that stand beside a button."""
    element = {"extend": "draft_reply", "approved": "approve_extension"}[outcome]
    form = office.engine.ask(
        TaskFormOf(task_id=office.task(case_id, element).id), office.people[role]
    )
    choice = next(each for each in form.choices if each.value == outcome)
    return (choice.working_days, choice.due_if_done), form.task.id
