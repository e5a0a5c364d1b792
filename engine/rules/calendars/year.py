"""A year of working days, and a notice, as people see them."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date

from engine.statute import Notice, WorkingDays

_WEEKS = Calendar()


@dataclass(frozen=True, kw_only=True)
class CalendarDay:
    """kind: weekday | weekend | holiday | make_up | unpublished. changed: by what is compared.

    local: the document that makes it another day here than elsewhere; "" when none does.
    """

    on: date
    kind: str
    name: str
    changed: bool
    local: str = ""


@dataclass(frozen=True, kw_only=True)
class HolidayNoticeView:
    """A notice on working days. off: holiday, first and last day, both included.

    local: days that lie on top of the arrangement for all.
    """

    year: int
    title: str
    url: str
    published: date
    off: tuple[tuple[str, date, date], ...]
    worked: tuple[date, ...]
    local: bool


@dataclass(frozen=True, kw_only=True)
class CalendarYear:
    """A year as twelve months of weeks from Monday; None for a day of another month."""

    year: int
    published: bool
    months: tuple[tuple[tuple[CalendarDay | None, ...], ...], ...]
    working_days: int
    notices: tuple[HolidayNoticeView, ...]


def year_view(
    calendar: WorkingDays, year: int, changed: frozenset[date] = frozenset()
) -> CalendarYear:
    """A year of a calendar. changed: the days that differ from what it is compared with."""
    months = tuple(
        tuple(
            tuple(_day(calendar, day, changed) if day.month == month else None for day in week)
            for week in _WEEKS.monthdatescalendar(year, month)
        ) for month in range(1, 13)
    )
    return CalendarYear(
        year=year, published=calendar.published(year), months=months,
        working_days=calendar.count(date(year - 1, 12, 31), date(year, 12, 31)),
        notices=tuple(notice_view(each) for each in calendar.notices if each.year == year),
    )


def _day(calendar: WorkingDays, day: date, changed: frozenset[date]) -> CalendarDay:
    reason = calendar.why(day)
    source = calendar.source(day)
    local = "" if source is None or source.whole_year else f"{source.title}（{source.url}）"
    return CalendarDay(
        on=day, kind=reason.kind, name=reason.name, changed=day in changed, local=local
    )


def notice_view(notice: Notice) -> HolidayNoticeView:
    """A notice for a page."""
    return HolidayNoticeView(
        year=notice.year, title=notice.title, url=notice.url, published=notice.published,
        off=tuple((each.name, each.first, each.last) for each in notice.off),
        worked=notice.worked, local=not notice.whole_year,
    )
