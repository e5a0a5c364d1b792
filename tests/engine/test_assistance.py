"""分办、协办: units and colleagues are given what they shall find out; nobody overlooks an answer.

《政府信息公开条例》第四条、第四十五条。
"""

from typing import Any

import pytest

from engine import (
    Actor,
    AddUnit,
    AskAssistance,
    AssignUnit,
    AssistanceView,
    ClaimTask,
    CompleteTask,
    EndAssistance,
    HandOverTask,
    InvalidInput,
    MergeCase,
    MyWork,
    NotFound,
    NotPermitted,
    ReleaseTask,
    Role,
    TaskFormOf,
    TaskItem,
    UnlawfulAct,
    VoidRegistration,
    WithdrawRequest,
)
from engine.processes.published import load
from tests.engine.asking import go
from tests.engine.office import (
    DISCLOSED,
    ROOT,
    Office,
    accepted,
    archived,
    concluded,
    day,
    handed_over,
    reviewed,
    signed,
    submitted,
)
from tests.engine.request_items import THREE


@pytest.fixture
def case_id(office: Office) -> int:
    """Received on Monday 2 March, accepted on Tuesday."""
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    return case_id


def unit(office: Office, name: str, *people: Actor) -> int:
    unit_id = int(office.engine.handle(AddUnit(
        agency_id=office.agency_id, name=name, valid_from=day(3, 1)), ROOT))
    for person in people:
        office.engine.handle(AssignUnit(person_id=person.person_id or 0, unit_id=unit_id), ROOT)
    return unit_id


def ask(office: Office, case_id: int, **changes: Any) -> int:
    return office.engine.handle(AskAssistance(**{
        "case_id": case_id, "kind": "share", "unit_id": None, "person_id": None,
        "asked": "请查找2025年度部门决算的制作情况。", **changes,
    }), office.people[Role.HANDLER])


def view(office: Office, case_id: int, number: int = 1) -> AssistanceView:
    return office.case(case_id).assistances.assistances[number - 1]


def task(office: Office, case_id: int, number: int = 1) -> TaskItem:
    about = view(office, case_id, number).about
    return next(each for each in office.case(case_id).tasks if each.about == about)


def hand_in(office: Office, case_id: int, by: Actor, number: int = 1, **values: Any) -> None:
    office.engine.handle(
        CompleteTask(task_id=task(office, case_id, number).id, values=values), by)


def answer(office: Office, case_id: int, by: Actor, number: int = 1) -> None:
    hand_in(office, case_id, by, number, assistance="answered",
            assistance_answer="经查，2025年度部门决算由预算科制作，可以公开。")


def give_back(office: Office, case_id: int, by: Actor, number: int = 1) -> None:
    hand_in(office, case_id, by, number, assistance="returned",
            assistance_return_reason="应当由国库科办理")


def work(office: Office, person: Actor) -> list[str]:
    return [each.about for each in office.engine.ask(MyWork(), person) if each.about]


def test_two_units_are_given_their_part_at_once_and_each_answers(
    office: Office, case_id: int
) -> None:
    """Only the people of the unit find it; with its limit; their answer stands on the case."""
    budget, treasury = (office.hire(Role.HANDLER, name) for name in ("预算承办", "国库承办"))
    units = unit(office, "预算科", budget), unit(office, "国库科", treasury)
    ask(office, case_id, unit_id=units[0])
    ask(office, case_id, unit_id=units[1], kind="assist")
    assert work(office, budget) == ["分办1"]
    assert work(office, treasury) == ["协办2"]
    assert work(office, office.people[Role.HANDLER]) == []
    with pytest.raises(NotPermitted, match="国库科承办人员"):
        office.engine.handle(ClaimTask(task_id=task(office, case_id, 2).id), budget)
    (mine,) = [each for each in office.engine.ask(MyWork(), budget) if each.about]
    assert mine.limit is not None
    assert (mine.limit.name, mine.limit.last_day) == ("assistance", day(3, 9))
    answer(office, case_id, budget)
    case = office.case(case_id)
    assert case.handler is not None
    assert case.handler.id == office.people[Role.HANDLER].person_id, "the reply stays with him"
    turn = view(office, case_id).turns[-1]
    assert (turn.unit, turn.outcome, turn.ended_by) == ("预算科", "answered", "预算承办")
    assert view(office, case_id).state == "answered"
    assert view(office, case_id, 2).open


def test_a_unit_gives_it_back_to_who_gave_it_who_gives_it_to_another(
    office: Office, case_id: int
) -> None:
    budget, treasury = (office.hire(Role.HANDLER, name) for name in ("预算承办", "国库承办"))
    unit(office, "国库科", treasury)
    ask(office, case_id, unit_id=unit(office, "预算科", budget))
    give_back(office, case_id, budget)
    assert view(office, case_id).state == "returned"
    reassigning = task(office, case_id)
    assert (reassigning.name, reassigning.mine) == ("重新分派", True)
    told = office.engine.ask(
        TaskFormOf(task_id=reassigning.id), office.people[Role.HANDLER]).told
    assert [(each.kind, each.text) for each in told] == [
        ("asked", "请查找2025年度部门决算的制作情况。"), ("returned", "应当由国库科办理")]
    office.clock.go_to(day(3, 6))
    hand_in(office, case_id, office.people[Role.HANDLER], assigning="given",
            assistant=treasury.person_id)
    assert work(office, budget) == []
    assert work(office, treasury) == ["分办1"]
    turns = view(office, case_id).turns
    assert [(each.unit, each.person, each.outcome) for each in turns] == [
        ("预算科", "", "returned"), ("国库科", "国库承办", "")]
    assert turns[-1].due_on == day(3, 12), "the limit runs anew: the fifth working day"
    office.restart()
    answer(office, case_id, treasury)
    assert [each for each in office.events(case_id) if each.startswith("Assist")] == [
        "AssistanceAsked", "AssistanceReturned", "AssistanceGivenAnew", "AssistanceAnswered"]


def test_what_came_back_may_be_dropped_with_the_reason(office: Office, case_id: int) -> None:
    colleague = office.hire(Role.HANDLER, "第二承办人")
    ask(office, case_id, person_id=colleague.person_id)
    give_back(office, case_id, colleague)
    hand_in(office, case_id, office.people[Role.HANDLER], assigning="dropped",
            drop_reason="已由本科室找到")
    assert (view(office, case_id).state, view(office, case_id).end_reason) == (
        "ended", "已由本科室找到")
    assert office.open_steps(case_id) == ["draft_reply"]


def test_the_reply_waits_for_no_answer_but_nobody_overlooks_one(
    office: Office, case_id: int
) -> None:
    """Told at drafting and at every level of sign-off; the archive is refused while it is open."""
    colleague = office.hire(Role.HANDLER, "第二承办人")
    made = ask(office, case_id, person_id=colleague.person_id, kind="assist")

    def told(element: str, role: Role) -> list[tuple[str, str]]:
        form = office.engine.ask(
            TaskFormOf(task_id=office.task(case_id, element).id), office.people[role])
        return [(each.kind, each.about) for each in form.told]

    assert told("draft_reply", Role.HANDLER) == [("unanswered", "协办1")]
    go(office, case_id, submitted(day(3, 4), DISCLOSED))
    assert told("review_confidentiality", Role.CONFIDENTIALITY_REVIEWER) == []
    go(office, case_id, reviewed(day(3, 4)))
    assert told("approve_reply", Role.REVIEWER) == [("unanswered", "协办1")]
    go(office, case_id, signed(day(3, 5)))
    with pytest.raises(UnlawfulAct, match="已经签发"):
        ask(office, case_id, person_id=colleague.person_id)
    go(office, case_id, handed_over(day(3, 5)))
    with pytest.raises(UnlawfulAct, match="协办1"):
        go(office, case_id, archived(day(3, 6)))
    office.engine.handle(
        EndAssistance(assistance_id=made, reason="答复已经发出"), office.people[Role.HANDLER])
    go(office, case_id, archived(day(3, 6)))
    assert office.case(case_id).status == "archived"


def test_an_answer_that_does_not_come_is_reminded_and_told(office: Office, case_id: int) -> None:
    colleague = office.hire(Role.HANDLER, "第二承办人")
    ask(office, case_id, person_id=colleague.person_id)     # on the 3rd, until the 9th

    def heard(kind: str) -> list[str]:
        return [item.data["legal_date"] for item in office.case(case_id).timeline
                if item.kind == kind and item.data["limit"] == "assistance"]

    office.sweep(day(3, 5))
    assert heard("TimeLimitWarned") == []
    office.sweep(day(3, 6))
    assert heard("TimeLimitWarned") == ["2026-03-09"]
    office.sweep(day(3, 9))
    assert heard("TimeLimitMissed") == []
    office.sweep(day(3, 10))
    assert heard("TimeLimitMissed") == ["2026-03-09"]
    assert view(office, case_id).overdue
    answer(office, case_id, colleague)      # late is better than never
    assert not view(office, case_id).overdue


def test_it_is_handed_over_and_given_back_like_other_work_and_nobody_else_gets_the_case(
    office: Office, case_id: int
) -> None:
    first, second = (office.hire(Role.HANDLER, name) for name in ("预算甲", "预算乙"))
    ask(office, case_id, unit_id=unit(office, "预算科", first))
    office.engine.handle(ClaimTask(task_id=task(office, case_id).id), first)
    office.engine.handle(
        HandOverTask(task_id=task(office, case_id).id, to_person_id=second.person_id or 0), first)
    assert work(office, second) == ["分办1"]        # given to her, whichever unit is hers
    office.engine.handle(ReleaseTask(task_id=task(office, case_id).id), second)
    assert work(office, second) == []
    assert work(office, first) == ["分办1"]
    case = office.case(case_id)
    assert case.handler is not None
    assert case.handler.id == office.people[Role.HANDLER].person_id


@pytest.mark.parametrize(("changes", "field"), [
    ({"kind": "chat"}, "kind"), ({}, "unit_id"), ({"unit_id": 999}, "unit_id"),
    ({"person_id": 999}, "person_id"), ({"asked": "  ", "person_id": "second"}, "asked"),
    ({"asked": "长" * 2001, "person_id": "second"}, "asked"),
    ({"asked": "甲\x00", "person_id": "second"}, "asked"),
    ({"item": 7, "person_id": "second"}, "item"), ({"person_id": "himself"}, "person_id"),
    ({"unit_id": "empty"}, "unit_id"), ({"unit_id": "empty", "person_id": "second"}, "person_id"),
], ids=lambda each: str(each)[:40])
def test_what_is_typed_wrong_is_refused_at_its_field(
    office: Office, case_id: int, changes: dict[str, Any], field: str
) -> None:
    real = {
        "second": office.hire(Role.HANDLER, "第二承办人").person_id,
        "himself": office.people[Role.HANDLER].person_id, "empty": unit(office, "空科室"),
    }
    if "kind" in changes:
        changes = {**changes, "person_id": "second"}
    with pytest.raises(InvalidInput) as refused:
        ask(office, case_id, **{name: real.get(value, value) for name, value in changes.items()})
    assert set(refused.value.problems) == {field}


def test_one_item_of_several_is_given(office: Office) -> None:
    case_id = office.register(items=THREE)
    office.take(case_id, accepted(day(3, 3)))
    colleague = office.hire(Role.HANDLER, "第二承办人")
    assert office.case(case_id).assistances.items == (1, 2, 3)
    ask(office, case_id, person_id=colleague.person_id, item=2)
    assert view(office, case_id).item == 2


def test_only_who_handles_gives_and_another_agency_sees_nothing(
    office: Office, case_id: int
) -> None:
    colleague = office.hire(Role.HANDLER, "第二承办人")
    made = ask(office, case_id, person_id=colleague.person_id)
    command = AskAssistance(case_id=case_id, kind="share", unit_id=None,
                            person_id=colleague.person_id, asked="能否公开？")
    with pytest.raises(NotPermitted):
        office.engine.handle(command, office.people[Role.INTAKE_OFFICER])
    other = Office.open(
        office.engine.configuration, office.clock, code="周民公开", engine=office.engine)
    stranger = other.people[Role.HANDLER]
    for message in (command, EndAssistance(assistance_id=made, reason="好奇")):
        with pytest.raises(NotFound):
            office.engine.handle(message, stranger)     # type: ignore[arg-type]
    assert work(office, stranger) == []
    foreign = unit(other, "救助科", stranger)
    with pytest.raises(InvalidInput):
        ask(office, case_id, unit_id=foreign)


@pytest.mark.parametrize("end", ["withdrawn", "voided", "merged"])
def test_what_ends_the_request_ends_what_was_given(office: Office, end: str) -> None:
    main = office.register(subject="2024年度部门决算")
    case_id = office.register()
    for each in (main, case_id):
        office.take(each, accepted(day(3, 3)))
    colleague = office.hire(Role.HANDLER, "第二承办人")
    for _ in range(2):
        ask(office, case_id, person_id=colleague.person_id)
    give_back(office, case_id, colleague, 2)
    officer = office.people[Role.INTAKE_OFFICER]
    commands = {
        "withdrawn": WithdrawRequest(
            case_id=case_id, withdrawn_on=day(3, 3), withdrawal_way="written"),
        "voided": VoidRegistration(case_id=case_id, reason="登记有误"),
        "merged": MergeCase(case_id=case_id, into_case_id=main, reason="同一申请人"),
    }
    office.engine.handle(commands[end], officer)    # type: ignore[arg-type]
    assert {each.state for each in office.case(case_id).assistances.assistances} == {"ended"}
    assert work(office, colleague) == []
    assert "AssistanceEnded" in office.events(case_id)
    if end == "withdrawn":
        office.play(case_id, [handed_over(day(3, 4)), archived(day(3, 4))])
        assert office.case(case_id).status == "archived"


def test_a_case_of_an_earlier_release_is_told_so(office: Office) -> None:
    office.restart(load().as_of(3))     # before assistance was published
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    office.restart()
    colleague = office.hire(Role.HANDLER, "第二承办人")
    assert not office.case(case_id).assistances.may_ask
    with pytest.raises(UnlawfulAct, match="按登记时的流程办理"):
        ask(office, case_id, person_id=colleague.person_id)


def test_it_ends_once(office: Office, case_id: int) -> None:
    colleague = office.hire(Role.HANDLER, "第二承办人")
    made = ask(office, case_id, person_id=colleague.person_id)
    answer(office, case_id, colleague)
    with pytest.raises(UnlawfulAct, match="不需要再停止"):
        office.engine.handle(
            EndAssistance(assistance_id=made, reason="不等了"), office.people[Role.HANDLER])
    office.play(case_id, concluded(10, DISCLOSED))


def test_no_text_of_it_stands_in_the_record(office: Office, case_id: int) -> None:
    colleague = office.hire(Role.HANDLER, "第二承办人")
    ask(office, case_id, person_id=colleague.person_id, asked="请查张三的档案。")
    answer(office, case_id, colleague)
    assert "张三" not in str([item.data for item in office.case(case_id).timeline])
