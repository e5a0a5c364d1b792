"""A notice has the day it was issued and the day it reached the applicant; each has its effect.

March 2026: the 2nd is a Monday; 4 to 6 April off. Received on 2 March, due on 30 March.
"""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from engine.statute import Discretion, Entry, Ledger, MalformedLedger, WorkingDays, assess
from engine.statute.clock import deadline
from engine.statute.clock.assessment import speaks_against

CALENDAR = WorkingDays.load()
RECEIVED, DUE = date(2026, 3, 2), date(2026, 3, 30)
ASKED = Entry("correction_requested", date(2026, 3, 5))
SERVED, ON_ITS_WAY = {"served": date(2026, 3, 9)}, {"awaiting_service": True}


def after(*entries: Entry, received: date = RECEIVED, **kwargs: Any) -> Any:
    return assess(Ledger(received, "in_person", entries), calendar=CALENDAR, **kwargs)


def codes(made: Any) -> list[str]:
    return [finding.code for finding in made.findings]


def test_the_applicants_period_runs_from_the_service_of_the_notice() -> None:
    """Posted on 5 March, signed for on the 9th: 10-13(4) 16-20(9) 23(10)."""
    made = after(replace(ASKED, **SERVED))
    assert (made.limits.correction_received, codes(made)) == (date(2026, 3, 23), [])
    assert after(replace(ASKED, **SERVED), today=date(2026, 3, 23)).lapsed is None
    assert after(replace(ASKED, **SERVED), today=date(2026, 3, 24)).lapsed == "30-B"


def test_a_notice_that_has_not_arrived_lets_no_period_run_and_nobody_lapse() -> None:
    made = after(replace(ASKED, **ON_ITS_WAY), today=date(2026, 6, 1))
    assert (made.limits.correction_received, made.lapsed, made.state) == (
        None, None, "paused_correction")
    assert codes(made) == ["service_awaited"]
    assert "尚未登记送达" in made.findings[0].message
    assert "尚未登记送达" in speaks_against("correction_lapsed", made, date(2026, 6, 1))
    corrected = after(
        replace(ASKED, **ON_ITS_WAY), Entry("correction_received", date(2026, 3, 10)))
    assert corrected.due == date(2026, 4, 8), "corrected all the same: 11-31(15) 4/1-3(18) 7(19) 8"


def test_a_ledger_that_never_kept_service_apart_reads_as_it_did() -> None:
    assert after(ASKED).limits.correction_received == date(2026, 3, 19)
    assert codes(after(ASKED)) == []
    stored = {"type": "correction_requested", "on": "2026-03-05"}
    ledger = Ledger.from_json({"received": "2026-03-02", "channel": "fax", "events": [stored]})
    assert ledger.to_json()["events"] == [stored]


def test_an_agency_may_let_the_period_run_from_issue() -> None:
    by_issue = Discretion(correction_period_starts="issued")
    for more in ({}, SERVED, ON_ITS_WAY):
        made = after(replace(ASKED, **more), discretion=by_issue)
        assert made.limits.correction_received == date(2026, 3, 19)


def test_whether_the_applicant_was_told_in_time_goes_by_issue_or_by_service() -> None:
    """The seventh working day after 2 March is the 11th."""
    late = Entry("correction_requested", date(2026, 3, 11), served=date(2026, 3, 12))
    assert codes(after(late)) == []
    by_service = after(late, discretion=Discretion(notice_day="served"))
    assert codes(by_service) == ["late_correction_notice"]
    assert "2026年3月12日" in by_service.findings[0].message


def test_an_extension_told_after_the_period_is_flagged_or_refused_as_the_agency_reads_it() -> None:
    extended = Entry("extended", DUE, working_days=5, served=date(2026, 3, 31))
    made = after(extended)
    assert (codes(made), made.findings[0].effect) == (["extension_told_late"], "flagged")
    assert made.due == date(2026, 4, 7), "3/31(1) 4/1-3(4); 4-6 off; 7(5)"
    assert made.warning_due == DUE, "whoever goes by service finds the period over"
    strict = after(extended, discretion=Discretion(notice_day="served"))
    assert (codes(strict), strict.due) == (["extension_out_of_time"], DUE)
    assert "2026年3月31日" in strict.findings[0].message
    assert codes(after(replace(extended, served=DUE))) == []


def test_a_fee_notice_is_in_time_by_its_issue_and_paid_from_its_service() -> None:
    """Issued on the last day; 4/2(1) 3(2) 7-10(6) 13-17(11) 20-24(16) 27-30(20)."""
    noticed = Entry("fee_noticed", DUE, served=date(2026, 4, 1))
    made = after(noticed)
    assert (made.limits.fee_payment, codes(made)) == (date(2026, 4, 30), [])
    assert after(Entry("fee_noticed", date(2026, 4, 1), issued=DUE)).limits == made.limits
    waiting = after(replace(noticed, served=None, **ON_ITS_WAY), today=date(2026, 6, 1))
    assert (waiting.limits.fee_payment, waiting.lapsed, waiting.state) == (
        None, None, "paused_fee")
    assert codes(waiting) == ["service_awaited"]


@pytest.mark.parametrize("served", [None, date(2026, 3, 31)])
def test_a_fee_notice_is_not_issued_after_the_day_it_is_entered_for(served: date | None) -> None:
    noticed = Entry("fee_noticed", date(2026, 3, 24), issued=date(2026, 3, 31), served=served)
    assert codes(after(noticed)) == ["fee_issued_too_late"]


@pytest.mark.parametrize("entry", [
    ASKED, Entry("extended", date(2026, 3, 5), working_days=5),
    Entry("fee_noticed", date(2026, 3, 5)), Entry("replied", date(2026, 3, 5), service="online"),
])
def test_nothing_is_served_before_it_is_issued(entry: Entry) -> None:
    made = after(replace(entry, served=date(2026, 3, 4)))
    assert (codes(made), made.findings[0].effect) == (["served_too_early"], "refused")
    assert (made.due, made.state) == (DUE, "running")


def test_the_contract_reads_and_writes_the_service_of_a_notice() -> None:
    events = [
        {"type": "correction_requested", "on": "2026-03-05", "served": "2026-03-09"},
        {"type": "fee_noticed", "on": "2026-03-12", "awaiting_service": True},
    ]
    facts = {"received": "2026-03-02", "channel": "fax", "events": events}
    assert Ledger.from_json(facts).to_json() == facts
    assert deadline.answer(facts)["limits"]["correction_received"] == "2026-03-23"
    page = deadline.text(facts)
    assert "补正告知（2026年3月9日送达）" in page
    assert "收费通知（尚未登记送达）" in page
    with pytest.raises(MalformedLedger, match="/events/0/awaiting_service"):
        deadline.answer({**facts, "events": [{**events[1], "awaiting_service": "yes"}]})
