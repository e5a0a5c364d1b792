"""Reconsideration and litigation about a case: answered in time, decided, whatever became of it.

《行政复议法》第四十八条、第五十四条、第八十八条第二款（十个、五个工作日）；《行政诉讼法》第六十七条（十五日）。
"""

import pytest

from engine import (
    CaseOf,
    CaseVoided,
    InvalidInput,
    MendRemedy,
    MyWork,
    NoteHearing,
    NotFound,
    NotPermitted,
    Role,
    UnlawfulAct,
    VoidRegistration,
    WithdrawRequest,
)
from engine.processes.published import load
from tests.engine.contesting import LEGAL, answered, contest, decided, do, mended, view
from tests.engine.office import (
    DISCLOSED,
    STATE_SECRET,
    Office,
    accepted,
    archived,
    concluded,
    day,
    handed_over,
)


@pytest.fixture
def case_id(office: Office) -> int:
    """Refused and archived on Thursday 12 March."""
    case_id = office.register()
    office.play(case_id, (accepted(day(3, 3)), *concluded(10, STATE_SECRET)))
    office.clock.go_to(day(4, 21))
    return case_id


def _alarms(office: Office, case_id: int) -> list[tuple[str, str]]:
    return [(item.kind, item.data["legal_date"]) for item in office.case(case_id).timeline
            if item.data.get("limit") == "remedy_answer"]


def test_after_the_archive_a_reconsideration_is_answered_and_decided(
    office: Office, case_id: int
) -> None:
    """Copy on Monday 20 April: ten working days end on Thursday 7 May, over the May holiday."""
    contest(office, case_id, day(4, 20))
    held = view(office, case_id)
    assert (held.body, held.answer_by) == ("周村区人民政府", day(5, 7))
    (task,) = office.engine.ask(MyWork(), office.people[LEGAL])
    assert task.limit is not None
    assert (task.limit.name, task.limit.last_day) == ("remedy_answer", day(5, 7))
    answered(office, case_id, 1, day(5, 6))
    decided(office, case_id, 1, day(6, 15))
    held, case = view(office, case_id), office.case(case_id)
    assert (held.state, held.outcome, held.answered_late) == ("decided", "upheld", False)
    assert (case.status, case.tasks) == ("archived", ())
    kinds = [kind for kind in office.events(case_id) if kind.startswith("Remedy")]
    assert kinds == ["RemedyEntered", "RemedyAnswered", "RemedyDecided"]


@pytest.mark.parametrize(("kind", "procedure", "received", "last"), [
    ("reconsideration", "summary", (4, 20), (4, 27)),       # five working days
    ("suit", "ordinary", (4, 20), (5, 6)),                  # the 15th day, 5 May, is a holiday
    ("suit_after_reconsideration", "ordinary", (4, 10), (4, 27)),   # a Saturday: on to Monday
])
def test_the_answer_has_its_own_days_by_kind_and_procedure(
    office: Office, case_id: int, kind: str, procedure: str, received: tuple[int, int],
    last: tuple[int, int],
) -> None:
    contest(office, case_id, day(*received), kind, procedure=procedure)
    assert view(office, case_id).answer_by == day(*last)


def test_the_legal_section_is_reminded_before_and_after_the_last_day_and_of_each_apart(
    office: Office, case_id: int
) -> None:
    contest(office, case_id, day(4, 20))
    contest(office, case_id, day(4, 21), "suit", case_number="（2026）鲁0306行初8号")
    office.sweep(day(4, 23))
    assert _alarms(office, case_id) == []
    office.sweep(day(4, 28))        # three working days before the suit's 6 May
    assert _alarms(office, case_id) == [("TimeLimitWarned", "2026-05-06")]
    answered(office, case_id, 2, day(4, 29))
    office.sweep(day(5, 8))
    assert _alarms(office, case_id)[1:] == [
        ("TimeLimitWarned", "2026-05-07"), ("TimeLimitMissed", "2026-05-07")]
    assert view(office, case_id, 1).overdue
    answered(office, case_id, 1, day(5, 8))
    assert view(office, case_id, 1).answered_late
    assert not view(office, case_id, 2).answered_late


def test_reconsideration_and_then_a_suit_on_one_case_each_counted_apart(
    office: Office, case_id: int
) -> None:
    contest(office, case_id, day(4, 20))
    answered(office, case_id, 1, day(4, 24))
    decided(office, case_id, 1, day(6, 15))
    office.clock.go_to(day(7, 6))
    contest(office, case_id, day(7, 3), "suit_after_reconsideration", case_number="行初9号")
    first, second = office.case(case_id).remedies.remedies
    assert (first.outcome, second.outcome) == ("upheld", "")
    assert (second.about, second.body) == ("行政诉讼2", "周村区人民法院")


def test_taken_back_before_we_answered(office: Office, case_id: int) -> None:
    contest(office, case_id, day(4, 20))
    do(office, case_id, 1, "submit_answer", day(4, 22), remedy_answer="decided_first")
    with pytest.raises(InvalidInput) as refused:        # which other outcome must be said
        decided(office, case_id, 1, day(4, 22), "other", remedy_note="")
    assert set(refused.value.problems) == {"remedy_note"}
    decided(office, case_id, 1, day(4, 22), "other", decision_number="")
    assert (view(office, case_id).outcome, office.case(case_id).tasks) == ("other", ())


def test_a_silence_is_contested_while_the_case_is_still_handled(office: Office) -> None:
    """It neither holds up the reply nor the archive, and its step is no step of the case."""
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    office.clock.go_to(day(4, 7))
    contest(office, case_id, day(4, 7))
    assert office.case(case_id).step_name == "拟制答复"
    tasks = {task.element: task for task in office.case(case_id).tasks}
    assert set(tasks) >= {"draft_reply", "submit_answer"}
    limits = {task.element: task.limit for task in office.engine.ask(
        MyWork(), office.people[LEGAL])}
    assert limits["submit_answer"] is not None
    assert limits["submit_answer"].last_day == day(4, 21)
    for step in concluded(8, DISCLOSED, month=4):
        office.clock.go_to(step.on)
        office.engine.handle(office.form(case_id, step), office.people[step.by])
    case = office.case(case_id)
    assert (case.status, case.step_name) == ("archived", "")
    answered(office, case_id, 1, day(4, 13))
    assert office.case(case_id).status == "archived"


def test_hearings_are_noted_and_no_word_of_them_stands_in_the_record(
    office: Office, case_id: int
) -> None:
    remedy_id = contest(office, case_id, day(4, 20))
    for on, note in ((day(6, 2), "开庭，第三法庭"), (day(5, 12), "听取意见")):
        office.engine.handle(
            NoteHearing(remedy_id=remedy_id, on=on, note=note), office.people[LEGAL])
    assert [each.note for each in view(office, case_id).hearings] == ["听取意见", "开庭，第三法庭"]
    assert "法庭" not in str([item.data for item in office.case(case_id).timeline])
    for wrong, field in (({"note": " "}, "note"), ({"on": day(4, 1)}, "on")):
        with pytest.raises(InvalidInput) as refused:
            office.engine.handle(NoteHearing(**{
                "remedy_id": remedy_id, "on": day(6, 2), "note": "开庭", **wrong,
            }), office.people[LEGAL])
        assert set(refused.value.problems) == {field}


def test_a_day_put_right_moves_the_limit_and_both_stay(office: Office, case_id: int) -> None:
    contest(office, case_id, day(4, 20))
    mended(office, case_id, received_on=day(4, 16))
    assert view(office, case_id).answer_by == day(4, 30)
    office.sweep(day(4, 27))
    assert _alarms(office, case_id) == [("TimeLimitWarned", "2026-04-30")]
    answered(office, case_id, 1, day(4, 28))
    decided(office, case_id, 1, day(6, 15), "corrected")
    mended(office, case_id, outcome="upheld", decided_on=day(6, 12),
           case_number="周政复〔2026〕21号")
    held = view(office, case_id)
    assert (held.outcome, held.decided_on, held.case_number) == (
        "upheld", day(6, 12), "周政复〔2026〕21号")
    told = [(item.data["what"], item.data.get("before") or item.data.get("was"))
            for item in office.case(case_id).timeline if item.kind.endswith("Mended")]
    assert told == [("received", "2026-04-20"), ("decided", "2026-06-15"),
                    ("case_number", "周政复〔2026〕12号"), ("outcome", "corrected")]


def test_what_cannot_be_so_is_refused_at_its_field(office: Office, case_id: int) -> None:
    for wrong, field in (
        ({"kind": "appeal"}, "kind"), ({"case_number": " "}, "case_number"),
        ({"received_on": day(4, 22)}, "received_on"), ({"received_on": day(2, 27)}, "received_on"),
        ({"procedure": "fast"}, "procedure"),
        ({"kind": "suit", "procedure": "summary"}, "procedure"),
        ({"body": "区" * 121}, "body"),
    ):
        with pytest.raises(InvalidInput) as refused:
            contest(office, case_id, **{"on": day(4, 20), **wrong})
        assert set(refused.value.problems) == {field}, wrong
    contest(office, case_id, day(4, 20))
    with pytest.raises(InvalidInput) as refused:
        contest(office, case_id, day(4, 20))
    assert set(refused.value.problems) == {"case_number"}
    with pytest.raises(InvalidInput) as refused:
        answered(office, case_id, 1, day(4, 17), typed=day(4, 21))
    assert set(refused.value.problems) == {"remedy_answered_on"}
    answered(office, case_id, 1, day(4, 21))
    with pytest.raises(InvalidInput) as refused:
        decided(office, case_id, 1, day(5, 20), remedy_decided_on="2026-04-20")
    assert set(refused.value.problems) == {"remedy_decided_on"}
    with pytest.raises(InvalidInput) as refused:
        decided(office, case_id, 1, day(5, 20), decision_received_on="2026-05-19")
    assert set(refused.value.problems) == {"decision_received_on"}
    for wrong, field in (
        ({}, "received_on"), ({"reason": ""}, "reason"), ({"outcome": "upheld"}, "outcome"),
        ({"answered_on": None}, "answered_on"), ({"decided_on": day(5, 19)}, "decided_on"),
        ({"answered_on": day(4, 19)}, "answered_on"),
    ):
        with pytest.raises(InvalidInput) as refused:
            mended(office, case_id, **wrong)
        assert field in refused.value.problems, wrong


def test_what_is_void_is_not_contested_here_and_an_old_release_knows_nothing_of_it(
    office: Office,
) -> None:
    void = office.register()
    office.engine.handle(VoidRegistration(case_id=void, reason="登记错误", duplicate_of=""),
                         office.people[Role.INTAKE_OFFICER])
    with pytest.raises(CaseVoided):
        contest(office, void, day(3, 2))
    case_id = office.register()
    contest(office, case_id, day(3, 2))
    with pytest.raises(UnlawfulAct, match="复议、诉讼还没有办结"):
        office.engine.handle(VoidRegistration(case_id=case_id, reason="错误", duplicate_of=""),
                             office.people[Role.INTAKE_OFFICER])
    office.restart(load().as_of(3))
    old = office.register()
    office.restart()
    with pytest.raises(UnlawfulAct, match="按登记时的流程办理"):
        contest(office, old, day(3, 2))
    assert not office.case(old, LEGAL).remedies.may_enter


def test_another_agency_and_other_duties_have_nothing_to_do_with_it(
    office: Office, case_id: int
) -> None:
    remedy_id = contest(office, case_id, day(4, 20))
    mend = MendRemedy(remedy_id=remedy_id, case_number="1", received_on=day(4, 20),
                      answered_on=None, outcome="", decided_on=None, decision_received_on=None,
                      reason="好奇")
    with pytest.raises(NotPermitted):
        office.engine.handle(mend, office.people[Role.REVIEWER])
    stranger = Office.open(
        office.engine.configuration, office.clock, code="周民公开", engine=office.engine
    )
    with pytest.raises(NotFound):
        contest(stranger, case_id, day(4, 20))
    for command in (mend, NoteHearing(remedy_id=remedy_id, on=day(4, 20), note="好奇")):
        with pytest.raises(NotFound):
            office.engine.handle(command, stranger.people[LEGAL])  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        office.engine.ask(CaseOf(case_id=case_id), stranger.people[LEGAL])


def test_contested_again_after_a_withdrawal_was_archived(office: Office) -> None:
    """Also what ended without a reply may be contested."""
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    office.engine.handle(
        WithdrawRequest(case_id=case_id, withdrawn_on=day(3, 3), withdrawal_way="written"),
        office.people[Role.INTAKE_OFFICER])
    office.play(case_id, [handed_over(day(3, 6)), archived(day(3, 6))])
    office.clock.go_to(day(4, 21))
    contest(office, case_id, day(4, 20))
    assert office.open_steps(case_id) == ["submit_answer"]
