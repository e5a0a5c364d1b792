"""The working-day calendar as people see it, and what another one would do to running cases."""

from calendar import Calendar
from datetime import date

from engine import views
from engine.calendar_acts import parted, require_duty, understood
from engine.reading.scope import Scope, agency_of
from engine.statute import Ledger, Notice, WorkingDays, periods, what_if
from engine.store import Row
from engine.store import calendar as stored
from engine.unit_of_work import statute_settings

SHOWN = 500      # cases of a comparison; the total is always told
_WEEKS = Calendar()


def page(scope: Scope, year: int | None) -> views.CalendarView:
    """One year with its notices; the newest published one, or that of the day, unless asked."""
    calendar = scope.calendar
    years = tuple(sorted({notice.year for notice in calendar.notices}))
    last = max(*years, scope.today.year) + 1
    shown = year if year is not None and years[0] <= year <= last else scope.today.year
    waiting, running = stored.progress(scope.connection, calendar.version)
    return views.CalendarView(
        year=_year(calendar, shown), years=tuple(range(years[0], last + 1)),
        imported=tuple(_imported(row) for row in stored.with_names(scope.connection)),
        alarm=periods.calendar_alarm(scope.today, calendar=calendar),
        waiting=waiting, running=running, version=calendar.version,
    )


def alarm(scope: Scope) -> str:
    return periods.calendar_alarm(scope.today, calendar=scope.calendar)


def preview(
    scope: Scope, text: str, url: str, published: date | None
) -> views.CalendarPreview:
    """What taking up the notice of this text would do. Raises InvalidInput, NotPermitted."""
    require_duty(scope.actor)
    notice = understood(text, url, published, scope.calendar)
    rows = _in_effect(scope)
    return _compared(scope, notice, scope.around.calendars.made_of(rows, notice))


def withdrawal(scope: Scope, notice_id: int) -> views.CalendarPreview:
    """What taking a notice back would do. Raises NotFound, NotPermitted."""
    require_duty(scope.actor)
    wrong, rest = parted(_in_effect(scope), notice_id)
    return _compared(
        scope, Notice.from_json(wrong["notice"]), scope.around.calendars.made_of(rest)
    )


def _in_effect(scope: Scope) -> list[Row]:
    return [row for row in stored.notices(scope.connection) if row["withdrawn_at"] is None]


def _compared(scope: Scope, notice: Notice, new: WorkingDays) -> views.CalendarPreview:
    changed = frozenset(scope.calendar.differences(new))
    moves, total = _moves(scope, notice.year, changed, new)
    return views.CalendarPreview(
        notice=_notice(notice), year=_year(new, notice.year, changed),
        others=tuple(
            _notice(each) for each in new.notices
            if each.year == notice.year and each.url != notice.url
        ),
        moves=moves, total=total,
    )


def _moves(
    scope: Scope, year: int, changed: frozenset[date], new: WorkingDays
) -> tuple[tuple[views.CaseMove, ...], int]:
    # A year that becomes published, or ceases to be, changes what is provisional in all of it.
    days = changed | {date(year, 1, 1), date(year, 12, 31)}
    rows = {
        str(row["id"]): row for row in stored.open_between(
            scope.connection, min(days), max(days), scope.calendar.version
        )
    }
    entries = stored.ledgers(scope.connection, [row["id"] for row in rows.values()])
    ledgers = {
        key: Ledger.from_json({
            "received": row["received_on"].isoformat(), "channel": row["channel"],
            "events": entries[row["id"]],
        }) for key, row in rows.items()
    }
    found, total = [], 0
    for move in what_if.moves(ledgers, old=scope.calendar, new=new, settings=statute_settings({})):
        total += 1
        if total <= SHOWN:
            row = rows[move.key]
            found.append(views.CaseMove(
                case_id=row["id"], number=row["number"], subject=row["subject"],
                agency=agency_of(row), before=move.before, after=move.after,
                provisional=move.provisional,
            ))
    return tuple(found), total


def _year(
    calendar: WorkingDays, year: int, changed: frozenset[date] = frozenset()
) -> views.CalendarYear:
    months = tuple(
        tuple(
            tuple(_day(calendar, day, changed) if day.month == month else None for day in week)
            for week in _WEEKS.monthdatescalendar(year, month)
        ) for month in range(1, 13)
    )
    return views.CalendarYear(
        year=year, published=calendar.published(year), months=months,
        working_days=calendar.count(date(year - 1, 12, 31), date(year, 12, 31)),
        notices=tuple(_notice(each) for each in calendar.notices if each.year == year),
    )


def _day(calendar: WorkingDays, day: date, changed: frozenset[date]) -> views.CalendarDay:
    reason = calendar.why(day)
    return views.CalendarDay(
        on=day, kind=reason.kind, name=reason.name, changed=day in changed
    )


def _notice(notice: Notice) -> views.NoticeView:
    return views.NoticeView(
        year=notice.year, title=notice.title, url=notice.url, published=notice.published,
        off=tuple((each.name, each.first, each.last) for each in notice.off),
        worked=notice.worked,
    )


def _imported(row: Row) -> views.ImportedNotice:
    return views.ImportedNotice(
        id=row["id"], notice=_notice(Notice.from_json(row["notice"])),
        taken_effect_at=row["taken_effect_at"], by=row["by_name"] or "",
        withdrawn_at=row["withdrawn_at"], withdrawn_by=row["withdrawn_by_name"] or "",
        withdrawn_because=row["withdrawn_because"],
    )
