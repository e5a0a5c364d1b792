"""How far a reply period has run: the state of the clock, and the due date that follows.

《政府信息公开条例》第三十三条：行政机关不能当场答复的，应当自收到申请之日起20个工作日内予以答复；
需要延长答复期限的，应当经政府信息公开工作机构负责人同意并告知申请人，延长的期限最长不得超过
20个工作日；征求第三方和其他机关意见所需时间不计算在前款规定的期限内。

The day of receipt is day 0. Working days in (s, e] of a consultation are not counted; several
consultations are a union of days, never a sum. The due date is the last working day by which no
more days have been counted than the period has: a letter sent on what would be the last day still
moves it. A correction received and a fee paid start the
period anew on that day as day 0.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from engine.statute.calendar.working_days import WorkingDays
from engine.statute.clock.ledger import Entry, Ledger
from engine.statute.values.discretion import Discretion
from engine.statute.values.findings import EVENT_NAMES, Finding, finding
from engine.statute.values.rule_sets import RuleSet

_RESTARTING = {"correction_received", "fee_paid", "reasons_received"}
_TOLD = {"correction_requested", "extended"}
_WAITING_WORDS = {
    "correction": "正在等待申请人补正",
    "fee": "正在等待申请人缴费",
    "reasons": "正在等待申请人说明理由",
}


@dataclass(slots=True)
class Consultation:
    """One consulted party. ``limit`` is the last day for its opinion (None: the law sets none).

    ``projected``: delivery is not recorded, so the limit is reckoned from the day of issue.
    ``excluded_from``: the day after which working days are not counted (None: all count).
    ``article``: the provision that excludes its time ("" when its time counts).
    ``recorded_at``: positions in the ledger of its delivery and its opinion.
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
    recorded_at: frozenset[int] = frozenset()

    @property
    def until(self) -> date | None:
        """Last day not counted: the opinion, cut at the limit; None while nobody can say."""
        if self.answered is None:
            return self.limit
        return self.answered if self.limit is None else min(self.answered, self.limit)


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of the case's life: ``counting`` from its day 0, or waiting for the applicant."""

    kind: str
    start: date
    article: str


@dataclass(slots=True)
class Reading:
    """The ledger read through to its end, under one choice of discretion."""

    ledger: Ledger
    rules: RuleSet
    calendar: WorkingDays
    discretion: Discretion
    start: date
    dates_only: bool = False
    extension: int = 0
    extensions: int = 0
    until: date | None = None
    deferred_on: date | None = None
    restarted: str = ""
    waiting: str = ""
    waiting_since: date | None = None
    waiting_limit: date | None = None
    correction: str = ""
    correction_limit: date | None = None
    fee: str = ""
    fee_limit: date | None = None
    reasons: str = ""
    closed: str = ""
    closed_on: date | None = None
    on_time: bool | None = None
    lapsed: str | None = None
    consultations: dict[str, Consultation] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    phases: list[Phase] = field(default_factory=list)
    # Positions in the ledger: deliveries and opinions by consultation, and what closes the case.
    opinions: dict[str, list[int]] = field(default_factory=dict)
    closings: list[int] = field(default_factory=list)
    _spans: tuple[tuple[date, int], list[tuple[date, date | None]]] | None = None

    def open_questions(self) -> dict[str, tuple[object, ...]]:
        """The discretion on which this ledger's due date may depend, with every reading of each."""
        types = {entry.type for entry in self.ledger.entries}
        found: dict[str, tuple[object, ...]] = {}
        if self.consultations:
            found["suspension_starts"] = ("issued", "delivered")
        if any(made.party == "secrecy_authority" for made in self.consultations.values()):
            found["determination_excluded"] = (True, False)
        if "reasons_requested" in types:
            found["reasons_effect"] = ("runs", "restarts")
        if "extended" in types and types & _RESTARTING:
            found["extension_survives_restart"] = (True, False)
        if any(
            entry.type in _TOLD and entry.served is not None and entry.served > entry.on
            for entry in self.ledger.entries
        ):
            found["notice_day"] = ("issued", "served")
        if self.correction and self.rules.is_2007:
            found["correction_2007"] = ("restarts", "runs")
        return found

    @property
    def total(self) -> int:
        """Working days of the running period, extension included."""
        return self.rules.reply + self.extension

    def excluded(self) -> list[tuple[date, date | None]]:
        """The union of the days not counted since the start, as (after, upto] in order."""
        known = (self.start, len(self.consultations))     # none is changed once it is entered
        if self._spans is None or self._spans[0] != known:
            self._spans = (known, self._union())
        return self._spans[1]

    def _union(self) -> list[tuple[date, date | None]]:
        if self._spans is not None and self._spans[0] == (
            self.start, len(self.consultations) - 1
        ):
            newest = next(reversed(self.consultations.values()))
            return _merged([*self._spans[1], *self._own_spans([newest])])
        return _merged(self._own_spans(self.consultations.values()))

    def _own_spans(self, consultations: Iterable[Consultation]) -> list[tuple[date, date | None]]:
        return [
            (max(c.excluded_from, self.start), c.until)
            for c in consultations
            if c.excluded_from is not None and (c.until is None or c.until > self.start)
        ]

    def due(self) -> date | None:
        """Last day of the reply period; None while it does not run or nobody can say."""
        if self.waiting or self.closed in ("withdrawn", "lapsed"):
            return None
        if self.until is not None:
            return self.until
        due = self.calendar.add(self.start, self.total)
        for after, upto in self.excluded() if self.consultations else ():
            if after > due:
                break
            if upto is None:
                return None
            due = self.calendar.add(due, self.calendar.count(after, upto))
        return due

    def note(self, code: str, entry: Entry, **facts: object) -> None:
        """Add a finding about an entry, unless only the date is asked for."""
        if self.dates_only:
            return
        party = self.consultations[entry.id].party if entry.id in self.consultations else ""
        facts = {"what": EVENT_NAMES.get(entry.type, entry.type), "on": entry.on, **facts}
        self.findings.append(finding(code, self.rules, party or entry.party, **facts))

    def ended_before(self, day: date) -> date | None:
        """The due date when the reply period had ended before ``day``, else None."""
        due = self.due()
        if due is None or day <= due:
            return None
        held_open = self.until is None and any(
            after <= due and (upto is None or day <= upto) for after, upto in self.excluded()
        )
        return None if held_open else due

    def passed(self, entry: Entry, code: str, day: date | None = None) -> bool:
        """Whether the period had ended before the entry (``day``); if so, ``code`` is found."""
        due = self.ended_before(day or entry.on)
        if due is None:
            return False
        self.note(code, entry, on=day or entry.on, due=due, id=entry.id)
        return True

    def told(self, entry: Entry) -> date:
        """The day by which a notice to the applicant was in time, as the agency reads the law."""
        by_service = self.discretion.notice_day == "served"
        return (entry.served or entry.on) if by_service else entry.on

    def limit_from(self, day: date | None, working_days: int) -> date | None:
        """The last day of a period that begins on the day after; None while it has no beginning."""
        return None if day is None else self.calendar.add(day, working_days)

    def served_too_early(self, entry: Entry) -> bool:
        """Whether a letter is said to have arrived before it was issued; if so, that is found."""
        if entry.served_too_early:
            self.note("served_too_early", entry, served=entry.served)
        return entry.served_too_early

    def note_awaited(self, entry: Entry) -> None:
        """Find that a notice is not known to have reached the applicant."""
        if entry.arrived is None:
            self.note("service_awaited", entry)

    def idle(self, entry: Entry) -> bool:
        """Whether no reply period runs because the applicant's move is awaited."""
        if not self.waiting:
            return False
        self.note("no_running_period", entry, waiting=_WAITING_WORDS[self.waiting])
        return True

    def wait(self, what: str, since: date, limit: date | None, article: str) -> None:
        """Stop: the applicant has to act."""
        self.waiting, self.waiting_since, self.waiting_limit = what, since, limit
        self.phases.append(Phase(f"awaiting_{what}", since, article))

    def restart(self, day: date, article: str) -> None:
        """Count anew: ``day`` is day 0."""
        self.start, self.restarted, self.waiting = day, self.waiting, ""
        self.waiting_since = self.waiting_limit = None
        self.until = self.deferred_on = None
        if not self.discretion.extension_survives_restart:
            self.extension = 0
        self.phases.append(Phase("counting", day, article))


def _merged(spans: list[tuple[date, date | None]]) -> list[tuple[date, date | None]]:
    """Spans (after, upto] as a union in order; what is nearly in order is sorted in one pass."""
    merged: list[tuple[date, date | None]] = []
    for after, upto in sorted(spans, key=lambda span: (span[0], span[1] or date.max)):
        if upto is not None and upto <= after:
            continue
        if merged and (merged[-1][1] is None or merged[-1][1] >= after):
            last = merged[-1][1]
            merged[-1] = (
                merged[-1][0],
                None if last is None or upto is None else max(last, upto),
            )
        else:
            merged.append((after, upto))
    return merged
