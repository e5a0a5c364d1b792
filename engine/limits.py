"""When each named timer of a diagram goes off: a legal date from the statute, and its moment.

Names are what diagrams may say in ``due("…")``. Limits are the statute's; how early to warn is
the office's choice (``Settings``).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from engine.settings import Settings
from engine.statute import Assessment, WorkingDays

ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Moment:
    """``legal_date``: the limit itself. ``at``: when the timer goes off for it."""

    legal_date: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """What a limit may depend on."""

    assessment: Assessment
    calendar: WorkingDays
    settings: Settings
    opened_on: date            # the day on which the step that carries the timer began


def local_day(moment: datetime) -> date:
    """The legal day in which a moment falls."""
    return moment.astimezone(ZONE).date()


def start_of(day: date) -> datetime:
    return datetime.combine(day, time(0), ZONE)


def _warning(legal_date: date | None, days: int, asked: Question) -> Moment | None:
    if legal_date is None:
        return None
    return Moment(legal_date, start_of(asked.calendar.add(legal_date, -days)))


def _after(legal_date: date | None) -> Moment | None:
    """A limit is missed when its day is over."""
    return None if legal_date is None else Moment(
        legal_date, start_of(legal_date + timedelta(days=1))
    )


def _reply_warning(asked: Question) -> Moment | None:
    return _warning(_reply_due(asked), asked.settings.reply_warning_days, asked)


def _reply_overdue(asked: Question) -> Moment | None:
    return _after(_reply_due(asked))


def _reply_due(asked: Question) -> date | None:
    # The earlier reading where two differ: a warning must never come too late.
    ended = asked.assessment.state in {"replied", "lapsed", "withdrawn"}
    return None if ended else asked.assessment.warning_due or asked.assessment.due


def _correction_notice_warning(asked: Question) -> Moment | None:
    return _warning(
        asked.assessment.limits.correction_notice, asked.settings.correction_warning_days, asked
    )


def _correction_period(asked: Question) -> Moment | None:
    return _after(asked.assessment.limits.correction_received)


def _legal_opinion_warning(asked: Question) -> Moment | None:
    return _after(asked.calendar.add(asked.opened_on, asked.settings.legal_opinion_days - 1))


TIMERS: dict[str, Callable[[Question], Moment | None]] = {
    "reply_warning": _reply_warning,
    "reply_overdue": _reply_overdue,
    "correction_notice_warning": _correction_notice_warning,
    "correction_period": _correction_period,
    "legal_opinion_warning": _legal_opinion_warning,
}

#: The limit that each timer watches: what a warning given by it must name.
LIMIT_OF_TIMER: dict[str, str] = {
    "reply_warning": "reply",
    "reply_overdue": "reply",
    "correction_notice_warning": "correction_notice",
    "correction_period": "correction_period",
    "legal_opinion_warning": "legal_opinion",
}
