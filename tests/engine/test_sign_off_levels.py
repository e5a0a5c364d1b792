"""A reply is signed at the levels that its agency arranged, each by somebody else."""

from dataclasses import replace
from typing import Any

import pytest

from engine import (
    AddSigningLevels,
    CasePage,
    ChangeDuties,
    Engine,
    InvalidInput,
    MyWork,
    NotFound,
    NotPermitted,
    Role,
    SeparationOfDuties,
    TaskFormOf,
    UnlawfulAct,
)
from engine.configuration import Configuration
from engine.processes.published import load
from tests.engine.office import (
    DISCLOSED,
    ROOT,
    Clock,
    Office,
    accepted,
    archived,
    concluded,
    day,
    delivered,
    reviewed,
    served,
    submitted,
)
from tests.engine.signing import ELEMENTS, FOUR, agrees, arranged, arrangement, returns

SECTION, LEGAL, OFFICE, LEADER, PRINCIPAL = (
    Role.SECTION_HEAD, Role.LEGAL_OFFICER, Role.OFFICE_HEAD, Role.REVIEWER, Role.PRINCIPAL)


@pytest.fixture
def case_id(office: Office) -> int:
    """A reply that goes to four levels, passed by the confidentiality review on 5 March."""
    arranged(office)
    case_id = office.register()
    office.play(case_id, [
        accepted(day(3, 3)), submitted(day(3, 4), DISCLOSED), reviewed(day(3, 5))])
    return case_id


def form(office: Office, case_id: int, level: Role) -> Any:
    task = office.task(case_id, ELEMENTS[level])
    return office.engine.ask(TaskFormOf(task_id=task.id), office.people[level])


def fields(office: Office, case_id: int, level: Role) -> dict[str, tuple[str, ...]]:
    return {each.name: tuple(value for value, _ in each.choices)
            for each in form(office, case_id, level).fields}


def test_an_agency_that_arranged_nothing_signs_at_one_level_as_before(office: Office) -> None:
    case_id = office.register()
    office.play(case_id, [
        accepted(day(3, 3)), submitted(day(3, 4), DISCLOSED), reviewed(day(3, 5))])
    assert office.open_steps(case_id) == ["approve_reply"]
    assert set(fields(office, case_id, LEADER)) == {"opinion"}, "there is one way back only"
    office.take(case_id, agrees(day(3, 6), LEADER))
    assert office.open_steps(case_id) == ["serve_letter"]
    (round_,) = office.case(case_id).sign_off
    assert (round_.levels, round_.outcome) == ((LEADER,), "signed")


def test_a_reply_goes_through_four_levels_and_the_last_one_signs(
    office: Office, case_id: int
) -> None:
    for level in FOUR:
        assert office.open_steps(case_id) == [ELEMENTS[level]]
        (letter,) = [each for each in office.case(case_id).letters if each.kind == "disclosed"]
        assert letter.state == "draft", "no number before the last level"
        office.take(case_id, agrees(day(3, 6), level, opinion=f"{level.title}同意。"))
    case = office.case(case_id)
    assert [each.number for each in case.letters if each.kind == "disclosed"] != [""]
    (round_,) = case.sign_off
    assert round_.outcome == "signed"
    assert [(step.level, step.by, step.opinion) for step in round_.steps] == [
        (level, office.people[level].name, f"{level.title}同意。") for level in FOUR]
    assert office.events(case_id).count("SignedAtLevel") == 4
    office.play(case_id, [served(day(3, 9)), delivered(day(3, 10)), archived(day(3, 10))])
    assert office.case(case_id).status == "archived"


def test_the_levels_stand_on_the_way_of_the_case(office: Office, case_id: int) -> None:
    stages = office.engine.ask(CasePage(case_id=case_id), office.people[Role.HANDLER]).stages
    names = [stage.name for stage in stages]
    assert names[names.index("保密审查") + 1:names.index("送出答复")] == [
        "科室审核", "法制审核", "审核签发", "主要领导签发"]
    assert next(stage.name for stage in stages if stage.state == "now") == "科室审核"


def test_a_level_returns_to_an_earlier_one_and_all_between_are_asked_again(
    office: Office, case_id: int
) -> None:
    office.play(case_id, [agrees(day(3, 6), SECTION), agrees(day(3, 6), LEGAL)])
    assert fields(office, case_id, LEADER)["return_to"] == (
        "drafter", "section_head", "legal_officer"), "no level that this case does not have"
    office.take(case_id, returns(day(3, 9), LEADER, "section_head", "请核实页数。"))
    assert office.open_steps(case_id) == [ELEMENTS[SECTION]]
    (round_,) = office.case(case_id).sign_off
    assert [(step.level, step.outcome, step.returned_to, step.stands) for step in round_.steps] == [
        (SECTION, "approved", "", False), (LEGAL, "approved", "", False),
        (LEADER, "returned", "section_head", True)]
    assert round_.ahead == FOUR
    office.play(case_id, [agrees(day(3, 10), level) for level in FOUR])
    assert office.open_steps(case_id) == ["serve_letter"]


def test_after_a_return_to_the_drafter_each_level_sees_what_changed_since_it_saw_it(
    office: Office, case_id: int
) -> None:
    assert form(office, case_id, SECTION).changes is None, "it has never seen it"
    office.play(case_id, [
        agrees(day(3, 6), SECTION), returns(day(3, 6), LEGAL, "drafter", "页数写错了。")])
    assert office.open_steps(case_id) == ["draft_reply"]
    mended = {"kind": "disclosed", "facts": {
        **DISCLOSED["facts"], "disclosed_content": "《2025年度部门决算》，共15页。"}}
    office.play(case_id, [submitted(day(3, 9), mended), reviewed(day(3, 9))])
    changed = form(office, case_id, SECTION).changes
    assert changed is not None
    pieces = [piece for change in changed for piece in change.pieces]
    assert ("gone", "2") in pieces
    assert ("new", "5") in pieces
    office.play(case_id, [agrees(day(3, 10), level) for level in FOUR])
    first, second = office.case(case_id).sign_off
    assert (first.outcome, second.outcome) == ("returned", "signed")


def test_without_a_choice_a_reply_goes_back_to_who_drafts_it(office: Office, case_id: int) -> None:
    office.take(case_id, returns(day(3, 6), SECTION))
    assert office.open_steps(case_id) == ["draft_reply"]


@pytest.mark.parametrize("to", ["principal", "office_head", "reviewer", "nobody"])
def test_a_reply_does_not_go_back_to_what_is_no_earlier_level(
    office: Office, case_id: int, to: str
) -> None:
    office.play(case_id, [agrees(day(3, 6), SECTION), agrees(day(3, 6), LEGAL)])
    step = returns(day(3, 9), LEADER, to)
    with pytest.raises(InvalidInput) as refused:
        office.take(case_id, step)
    assert "return_to" in refused.value.problems
    assert office.open_steps(case_id) == [ELEMENTS[LEADER]]


def test_nobody_signs_at_two_levels_of_one_round_nor_what_he_wrote(
    office: Office, case_id: int
) -> None:
    head = office.people[SECTION]
    office.engine.handle(ChangeDuties(
        person_id=head.person_id or 0, roles=(SECTION, LEGAL)), ROOT)
    both = replace(head, roles=frozenset({SECTION, LEGAL}))
    office.take(case_id, agrees(day(3, 6), SECTION))
    assert office.engine.ask(MyWork(), both) == ()
    step = office.form(case_id, agrees(day(3, 6), LEGAL))
    shown = office.engine.ask(TaskFormOf(task_id=step.task_id), both)
    assert "科室负责人" in shown.not_permitted_because
    with pytest.raises(SeparationOfDuties, match="科室负责人"):
        office.engine.handle(step, both)
    drafter = replace(office.people[Role.HANDLER], roles=frozenset({Role.HANDLER, LEGAL}))
    with pytest.raises(SeparationOfDuties, match="拟制答复"):
        office.engine.handle(step, drafter)


def test_a_round_goes_by_what_held_when_it_began(office: Office, case_id: int) -> None:
    office.engine.handle(
        arrangement(office, levels={"": (LEADER,)}, from_day=day(3, 6)), ROOT)
    office.play(case_id, [agrees(day(3, 9), level) for level in FOUR])
    assert office.open_steps(case_id) == ["serve_letter"]


# -- limits within the agency ------------------------------------------------------------------


def test_each_level_has_its_own_days_and_is_reminded_once(office: Office, case_id: int) -> None:
    """Passed on Thursday 5 March: the section has that day, by the arrangement; the legal section,
    of which nothing is said, has Monday 9 and Tuesday 10 March."""
    (item,) = office.engine.ask(MyWork(), office.people[SECTION])
    assert item.limit is not None
    assert (item.limit.title, item.limit.last_day) == ("科室审核期限", day(3, 5))
    assert office.sweep(day(3, 5), 23) == 0
    assert office.sweep(day(3, 6), 1) == 1
    assert office.sweep(day(3, 6), 2) == 0
    warned = [each.data for each in office.case(case_id).timeline if each.kind == "TimeLimitWarned"]
    assert [(each["limit"], each["legal_date"]) for each in warned] == [
        ("sign_off_section_head", "2026-03-05")]
    office.take(case_id, agrees(day(3, 9), SECTION))
    (item,) = office.engine.ask(MyWork(), office.people[LEGAL])
    assert item.limit is not None
    assert (item.limit.title, item.limit.last_day) == ("法制审核期限", day(3, 10))


# -- a stricter chain on the way ---------------------------------------------------------------


def adding(case_id: int, *levels: Role, reason: str = "涉及重大利益。") -> AddSigningLevels:
    return AddSigningLevels(case_id=case_id, levels=levels, reason=reason)


@pytest.fixture
def short(office: Office) -> int:
    """A reply on its way through two levels, the first of which has agreed."""
    arranged(office, levels={"": (SECTION, LEADER)})
    case_id = office.register()
    office.play(case_id, [
        accepted(day(3, 3)), submitted(day(3, 4), DISCLOSED), reviewed(day(3, 5)),
        agrees(day(3, 6), SECTION)])
    return case_id


def test_a_manager_puts_a_case_to_a_stricter_chain_on_the_way(office: Office, short: int) -> None:
    office.engine.handle(adding(short, PRINCIPAL), office.people[Role.MANAGER])
    (round_,) = office.case(short).sign_off
    assert round_.levels == (SECTION, LEADER, PRINCIPAL)
    assert [(each.levels, each.by, each.reason) for each in round_.added] == [
        ((PRINCIPAL,), office.people[Role.MANAGER].name, "涉及重大利益。")]
    office.take(short, agrees(day(3, 9), LEADER))
    assert office.open_steps(short) == [ELEMENTS[PRINCIPAL]]
    office.take(short, returns(day(3, 9), PRINCIPAL, "drafter"))
    office.play(short, [submitted(day(3, 10), DISCLOSED), reviewed(day(3, 10))])
    assert office.case(short).sign_off[-1].levels == (SECTION, LEADER, PRINCIPAL), "it stays strict"
    office.play(short, [agrees(day(3, 11), each) for each in (SECTION, LEADER, PRINCIPAL)])
    assert office.open_steps(short) == ["serve_letter"]


def test_who_signed_before_may_ask_for_it_and_nobody_from_elsewhere(
    office: Office, short: int
) -> None:
    with pytest.raises(NotPermitted):
        office.engine.handle(adding(short, PRINCIPAL), office.people[Role.HANDLER])
    with pytest.raises(NotPermitted):
        office.engine.handle(adding(short, PRINCIPAL), office.people[LEGAL])
    elsewhere = Office.open(office.engine.configuration, office.clock, code="周教公开",
                            engine=office.engine)
    with pytest.raises(NotFound):
        office.engine.handle(adding(short, PRINCIPAL), elsewhere.people[Role.MANAGER])
    office.engine.handle(adding(short, PRINCIPAL), office.people[SECTION])
    assert office.case(short).sign_off[0].levels[-1] is PRINCIPAL


@pytest.mark.parametrize(("levels", "reason", "field"), [
    ((), "理由", "levels"), ((SECTION,), "理由", "levels"), ((LEGAL,), "理由", "levels"),
    ((LEADER,), "理由", "levels"), ((PRINCIPAL,), " ", "reason"),
    ((PRINCIPAL,), "字" * 201, "reason"),
])
def test_only_levels_that_are_still_above_are_put_in_and_with_a_reason(
    office: Office, short: int, levels: tuple[Role, ...], reason: str, field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        office.engine.handle(
            adding(short, *levels, reason=reason), office.people[Role.MANAGER])
    assert set(refused.value.problems) == {field}


def test_a_reply_that_is_not_being_signed_gets_no_further_level(
    office: Office, short: int
) -> None:
    office.take(short, agrees(day(3, 9), LEADER))
    with pytest.raises(UnlawfulAct, match="没有在审批中"):
        office.engine.handle(adding(short, PRINCIPAL), office.people[Role.MANAGER])


# -- cases of earlier releases -----------------------------------------------------------------


def test_a_case_of_the_first_release_is_signed_as_it_began(settings: Configuration) -> None:
    """Whatever is arranged since: its diagram knows one level."""
    clock = Clock()
    office = Office.open(settings, clock, engine=Engine(
        settings, now=clock, processes=load().as_of(1)))
    arranged(office)
    case_id = office.register()
    office.play(case_id, [accepted(day(3, 3)), submitted(day(3, 4), DISCLOSED)])
    office.restart()
    office.play(case_id, concluded(4, DISCLOSED)[1:])
    case = office.case(case_id)
    assert case.status == "archived"
    assert case.sign_off == ()
    office.close()


