"""A decision or judgment orders a new reply: a lawful new round, within the term that it sets.

《行政复议法》第六十四条、第六十六条；《行政诉讼法》第七十条、第七十二条. Number, unit and beginning
of the term are facts that somebody entered.
"""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from engine import (
    CaseStatus,
    FindSecrecy,
    InvalidInput,
    MendTerm,
    MonitorPage,
    RegisterFilter,
    RegisterPage,
    Role,
    SeparationOfDuties,
    UnlawfulAct,
    WithdrawRequest,
)
from tests.engine.contesting import LEGAL, answered, contest, decided, do, mended, view
from tests.engine.office import (
    DISCLOSED,
    PARTLY_DISCLOSED,
    STATE_SECRET,
    Office,
    Step,
    accepted,
    archived,
    concluded,
    day,
    handed_over,
    reviewed,
    signed,
    submitted,
)


@pytest.fixture
def case_id(office: Office) -> int:
    """Refused and archived in March; annulled by a decision that came on Tuesday 16 June."""
    case_id = office.register()
    office.play(case_id, (accepted(day(3, 3)), *concluded(10, STATE_SECRET)))
    office.clock.go_to(day(4, 21))
    contest(office, case_id, day(4, 20))
    answered(office, case_id, 1, day(5, 6))
    _ordered(office, case_id)
    return case_id


def _ordered(office: Office, case_id: int, number: int = 1, **values: Any) -> None:
    decided(office, case_id, number, day(6, 16), **{
        "outcome": "ordered", "remedy_decided_on": "2026-06-15", **values})


def _term(
    office: Office, case_id: int, on: date, number: int = 1, **values: Any
) -> None:
    do(office, case_id, number, "enter_term", on, **{
        "anew": "reopened", "term": "15", "term_unit": "working_days", "counted_from": "receipt",
        "term_from": "2026-06-16", **values})


def _play(office: Office, case_id: int, *steps: Step) -> None:
    """What was found to be a secret stays so until the reviewer finds otherwise."""
    for step in steps:
        office.clock.go_to(step.on)
        if step.values.get("confidentiality") == "passed":
            office.engine.handle(
                FindSecrecy(case_id=case_id, number=1, finding="may_disclose"),
                office.people[Role.CONFIDENTIALITY_REVIEWER])
        office.engine.handle(office.form(case_id, step), office.people[step.by])


def test_the_case_is_open_again_within_the_term_and_everything_shows_it(
    office: Office, case_id: int
) -> None:
    """Fifteen working days after Tuesday 16 June end on Wednesday 8 July (19 June is a holiday)."""
    assert office.case(case_id).status == "archived"
    assert view(office, case_id).outcome == "corrected"
    _term(office, case_id, day(6, 17))
    case = office.case(case_id)
    assert (case.status, case.archived_at) == (CaseStatus.OPEN, None)
    assert (case.step_name, case.letter_title) == ("重新拟制答复", "")
    assert (case.clock.due_on, case.clock.state, case.clock.on_time) == (day(7, 8), "running", None)
    assert view(office, case_id).term_ends == day(7, 8)
    listed = office.engine.ask(
        RegisterPage(wanted=RegisterFilter(status="open")), office.people[Role.MANAGER]).rows
    assert [line.id for line in listed] == [case_id]
    assert case.assessment.days[-1].day == day(7, 8)        # the proof goes to the new last day
    assert office.events(case_id).count("CaseReopened") == 1


def test_the_reply_anew_is_drafted_reviewed_signed_served_and_archived_once_more(
    office: Office, case_id: int
) -> None:
    _term(office, case_id, day(6, 17))
    _play(office, case_id, *concluded(22, PARTLY_DISCLOSED, month=6))
    case = office.case(case_id)
    assert (case.status, case.clock.on_time, case.letter_title) == (
        "archived", True, "部分公开告知书")
    replies = [each for each in case.letters if each.number and each.kind in (
        "refused_state_secret", "partly_disclosed")]
    assert [(each.kind, each.state) for each in replies] == [
        ("refused_state_secret", "served"), ("partly_disclosed", "served")]
    first, anew = ("".join(words for _, words in each.paragraphs) for each in replies)
    assert ("根据周村区人民政府于2026年6月15日作出的行政复议决定（周政复决〔2026〕12号），"
            "本机关依法重新作出答复。") in anew
    assert "重新作出答复" not in first
    assert office.events(case_id).count("CaseArchived") == 2
    # One request, also for who counts: the register has it once.
    listed = office.engine.ask(
        RegisterPage(wanted=RegisterFilter()), office.people[Role.MANAGER]).rows
    assert [line.id for line in listed] == [case_id]


def test_nobody_checks_his_own_work_in_the_new_round_either(office: Office, case_id: int) -> None:
    _term(office, case_id, day(6, 17))
    _play(office, case_id, submitted(day(6, 22), DISCLOSED))
    form = office.form(case_id, reviewed(day(6, 22)))
    both = replace(office.people[Role.HANDLER],
                   roles=frozenset({Role.HANDLER, Role.CONFIDENTIALITY_REVIEWER}))
    with pytest.raises(SeparationOfDuties):
        office.engine.handle(form, both)


def test_it_is_warned_of_and_supervised_by_the_new_due_date(office: Office, case_id: int) -> None:
    _term(office, case_id, day(6, 17))

    def told(kind: str) -> list[str]:
        return [item.data["legal_date"] for item in office.case(case_id).timeline
                if item.kind == kind and item.data["limit"] == "reply"]

    office.sweep(day(7, 1))         # five working days before Wednesday 8 July
    assert told("TimeLimitWarned")[-1:] == ["2026-07-08"]
    assert told("TimeLimitMissed") == []
    office.sweep(day(7, 9))
    assert told("TimeLimitMissed") == ["2026-07-08"]
    assert "supervise_overdue" in office.open_steps(case_id)
    total = office.engine.ask(MonitorPage(), office.people[Role.MANAGER]).total
    assert total.overdue == 1
    _play(office, case_id, *concluded(10, DISCLOSED, month=7))
    case = office.case(case_id)
    assert (case.status, case.clock.on_time) == ("archived", False)


def test_calendar_days_from_the_effect_of_a_judgment(office: Office) -> None:
    """Fifteen days after Friday 10 July end on Saturday 25 July: on to Monday the 27th."""
    case_id = office.register()
    office.play(case_id, (accepted(day(3, 3)), *concluded(10, STATE_SECRET)))
    office.clock.go_to(day(4, 21))
    contest(office, case_id, day(4, 20), "suit", case_number="行初8号")
    answered(office, case_id, 1, day(4, 28))
    _ordered(office, case_id)
    _term(office, case_id, day(7, 13), term_unit="calendar_days", counted_from="effect",
          term_from="2026-07-10")
    assert office.case(case_id).clock.due_on == day(7, 27)


def test_a_term_that_cannot_be_so_is_refused_at_its_field(office: Office, case_id: int) -> None:
    for wrong, field in (
        ({"term": ""}, "term"), ({"term": "0"}, "term"), ({"term": "366"}, "term"),
        ({"term_unit": "weeks"}, "term_unit"), ({"counted_from": ""}, "counted_from"),
        ({"term_from": "2026-06-17"}, "term_from"),         # the receipt was entered as the 16th
        ({"term_from": "2026-06-18", "counted_from": "effect"}, "term_from"),   # tomorrow
        ({"term_from": "2026-06-12", "counted_from": "effect"}, "term_from"),
    ):
        with pytest.raises(InvalidInput) as refused:
            _term(office, case_id, day(6, 17), **wrong)
        assert field in refused.value.problems, wrong
    assert office.case(case_id).status == "archived"
    do(office, case_id, 1, "enter_term", day(6, 18), anew="lifted", term_note="已经提起诉讼")
    assert (office.case(case_id).status, office.case(case_id).tasks) == ("archived", ())


def test_a_wrong_term_is_put_right_while_it_runs_and_both_stay(
    office: Office, case_id: int
) -> None:
    _term(office, case_id, day(6, 17))
    held = view(office, case_id)

    def mend(**changes: Any) -> None:
        office.engine.handle(MendTerm(**{
            "remedy_id": held.id, "term": 15, "unit": "working_days", "counted_from": "receipt",
            "since": day(6, 16), "reason": "看错", **changes,
        }), office.people[LEGAL])

    for wrong, field in (
        ({}, "term"), ({"term": 20, "reason": ""}, "reason"), ({"term": 0}, "term"),
        ({"since": day(6, 18)}, "term_from"),
    ):
        with pytest.raises(InvalidInput) as refused:
            mend(**wrong)
        assert set(refused.value.problems) == {field}, wrong
    with pytest.raises(InvalidInput) as refused:
        mended(office, case_id, outcome="upheld")
    assert set(refused.value.problems) == {"outcome"}
    with pytest.raises(InvalidInput) as refused:
        mended(office, case_id, decision_received_on=day(6, 17))
    assert set(refused.value.problems) == {"decision_received_on"}
    mend(term=20, since=day(6, 17))
    case, held = office.case(case_id), view(office, case_id)
    assert (case.clock.due_on, held.term_ends, held.decision_received_on) == (
        day(7, 16), day(7, 16), day(6, 17))
    (told,) = [item.data for item in case.timeline if item.kind == "TermMended"]
    assert (told["term_before"], told["before"], told["term"]) == (15, "2026-06-16", 20)
    _play(office, case_id, *concluded(22, DISCLOSED, month=6))
    with pytest.raises(UnlawfulAct, match="已经归档"):
        mend(term=10)


def test_ordered_to_reply_at_last_the_case_goes_on_within_the_new_term(office: Office) -> None:
    """A silence was contested: there is no reply that a new round would replace."""
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    office.clock.go_to(day(4, 7))
    contest(office, case_id, day(4, 7))
    answered(office, case_id, 1, day(4, 8))
    _ordered(office, case_id)
    _term(office, case_id, day(6, 17))
    case = office.case(case_id)
    assert (case.status, case.clock.due_on, case.step_name) == ("open", day(7, 8), "拟制答复")
    assert "ReplyOrdered" in office.events(case_id)
    _play(office, case_id, *concluded(22, DISCLOSED, month=6))
    case = office.case(case_id)
    assert (case.status, case.clock.on_time) == ("archived", True)
    text = "".join(words for _, words in case.letters[-1].paragraphs)
    assert "（周政复决〔2026〕12号），本机关依法作出答复。" in text


def test_the_earlier_reply_is_archived_before_the_case_is_opened_again(office: Office) -> None:
    case_id = office.register()
    office.play(case_id, [accepted(day(3, 3)), submitted(day(3, 4), STATE_SECRET),
                          reviewed(day(3, 4)), signed(day(3, 5))])
    office.clock.go_to(day(3, 6))
    contest(office, case_id, day(3, 6))
    answered(office, case_id, 1, day(3, 6))
    _ordered(office, case_id, remedy_decided_on="2026-06-15")
    with pytest.raises(UnlawfulAct, match="先收回答复"):
        _term(office, case_id, day(6, 17))
    _play(office, case_id, handed_over(day(6, 17)))
    with pytest.raises(UnlawfulAct, match="还没有归档"):
        _term(office, case_id, day(6, 17))
    _play(office, case_id, archived(day(6, 18)))
    _term(office, case_id, day(6, 18))
    assert office.case(case_id).status == "open"


def test_opened_again_twice_by_the_decision_and_then_by_the_judgment(
    office: Office, case_id: int
) -> None:
    _term(office, case_id, day(6, 17))
    _play(office, case_id, *concluded(22, PARTLY_DISCLOSED, month=6))
    office.clock.go_to(day(7, 20))
    contest(office, case_id, day(7, 17), "suit_after_reconsideration", case_number="行初9号")
    answered(office, case_id, 2, day(7, 24))
    decided(office, case_id, 2, day(9, 10), "ordered", decision_number="（2026）鲁0306行初9号")
    _term(office, case_id, day(9, 11), 2, term="20", term_from="2026-09-10")
    case = office.case(case_id)
    assert (case.status, case.clock.due_on) == ("open", day(10, 14))
    _play(office, case_id, *concluded(15, DISCLOSED, month=9))
    case = office.case(case_id)
    assert (case.status, case.clock.on_time) == ("archived", True)
    assert office.events(case_id).count("CaseArchived") == 3
    text = "".join(words for _, words in case.letters[-1].paragraphs)
    assert "作出的人民法院判决（（2026）鲁0306行初9号）" in text


def test_a_second_order_while_the_first_is_being_carried_out_only_changes_the_term(
    office: Office, case_id: int
) -> None:
    office.clock.go_to(day(6, 17))
    contest(office, case_id, day(6, 17), "suit", case_number="行初7号")
    _term(office, case_id, day(6, 17))
    answered(office, case_id, 2, day(6, 18))
    decided(office, case_id, 2, day(6, 24), "ordered")
    _term(office, case_id, day(6, 24), 2, term="12", term_from="2026-06-24")
    case = office.case(case_id)
    assert (case.clock.due_on, office.events(case_id).count("CaseReopened")) == (day(7, 10), 1)
    assert sorted(office.open_steps(case_id)) == ["draft_reply"]


def test_the_applicant_may_take_it_back_in_the_new_round(office: Office, case_id: int) -> None:
    _term(office, case_id, day(6, 17))
    assert office.case(case_id, Role.INTAKE_OFFICER).may_withdraw
    office.engine.handle(
        WithdrawRequest(case_id=case_id, withdrawn_on=day(6, 17), withdrawal_way="written"),
        office.people[Role.INTAKE_OFFICER])
    _play(office, case_id, handed_over(day(6, 18)), archived(day(6, 18)))
    case = office.case(case_id)
    assert (case.status, case.tasks) == ("archived", ())


def test_another_server_goes_on_with_the_new_round(office: Office, case_id: int) -> None:
    _term(office, case_id, day(6, 17))
    for step in concluded(22, DISCLOSED, month=6):
        office.restart()
        _play(office, case_id, step)
    assert office.case(case_id).status == "archived"
