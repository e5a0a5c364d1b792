"""The working-day calendar: equal to two libraries, arithmetic, reasons, unpublished years."""

import random
from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest

from engine.statute import ContradictoryNotice, Notice, OffRange, OutsideCalendar, WorkingDays
from engine.statute.calendar.notices import published
from engine.statute.clock import periods

CALENDAR = WorkingDays.load()
DAYS = [date(2008, 1, 1) + timedelta(days=n) for n in range(19 * 365 + 5)]


def test_every_year_from_2008_to_2026_has_its_notice() -> None:
    assert [year for year in range(2007, 2028) if CALENDAR.published(year)] == [*range(2008, 2027)]
    assert CALENDAR.last_published_year == 2026
    assert DAYS[-1] == date(2026, 12, 31)


def test_every_day_is_as_chinesecalendar_has_it() -> None:
    differing = [d for d in DAYS if CALENDAR.is_working_day(d) != chinese_calendar.is_workday(d)]
    assert differing == []


def test_every_day_is_as_holidays_has_it() -> None:
    china = holidays.China(years=range(2008, 2027))
    differing = [d for d in DAYS if CALENDAR.is_working_day(d) != china.is_working_day(d)]
    assert differing == []


@pytest.mark.parametrize(
    ("year", "days"),
    list(enumerate([249, 250, 249, 250, 250, 249, 250, 249, 249, 251, 248, 248], 2015)),
)
def test_a_year_has_the_known_number_of_working_days(year: int, days: int) -> None:
    assert CALENDAR.count(date(year - 1, 12, 31), date(year, 12, 31)) == days


def test_counting_on_and_back_is_walking_day_by_day() -> None:
    dice = random.Random(8)
    for _ in range(400):
        start = dice.choice(DAYS[200:-200])
        steps = dice.randrange(1, 60)
        for direction in (1, -1):
            day, left = start, steps
            while left:
                day += timedelta(days=direction)
                left -= CALENDAR.is_working_day(day)
            assert CALENDAR.add(start, direction * steps) == day
            after, upto = min(start, day), max(start, day)
            walked = [after + timedelta(days=n + 1) for n in range((upto - after).days)]
            assert CALENDAR.count(after, upto) == sum(map(CALENDAR.is_working_day, walked))


def test_no_days_on_is_the_day_itself_and_nothing_lies_before_the_start() -> None:
    sunday = date(2026, 4, 12)
    assert CALENDAR.add(sunday, 0) == sunday
    assert CALENDAR.count(sunday, sunday) == 0
    assert CALENDAR.count(sunday, sunday - timedelta(days=9)) == 0


def test_a_rest_day_rolls_to_the_next_working_day_and_a_make_up_saturday_does_not() -> None:
    assert CALENDAR.next_working_day(date(2026, 10, 1)) == date(2026, 10, 8)
    assert CALENDAR.next_working_day(date(2026, 5, 9)) == date(2026, 5, 9)


@pytest.mark.parametrize(
    ("day", "working", "kind", "name"),
    [
        (date(2026, 4, 8), True, "weekday", ""),
        (date(2026, 4, 11), False, "weekend", ""),
        (date(2026, 5, 1), False, "holiday", "劳动节"),
        (date(2026, 5, 2), False, "holiday", "劳动节"),
        (date(2026, 5, 9), True, "make_up", ""),
        (date(2015, 9, 3), False, "holiday", "抗战胜利70周年纪念日"),
        (date(2027, 1, 4), True, "unpublished", ""),
        (date(2027, 1, 2), False, "weekend", ""),
    ],
)
def test_a_day_says_why(day: date, working: bool, kind: str, name: str) -> None:
    reason = CALENDAR.why(day)
    assert (reason.working, reason.kind, reason.name) == (working, kind, name)
    notice = CALENDAR.notice(reason.notice)
    if kind in ("holiday", "make_up"):
        assert notice is not None
        assert "通知" in notice.title
    else:
        assert notice is None


def test_beyond_the_calendar_nothing_is_guessed() -> None:
    with pytest.raises(OutsideCalendar, match="超出工作日历"):
        CALENDAR.is_working_day(date(2100, 1, 1))
    with pytest.raises(OutsideCalendar):
        CALENDAR.add(date(2099, 12, 30), 20)
    with pytest.raises(OutsideCalendar):
        CALENDAR.add(date(2007, 1, 3), -20)


def test_a_new_year_makes_a_new_calendar_and_leaves_the_old_one() -> None:
    new = CALENDAR.with_notice(Notice(
        2027, "测试通知", date(2026, 11, 20), "测试〔2026〕1号",
        off=(OffRange("元旦", date(2027, 1, 1), date(2027, 1, 3)),), worked=(date(2027, 1, 9),),
    ))
    assert new.published(2027)
    assert not CALENDAR.published(2027)
    assert new.version != CALENDAR.version
    assert new.differences(CALENDAR)[0] == date(2027, 1, 9), "1 January rests by law already"
    assert new.why(date(2027, 1, 9)).notice == "测试〔2026〕1号"
    assert WorkingDays(new.notices[:-1]) == CALENDAR


def test_a_local_day_off_does_not_publish_its_year() -> None:
    new = CALENDAR.with_notice(Notice(
        2027, "自治州通知", date(2026, 11, 20), "州政办发〔2026〕9号",
        off=(OffRange("当地节日", date(2027, 3, 3), date(2027, 3, 3)),), worked=(),
        whole_year=False,
    ))
    assert not new.is_working_day(date(2027, 3, 3))
    assert not new.published(2027)


@pytest.mark.parametrize(
    ("off", "worked", "message"),
    [
        ((), (date(2027, 1, 6),), "不是星期六、星期日"),
        ((("元旦", 1, 3),), (date(2027, 1, 2),), "写了两次"),
        ((("元旦", 1, 3), ("春节", 3, 4)), (), "写了两次"),
        ((("元旦", 3, 1),), (), "早于"),
        ((), (date(2028, 1, 1),), "不在2027年"),
        ((), (date(2027, 1, 9), date(2027, 1, 9)), "写了两次"),
    ],
)
def test_a_notice_that_contradicts_itself_is_refused(
    off: tuple[tuple[str, int, int], ...], worked: tuple[date, ...], message: str
) -> None:
    ranges = tuple(OffRange(n, date(2027, 1, a), date(2027, 1, b)) for n, a, b in off)
    with pytest.raises(ContradictoryNotice, match=message):
        CALENDAR.with_notice(Notice(2027, "t", date(2026, 11, 4), "u", ranges, worked))


def test_the_version_names_the_content() -> None:
    assert CALENDAR.version == WorkingDays(published()).version
    assert CALENDAR.version.startswith("2025-11-04-")
    assert (
        WorkingDays.load(date(2020, 1, 26)).version != WorkingDays.load(date(2020, 1, 27)).version
    )


@pytest.mark.parametrize(
    ("today", "named"),
    [
        (date(2026, 10, 31), []),
        (date(2026, 11, 1), ["2027年"]),
        (date(2027, 3, 1), ["2027年"]),
        (date(2027, 12, 1), ["2027年", "2028年"]),
    ],
)
def test_a_missing_year_raises_an_alarm_from_november_on(today: date, named: list[str]) -> None:
    message = periods.calendar_alarm(today, calendar=CALENDAR)
    assert [year for year in ("2026年", "2027年", "2028年") if year in message] == named
    assert bool(message) == bool(named)


def test_many_days_at_once_are_counted_as_one_at_a_time() -> None:
    assert CALENDAR.add_each(DAYS, 20) == [CALENDAR.add(day, 20) for day in DAYS]
    with pytest.raises(OutsideCalendar):
        CALENDAR.add_each([date(2026, 4, 8), date(2099, 12, 30)], 20)
    with pytest.raises(OutsideCalendar):
        CALENDAR.add_each([date(2006, 4, 8)], 1)


def test_many_pairs_of_days_at_once_are_counted_as_one_at_a_time() -> None:
    ends = DAYS[40:] + DAYS[:40]
    assert CALENDAR.count_each(DAYS, ends) == [
        CALENDAR.count(after, upto) for after, upto in zip(DAYS, ends, strict=True)
    ]
    assert CALENDAR.count_each([], []) == []
    with pytest.raises(OutsideCalendar):
        CALENDAR.count_each([date(2026, 4, 8)], [date(2100, 1, 1)])
    with pytest.raises(OutsideCalendar):
        CALENDAR.count_each([date(2006, 12, 31)], [date(2026, 4, 8)])
    with pytest.raises(ValueError, match="shorter"):
        CALENDAR.count_each([date(2026, 4, 8)], [])
