"""A question to the lawyers: put to whom the agency arranged, answered, asked again, found again.

区政府办公室2015年通知三（三）：情况复杂或者疑难的申请，政府办公室可以征求政府法制办公室的意见，部门可以征求本部门
法制机构的意见；四（六）：可以借助政府法律顾问。
"""

from dataclasses import asdict
from datetime import date
from typing import Any

import pytest

from engine import (
    Actor,
    AddAttachment,
    CaseOf,
    CompleteTask,
    Engine,
    InvalidInput,
    LegalDesk,
    LegalQuestionOf,
    NameMaterials,
    NotFound,
    Role,
    TaskNoLongerOpen,
    UnlawfulAct,
    Upload,
    WithdrawRequest,
)
from engine.configuration import Configuration
from engine.processes.published import load
from tests.engine.advising import (
    QUESTION,
    another_legal_office,
    arrange,
    ask,
    given,
    officer,
    opinion,
)
from tests.engine.office import (
    DISCLOSED,
    MONDAY,
    ROOT,
    Clock,
    Office,
    Step,
    accepted,
    concluded,
    day,
    new_agency,
)


@pytest.fixture
def case_id(office: Office) -> int:
    """Received on Monday 2 March, accepted on Tuesday."""
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    return case_id


@pytest.fixture
def lawyer(office: Office) -> Actor:
    return another_legal_office(office)


# -- one's own legal section -----------------------------------------------------------------

def test_an_agency_that_arranged_nothing_asks_its_own_legal_section(
    office: Office, case_id: int
) -> None:
    ask(office, case_id, day(3, 4), letter=DISCLOSED)
    (asked,) = office.case(case_id).legal.rounds
    assert (asked.adviser_kind, asked.state, asked.question) == ("own", "asked", QUESTION)
    assert asked.draft_title == "予以公开告知书"
    assert asked.limit == day(3, 10)        # 5 working days, the day of asking being the first
    given(office, case_id, day(3, 5))
    (said,) = office.case(case_id).legal.rounds
    assert (said.state, said.conclusion, said.opinion) == ("given", "agree", "可以公开。")
    assert (said.given_by, said.given_on, said.limit) == ("法制机构", day(3, 5), None)


def test_one_may_ask_again_and_every_round_is_kept(office: Office, case_id: int) -> None:
    for turn, on in enumerate((4, 6, 10), 1):
        ask(office, case_id, day(3, on), f"第{turn}问：能否公开？")
        given(office, case_id, day(3, on + 1), f"第{turn}答")
    rounds = office.case(case_id).legal.rounds
    assert [(each.number, each.question, each.opinion) for each in rounds] == [
        (n, f"第{n}问：能否公开？", f"第{n}答") for n in (1, 2, 3)]
    office.play(case_id, concluded(16, DISCLOSED))
    assert office.case(case_id).status == "archived"


def test_who_suggests_or_objects_says_why(office: Office, case_id: int) -> None:
    ask(office, case_id, day(3, 4))
    with pytest.raises(InvalidInput) as refused:
        office.take(case_id, Step(day(3, 5), "give_legal_opinion", Role.LEGAL_OFFICER,
                                  {"legal_opinion": "disagree", "opinion": "不宜公开。"}))
    assert set(refused.value.problems) == {"legal_reasons"}


# -- another agency --------------------------------------------------------------------------

def test_another_agencys_legal_office_sees_question_request_and_draft_and_nothing_else(
    office: Office, case_id: int, lawyer: Actor
) -> None:
    office.engine.handle(AddAttachment(
        case_id=case_id, upload=Upload(name="决算.txt", content=b"1")),
        office.people[Role.HANDLER])
    ask(office, case_id, day(3, 4), letter=DISCLOSED)
    (line,) = office.engine.ask(LegalDesk(), lawyer)
    assert (line.agency, line.question, line.limit) == ("周村区财政局", QUESTION, day(3, 10))
    seen = office.engine.ask(LegalQuestionOf(advice_id=line.id), lawyer)
    assert seen.request == "2025年度部门决算及“三公”经费明细\n2025年度部门决算"
    assert "《2025年度部门决算》，共12页" in seen.draft_text
    # Neither the applicant, also as the letter addresses him, nor papers.
    told = str(asdict(seen)) + str(asdict(line))
    for hidden in ("王小明", "13800000000", "决算.txt"):
        assert hidden not in told
    assert "case_id" not in asdict(seen)
    with pytest.raises(NotFound):
        office.engine.ask(CaseOf(case_id=case_id), lawyer)
    assert office.open_steps(case_id) == ["register_legal_opinion"]
    with pytest.raises(NotFound):       # the handler's task is none of the other agency's
        office.engine.handle(CompleteTask(
            task_id=office.task(case_id, "register_legal_opinion").id, values={}), lawyer)


def test_whom_nobody_asked_finds_no_question_whatever_number_he_knows(
    office: Office, case_id: int, lawyer: Actor
) -> None:
    ask(office, case_id, day(3, 4))
    (line,) = office.engine.ask(LegalDesk(), lawyer)
    stranger = officer(
        office, office.engine.handle(new_agency("周民公开"), ROOT), "外单位法制")
    asker = office.people[Role.LEGAL_OFFICER]       # the asking agency's own was not asked
    for other in (stranger, asker):
        assert office.engine.ask(LegalDesk(), other) == ()
        with pytest.raises(NotFound):
            office.engine.ask(LegalQuestionOf(advice_id=line.id), other)
        with pytest.raises(NotFound):
            office.engine.handle(opinion(line.id), other)
    with pytest.raises(NotFound):
        office.engine.handle(
            NameMaterials(advice_id=line.id, attachments=()),
            officer(office, stranger.agency_id or 0, "外单位承办", Role.HANDLER))


def test_the_opinion_of_another_agency_ends_the_waiting(
    office: Office, case_id: int, lawyer: Actor
) -> None:
    ask(office, case_id, day(3, 4))
    (line,) = office.engine.ask(LegalDesk(), lawyer)
    office.clock.go_to(day(3, 6))
    with pytest.raises(InvalidInput) as refused:
        office.engine.handle(opinion(line.id, conclusion="", opinion="", reasons=""), lawyer)
    assert set(refused.value.problems) == {"conclusion", "opinion"}
    with pytest.raises(InvalidInput) as refused:
        office.engine.handle(opinion(line.id, reasons=" "), lawyer)
    assert set(refused.value.problems) == {"reasons"}
    office.engine.handle(opinion(line.id), lawyer)
    assert office.open_steps(case_id) == ["draft_reply"]
    (said,) = office.case(case_id).legal.rounds
    assert (said.given_by, said.given_on, said.conclusion) == ("法制科长", day(3, 6), "suggest")
    with pytest.raises(UnlawfulAct, match="已经有意见"):
        office.engine.handle(opinion(line.id), lawyer)
    assert "LegalOpinionGiven" in office.events(case_id)


def test_the_handler_need_not_wait_for_ever_and_may_ask_once_more(
    office: Office, case_id: int, lawyer: Actor
) -> None:
    ask(office, case_id, day(3, 4))
    office.take(case_id, Step(day(3, 12), "register_legal_opinion", Role.HANDLER, {
        "legal_registration": "given_up", "no_more_because": "期限将至"}))
    (line,) = office.engine.ask(LegalDesk(), lawyer)
    assert line.state == "given_up"
    with pytest.raises(UnlawfulAct, match="不再等待"):
        office.engine.handle(opinion(line.id), lawyer)
    ask(office, case_id, day(3, 12), "再问：附注能否公开？")
    assert [each.state for each in office.case(case_id).legal.rounds] == ["given_up", "asked"]


def test_its_limit_is_watched(office: Office, case_id: int, lawyer: Actor) -> None:
    ask(office, case_id, day(3, 4))
    office.sweep(day(3, 10))
    assert "TimeLimitWarned" not in office.events(case_id)
    office.sweep(day(3, 11))
    warned = [each for each in office.case(case_id).timeline if each.kind == "TimeLimitWarned"]
    assert [each.data["limit"] for each in warned] == ["legal_opinion"]
    assert office.case(case_id).legal.rounds[0].overdue
    assert office.engine.ask(LegalDesk(), lawyer)[0].overdue


# -- a legal adviser -------------------------------------------------------------------------

def test_what_a_legal_adviser_wrote_is_entered_by_name_and_day(
    office: Office, case_id: int
) -> None:
    arrange(office, kind="counsel", name="山东齐正律师事务所")
    ask(office, case_id, day(3, 4))
    values = {
        "legal_registration": "registered", "legal_conclusion": "disagree",
        "opinion": "附注不宜整体公开。", "opinion_given_by": "孙律师",
        "opinion_given_on": "2026-03-03",
    }
    with pytest.raises(InvalidInput, match="不能早于提请会商的日期"):
        office.take(case_id, Step(day(3, 9), "register_legal_opinion", Role.HANDLER, values))
    office.take(case_id, Step(day(3, 9), "register_legal_opinion", Role.HANDLER,
                              values | {"opinion_given_on": "2026-03-06"}))
    (said,) = office.case(case_id).legal.rounds
    assert (said.adviser_name, said.given_by, said.given_on) == (
        "山东齐正律师事务所", "孙律师", day(3, 6))
    (event,) = [e for e in office.case(case_id).timeline if e.kind == "LegalOpinionGiven"]
    assert event.data["written"]
    assert "孙律师" not in str(event.data)


def test_papers_of_the_case_are_named_for_the_question(office: Office, case_id: int) -> None:
    handler = office.people[Role.HANDLER]
    office.engine.handle(AddAttachment(
        case_id=case_id, upload=Upload(name="决算.txt", content=b"1")), handler)
    ask(office, case_id, day(3, 4))
    (asked,) = office.case(case_id).legal.rounds
    paper = office.case(case_id).attachments[0].id
    with pytest.raises(InvalidInput):
        office.engine.handle(NameMaterials(advice_id=asked.id, attachments=(paper + 9,)), handler)
    office.engine.handle(NameMaterials(advice_id=asked.id, attachments=(paper,)), handler)
    assert office.case(case_id).legal.rounds[0].materials == (paper,)
    given(office, case_id, day(3, 5))
    with pytest.raises(UnlawfulAct, match="已经结束"):
        office.engine.handle(NameMaterials(advice_id=asked.id, attachments=()), handler)


# -- by whom ---------------------------------------------------------------------------------

def test_an_arrangement_holds_from_its_day_and_what_was_put_stays_where_it_is(
    office: Office, case_id: int
) -> None:
    arrange(office, kind="counsel", name="孙律师", from_day=day(3, 5))
    ask(office, case_id, day(3, 4))
    office.clock.go_to(day(3, 6))
    assert office.case(case_id).legal.rounds[0].adviser_kind == "own"
    given(office, case_id, day(3, 6))
    ask(office, case_id, day(3, 6))
    assert [each.adviser_kind for each in office.case(case_id).legal.rounds] == ["own", "counsel"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "friend"}, "kind"), ({"kind": "agency"}, "adviser_id"),
        ({"kind": "counsel", "name": " "}, "name"), ({"basis": ""}, "basis"),
        ({"from_day": date(2026, 3, 1)}, "from_day"), ({"name": "科" * 121}, "name"),
    ],
)
def test_an_arrangement_that_says_too_little_is_refused_at_its_field(
    office: Office, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        arrange(office, **changes)
    assert set(refused.value.problems) == {field}


def test_no_agency_is_advised_by_itself_and_none_twice_from_one_day(office: Office) -> None:
    with pytest.raises(InvalidInput, match="不能是本机关"):
        arrange(office, kind="agency", adviser_id=office.agency_id)
    arrange(office)
    with pytest.raises(InvalidInput, match="已有一项安排"):
        arrange(office)


# -- what ends the request -------------------------------------------------------------------

def test_a_request_taken_back_waits_for_no_opinion(
    office: Office, case_id: int, lawyer: Actor
) -> None:
    ask(office, case_id, day(3, 4))
    (line,) = office.engine.ask(LegalDesk(), lawyer)
    office.clock.go_to(day(3, 5))
    office.engine.handle(WithdrawRequest(
        case_id=case_id, withdrawn_on=day(3, 5), withdrawal_way="written"),
        office.people[Role.INTAKE_OFFICER])
    assert office.case(case_id).legal.rounds[0].state == "given_up"
    with pytest.raises(UnlawfulAct):
        office.engine.handle(opinion(line.id), lawyer)


def test_a_case_of_an_earlier_release_goes_on_as_it_began(settings: Configuration) -> None:
    clock = Clock()
    office = Office.open(settings, clock, engine=Engine(
        settings, now=clock, processes=load().as_of(3)))
    try:
        case_id = office.register()
        arrange(office, kind="counsel", name="孙律师")
        office.take(case_id, accepted(day(3, 3)))
        office.restart()
        ask(office, case_id, day(3, 4))
        assert office.open_steps(case_id) == ["give_legal_opinion"]
        given(office, case_id, day(3, 5))
        assert office.case(case_id).legal.rounds == ()
        office.play(case_id, concluded(6, DISCLOSED))
        assert office.case(case_id).status == "archived"
    finally:
        office.close()


def test_two_at_once_give_one_opinion(office: Office, case_id: int, lawyer: Actor) -> None:
    """The handler enters the paper while the other office answers here: whoever is second is
    told."""
    ask(office, case_id, day(3, 4))
    task = office.task(case_id, "register_legal_opinion")
    (line,) = office.engine.ask(LegalDesk(), lawyer)
    office.engine.handle(opinion(line.id), lawyer)
    with pytest.raises(TaskNoLongerOpen):
        office.engine.handle(CompleteTask(task_id=task.id, values={
            "legal_registration": "given_up", "no_more_because": "不等了"}),
            office.people[Role.HANDLER])
    assert office.clock.moment.date() > MONDAY
