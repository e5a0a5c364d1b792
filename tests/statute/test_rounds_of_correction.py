"""Corrections as offices met them: too early, after the end, a second time, before 2019."""

from datetime import date
from typing import Any

import pytest

from engine.statute import Discretion, Entry, Ledger, WorkingDays, assess
from engine.statute.clock import deadline

CALENDAR = WorkingDays.load()
NEW, OLD = date(2026, 4, 20), date(2014, 3, 3)     # both Mondays


def after(received: date, *entries: Entry, **chosen: Any) -> Any:
    return assess(
        Ledger(received, "in_person", entries), calendar=CALENDAR, discretion=Discretion(**chosen))


def codes(made: Any) -> list[str]:
    return [finding.code for finding in made.findings]


def rounds(*days: date) -> tuple[Entry, ...]:
    """Asked, corrected, asked, corrected, … on these days."""
    kinds = ("correction_requested", "correction_received")
    return tuple(Entry(kinds[n % 2], day) for n, day in enumerate(days))


def test_a_correction_dated_before_its_notice_names_both_days() -> None:
    made = after(NEW, Entry("correction_received", date(2026, 4, 22)),
                 Entry("correction_requested", date(2026, 4, 24)))
    assert codes(made) == ["correction_before_notice"]
    assert "2026年4月22日" in made.findings[0].message
    assert "2026年4月24日" in made.findings[0].message
    assert made.state == "paused_correction"


def test_a_correction_that_comes_after_the_case_lapsed_is_told_what_to_do() -> None:
    made = after(NEW, *rounds(date(2026, 4, 22)),
                 Entry("replied", date(2026, 5, 11), service="post"),
                 Entry("correction_received", date(2026, 5, 12)))
    assert (made.lapsed, codes(made)) == ("30-B", ["correction_after_lapse"])
    assert "应当撤销原处理后继续办理" in made.findings[0].message


def test_a_second_round_is_the_agencys_choice_and_the_strict_reading_is_the_warning() -> None:
    twice = rounds(*(date(2026, 4, day) for day in (22, 24, 27, 29)))
    refused, allowed = after(NEW, *twice), after(NEW, *twice, second_correction="allowed")
    assert codes(refused) == ["second_correction", "correction_not_asked"]
    assert codes(allowed) == ["correction_again"]
    assert refused.due == allowed.warning_due == CALENDAR.add(date(2026, 4, 24), 20)
    assert allowed.due == CALENDAR.add(date(2026, 4, 29), 20)


def test_the_seven_days_of_a_second_round_count_from_the_corrected_request() -> None:
    late = rounds(date(2026, 4, 22), date(2026, 4, 24), date(2026, 5, 9))
    assert codes(after(NEW, *late, second_correction="allowed")) == [
        "late_correction_notice", "correction_again"]
    in_time = rounds(date(2026, 4, 22), date(2026, 4, 24), date(2026, 5, 8))
    assert codes(after(NEW, *in_time, second_correction="allowed")) == ["correction_again"]


def test_under_2007_a_second_round_needs_no_leave() -> None:
    twice = rounds(*(date(2014, 3, day) for day in (5, 12, 14, 17)))
    made = after(OLD, *twice, second_correction="refused")
    assert (codes(made), made.due) == ([], CALENDAR.add(date(2014, 3, 17), 15))


@pytest.mark.parametrize(("reading", "due"), [
    ("restarts", date(2014, 4, 2)), ("runs", date(2014, 3, 24)), ("suspends", date(2014, 3, 31)),
])
def test_what_a_correction_did_before_2019_has_three_readings(reading: str, due: date) -> None:
    made = after(OLD, *rounds(date(2014, 3, 5), date(2014, 3, 12)), correction_2007=reading)
    assert (made.due, made.warning_due) == (due, date(2014, 3, 24))


def test_a_suspended_period_waits_and_then_has_the_days_it_had() -> None:
    asked = rounds(date(2014, 3, 5))
    waiting = after(OLD, *asked, correction_2007="suspends")
    assert (waiting.due, waiting.state) == (None, "paused_correction")
    assert waiting.remaining(date(2014, 3, 20)) == 13
    on = after(OLD, *rounds(date(2014, 3, 5), date(2014, 3, 12)), correction_2007="suspends")
    assert on.remaining(date(2014, 3, 12)) == 13
    assert "等待补正的5个工作日（2014年3月6日至2014年3月12日）不计算在内" in on.explanation


def test_the_former_name_of_given_reasons_is_read_and_never_written() -> None:
    events = [{"type": "reasons_requested", "on": "2026-04-22"},
              {"type": "reasons_received", "on": "2026-04-27"}]
    facts = {"received": "2026-04-20", "channel": "fax", "events": events}
    renamed = {**facts, "events": [events[0], {**events[1], "type": "reasons_given"}]}
    assert Ledger.from_json(facts).to_json() == renamed
    assert deadline.answer(facts) == deadline.answer(renamed)
