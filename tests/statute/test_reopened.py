"""A decision or judgment opens a request again, with a term of its own.

Received on Mon 2026-04-20, due on Wed 2026-05-20; ordered on Mon 2026-07-06 to reply within fifteen
working days: Mon 2026-07-27.
"""

from datetime import date, timedelta
from typing import Any

import pytest

from engine.statute import Discretion, Entry, Ledger, MalformedLedger, WorkingDays, assess
from engine.statute.clock import deadline
from engine.statute.clock.assessment import speaks_against

CALENDAR = WorkingDays.load()
RECEIVED, ORDERED, DUE = date(2026, 4, 20), date(2026, 7, 6), date(2026, 7, 27)
REPLIED = Entry("replied", date(2026, 5, 8), service="post")
ANEW = Entry("reopened", ORDERED, term=15, unit="working_days", by="reconsideration")


def after(*entries: Entry, **kwargs: Any) -> Any:
    return assess(Ledger(RECEIVED, "in_person", entries), calendar=CALENDAR, **kwargs)


def codes(made: Any) -> list[str]:
    return [finding.code for finding in made.findings]


@pytest.mark.parametrize("before", [
    (), (REPLIED,), (Entry("withdrawn", date(2026, 4, 22)),),
    (Entry("fee_noticed", date(2026, 4, 22)), Entry("fee_paid", date(2026, 6, 1))),
    (Entry("correction_requested", date(2026, 4, 22)),),
    (Entry("extended", date(2026, 5, 8), working_days=20),),
])
def test_whatever_went_before_the_term_runs_from_the_order(before: tuple[Entry, ...]) -> None:
    made = after(*before, ANEW)
    assert (made.due, made.warning_due, made.state, made.on_time, made.lapsed) == (
        DUE, DUE, "running", None, None)
    assert made.limits.correction_notice is None
    assert made.remaining(ORDERED) == 15
    assert made.remaining(DUE + timedelta(days=1)) == -1


def test_it_is_answered_in_the_term_and_may_be_opened_once_more() -> None:
    reply = Entry("replied", DUE, service="post")
    made = after(REPLIED, ANEW, reply)
    assert (made.on_time, made.state, made.replied_on) == (True, "replied", DUE)
    again = after(REPLIED, ANEW, reply, Entry(
        "reopened", date(2026, 9, 1), term=10, unit="calendar_days", by="judgment"))
    assert (again.due, again.state) == (date(2026, 9, 11), "running")


@pytest.mark.parametrize("entry", [
    Entry("extended", date(2026, 7, 10), working_days=5),
    Entry("deferred", date(2026, 7, 10), until=date(2026, 9, 1)),
])
def test_what_others_have_set_the_agency_does_not_move(entry: Entry) -> None:
    reasons = (Entry("reasons_requested", date(2026, 4, 22)),
               Entry("reasons_given", date(2026, 4, 24)))
    made = after(*reasons, REPLIED, ANEW, entry)
    assert (codes(made), made.due) == (["term_is_set"], DUE)
    assert "行政复议决定" in made.findings[0].message


def test_consulting_others_does_not_move_a_term() -> None:
    """Art. 33 para. 3 takes time out of “前款规定的期限”, not out of a term of another's."""
    asked = Entry("consultation_opened", date(2026, 7, 8), "B", "third_party")
    earlier = Entry("consultation_opened", date(2026, 4, 22), "A", "third_party")
    made = after(earlier, REPLIED, ANEW, asked)
    assert (made.due, made.state) == (DUE, "running")
    assert "consultation_counts" in codes(made)
    assert made.limits.consultations["B"] == date(2026, 7, 29)


def test_a_correction_in_the_term_is_a_round_of_its_own_and_flagged() -> None:
    first = (Entry("correction_requested", date(2026, 4, 22)),
             Entry("correction_received", date(2026, 4, 27)))
    asked = Entry("correction_requested", date(2026, 7, 20))
    made = after(*first, REPLIED, ANEW, asked)
    assert (made.due, made.state, codes(made)) == (
        None, "paused_correction", ["correction_in_term"])
    assert made.warning_due == DUE, "whether the term may stand still is not settled"
    clear = Entry("correction_received", date(2026, 7, 24))
    assert after(*first, REPLIED, ANEW, asked, clear).due == date(2026, 8, 14)
    strict = Discretion(correction_in_term="runs")
    assert after(*first, REPLIED, ANEW, asked, clear, discretion=strict).due == DUE
    assert speaks_against("correction_received", after(*first, REPLIED, ANEW), DUE) == ""
    lapsed = after(*first, REPLIED, ANEW, asked, today=date(2026, 9, 1))
    assert lapsed.lapsed == "30-B"


def test_the_proof_says_what_lay_between_and_who_set_the_term() -> None:
    made = after(REPLIED, ANEW, proof=True)
    kinds = {row.day: row.kind for row in made.days}
    assert kinds[date(2026, 5, 8)] == "counted"
    assert kinds[date(2026, 5, 9)] == kinds[date(2026, 7, 5)] == "ended"
    assert kinds[ORDERED] == "start"
    assert [row.ordinal for row in made.days if row.day > ORDERED and row.ordinal] == list(
        range(1, 16))
    assert all("行政复议法" in row.article for row in made.days
               if row.day > ORDERED and row.kind == "counted")
    assert "行政复议决定确定答复期限为15个工作日，自2026年7月6日的次日起计算" in made.explanation


def test_only_choices_that_still_matter_are_named() -> None:
    asked = Entry("consultation_opened", date(2026, 4, 22), "A", "third_party")
    assert [each.split("：")[0] for each in after(asked).choices_applied] == [
        "征求意见期间自何日起不计算"]
    assert after(asked, REPLIED, ANEW).choices_applied == ()
    corrected = (Entry("correction_requested", date(2026, 7, 20)),
                 Entry("correction_received", date(2026, 7, 24)))
    (said,) = after(asked, REPLIED, ANEW, *corrected).choices_applied
    assert said.endswith("自收到补正之日起重新计算")


def test_calendar_days_all_count_and_the_last_rolls_by_its_article() -> None:
    order = Entry("reopened", date(2026, 7, 10), term=15, unit="calendar_days", by="judgment")
    made = after(REPLIED, order, proof=True)
    assert (made.due, made.days[-1].kind) == (date(2026, 7, 27), "rolled")
    assert "民事诉讼法" in made.days[-1].article
    assert [row.kind for row in made.days[-3:]] == ["counted", "weekend", "rolled"]
    assert made.remaining(date(2026, 7, 24)) == 1, "Monday is left to work in"


@pytest.mark.parametrize(("change", "place"), [
    ({"term": None}, "term"), ({"term": 0}, "term"), ({"term": True}, "term"),
    ({"term": 1001}, "term"), ({"unit": None}, "unit"), ({"unit": "weeks"}, "unit"),
    ({"by": None}, "by"), ({"by": "mayor"}, "by"),
])
def test_the_contract_wants_number_unit_and_who(change: dict[str, Any], place: str) -> None:
    event = {"type": "reopened", "on": "2026-07-06", "term": 15, "unit": "working_days",
             "by": "judgment"}
    facts = {"received": "2026-04-20", "channel": "fax", "events": [event]}
    assert deadline.answer(facts)["due"] == "2026-07-27"
    assert Ledger.from_json(facts).to_json() == facts
    changed = {key: value for key, value in {**event, **change}.items() if value is not None}
    with pytest.raises(MalformedLedger) as refused:
        deadline.answer({**facts, "events": [changed]})
    assert refused.value.pointer == f"/events/0/{place}"
