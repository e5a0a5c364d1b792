"""The other statutory clocks, counted by hand."""

from datetime import date

import pytest

from engine.statute import Discretion, NotInForce, WorkingDays
from engine.statute.clock import periods
from engine.statute.values import receipt

CALENDAR = WorkingDays.load()


def test_a_document_made_on_the_last_of_april_is_published_by_the_first_of_june() -> None:
    """5/6-8(3) Sat 9(4) 11-15(9) 18-22(14) 25-29(19) Mon 6/1(20)."""
    period = periods.publication(date(2026, 4, 30), calendar=CALENDAR)
    assert period.due == date(2026, 6, 1)
    assert "第二十六条" in period.article


@pytest.mark.parametrize(
    ("known", "due"),
    [
        (date(2026, 3, 10), date(2026, 5, 9)),  # the 60th day is a Saturday that is worked
        (date(2026, 3, 11), date(2026, 5, 11)),  # the 60th day is Sunday 5/10
        (date(2026, 3, 3), date(2026, 5, 6)),  # the 60th day is in the May Day holiday, 5/2
    ],
)
def test_sixty_days_roll_over_days_off_only(known: date, due: date) -> None:
    assert periods.reconsideration(known, calendar=CALENDAR).due == due


@pytest.mark.parametrize(
    ("known", "due"),
    [
        (date(2026, 3, 10), date(2026, 9, 10)),
        (date(2025, 8, 31), date(2026, 2, 28)),  # no 31 February; Sat 2/28 is worked
        (date(2026, 4, 4), date(2026, 10, 8)),  # 10/4 lies in the National Day week
        (date(2014, 12, 1), date(2015, 3, 2)),  # three months then; 3/1 is a Sunday
    ],
)
def test_six_months_to_sue_once_three(known: date, due: date) -> None:
    assert periods.litigation(known, calendar=CALENDAR).due == due


def test_annual_reports_are_due_on_calendar_dates_with_a_reminder_before() -> None:
    department = periods.annual_report(2025, government=False, calendar=CALENDAR)
    assert (department.due, department.remind) == (date(2026, 1, 31), date(2026, 1, 30))
    government = periods.annual_report(2025, government=True, calendar=CALENDAR)
    assert government.due == date(2026, 3, 31)
    assert periods.annual_report(2017, government=False, calendar=CALENDAR).due == date(2018, 3, 31)
    assert periods.annual_report(2026, government=False, calendar=CALENDAR).provisional


def test_the_answer_in_reconsideration_takes_ten_working_days_or_five() -> None:
    received = date(2026, 4, 28)  # 29(1) 30(2) 5/6-8(5) Sat 9(6) 11-14(10)
    ten = periods.reconsideration_answer(received, summary=False, calendar=CALENDAR)
    five = periods.reconsideration_answer(received, summary=True, calendar=CALENDAR)
    assert (ten.due, five.due) == (date(2026, 5, 14), date(2026, 5, 8))


def test_the_other_terms_of_days_and_years() -> None:
    received = date(2026, 4, 17)
    assert periods.litigation_evidence(received, calendar=CALENDAR).due == date(2026, 5, 6)
    after = periods.litigation_after_reconsideration(received, calendar=CALENDAR)
    assert (after.unrolled, after.due) == (date(2026, 5, 2), date(2026, 5, 6))
    latest = periods.latest_reconsideration(date(2024, 2, 29), calendar=CALENDAR)
    assert latest.due == date(2025, 2, 28)
    assert periods.latest_litigation(received, calendar=CALENDAR).provisional


def test_withheld_information_is_reviewed_at_the_interval_the_agency_sets() -> None:
    withheld = date(2025, 6, 30)
    assert periods.withheld_review(withheld, calendar=CALENDAR).due == date(2026, 6, 30)
    chosen = Discretion(withheld_review_months=6)
    due = periods.withheld_review(withheld, calendar=CALENDAR, discretion=chosen).due
    assert due == date(2025, 12, 30)


@pytest.mark.parametrize(
    ("channel", "confirmed", "words"),
    [
        ("in_person", False, "提交之日"),
        ("signed_post", False, "签收之日"),
        ("ordinary_post", True, "确认之日"),
        ("internet", True, "双方确认之日"),
        ("fax", True, "双方确认之日"),
    ],
)
def test_each_channel_has_its_day_of_receipt(channel: str, confirmed: bool, words: str) -> None:
    rule = receipt.rule(channel, date(2026, 4, 8))
    assert rule.confirmation is confirmed
    assert words in rule.counts
    assert rule.record
    assert "第三十一条" in rule.article
    assert "第三十一条" not in receipt.rule(channel, date(2019, 5, 14)).article


def test_an_unknown_channel_is_refused_with_the_ones_there_are() -> None:
    with pytest.raises(receipt.UnknownChannel, match=r"没有“pigeon”.*当面提交、.*传真"):
        receipt.rule("pigeon", date(2026, 4, 8))
    with pytest.raises(NotInForce):
        receipt.rule("fax", date(2008, 4, 30))


def test_an_unconfirmed_request_raises_the_alarm_after_one_working_day() -> None:
    due = receipt.confirmation_due(date(2026, 4, 30), calendar=CALENDAR)
    assert due == date(2026, 5, 6)
