"""The stretches of a request's life: what is consulted, what is counted, what is not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from engine.statute.clock.acts.reopenings import Term

Span = tuple[date, date | None]
"""Days that are not counted, as (after, upto]; no end while nobody can say."""


@dataclass(slots=True)
class Consultation:
    """One consulted party. ``limit`` is the last day for its opinion (None: the law sets none).

    ``projected``: delivery is not recorded, so the limit is reckoned from the day of issue.
    ``excluded_from``: the day after which working days are not counted (None: all count).
    ``article``: the provision that excludes its time ("" when its time counts). ``told``: the day
    on which the applicant was told of it. ``recorded_at``: positions in the ledger of its delivery
    and its opinion.
    """

    id: str
    party: str
    opened: date
    delivered: date | None = None
    answered: date | None = None
    limit: date | None = None
    projected: bool = False
    excluded_from: date | None = None
    article: str = ""
    told: date | None = None
    recorded_at: frozenset[int] = frozenset()

    @property
    def until(self) -> date | None:
        """Last day not counted: the opinion, cut at the limit; None while nobody can say."""
        if self.answered is None:
            return self.limit
        return self.answered if self.limit is None else min(self.answered, self.limit)


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of the case's life: ``counting`` from its day 0, ``resumed`` after a suspension,
    ``awaiting_…`` the applicant, or ``ended`` until it is opened again. ``term``: what is counted
    where a decision or judgment has set it."""

    kind: str
    start: date
    article: str
    term: Term | None = None


def merged(spans: Iterable[Span]) -> list[Span]:
    """Spans as a union in order; what is nearly in order is sorted in one pass."""
    found: list[Span] = []
    for after, upto in sorted(spans, key=lambda span: (span[0], span[1] or date.max)):
        if upto is not None and upto <= after:
            continue
        if found and (found[-1][1] is None or found[-1][1] >= after):
            last = found[-1][1]
            found[-1] = (
                found[-1][0],
                None if last is None or upto is None else max(last, upto),
            )
        else:
            found.append((after, upto))
    return found
