"""The working-day calendar as people see it: a year, its notices, and how far cases follow it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.actors.permissions import ANYBODY, holders
from engine.actors.roles import Role
from engine.cases.rows import waiting
from engine.errors import NotFound
from engine.people.agencies import AgencyRef, agencies_offered, agencies_seen
from engine.rules.calendars import rows
from engine.rules.calendars.alarm import calendar_alarm
from engine.rules.calendars.year import CalendarYear, HolidayNoticeView, notice_view, year_view
from engine.rules.in_effect import in_effect
from engine.statute import Notice, WorkingDays
from engine.transaction.messages import Question
from engine.transaction.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class ImportedHolidayNotice:
    """A notice taken up here. withdrawn_at None: it is in effect. agency None: for all."""

    id: int
    agency: AgencyRef | None
    notice: HolidayNoticeView
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
    imported: tuple[ImportedHolidayNotice, ...]
    alarm: str
    waiting: int
    running: int
    version: str


@dataclass(frozen=True, kw_only=True)
class CalendarPage(
    Question[CalendarView],
    permission=holders(Role.MANAGER, Role.SUPERVISOR, Role.ADMINISTRATOR),
):
    """One agency's calendar, or the one for all; this year unless asked. Raises NotFound."""

    year: int | None = None
    agency_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class NationalCalendar(Question[WorkingDays], permission=ANYBODY):
    """The calendar for all: what anybody computes with who tries dates without a case."""


def national_calendar(question: NationalCalendar, at: Snapshot) -> WorkingDays:
    return in_effect(at).calendars.national


def calendar_page(question: CalendarPage, at: Snapshot) -> CalendarView:
    year, agency_id = question.year, question.agency_id
    agencies = agencies_seen(at)
    if agency_id is not None and agency_id not in agencies:
        raise NotFound()
    calendars = in_effect(at).calendars
    calendar = calendars.of(agency_id)
    first = min(notice.year for notice in calendar.notices)
    last = max(*(notice.year for notice in calendar.notices), at.today.year) + 1
    shown = year if year is not None and first <= year <= last else at.today.year
    waiting, running = _progress(at, [agency_id] if agency_id else list(agencies))
    return CalendarView(
        agency=agencies[agency_id] if agency_id else None, agencies=agencies_offered(at),
        with_own=calendars.agencies & agencies.keys(),
        year=year_view(calendar, shown), years=tuple(range(first, last + 1)),
        imported=tuple(
            _imported(row, agencies) for row in rows.with_names(at.connection)
            if row["agency_id"] is None
            or (row["agency_id"] == agency_id if agency_id else row["agency_id"] in agencies)
        ),
        alarm=calendar_alarm(at), waiting=waiting, running=running, version=calendar.version,
    )


def _progress(at: Snapshot, agency_ids: list[int]) -> tuple[int, int]:
    """Of the agencies' running cases: those that wait to be recomputed, and all."""
    version_of = {
        agency_id: version
        for version, agencies in in_effect(at).calendars.by_version(agency_ids).items()
        for agency_id in agencies
    }
    counts = [(version_of[agency_id] != version, n) for agency_id, version, n
              in waiting.open_by_version(at.connection) if agency_id in version_of]
    return sum(n for stale, n in counts if stale), sum(n for _, n in counts)


def _imported(
    row: rows.NoticeWithNames, agencies: Mapping[int, AgencyRef]
) -> ImportedHolidayNotice:
    return ImportedHolidayNotice(
        id=row["id"], agency=None if row["agency_id"] is None else agencies[row["agency_id"]],
        notice=notice_view(Notice.from_json(row["notice"])),
        taken_effect_at=row["taken_effect_at"], by=row["by_name"] or "",
        withdrawn_at=row["withdrawn_at"], withdrawn_by=row["withdrawn_by_name"] or "",
        withdrawn_because=row["withdrawn_because"],
    )
