"""What a change of the calendar would do to running cases, before it takes effect."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from engine.actors.permissions import LOOKING_AFTER_ALL
from engine.cases.dates import discretion_of, ledger_of
from engine.cases.rows import waiting
from engine.people.agencies import AgencyRef, agencies_seen, agency_of
from engine.people.changes.facts import valid_ids
from engine.rules.calendars import rows
from engine.rules.calendars.calendars import AgencyCalendars, Calendars
from engine.rules.calendars.commands import AddLocalDays
from engine.rules.calendars.notices import as_row, parted, understood, understood_local
from engine.rules.calendars.year import CalendarYear, HolidayNoticeView, notice_view, year_view
from engine.rules.in_effect import in_effect
from engine.statute import Notice
from engine.statute.clock import what_if
from engine.store.shapes import CalendarNoticeRow, NoticeColumns
from engine.transaction.messages import Question
from engine.transaction.snapshot import Snapshot

SHOWN = 500      # cases of a comparison; the total is always told


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
    notice: HolidayNoticeView
    year: CalendarYear
    others: tuple[HolidayNoticeView, ...]
    doubts: tuple[str, ...]         # what to compare with the original of the notice (Chinese)
    moves: tuple[CaseMove, ...]     # at most 500
    total: int


@dataclass(frozen=True, kw_only=True)
class HolidayNoticePreview(Question[CalendarPreview], permission=LOOKING_AFTER_ALL):
    """What taking up the notice of this text would do. Raises InvalidInput."""

    text: str
    url: str
    published: date | None = None


@dataclass(frozen=True, kw_only=True)
class LocalDaysPreview(Question[CalendarPreview], permission=LOOKING_AFTER_ALL):
    """What taking up these days would do. Raises InvalidInput."""

    command: AddLocalDays


@dataclass(frozen=True, kw_only=True)
class WithdrawalPreview(Question[CalendarPreview], permission=LOOKING_AFTER_ALL):
    """What taking a notice back would do. Raises NotFound."""

    notice_id: int


def notice_preview(question: HolidayNoticePreview, at: Snapshot) -> CalendarPreview:
    notice = understood(
        question.text, question.url, question.published, in_effect(at).calendars.national
    )
    return _compared(at, notice, None, [*_in_effect(at), as_row(notice, None)])


def local_days_preview(question: LocalDaysPreview, at: Snapshot) -> CalendarPreview:
    command = question.command
    notice = understood_local(
        command, valid_ids(at), in_effect(at).calendars, at.today
    )
    row = as_row(notice, command.agency_id)
    return _compared(at, notice, command.agency_id, [*_in_effect(at), row])


def withdrawal_preview(question: WithdrawalPreview, at: Snapshot) -> CalendarPreview:
    wrong, rest = parted(_in_effect(at), question.notice_id)
    return _compared(at, Notice.from_json(wrong["notice"]), wrong["agency_id"], rest)


def _in_effect(at: Snapshot) -> list[CalendarNoticeRow]:
    return [row for row in rows.notices(at.connection) if row["withdrawn_at"] is None]


def _compared(
    at: Snapshot, notice: Notice, agency_id: int | None, standing: Sequence[NoticeColumns]
) -> CalendarPreview:
    """The calendars in effect beside those that these notices would make."""
    would_be = at.around[Calendars].made_of(standing)
    old, new = in_effect(at).calendars.of(agency_id), would_be.of(agency_id)
    changed = frozenset(old.differences(new))
    moves = sorted(
        _moves(at, notice, agency_id, would_be),
        key=lambda move: (move.before or date.max, move.case_id),
    )
    return CalendarPreview(
        agency=None if agency_id is None else agencies_seen(at)[agency_id],
        notice=notice_view(notice), year=year_view(new, notice.year, changed),
        others=tuple(
            notice_view(each) for each in new.notices
            if each.year == notice.year and each.url != notice.url
            and (notice.whole_year or each.days() & notice.days())
        ),
        doubts=notice.doubts, moves=tuple(moves[:SHOWN]), total=len(moves),
    )


def _moves(
    at: Snapshot, notice: Notice, agency_id: int | None, would_be: AgencyCalendars
) -> Iterator[CaseMove]:
    """The running cases whose dates would move, of each agency by its own calendars."""
    concerned = [agency_id] if agency_id else rows.agency_ids(at.connection)
    for agency_ids in in_effect(at).calendars.by_version(concerned).values():
        old, new = in_effect(at).calendars.of(agency_ids[0]), would_be.of(agency_ids[0])
        days = set(old.differences(new))
        if notice.whole_year:
            # A year that becomes published, or ceases to be, changes what is provisional in it.
            days |= {date(notice.year, 1, 1), date(notice.year, 12, 31)}
        if not days:
            continue
        found = waiting.open_between(
            at.connection, min(days), max(days), old.version, agency_ids
        )
        entries = waiting.ledgers(at.connection, [row["id"] for row in found])
        for row in found:
            move = what_if.move(
                ledger_of(row, entries[row["id"]]), old=old, new=new,
                discretion=discretion_of(at, row),
            )
            if move is not None:
                yield CaseMove(
                    case_id=row["id"], number=row["number"], subject=row["subject"],
                    agency=agency_of(row), before=move.before, after=move.after,
                    provisional=move.provisional,
                )
