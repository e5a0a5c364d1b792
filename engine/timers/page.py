"""What waits for the passing of time or for another calendar: asked by the ticker."""

from dataclasses import dataclass

from engine.actors.permissions import THE_CLOCK
from engine.cases.rows import waiting
from engine.rules.calendars import rows as notice_rows
from engine.rules.in_effect import in_effect
from engine.timers import rows
from engine.transaction.messages import Question
from engine.transaction.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class CasesDue(Question[list[int]], permission=THE_CLOCK):
    """Cases with a timer due, the longest overdue first, of at most ``limit`` timers."""

    limit: int


def cases_due(question: CasesDue, at: Snapshot) -> list[int]:
    return list(dict.fromkeys(rows.cases_due(at.connection, at.now, question.limit)))


@dataclass(frozen=True, kw_only=True)
class StaleCases(Question[list[int]], permission=THE_CLOCK):
    """Running cases that still have the dates of another calendar, at most ``limit``."""

    limit: int


def stale_cases(question: StaleCases, at: Snapshot) -> list[int]:
    calendars = in_effect(at).calendars
    wanted = calendars.by_version(notice_rows.agency_ids(at.connection))
    return waiting.stale(at.connection, wanted, question.limit)
