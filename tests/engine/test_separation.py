"""Whoever wrote any of a text neither reviews nor signs it, whichever hand pressed the button."""

from typing import Any

import pytest

from engine import (
    Actor,
    ClaimTask,
    HandOverTask,
    InvalidInput,
    MyWork,
    ReleaseTask,
    Role,
    SaveTaskDraft,
    SeparationOfDuties,
    TaskFormOf,
)
from tests.engine.office import (
    DISCLOSED,
    EXTENDED,
    EXTENSION_ASKED,
    PASSWORD,
    Office,
    Step,
    accepted,
    day,
    new_person,
    reviewed,
    signed,
    submitted,
)

RETURNED = Step(day(3, 5), "approve_reply", Role.REVIEWER,
                {"sign_off": "returned", "opinion": "写明领取方式。"})
CHECKING = (Role.HANDLER, Role.CONFIDENTIALITY_REVIEWER, Role.REVIEWER, Role.OFFICE_HEAD)


@pytest.fixture
def writer(office: Office) -> Actor:
    """Somebody who drafts in some cases and checks in others."""
    command = new_person(office.agency_id, Role.HANDLER, "兼任")
    command = type(command)(**{**vars(command), "roles": CHECKING, "password": PASSWORD})
    person_id = office.engine.handle(command, Actor(
        person_id=None, name="安装程序", agency_id=None, roles=frozenset({Role.ADMINISTRATOR})))
    return Actor(person_id=person_id, name="兼任", agency_id=office.agency_id,
                 agency_name="周村区财政局", roles=frozenset(CHECKING),
                 sign_in_name=command.sign_in_name)


@pytest.fixture
def case_id(office: Office) -> int:
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    return case_id


def hand_over(office: Office, case_id: int, giver: Actor, taker: Actor) -> None:
    office.engine.handle(HandOverTask(
        task_id=office.task(case_id, "draft_reply").id, to_person_id=taker.person_id or 0), giver)


def saves(office: Office, case_id: int, writer: Actor, values: dict[str, Any]) -> None:
    office.engine.handle(SaveTaskDraft(
        task_id=office.task(case_id, "draft_reply").id, values=values), writer)


def is_kept_from_checking(office: Office, case_id: int, writer: Actor) -> None:
    """He is told so on the page and refused, at the review and at the signature."""
    for step in (reviewed(day(3, 9)), signed(day(3, 9))):
        form = office.form(case_id, step)
        shown = office.engine.ask(TaskFormOf(task_id=form.task_id), writer)
        assert not shown.may_act
        assert "您写过" in shown.not_permitted_because
        with pytest.raises(SeparationOfDuties):
            office.engine.handle(form, writer)
        office.take(case_id, step)


def test_who_only_saved_the_draft_does_not_check_it(
    office: Office, case_id: int, writer: Actor
) -> None:
    handler = office.people[Role.HANDLER]
    hand_over(office, case_id, handler, writer)
    saves(office, case_id, writer, {"draft": "", "letter": DISCLOSED})
    hand_over(office, case_id, writer, handler)
    office.take(case_id, submitted(day(3, 5), DISCLOSED))
    is_kept_from_checking(office, case_id, writer)


def test_who_gave_the_task_back_with_his_words_in_it_does_not_check_them(
    office: Office, case_id: int, writer: Actor
) -> None:
    handler = office.people[Role.HANDLER]
    hand_over(office, case_id, handler, writer)
    saves(office, case_id, writer, {"letter": DISCLOSED})
    office.engine.handle(
        ReleaseTask(task_id=office.task(case_id, "draft_reply").id), writer)
    office.take(case_id, submitted(day(3, 5), DISCLOSED))
    is_kept_from_checking(office, case_id, writer)


@pytest.mark.parametrize("supply_way", ["以纸质复印件形式，随本告知书邮寄", "自行领取"])
def test_a_colleague_who_hands_it_in_again_takes_nothing_from_the_writer(
    office: Office, case_id: int, writer: Actor, supply_way: str
) -> None:
    """Unchanged, or with another sentence changed: the writer's words are in what is signed."""
    handler = office.people[Role.HANDLER]
    hand_over(office, case_id, handler, writer)
    office.engine.handle(office.form(case_id, submitted(day(3, 4), DISCLOSED)), writer)
    office.play(case_id, [reviewed(day(3, 5)), RETURNED])
    hand_over(office, case_id, writer, handler)
    facts = {**DISCLOSED["facts"], "supply_way": supply_way}  # type: ignore[dict-item]
    office.take(case_id, submitted(day(3, 6), {"kind": "disclosed", "facts": facts}))
    is_kept_from_checking(office, case_id, writer)


def test_who_wrote_why_more_time_is_needed_does_not_grant_it(
    office: Office, case_id: int, writer: Actor
) -> None:
    """The reason stands in the letter that the head signs."""
    handler = office.people[Role.HANDLER]
    hand_over(office, case_id, handler, writer)
    saves(office, case_id, writer, {
        "extension_reason": EXTENSION_ASKED.values["extension_reason"]})
    hand_over(office, case_id, writer, handler)
    office.play(case_id, [EXTENSION_ASKED])
    with pytest.raises(SeparationOfDuties):
        office.engine.handle(office.form(case_id, EXTENDED), writer)
    office.take(case_id, EXTENDED)


def test_who_held_the_task_and_wrote_nothing_may_check(
    office: Office, case_id: int, writer: Actor
) -> None:
    """Looking into a draft, or saving it as it stood, makes nobody its author."""
    handler = office.people[Role.HANDLER]
    saves(office, case_id, handler, {"letter": DISCLOSED})
    hand_over(office, case_id, handler, writer)
    saves(office, case_id, writer, {"letter": DISCLOSED})
    hand_over(office, case_id, writer, handler)
    office.take(case_id, submitted(day(3, 5), DISCLOSED))
    office.engine.handle(office.form(case_id, reviewed(day(3, 5))), writer)
    office.engine.handle(office.form(case_id, signed(day(3, 5))), writer)
    assert office.open_steps(case_id) == ["serve_letter"]


def test_who_typed_is_on_the_record(office: Office, case_id: int, writer: Actor) -> None:
    """Saving is recorded when somebody's words come in, and not with every pause in typing."""
    handler = office.people[Role.HANDLER]
    saves(office, case_id, handler, {"letter": {"kind": "disclosed", "facts": {
        "disclosed_content": "《2025年度部门决算》"}}})
    saves(office, case_id, handler, {"letter": DISCLOSED})
    hand_over(office, case_id, handler, writer)
    saves(office, case_id, writer, {"letter": DISCLOSED})
    assert office.events(case_id)[-2:] == ["TextWritten", "TaskHandedOver"]
    saves(office, case_id, writer, {"letter": {**DISCLOSED, "kind": "not_held"}})
    written = [e for e in office.case(case_id).timeline if e.kind == "TextWritten"]
    assert [event.by for event in written] == ["承办人员", "兼任"]
    assert {event.data["name"] for event in written} == {"拟制答复"}
    office.engine.handle(office.form(case_id, submitted(day(3, 5), DISCLOSED)), writer)
    completed = [e for e in office.case(case_id).timeline if e.kind == "TaskCompleted"][-1]
    assert completed.data["written_by"] == [handler.person_id, writer.person_id]


def test_the_text_of_an_earlier_day_is_his_who_handed_it_in(
    office: Office, case_id: int, writer: Actor
) -> None:
    """Before writers were kept, the record knew only who pressed the button."""
    handler = office.people[Role.HANDLER]
    hand_over(office, case_id, handler, writer)
    office.engine.handle(office.form(case_id, submitted(day(3, 4), DISCLOSED)), writer)
    office.play(case_id, [reviewed(day(3, 5)), RETURNED])
    with office.engine.database.write() as connection:
        connection.exec_driver_sql("UPDATE tasks SET authors = NULL")
    hand_over(office, case_id, writer, handler)
    office.take(case_id, submitted(day(3, 6), DISCLOSED))
    is_kept_from_checking(office, case_id, writer)


def test_a_task_that_he_may_not_do_stands_in_nobodys_way(
    office: Office, case_id: int, writer: Actor
) -> None:
    """It stays in the list of whoever else may."""
    hand_over(office, case_id, office.people[Role.HANDLER], writer)
    office.engine.handle(office.form(case_id, submitted(day(3, 4), DISCLOSED)), writer)
    waiting = office.engine.ask(MyWork(), office.people[Role.CONFIDENTIALITY_REVIEWER])
    assert [item.element for item in waiting] == ["review_confidentiality"]


def test_whoever_may_not_check_it_neither_takes_the_check_nor_is_given_it(
    office: Office, case_id: int, writer: Actor
) -> None:
    """Claimed by its own writer it would be locked for everybody who may do it."""
    hand_over(office, case_id, office.people[Role.HANDLER], writer)
    office.engine.handle(office.form(case_id, submitted(day(3, 4), DISCLOSED)), writer)
    task = office.task(case_id, "review_confidentiality")
    assert office.engine.ask(MyWork(), writer) == ()
    for deed in (ClaimTask(task_id=task.id), SaveTaskDraft(task_id=task.id, values={})):
        with pytest.raises(SeparationOfDuties):
            office.engine.handle(deed, writer)
    reviewer = office.people[Role.CONFIDENTIALITY_REVIEWER]
    office.engine.handle(ClaimTask(task_id=task.id), reviewer)
    shown = office.engine.ask(TaskFormOf(task_id=task.id), reviewer)
    assert writer.person_id not in {person.id for person in shown.colleagues}
    with pytest.raises(InvalidInput) as refused:
        office.engine.handle(
            HandOverTask(task_id=task.id, to_person_id=writer.person_id or 0), reviewer)
    assert "写过要审查的文字" in refused.value.problems["to_person_id"]
    office.take(case_id, reviewed(day(3, 5)))


def test_a_check_claimed_in_spite_of_that_can_be_given_back(
    office: Office, case_id: int, writer: Actor
) -> None:
    """Of an earlier day, or since he wrote only after he had claimed it."""
    hand_over(office, case_id, office.people[Role.HANDLER], writer)
    office.engine.handle(office.form(case_id, submitted(day(3, 4), DISCLOSED)), writer)
    task = office.task(case_id, "review_confidentiality")
    with office.engine.database.write() as connection:
        connection.exec_driver_sql(
            f"UPDATE tasks SET assignee_id = {writer.person_id} WHERE id = '{task.id}'")
    assert [item.id for item in office.engine.ask(MyWork(), writer)] == [task.id]
    office.engine.handle(ReleaseTask(task_id=task.id), writer)
    office.take(case_id, reviewed(day(3, 5)))
