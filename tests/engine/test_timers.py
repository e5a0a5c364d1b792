"""Time passes: warnings, limits that are missed, and a scheduler that comes late or twice."""

import threading
from datetime import date, timedelta

import pytest

from engine import CLOCK, HealthOf, MyWork, NotFound, Role, TaskFormOf, TriggerTimers, UnlawfulAct
from engine.errors import InvalidInput
from engine.workers import ticker as scheduler
from tests.engine.office import (
    DISCLOSED,
    EXTENDED,
    EXTENSION_ASKED,
    Office,
    Step,
    accepted,
    concluded,
    day,
)


def limits(office: Office, case_id: int, kind: str) -> list[tuple[str, str]]:
    """Each limit with its date that was warned of or missed, in order."""
    return [
        (item.data["limit"], item.data["legal_date"])
        for item in office.case(case_id).timeline if item.kind == kind
    ]


def test_a_warning_comes_five_working_days_before_the_last_day(office: Office) -> None:
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    assert office.sweep(day(3, 22), hour=23) == 0
    assert office.sweep(day(3, 23), hour=0) == 1
    assert limits(office, case_id, "TimeLimitWarned") == [("reply", "2026-03-30")]


def test_the_supervisor_gets_a_task_when_the_last_day_is_over(office: Office) -> None:
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    office.sweep(day(3, 30), hour=23)
    assert office.open_steps(case_id) == ["draft_reply"]
    office.sweep(day(3, 31), hour=0)
    assert office.open_steps(case_id) == ["draft_reply", "supervise_overdue"]
    assert limits(office, case_id, "TimeLimitMissed") == [("reply", "2026-03-30")]
    (task,) = office.engine.ask(MyWork(), office.people[Role.MANAGER])
    assert task.clock.urgency == "overdue"


def test_a_late_and_a_repeated_sweep_do_no_harm(office: Office) -> None:
    """Everything that fell due in three months fires once, in the order of its moments."""
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    assert office.sweep(day(6, 1)) == 2
    events = office.events(case_id)
    assert [kind for kind in events if kind.startswith("TimeLimit")] == [
        "TimeLimitWarned", "TimeLimitMissed"]
    for later in range(3):
        assert office.sweep(day(6, 2 + later)) == 0
    assert office.engine.handle(TriggerTimers(case_id=case_id), CLOCK) == 0
    assert office.events(case_id) == events
    assert office.open_steps(case_id) == ["draft_reply", "supervise_overdue"]


def test_what_a_sweep_began_goes_on_with_the_case(office: Office) -> None:
    """The supervision stays open beside the work, and archiving does not let the manager off."""
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    office.sweep(day(4, 1))
    office.play(case_id, concluded(2, DISCLOSED, month=4))
    case = office.case(case_id)
    assert case.status == "archived"
    assert case.clock.on_time is False
    assert office.open_steps(case_id) == ["supervise_overdue"]
    assert office.sweep(day(12, 1)) == 0
    office.take(case_id, Step(day(12, 1), "supervise_overdue", Role.MANAGER, {
        "supervision": "recorded", "overdue_cause": "检索超过预计时间。",
        "supervision_opinion": "以后提前申请延期。"}))
    case = office.case(case_id)
    assert (case.tasks, case.status) == ((), "archived")


def test_a_date_that_moves_after_its_warning_gets_one_new_warning(office: Office) -> None:
    """Extended after the warning for 30 March: one more warning for the new date, not two."""
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    assert office.sweep(day(3, 23)) == 1
    for step in (EXTENSION_ASKED, EXTENDED):
        office.take(case_id, Step(day(3, 24), step.element, step.by, step.values))
    assert office.sweep(day(3, 25)) == 0
    assert office.sweep(day(4, 1)) == 0
    assert office.sweep(day(4, 7)) == 1
    assert limits(office, case_id, "TimeLimitWarned") == [
        ("reply", "2026-03-30"), ("reply", "2026-04-14")]
    assert office.sweep(day(4, 8)) == 0
    assert office.sweep(day(4, 15)) == 1
    assert limits(office, case_id, "TimeLimitMissed") == [("reply", "2026-04-14")]


def test_a_date_that_moves_after_it_was_missed_may_be_missed_again(office: Office) -> None:
    """A correction received late restarts the period: the new date has a limit of its own."""
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    office.sweep(day(3, 31))
    assert limits(office, case_id, "TimeLimitMissed") == [("reply", "2026-03-30")]
    with pytest.raises(UnlawfulAct):  # too late to extend: the period is over
        office.play(case_id, [
            Step(day(3, 31), EXTENSION_ASKED.element, Role.HANDLER, EXTENSION_ASKED.values),
            Step(day(3, 31), EXTENDED.element, Role.OFFICE_HEAD, EXTENDED.values),
        ])
    assert office.case(case_id).clock.due_on == date(2026, 3, 30)


def test_a_period_is_not_extended_twice(office: Office) -> None:
    """Art. 33: the form offers it no more, and handing it in all the same changes nothing."""
    case_id = office.register()
    office.play(case_id, [accepted(day(3, 3)), EXTENSION_ASKED, EXTENDED])
    again = Step(day(3, 18), "draft_reply", Role.HANDLER, EXTENSION_ASKED.values)
    form = office.engine.ask(
        TaskFormOf(task_id=office.task(case_id, "draft_reply").id), office.people[Role.HANDLER]
    )
    (choice,) = [choice for choice in form.choices if choice.value == "extend"]
    assert "不能再次延长" in choice.not_now
    before = office.events(case_id)
    with pytest.raises(InvalidInput, match="不能再次延长"):
        office.take(case_id, again)
    assert office.events(case_id) == before
    assert office.case(case_id).clock.due_on == date(2026, 4, 14)


def test_a_warning_before_the_correction_notice_is_late(office: Office) -> None:
    """Art. 30: seven working days to tell the applicant; two before that somebody is told."""
    case_id = office.register()
    limit = office.case(case_id).assessment.limits.correction_notice
    assert limit == date(2026, 3, 11)
    assert office.sweep(day(3, 8)) == 0
    assert office.sweep(day(3, 9)) == 1
    assert limits(office, case_id, "TimeLimitWarned") == [("correction_notice", "2026-03-11")]


def test_sweeps_of_several_nodes_at_once_fire_each_timer_once(office: Office) -> None:
    cases = [office.register() for _ in range(5)]
    for case_id in cases:
        office.take(case_id, accepted(day(3, 3)))
    office.clock.go_to(day(4, 1))
    fired: list[int] = []
    nodes = [
        threading.Thread(target=lambda: fired.append(scheduler.sweep(office.engine)))
        for _ in range(4)
    ]
    for node in nodes:
        node.start()
    for node in nodes:
        node.join()
    assert sum(fired) == 2 * len(cases)
    for case_id in cases:
        kinds = office.events(case_id)
        assert kinds.count("TimeLimitWarned") == kinds.count("TimeLimitMissed") == 1
        assert kinds.index("TimeLimitWarned") < kinds.index("TimeLimitMissed")


def test_a_case_that_cannot_be_moved_does_not_stop_the_others(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, sound = office.register(), office.register()
    for case_id in (broken, sound):
        office.take(case_id, accepted(day(3, 3)))
    handle = office.engine.handle

    def failing(command: object, actor: object, **kwargs: object) -> object:
        if command == TriggerTimers(case_id=broken):
            raise RuntimeError("disturbed")
        return handle(command, actor, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(office.engine, "handle", failing)
    office.clock.go_to(day(3, 24))
    assert scheduler.sweep(office.engine) == 1
    monkeypatch.undo()
    assert limits(office, sound, "TimeLimitWarned")
    assert scheduler.sweep(office.engine) == 1
    assert limits(office, broken, "TimeLimitWarned")


def test_timers_of_a_case_that_is_not_there(office: Office) -> None:
    with pytest.raises(NotFound):
        office.engine.handle(TriggerTimers(case_id=999), CLOCK)


def test_the_ticker_says_that_it_lives(office: Office) -> None:
    assert "定时器尚未运行" in office.engine.ask(HealthOf()).problems
    scheduler.tick(office.engine)
    assert office.engine.ask(HealthOf()).problems == ()
    office.clock.moment += timedelta(minutes=2)
    assert office.engine.ask(HealthOf()).problems == ("定时器已超过一分钟没有运行",)


def test_starting_the_scheduler_catches_up_first(office: Office) -> None:
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    office.clock.go_to(day(4, 1))
    running = scheduler.start(office.engine)
    try:
        assert len(limits(office, case_id, "TimeLimitMissed")) == 1
    finally:
        running.shutdown()
