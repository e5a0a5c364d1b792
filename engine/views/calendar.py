"""The working-day calendar, its notices, and what a change of it moves."""

from dataclasses import dataclass
from datetime import date, datetime

from engine.views.people import AgencyRef


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
