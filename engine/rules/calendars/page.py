"""The working-day calendar as people see it, and what another one would do to running cases."""

from calendar import Calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from engine.cases import recalculation_rows
from engine.cases.scope import Scope
from engine.errors import NotFound
from engine.people.agencies import AgencyRef, agencies_seen, agency_of
from engine.rules.calendars import rows as notice_rows
from engine.rules.calendars.calendars import AgencyCalendars
from engine.rules.calendars.commands import AddLocalDays
from engine.rules.calendars.notices import (
    as_row,
    parted,
    require_duty,
    understood,
    understood_local,
)
from engine.statute import Notice, WorkingDays
from engine.statute.clock import periods, what_if
from engine.store import Row
from engine.transaction.unit_of_work import ledger_of


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
class NoticeView:
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
    notices: tuple[NoticeView, ...]


@dataclass(frozen=True, kw_only=True)
class ImportedNotice:
    """A notice taken up here. withdrawn_at None: it is in effect. agency None: for all."""

    id: int
    agency: AgencyRef | None
    notice: NoticeView
    taken_effect_at: datetime
    by: str
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawn_because: str


@dataclass(frozen=True, kw_only=True)
class CalendarView:
    """alarm: which year is missing, "" when none. waiting: of the running cases, those not yet
    recomputed for the calendar in effect.

    agency: whose calendar it is, None for the one for all. agencies: whose it might be; with_own:
    those of them that have days of their own.
    """

    agency: AgencyRef | None
    agencies: tuple[AgencyRef, ...]
    with_own: frozenset[int]
    year: CalendarYear
    years: tuple[int, ...]
    imported: tuple[ImportedNotice, ...]
    alarm: str
    waiting: int
    running: int
    version: str


@dataclass(frozen=True, kw_only=True)
class CaseMove:
    """A running case whose due date another calendar moves or makes certain."""

    case_id: int
    number: str
    subject: str
    agency: AgencyRef
    before: date | None
    after: date | None
    provisional: bool


@dataclass(frozen=True, kw_only=True)
class CalendarPreview:
    """What a change of the calendar would do.

    others: the year's other notices; of local days, those that speak of the same days.
    agency: the only one that it concerns; None when it concerns all.
    """

    agency: AgencyRef | None
    notice: NoticeView
    year: CalendarYear
    others: tuple[NoticeView, ...]
    moves: tuple[CaseMove, ...]     # at most 500
    total: int


SHOWN = 500      # cases of a comparison; the total is always told
_WEEKS = Calendar()


def page(scope: Scope, year: int | None, agency_id: int | None) -> CalendarView:
    """One year with its notices: that of the day, unless asked. Raises NotFound."""
    agencies = agencies_seen(scope)
    if agency_id is not None and agency_id not in agencies:
        raise NotFound()
    calendars = scope.calendars
    calendar = calendars.of(agency_id)
    first = min(notice.year for notice in calendar.notices)
    last = max(*(notice.year for notice in calendar.notices), scope.today.year) + 1
    shown = year if year is not None and first <= year <= last else scope.today.year
    waiting, running = _progress(scope, [agency_id] if agency_id else list(agencies))
    return CalendarView(
        agency=agencies[agency_id] if agency_id else None, agencies=tuple(agencies.values()),
        with_own=calendars.agencies & agencies.keys(),
        year=_year(calendar, shown), years=tuple(range(first, last + 1)),
        imported=tuple(
            _imported(row) for row in notice_rows.with_names(scope.connection)
            if row["agency_id"] is None
            or (row["agency_id"] == agency_id if agency_id else row["agency_id"] in agencies)
        ),
        alarm=alarm(scope), waiting=waiting, running=running, version=calendar.version,
    )


def _progress(scope: Scope, agency_ids: list[int]) -> tuple[int, int]:
    """Of the agencies' running cases: those that wait to be recomputed, and all."""
    version_of = {
        agency_id: version
        for version, agencies in scope.calendars.by_version(agency_ids).items()
        for agency_id in agencies
    }
    counts = [(version_of[agency_id] != version, n) for agency_id, version, n
              in recalculation_rows.open_by_version(scope.connection) if agency_id in version_of]
    return sum(n for stale, n in counts if stale), sum(n for _, n in counts)


def alarm(scope: Scope) -> str:
    return periods.calendar_alarm(
        scope.today, calendar=scope.calendars.national,
        settings=scope.in_effect.settings.of(scope.actor.agency_id, scope.today),
    )


def preview(
    scope: Scope, text: str, url: str, published: date | None
) -> CalendarPreview:
    """What taking up the notice of this text would do. Raises InvalidInput, NotPermitted."""
    require_duty(scope.actor)
    notice = understood(text, url, published, scope.calendars.national)
    return _compared(scope, notice, None, [*_in_effect(scope), as_row(notice, None)])


def local_preview(scope: Scope, command: AddLocalDays) -> CalendarPreview:
    """What taking up these local days would do. Raises InvalidInput, NotPermitted."""
    require_duty(scope.actor)
    notice = understood_local(
        command, notice_rows.agency_ids(scope.connection), scope.calendars, scope.today
    )
    row = as_row(notice, command.agency_id)
    return _compared(scope, notice, command.agency_id, [*_in_effect(scope), row])


def withdrawal(scope: Scope, notice_id: int) -> CalendarPreview:
    """What taking a notice back would do. Raises NotFound, NotPermitted."""
    require_duty(scope.actor)
    wrong, rest = parted(_in_effect(scope), notice_id)
    return _compared(scope, Notice.from_json(wrong["notice"]), wrong["agency_id"], rest)


def _in_effect(scope: Scope) -> list[Row]:
    return [row for row in notice_rows.notices(scope.connection) if row["withdrawn_at"] is None]


def _compared(
    scope: Scope, notice: Notice, agency_id: int | None, rows: list[Row]
) -> CalendarPreview:
    """The calendars in effect beside those that these notices would make."""
    would_be = scope.around.calendars.made_of(rows)
    old, new = scope.calendars.of(agency_id), would_be.of(agency_id)
    changed = frozenset(old.differences(new))
    moves = sorted(
        _moves(scope, notice, agency_id, would_be),
        key=lambda move: (move.before or date.max, move.case_id),
    )
    return CalendarPreview(
        agency=None if agency_id is None else agencies_seen(scope)[agency_id],
        notice=_notice(notice), year=_year(new, notice.year, changed),
        others=tuple(
            _notice(each) for each in new.notices
            if each.year == notice.year and each.url != notice.url
            and (notice.whole_year or each.days() & notice.days())
        ),
        moves=tuple(moves[:SHOWN]), total=len(moves),
    )


def _moves(
    scope: Scope, notice: Notice, agency_id: int | None, would_be: AgencyCalendars
) -> Iterator[CaseMove]:
    """The running cases whose dates would move, of each agency by its own calendars."""
    concerned = [agency_id] if agency_id else notice_rows.agency_ids(scope.connection)
    for agency_ids in scope.calendars.by_version(concerned).values():
        old, new = scope.calendars.of(agency_ids[0]), would_be.of(agency_ids[0])
        days = set(old.differences(new))
        if notice.whole_year:
            # A year that becomes published, or ceases to be, changes what is provisional in it.
            days |= {date(notice.year, 1, 1), date(notice.year, 12, 31)}
        if not days:
            continue
        rows = recalculation_rows.open_between(
            scope.connection, min(days), max(days), old.version, agency_ids
        )
        entries = recalculation_rows.ledgers(scope.connection, [row["id"] for row in rows])
        for row in rows:
            move = what_if.move(
                ledger_of(row, entries[row["id"]]), old=old, new=new,
                settings=scope.settings_of(row),
            )
            if move is not None:
                yield CaseMove(
                    case_id=row["id"], number=row["number"], subject=row["subject"],
                    agency=agency_of(row), before=move.before, after=move.after,
                    provisional=move.provisional,
                )


def _year(
    calendar: WorkingDays, year: int, changed: frozenset[date] = frozenset()
) -> CalendarYear:
    months = tuple(
        tuple(
            tuple(_day(calendar, day, changed) if day.month == month else None for day in week)
            for week in _WEEKS.monthdatescalendar(year, month)
        ) for month in range(1, 13)
    )
    return CalendarYear(
        year=year, published=calendar.published(year), months=months,
        working_days=calendar.count(date(year - 1, 12, 31), date(year, 12, 31)),
        notices=tuple(_notice(each) for each in calendar.notices if each.year == year),
    )


def _day(calendar: WorkingDays, day: date, changed: frozenset[date]) -> CalendarDay:
    reason = calendar.why(day)
    source = calendar.source(day)
    local = "" if source is None or source.whole_year else f"{source.title}（{source.url}）"
    return CalendarDay(
        on=day, kind=reason.kind, name=reason.name, changed=day in changed, local=local
    )


def _notice(notice: Notice) -> NoticeView:
    return NoticeView(
        year=notice.year, title=notice.title, url=notice.url, published=notice.published,
        off=tuple((each.name, each.first, each.last) for each in notice.off),
        worked=notice.worked, local=not notice.whole_year,
    )


def _imported(row: Row) -> ImportedNotice:
    return ImportedNotice(
        id=row["id"], agency=None if row["agency_id"] is None else agency_of(row),
        notice=_notice(Notice.from_json(row["notice"])),
        taken_effect_at=row["taken_effect_at"], by=row["by_name"] or "",
        withdrawn_at=row["withdrawn_at"], withdrawn_by=row["withdrawn_by_name"] or "",
        withdrawn_because=row["withdrawn_because"],
    )
