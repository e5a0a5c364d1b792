"""Each act has the effect its article gives it; what the law does not allow has none."""

from datetime import date, timedelta
from typing import Any

import pytest

from engine.statute import Discretion, Entry, Ledger, WorkingDays, assess
from engine.statute.clock import what_if

CALENDAR = WorkingDays.load()
RECEIVED = date(2026, 4, 20)  # Monday; due Wed 2026-05-20, correction notice by Wed 2026-04-29
DUE, LATE = date(2026, 5, 20), date(2026, 5, 21)


def after(*entries: Entry, received: date = RECEIVED, **kwargs: Any) -> Any:
    return assess(Ledger(received, "in_person", entries), calendar=CALENDAR, **kwargs)


def codes(made: Any) -> list[str]:
    return [finding.code for finding in made.findings]


def consulted(*more: Entry, party: str = "third_party") -> tuple[Entry, ...]:
    opened = Entry("consultation_opened", date(2026, 4, 22), "A", party)
    return (opened, *more)


DELIVERED = Entry("consultation_delivered", date(2026, 4, 24), "A")


def test_a_correction_notice_on_the_seventh_day_is_in_time_and_on_the_eighth_is_flagged() -> None:
    seventh = after(Entry("correction_requested", date(2026, 4, 29)))
    eighth = after(Entry("correction_requested", date(2026, 4, 30)))
    assert codes(seventh) == []
    assert codes(eighth) == ["late_correction_notice"]
    assert "2026年4月29日" in eighth.findings[0].message
    assert "第三十条" in eighth.findings[0].article
    assert eighth.findings[0].effect == "flagged"


def test_while_a_correction_is_outstanding_no_reply_is_due() -> None:
    made = after(Entry("correction_requested", date(2026, 4, 22)))
    assert (made.due, made.state) == (None, "paused_correction")
    assert made.limits.correction_received == date(2026, 5, 9)  # 10 working days, a Saturday
    assert made.remaining(date(2026, 4, 22)) == made.remaining(date(2026, 6, 1)) == 18


def test_the_notice_may_set_its_own_period_and_it_runs_from_service() -> None:
    entry = Entry("correction_requested", date(2026, 4, 22), working_days=5, served=RECEIVED)
    assert codes(after(entry)) == ["served_too_early"]
    served = date(2026, 4, 24)
    entry = Entry("correction_requested", date(2026, 4, 22), working_days=5, served=served)
    assert after(entry).limits.correction_received == date(2026, 5, 6)


def test_the_applicants_period_lapses_only_when_the_day_is_known_to_be_past() -> None:
    asked = Entry("correction_requested", date(2026, 4, 22))
    assert after(asked).lapsed is None
    assert after(asked, today=date(2026, 5, 9)).lapsed is None
    made = after(asked, today=date(2026, 5, 11))
    assert (made.lapsed, made.state) == ("30-B", "lapsed")
    assert "无正当理由逾期不补正（期限至2026年5月9日），视为放弃申请" in made.explanation


def test_a_late_correction_restarts_the_period_and_is_flagged() -> None:
    made = after(
        Entry("correction_requested", date(2026, 4, 22)),
        Entry("correction_received", date(2026, 5, 11)),
    )
    assert codes(made) == ["late_correction"]
    assert made.due == CALENDAR.add(date(2026, 5, 11), 20)


def test_corrections_are_asked_for_once() -> None:
    made = after(
        Entry("correction_requested", date(2026, 4, 22)),
        Entry("correction_received", date(2026, 4, 27)),
        Entry("correction_requested", date(2026, 4, 28)),
    )
    assert codes(made) == ["second_correction"]
    assert made.due == CALENDAR.add(date(2026, 4, 27), 20)


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (Entry("extended", date(2026, 5, 21), working_days=10), "extension_out_of_time"),
        (Entry("extended", date(2026, 5, 20), working_days=21), "extension_too_long"),
        (Entry("extended", date(2026, 5, 20)), "extension_without_days"),
        (Entry("correction_requested", date(2026, 5, 21)), "correction_out_of_time"),
        (Entry("fee_noticed", date(2026, 5, 21)), "fee_notice_late"),
        (Entry("correction_received", date(2026, 4, 22)), "correction_not_asked"),
        (Entry("fee_paid", date(2026, 4, 22)), "fee_not_noticed"),
        (Entry("consultation_answered", date(2026, 4, 22), "Z"), "consultation_not_opened"),
        (Entry("consultation_delivered", date(2026, 4, 22), "Z"), "consultation_not_opened"),
        (Entry("extended", date(2026, 4, 19), working_days=10), "before_receipt"),
        (Entry("deferred", date(2026, 4, 22), until=date(2026, 8, 3)), "reasons_not_asked"),
    ],
)
def test_an_act_out_of_time_or_without_ground_leaves_a_finding_and_no_effect(
    entry: Entry, code: str
) -> None:
    made = after(entry)
    assert codes(made) == [code]
    assert made.findings[0].effect == "refused"
    assert (made.due, made.state) == (DUE, "running")


def test_who_is_asked_when_the_time_is_over_has_his_limit_and_no_day_is_left_out() -> None:
    """第三十二条: what concerns a third party may not be disclosed unasked, late or not."""
    made = after(
        Entry("consultation_opened", LATE, "A", "third_party"),
        Entry("consultation_delivered", CALENDAR.add(LATE, 1), "A"),
    )
    assert codes(made) == ["consultation_out_of_time"]
    assert made.findings[0].effect == "flagged"
    assert made.limits.consultations == {"A": CALENDAR.add(LATE, 16)}
    assert (made.due, made.state, made.provisional) == (DUE, "running", False)


def test_a_second_extension_is_refused() -> None:
    made = after(
        Entry("extended", date(2026, 5, 18), working_days=5),
        Entry("extended", date(2026, 5, 20), working_days=5),
    )
    assert codes(made) == ["second_extension"]
    assert made.due == CALENDAR.add(DUE, 5)


def test_the_old_rules_extend_by_fifteen_at_most() -> None:
    old = date(2015, 8, 24)
    made = after(Entry("extended", date(2015, 9, 1), working_days=16), received=old)
    assert codes(made) == ["extension_too_long"]
    assert made.due == date(2015, 9, 15)


def test_overlapping_consultations_are_not_counted_twice() -> None:
    other = Entry("consultation_opened", date(2026, 4, 24), "B", "co_maker")
    answers = [Entry("consultation_answered", date(2026, 5, 8), name) for name in "AB"]
    delivered = Entry("consultation_delivered", date(2026, 4, 24), "B")
    one = after(*consulted(DELIVERED, answers[0]))
    both = after(*consulted(DELIVERED, other, delivered, *answers))
    assert (
        one.due == both.due == CALENDAR.add(DUE, CALENDAR.count(date(2026, 4, 22), answers[0].on))
    )


def test_an_open_consultation_is_projected_to_its_limit_and_pauses_until_then() -> None:
    made = after(*consulted(DELIVERED))
    limit = date(2026, 5, 19)
    assert made.limits.consultations == {"A": limit}
    assert (made.state, made.provisional) == ("paused_consultation", False)
    assert made.due == CALENDAR.add(limit, 18)
    assert made.state_on(limit) == "paused_consultation"
    assert made.state_on(limit + timedelta(days=1)) == "running"
    assert {made.remaining(date(2026, 4, 22) + timedelta(days=n)) for n in range(28)} == {18}
    assert made.remaining(made.due) == 0
    assert made.remaining(CALENDAR.add(made.due, 3)) == -3


def test_a_letter_whose_delivery_is_not_recorded_makes_the_date_provisional() -> None:
    made = after(*consulted())
    assert made.provisional
    assert codes(made) == ["undelivered_consultation"]
    chosen = Discretion(suspension_starts="delivered")
    delivered = after(*consulted(), discretion=chosen)
    assert (delivered.due, delivered.provisional, delivered.state) == (DUE, True, "running")


def test_an_opinion_after_the_limit_is_cut_at_the_limit() -> None:
    late = Entry("consultation_answered", date(2026, 6, 2), "A")
    assert after(*consulted(DELIVERED, late)).due == after(*consulted(DELIVERED)).due
    assert codes(after(*consulted(DELIVERED, late))) == ["late_opinion"]


def test_whether_a_determination_counts_is_the_agencys_choice() -> None:
    asked = consulted(DELIVERED, party="secrecy_authority")
    excluded = after(*asked)
    counted = after(*asked, discretion=Discretion(determination_excluded=False))
    assert counted.due == excluded.warning_due == DUE
    assert excluded.due > DUE


def test_asking_for_reasons_may_run_on_or_start_anew() -> None:
    asked = Entry("reasons_requested", date(2026, 4, 22))
    given = Entry("reasons_given", date(2026, 4, 27))
    anew = Discretion(reasons_effect="restarts")
    assert after(asked).due == DUE
    assert after(asked, discretion=anew).state == "paused_correction"
    assert after(asked, given, discretion=anew).due == CALENDAR.add(date(2026, 4, 27), 20)
    assert after(asked, given, discretion=anew).warning_due == DUE


def test_a_deferred_reply_is_due_on_the_day_that_was_set() -> None:
    entries = (
        Entry("reasons_requested", date(2026, 4, 22)),
        Entry("reasons_given", date(2026, 4, 27)),
        Entry("deferred", date(2026, 5, 15), until=date(2026, 8, 3)),
    )
    made = after(*entries, proof=True)
    assert made.due == date(2026, 8, 3)
    assert made.remaining(date(2026, 8, 3)) == 0
    assert made.days[-1].kind == "deferred"
    assert "延迟答复" in made.explanation
    early = Entry("deferred", date(2026, 5, 15), until=date(2026, 5, 15))
    assert codes(after(*entries[:2], early)) == ["deferral_not_later"]


def test_a_fee_paid_late_ends_the_request() -> None:
    notice = Entry("fee_noticed", date(2026, 4, 28))
    assert after(notice).state == "paused_fee"
    assert after(notice).due is None
    assert after(notice, today=date(2026, 5, 28)).lapsed is None
    assert after(notice, today=date(2026, 5, 29)).lapsed == "FEE-X"
    made = after(notice, Entry("fee_paid", date(2026, 5, 29)))
    assert (made.lapsed, made.state, codes(made)) == ("FEE-X", "lapsed", ["fee_paid_late"])
    assert "逾期未缴纳信息处理费（期限至2026年5月28日），视为放弃申请" in made.explanation


def test_there_was_no_processing_fee_before_2021() -> None:
    made = after(Entry("fee_noticed", date(2020, 12, 30)), received=date(2020, 12, 1))
    assert codes(made) == ["fee_not_in_force"]


def test_nothing_counts_after_the_case_is_closed() -> None:
    made = after(
        Entry("withdrawn", date(2026, 4, 22)), Entry("extended", date(2026, 4, 23), working_days=5)
    )
    assert (made.state, made.due, codes(made)) == ("withdrawn", None, ["after_close"])


@pytest.mark.parametrize(
    ("service", "served", "replied", "code"),
    [
        ("post", date(2026, 5, 25), DUE, []),
        ("in_person", date(2026, 5, 21), date(2026, 5, 21), ["late_reply"]),
        ("online", DUE, DUE, []),
        ("in_person", None, DUE, []),
        ("courier", date(2026, 5, 21), date(2026, 5, 21), ["not_postal_enterprise", "late_reply"]),
        ("", None, DUE, ["service_unknown"]),
    ],
)
def test_a_reply_is_dated_by_its_service(
    service: str, served: date | None, replied: date, code: list[str]
) -> None:
    made = after(Entry("replied", DUE, service=service, served=served))
    assert (made.replied_on, codes(made)) == (replied, code)
    assert made.on_time is (replied <= DUE)
    assert made.remaining(date(2027, 1, 4)) == (0 if replied == DUE else -1)
    assert made.explanation.endswith("未逾期。" if replied == DUE else "逾期1个工作日。")


def test_a_reply_on_the_days_off_after_the_due_date_is_late() -> None:
    """Due on Friday 2026-03-20; on Saturday the day is over, though no working day went by."""
    made = after(
        Entry("replied", date(2026, 3, 21), service="in_person", served=date(2026, 3, 21)),
        received=date(2026, 2, 20),
    )
    assert (made.due, made.on_time, codes(made)) == (date(2026, 3, 20), False, ["late_reply"])
    assert made.explanation.endswith("已于2026年3月21日答复，已经逾期。")
    assert "晚于届满之日2026年3月20日" in made.findings[0].message


def test_a_reply_served_before_it_was_made_is_none() -> None:
    made = after(Entry("replied", DUE, service="in_person", served=date(2026, 5, 19)))
    assert (codes(made), made.state) == (["served_too_early"], "running")


def test_entries_out_of_order_are_named_and_read_by_date() -> None:
    entries = (
        Entry("correction_received", date(2026, 4, 27)),
        Entry("correction_requested", date(2026, 4, 22)),
    )
    made = after(*entries)
    assert codes(made) == ["out_of_order"]
    assert made.due == CALENDAR.add(date(2026, 4, 27), 20)


def test_two_consultations_may_be_listed_one_after_the_other() -> None:
    second = Entry("consultation_opened", date(2026, 4, 23), "B", "co_maker")
    arrived = Entry("consultation_delivered", date(2026, 4, 23), "B")
    assert codes(after(*consulted(DELIVERED, second, arrived))) == []


def test_a_consultation_out_of_order_with_another_matter_is_named() -> None:
    extended = Entry("extended", date(2026, 5, 8), working_days=5)
    asked = consulted(DELIVERED)
    assert codes(after(extended, *asked)) == ["out_of_order", "out_of_order"]
    assert codes(after(*asked, extended)) == []
    earlier = Entry("extended", date(2026, 4, 23), working_days=5)
    assert codes(after(*asked, earlier)) == ["out_of_order"]
    assert after(extended, *asked).due == after(*asked, extended).due


def test_the_old_rules_wait_for_a_third_party_without_a_limit() -> None:
    old = date(2015, 8, 24)
    opened = Entry("consultation_opened", date(2015, 8, 26), "A", "third_party")
    made = after(opened, received=old)
    assert (made.due, made.state) == (None, "paused_consultation")
    assert made.limits.consultations == {"A": None}
    assert made.remaining(date(2016, 1, 4)) == 13


def test_a_year_without_a_notice_is_provisional_and_says_so_once_received_in_it() -> None:
    assert after(received=date(2026, 12, 21)).provisional
    assert codes(after(received=date(2026, 12, 21))) == []
    made = after(received=date(2027, 3, 1))
    assert (made.provisional, codes(made)) == (True, ["calendar_unpublished"])
    assert made.explanation.endswith("（暂定）。")


def test_an_extension_may_be_chosen_not_to_survive_a_restart() -> None:
    entries = (
        Entry("extended", date(2026, 4, 27), working_days=10),
        Entry("fee_noticed", date(2026, 4, 28)),
        Entry("fee_paid", date(2026, 5, 12)),
    )
    kept = after(*entries)
    lost = after(*entries, discretion=Discretion(extension_survives_restart=False))
    assert kept.due == CALENDAR.add(date(2026, 5, 12), 30)
    assert lost.due == kept.warning_due == CALENDAR.add(date(2026, 5, 12), 20)


def test_each_act_says_beforehand_what_it_would_lead_to() -> None:
    ledger = Ledger(RECEIVED, "in_person")

    def would(entry: Entry) -> what_if.Prospect:
        return what_if.prospect(ledger, entry, calendar=CALENDAR)

    extended = would(Entry("extended", DUE, working_days=20))
    assert (extended.refused, extended.due) == (None, CALENDAR.add(DUE, 20))
    asked = would(Entry("correction_requested", DUE))
    assert asked.refused is None
    assert [finding.code for finding in asked.findings] == ["late_correction_notice"]
    assert would(Entry("fee_paid", DUE)).refused is not None
    late = would(Entry("extended", DUE + timedelta(days=1), working_days=20)).refused
    assert late is not None
    assert "2026年5月20日届满" in late.message
    assert "第三十三条" in late.article


def test_a_new_calendar_names_the_cases_it_moves_from_and_to() -> None:
    old, new = WorkingDays.load(date(2020, 1, 26)), WorkingDays.load(date(2020, 1, 27))
    move = what_if.move(Ledger(date(2020, 1, 17), "fax"), old=old, new=new)
    assert move is not None
    assert (move.before, move.after) == (date(2020, 2, 19), date(2020, 2, 21))
    assert what_if.move(Ledger(date(2020, 4, 1), "fax"), old=old, new=new) is None
