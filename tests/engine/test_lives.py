"""Requests played from receipt to archive, in the words of the law, on both databases."""

from dataclasses import replace
from datetime import date

import pytest

import letters
from engine import CasePage, LetterDocument, MyDone, MyWork, Role, TaskFormOf, UnlawfulAct
from engine.record import chain as audit
from tests.engine.office import (
    CORRECTED,
    CORRECTION_NEEDED,
    DISCLOSED,
    EXTENDED,
    EXTENSION_ASKED,
    LAPSE_CONFIRMED,
    LAPSED,
    LIVES,
    MONDAY,
    NOTICE_SERVED,
    NOTICE_WRITTEN,
    Office,
    accepted,
    concluded,
    day,
    handed_over,
    submitted,
)


def holds(office: Office) -> bool:
    with office.engine.database.read() as connection:
        return audit.verify(connection) is None


def test_a_request_is_disclosed(office: Office) -> None:
    """Art. 33: twenty working days from Monday 2 March are over on Monday 30 March."""
    case_id = office.register()
    case = office.case(case_id)
    assert case.number == "周财公开申〔2026〕1号"
    assert case.clock.due_on == date(2026, 3, 30)
    assert case.clock.remaining == 20
    assert [letter.title for letter in case.letters] == ["登记回执"]
    assert office.open_steps(case_id) == ["examine_request"]

    office.play(case_id, LIVES["disclosed"])
    case = office.case(case_id)
    assert (case.status, case.step_name) == ("archived", "")
    assert case.letter_title == "予以公开告知书"
    assert case.clock.on_time is True
    assert case.clock.replied_on == date(2026, 3, 6)
    assert case.tasks == ()
    reply = case.letters[-1]
    assert (reply.number, reply.state, reply.served_on) == (
        "周财公开复〔2026〕1号", "served", date(2026, 3, 7))
    assert "行政复议" in "".join(text for _, text in reply.paragraphs)
    assert office.events(case_id) == [
        "RequestRegistered", "LetterIssued", "TaskOpened",
        "TaskCompleted", "RequestAccepted", "TaskOpened",
        "LetterDrafted", "TaskCompleted", "TaskOpened",
        "LetterReviewed", "TaskCompleted", "SecrecyFound", "DocumentReviewed", "SignOffBegun",
        "TaskOpened",
        "TaskCompleted", "SignedAtLevel", "ReplyDecided", "LetterIssued", "TaskOpened",
        "TaskCompleted", "LetterSent", "ReplyServed", "TaskOpened",
        "TaskCompleted", "LetterServed", "TaskOpened",
        "TaskCompleted", "CaseArchived",
    ]
    assert holds(office)


def test_a_request_is_corrected_and_then_disclosed_in_part(office: Office) -> None:
    """Art. 30: the period begins anew when the correction is received; art. 37: in part."""
    case_id = office.register()
    office.play(case_id, [CORRECTION_NEEDED, NOTICE_WRITTEN])
    waiting = office.case(case_id).clock
    assert waiting.state == "paused_correction"
    assert waiting.remaining is None
    assert waiting.correct_by is None, "the notice has not reached the applicant"
    office.take(case_id, NOTICE_SERVED)
    assert office.case(case_id).clock.correct_by == date(2026, 3, 18)

    office.take(case_id, CORRECTED)
    running = office.case(case_id).clock
    # Twenty working days from Tuesday 10 March; Saturday 4 to Monday 6 April is Qingming.
    assert (running.state, running.due_on) == ("running", date(2026, 4, 8))
    assert "【补正】2025年度临时救助名册" in office.case(case_id).description

    office.play(case_id, LIVES["corrected_then_partly_disclosed"][4:])
    case = office.case(case_id)
    assert case.status == "archived"
    assert case.letter_title == "部分公开告知书"
    assert [letter.title for letter in case.letters] == ["登记回执", "补正告知书", "部分公开告知书"]
    assert [opinion.outcome_label for opinion in case.done if opinion.step_name == "保密审查"] == [
        "审查未通过", "审查通过", "审查通过"]
    assert holds(office)


def test_a_request_is_refused(office: Office) -> None:
    """Art. 14: a state secret is not disclosed; the letter says why and what the remedy is."""
    case_id = office.live("refused")
    case = office.case(case_id)
    assert case.letter_title == "不予公开告知书（国家秘密）"
    text = "".join(text for _, text in case.letters[-1].paragraphs)
    assert "第十四条" in text
    assert "行政复议" in text
    assert case.clock.on_time is True
    assert holds(office)


def test_the_period_is_extended_once(office: Office) -> None:
    """Art. 33: ten working days more than Monday 30 March are over on Tuesday 14 April."""
    case_id = office.register()
    office.play(case_id, [accepted(day(3, 3)), EXTENSION_ASKED])
    assert office.case(case_id).clock.due_on == date(2026, 3, 30)
    office.take(case_id, EXTENDED)
    case = office.case(case_id)
    assert case.clock.due_on == date(2026, 4, 14)
    notice = "".join(text for _, text in case.letters[-1].paragraphs)
    assert "2026年3月30日" in notice
    assert "2026年4月14日" in notice
    office.play(case_id, [handed_over(day(3, 17)), *concluded(24, DISCLOSED)])
    assert office.case(case_id).status == "archived"
    assert holds(office)


def test_an_applicant_who_lets_the_correction_period_pass_gives_the_request_up(
    office: Office,
) -> None:
    """Art. 30: not before the last day is over, and then a person decides what follows."""
    case_id = office.register()
    office.play(case_id, [CORRECTION_NEEDED, NOTICE_WRITTEN, NOTICE_SERVED])
    last_day = office.case(case_id).clock.correct_by
    assert last_day is not None
    assert office.sweep(last_day, hour=23) == 0
    assert office.open_steps(case_id) == ["receive_correction"]

    with pytest.raises(UnlawfulAct, match="尚未届满"):
        office.take(case_id, replace(LAPSE_CONFIRMED, on=last_day))

    the_day_after = date.fromordinal(last_day.toordinal() + 1)
    assert office.sweep(the_day_after, hour=0) == 1
    assert office.events(case_id)[-1] == "TimeLimitWarned"
    assert office.open_steps(case_id) == ["receive_correction"], "no clock decides it"
    assert office.case(case_id).clock.state == "lapsed"
    office.take(case_id, replace(LAPSE_CONFIRMED, on=the_day_after))
    assert office.open_steps(case_id) == ["draft_reply"]
    assert office.events(case_id)[-3:] == ["TaskCompleted", "CorrectionLapsed", "TaskOpened"]

    office.play(case_id, concluded(7, LAPSED, month=4))
    case = office.case(case_id)
    assert case.letter_title == "逾期不补正不再处理告知书"
    assert case.status == "archived"
    assert holds(office)


@pytest.mark.parametrize("name", LIVES)
def test_a_life_looks_the_same_from_every_side(name: str, office: Office) -> None:
    """At each step: the open tasks of the case page stand in somebody's work list and in the
    diagram, and in nobody's when the case is archived."""
    case_id = office.register()
    for step in (None, *LIVES[name]):
        if step is not None:
            office.take(case_id, step)
        case = office.case(case_id)
        listed = {
            task.id
            for actor in office.people.values()
            for task in office.engine.ask(MyWork(), actor)
        }
        assert {task.id for task in case.tasks} == listed
        diagrams = office.engine.ask(
            CasePage(case_id=case_id), office.people[Role.HANDLER]
        ).diagrams
        standing = {
            token.element for diagram in diagrams for token in diagram.tokens
            if token.state == "waiting"
        }
        assert {task.element for task in case.tasks} <= standing
        assert any(diagram.active for diagram in diagrams) is (case.status != "archived")
        for task in case.tasks:
            form = office.engine.ask(TaskFormOf(task_id=task.id), office.people[task.role])
            assert form.may_act
            assert form.choices
    assert office.case(case_id).status == "archived"


def test_my_work_tells_the_role_and_the_holder(office: Office) -> None:
    office.clock.go_to(MONDAY)
    case_id = office.register()
    (item,) = office.engine.ask(MyWork(), office.people[Role.INTAKE_OFFICER])
    assert (item.case_id, item.name, item.assignee) == (case_id, "审查申请", None)
    assert item.applicant == "王**"
    assert office.engine.ask(MyWork(), office.people[Role.HANDLER]) == ()

    office.take(case_id, accepted(day(3, 3)))
    (item,) = office.engine.ask(MyWork(), office.people[Role.HANDLER])
    assert (item.name, item.mine) == ("拟制答复", True)
    colleague = office.hire(Role.HANDLER, "另一位承办人员")
    assert office.engine.ask(MyWork(), colleague) == ()
    office.take(case_id, submitted(day(3, 5), DISCLOSED))
    (done,) = office.engine.ask(MyDone(), office.people[Role.HANDLER])
    assert (done.name, done.outcome) == ("拟制答复", "提交保密审查和签发")


def test_a_draft_can_be_downloaded_and_says_that_it_is_one(office: Office) -> None:
    office.clock.go_to(MONDAY)
    case_id = office.register()
    office.play(case_id, (accepted(day(3, 3)), submitted(day(3, 4), DISCLOSED)))
    reader = office.people[Role.HANDLER]
    draft = next(each for each in office.case(case_id).letters if each.state == "draft")
    name, paper = office.engine.ask(LetterDocument(letter_id=draft.id), reader)
    assert name.startswith("（草稿）")
    text = letters.read_back(paper)
    assert "（草稿）" in text
    assert "《2025年度部门决算》，共12页。" in text
