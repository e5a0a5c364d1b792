"""The three times the State Council changed a calendar while cases were running."""

from datetime import date

import pytest

from engine.statute import Ledger, WorkingDays, assess

# the amendment's day, a case running on that day, its due date before and after
AMENDMENTS = [
    # 2015: 9/3, 9/4 off and Sun 9/6 worked: 8/25-28(4) 31(5) 9/1-4(9) 7-11(14) Mon 14(15)
    (date(2015, 5, 13), date(2015, 8, 24), date(2015, 9, 14), date(2015, 9, 15)),
    # 2019, later: 4/26(1) 29(2) 30(3) 5/2, 3(5) 6-10(10) 13-17(15); after: Sun 28 and Sun 5/5
    # worked, 5/2 and 5/3 off: 26(1) 28(2) 29(3) 30(4) 5/5(5) 6-10(10) 13-17(15), the same day
    (date(2019, 3, 22), date(2019, 4, 25), date(2019, 5, 17), date(2019, 5, 17)),
    # 2019, earlier: 4/9-12(4) 15-19(9) 22-26(14) Mon 29(15) becomes Sun 28(15)
    (date(2019, 3, 22), date(2019, 4, 8), date(2019, 4, 29), date(2019, 4, 28)),
    # 2019, later: 4/11(1) 12(2) 15-19(7) 22-26(12) 29(13) 30(14) Thu 5/2(15); after: Sun 28(13)
    # 29(14) Tue 30(15), earlier by two days
    (date(2019, 3, 22), date(2019, 4, 10), date(2019, 5, 2), date(2019, 4, 30)),
    # 2020: Sun 1/19(1) 20-23(5) Fri 31(6) Sat 2/1(7) 3-7(12) 10-14(17) 17, 18, Wed 19(20);
    # after: 1/31 and 2/1 off, so 3-7(10) 10-14(15) 17-Fri 21(20)
    (date(2020, 1, 27), date(2020, 1, 17), date(2020, 2, 19), date(2020, 2, 21)),
]


@pytest.mark.parametrize(("amended", "received", "before", "after"), AMENDMENTS)
def test_a_running_case_moves_with_the_amendment(
    amended: date, received: date, before: date, after: date
) -> None:
    ledger = Ledger(received, "in_person")
    eve = WorkingDays.load(as_known_on=date.fromordinal(amended.toordinal() - 1))
    day = WorkingDays.load(as_known_on=amended)
    assert assess(ledger, calendar=eve).due == before
    assert assess(ledger, calendar=day).due == after


@pytest.mark.parametrize(
    ("amended", "changed"),
    [
        (date(2015, 5, 13), [date(2015, 9, 3), date(2015, 9, 4), date(2015, 9, 6)]),
        (
            date(2019, 3, 22),
            [date(2019, 4, 28), date(2019, 5, 2), date(2019, 5, 3), date(2019, 5, 5)],
        ),
        (date(2020, 1, 27), [date(2020, 1, 31), date(2020, 2, 1)]),
    ],
)
def test_an_amendment_changes_exactly_its_days(amended: date, changed: list[date]) -> None:
    eve = WorkingDays.load(as_known_on=date.fromordinal(amended.toordinal() - 1))
    assert list(WorkingDays.load(as_known_on=amended).differences(eve)) == changed


def test_a_closed_case_keeps_the_calendar_it_was_closed_under() -> None:
    """The same calendar can be made again at any time from the day on which it was known."""
    closed_under = WorkingDays.load(as_known_on=date(2020, 1, 20))
    again = WorkingDays.load(as_known_on=date(2020, 1, 26))
    assert closed_under.version == again.version != WorkingDays.load().version
    assert assess(Ledger(date(2020, 1, 17), "fax"), calendar=again).due == date(2020, 2, 19)


def test_before_a_year_is_published_its_dates_are_provisional() -> None:
    ledger = Ledger(date(2025, 12, 15), "fax")
    early = assess(ledger, calendar=WorkingDays.load(as_known_on=date(2025, 11, 3)))
    known = assess(ledger, calendar=WorkingDays.load(as_known_on=date(2025, 11, 4)))
    # New Year's Day rests by law; only the notice says that Sunday 4 January is worked instead
    # of Friday 2 January.
    assert (early.due, early.provisional) == (date(2026, 1, 13), True)
    assert (known.due, known.provisional) == (date(2026, 1, 13), False)
