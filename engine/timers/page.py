"""Which cases have a timer due: asked by the ticker."""

from dataclasses import dataclass

from engine.actors.permissions import THE_CLOCK
from engine.timers import rows
from engine.transaction.messages import Question
from engine.transaction.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class CasesDue(Question[list[int]], permission=THE_CLOCK):
    """Cases with a timer due, the longest overdue first, of at most ``limit`` timers."""

    limit: int


def cases_due(question: CasesDue, at: Snapshot) -> list[int]:
    return list(dict.fromkeys(rows.cases_due(at.connection, at.now, question.limit)))
