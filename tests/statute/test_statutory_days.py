"""Days that 《全国年节及纪念日放假办法》 itself fixes rest also in a year without a notice."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from holidays.calendars.chinese import _ChineseLunisolar

from declared.yaml_file import FileRefused
from engine.statute import Ledger, Notice, OffRange, WorkingDays, assess
from engine.statute.calendar import statutory_days
from engine.statute.calendar.notices import published
from engine.statute.clock.deadline import answer, text

CALENDAR = WorkingDays.load()
PUBLISHED = range(2008, 2027)


def fixed(year: int) -> dict[date, str]:
    return {day: name for day, name, _ in statutory_days.of(year)}


def test_2027_rests_on_the_thirteen_days_that_the_law_names() -> None:
    """New Year's Day is a Friday; the eve of the Year of the Goat is Friday 5 February."""
    assert fixed(2027) == {
        date(2027, 1, 1): "元旦",
        date(2027, 2, 5): "春节", date(2027, 2, 6): "春节",
        date(2027, 2, 7): "春节", date(2027, 2, 8): "春节",
        date(2027, 4, 5): "清明节",
        date(2027, 5, 1): "劳动节", date(2027, 5, 2): "劳动节",
        date(2027, 6, 9): "端午节", date(2027, 9, 15): "中秋节",
        date(2027, 10, 1): "国庆节", date(2027, 10, 2): "国庆节", date(2027, 10, 3): "国庆节",
    }
    assert not any(CALENDAR.is_working_day(day) for day in fixed(2027))
    weekdays = [date(2027, 1, 1) + timedelta(days=n) for n in range(365)]
    assert all(
        CALENDAR.is_working_day(day) == (day.weekday() < 5)
        for day in weekdays if day not in fixed(2027)
    )


def test_the_law_of_the_day_decides_how_many_days_it_fixes() -> None:
    """The eve was taken out in 2014 and came back in 2025, with a second day in May."""
    spring = {year: [day for day, name in fixed(year).items() if name == "春节"]
              for year in (2013, 2014, 2025)}
    assert spring == {
        2013: [date(2013, 2, 9), date(2013, 2, 10), date(2013, 2, 11)],
        2014: [date(2014, 1, 31), date(2014, 2, 1), date(2014, 2, 2)],
        2025: [date(2025, 1, 28), date(2025, 1, 29), date(2025, 1, 30), date(2025, 1, 31)],
    }
    assert [len(fixed(year)) for year in (2013, 2014, 2024, 2026)] == [11, 11, 11, 13]
    assert fixed(2007) == {}


def test_two_feasts_on_one_day_are_both_named() -> None:
    assert fixed(2028)[date(2028, 10, 3)] == "国庆节、中秋节"


@pytest.mark.parametrize("year", PUBLISHED)
def test_every_notice_so_far_gave_these_days_off(year: int) -> None:
    assert [day for day in fixed(year) if CALENDAR.is_working_day(day)] == []


def test_the_feasts_are_where_a_library_has_them() -> None:
    """In no year but these: 2008 to 2099."""
    lunar = _ChineseLunisolar()
    for year in range(2008, 2100):
        qingming, _ = lunar.qingming_date(year)
        first = date(year, *lunar.LUNAR_NEW_YEAR_DATES[year])
        names = fixed(year)
        assert names[qingming].startswith("清明节")
        assert names[first] == "春节"
        assert "端午节" in names[date(year, *lunar.DRAGON_BOAT_DATES[year])]
        assert "中秋节" in names[date(year, *lunar.MID_AUTUMN_DATES[year])]
    assert fixed(2099)
    assert {name for day in fixed(2099).values() for name in day.split("、")} == {
        "元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"}


def test_such_a_day_says_which_law_gives_it() -> None:
    reason = CALENDAR.why(date(2027, 1, 1))
    assert (reason.working, reason.kind, reason.name) == (False, "holiday", "元旦")
    law = CALENDAR.notice(reason.notice)
    assert law is not None
    assert (law.title, law.url) == ("全国年节及纪念日放假办法", "国务院令第795号")
    assert law not in CALENDAR.notices
    assert not CALENDAR.published(2027)


def test_a_notice_replaces_what_the_law_alone_would_give() -> None:
    """Its year is published then; whatever it does not name is an ordinary day."""
    new = CALENDAR.with_notice(Notice(
        2027, "测试通知", date(2026, 11, 20), "测试〔2026〕1号",
        off=(OffRange("元旦", date(2027, 1, 1), date(2027, 1, 3)),), worked=(),
    ))
    assert new.why(date(2027, 1, 1)).notice == "测试〔2026〕1号"
    assert new.is_working_day(date(2027, 4, 5))
    assert not new.is_working_day(date(2028, 1, 1))


def test_local_days_lie_on_top_of_it() -> None:
    new = CALENDAR.with_notice(Notice(
        2027, "自治州通知", date(2026, 11, 20), "州政办发〔2026〕9号",
        off=(OffRange("当地节日", date(2027, 3, 3), date(2027, 3, 3)),), worked=(),
        whole_year=False,
    ))
    assert not new.is_working_day(date(2027, 3, 3))
    assert not new.is_working_day(date(2027, 1, 1))


def test_a_calendar_from_before_is_still_made_as_it_was() -> None:
    """Cases that ended under it keep their dates; its name is another one."""
    before = WorkingDays(published(), statutory=False)
    assert before.is_working_day(date(2027, 1, 1))
    assert before.version != CALENDAR.version
    assert before.differences(CALENDAR)[0] == date(2027, 1, 1)


def test_no_reply_falls_due_on_new_years_day() -> None:
    """Received on Thursday 2026-12-03: twenty working days later is Thursday 31 December; a day
    later it would be Friday 1 January, which rests, so Monday 2027-01-04."""
    due = [assess(Ledger(date(2026, 12, day), "in_person"), calendar=CALENDAR).due
           for day in (3, 4)]
    assert due == [date(2026, 12, 31), date(2027, 1, 4)]
    ledger = {"received": "2026-12-04", "channel": "in_person"}
    told = answer(ledger, proof=True)
    assert told["provisional"]
    new_year = next(row for row in told["days"] if row["day"] == "2027-01-01")
    assert (new_year["kind"], new_year["note"], new_year["notice"], new_year["provisional"]) == (
        "holiday", "元旦放假", "国务院令第795号", True)
    assert "《全国年节及纪念日放假办法》 国务院令第795号" in text(ledger)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("from: 2014-01-01", "from: 2008-01-01", "晚于上一项"),
        ("2009: [", "2010: [", "“2010”重复"),
        ("2009: [01-26,", "2009: [01-32,", "不是日期"),
        ("2009: [01-26, 04-04, 05-28, 10-03]", "2009: [01-26, 04-04]", "四个"),
        ("feast: qingming", "feast: easter", "不在"),
    ],
)
def test_a_slip_in_the_file_is_refused(tmp_path: Path, old: str, new: str, words: str) -> None:
    body = statutory_days.FILE.read_text("utf-8")
    assert old in body
    path = tmp_path / "statutory_days.yaml"
    path.write_text(body.replace(old, new, 1), "utf-8")
    with pytest.raises(FileRefused, match=words):
        statutory_days.load(path)
