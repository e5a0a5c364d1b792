"""When each named timer of a diagram goes off: a legal date from the statute, and its moment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from engine.configuration import Settings
from engine.statute import Assessment, WorkingDays
from engine.statute.calendar.zone import start_of


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
