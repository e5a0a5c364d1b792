"""How far a reply period has run: the state of the clock, and the due date that follows.

《政府信息公开条例》第三十三条：行政机关不能当场答复的，应当自收到申请之日起20个工作日内予以答复；
需要延长答复期限的，应当经政府信息公开工作机构负责人同意并告知申请人，延长的期限最长不得超过
20个工作日；征求第三方和其他机关意见所需时间不计算在前款规定的期限内。

The day of receipt is day 0. Working days in (s, e] of a consultation are not counted; several
consultations are a union of days, never a sum. The due date is the last working day by which no
more days have been counted than the period has: a letter sent on what would be the last day still
moves it. A correction received and a fee paid start the period anew on that day as day 0. A
decision or judgment may set another period of its own (a term). Whether a transfer to another organ
starts it anew the agency chooses.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from engine.statute.calendar.working_days import WorkingDays
from engine.statute.clock.acts.reopenings import Term
from engine.statute.clock.ledger import Entry, Ledger
from engine.statute.clock.stretches import Consultation, Phase, Span, merged
from engine.statute.values.discretion import Discretion
from engine.statute.values.findings import EVENT_NAMES, Finding, finding
from engine.statute.values.rule_sets import RuleSet

_RESTARTING = {"correction_received", "fee_paid", "reasons_given", "transferred"}
_TOLD = {"correction_requested", "extended"}
_WAITING_WORDS = {
    "correction": "正在等待申请人补正",
    "fee": "正在等待申请人缴费",
    "reasons": "正在等待申请人说明理由",
}


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
    term: Term | None = None
    restarted: str = ""
    waiting: str = ""
    waiting_since: date | None = None
    waiting_limit: date | None = None
    suspending: bool = False        # what is awaited stops the period instead of restarting it
    correction: str = ""
    correction_limit: date | None = None
    corrected_on: date | None = None
    fee: str = ""
    fee_limit: date | None = None
    reasons: str = ""
    closed: str = ""
    closed_on: date | None = None
    on_time: bool | None = None
    lapsed: str | None = None
    consultations: dict[str, Consultation] = field(default_factory=dict)
    pauses: list[Span] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    phases: list[Phase] = field(default_factory=list)
    # Positions in the ledger: deliveries and opinions by consultation, and what closes the case.
    opinions: dict[str, list[int]] = field(default_factory=dict)
    closings: list[int] = field(default_factory=list)
    last_asked: date | None = None      # the last day of a correction notice, lawful or not
    _spans: tuple[tuple[date, int, int], list[Span]] | None = None

    def open_questions(self) -> dict[str, tuple[object, ...]]:
        """The discretion on which this ledger's due date may depend, with every reading of each."""
        entries, old = self.ledger.entries, self.rules.is_2007
        types = Counter(entry.type for entry in entries)
        found: dict[str, tuple[object, ...]] = {}
        if types["consultation_opened"]:
            found["suspension_starts"] = ("issued", "delivered")
        if not old and any(entry.party == "secrecy_authority" for entry in entries):
            found["determination_excluded"] = (True, False)
        if types["reasons_requested"] and not old:
            found["reasons_effect"] = ("runs", "restarts")
        if types["extended"] and types.keys() & _RESTARTING:
            found["extension_survives_restart"] = (True, False)
        if any(
            entry.type in _TOLD and entry.served is not None and entry.served > entry.on
            for entry in entries
        ):
            found["notice_day"] = ("issued", "served")
        if types["correction_requested"] and old:
            found["correction_2007"] = ("restarts", "runs", "suspends")
        if types["correction_requested"] > 1 and not old:
            found["second_correction"] = ("refused", "allowed")
        if types["transferred"]:
            found["transfer_receipt"] = ("first", "answering")
        if types["correction_requested"] and types["reopened"]:
            found["correction_in_term"] = ("restarts", "runs")
        return found

    def depends_on(self, name: str) -> bool:
        """Whether an open question is still one: a term that others have set ends most of them."""
        if self.term is None:
            return name != "correction_in_term"
        if name in ("correction_in_term", "notice_day"):
            return bool(self.correction)
        return name == "reasons_effect"

    @property
    def total(self) -> int:
        """Working days of the running period, extension included."""
        if self.term is not None:
            last = self.term.last_day(self.start, self.calendar)
            return self.calendar.count(self.start, last)
        return self.rules.reply + self.extension

    def excluded(self) -> list[Span]:
        """The union of the days not counted since the start, in order."""
        if self.term is not None:
            return []
        # None is changed once it is entered.
        known = (self.start, len(self.consultations), len(self.pauses))
        if self._spans is None or self._spans[0] != known:
            self._spans = (known, self._union())
        return self._spans[1]

    def _union(self) -> list[Span]:
        if self._spans is not None and self._spans[0] == (
            self.start, len(self.consultations) - 1, len(self.pauses)
        ):
            newest = next(reversed(self.consultations.values()))
            return merged([*self._spans[1], *self._own_spans([newest])])
        awaited = [(max(after, self.start), upto) for after, upto in self.pauses]
        return merged([*awaited, *self._own_spans(self.consultations.values())])

    def _own_spans(self, consultations: Iterable[Consultation]) -> list[Span]:
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
        if self.term is not None:
            return self.term.last_day(self.start, self.calendar)
        due = self.calendar.add(self.start, self.total)
        for after, upto in self.excluded() if self.consultations or self.pauses else ():
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

    def term_is_set(self, entry: Entry) -> bool:
        """Whether others have set the term, so that the agency cannot move its end; then found."""
        if self.term is not None:
            self.note("term_is_set", entry, decision=self.term.reopening.title)
        return self.term is not None

    def idle(self, entry: Entry) -> bool:
        """Whether no reply period runs because the applicant's move is awaited."""
        if not self.waiting:
            return False
        self.note("no_running_period", entry, waiting=_WAITING_WORDS[self.waiting])
        return True

    def wait(self, what: str, since: date, limit: date | None, article: str) -> None:
        """Stop: the applicant has to act."""
        self.waiting, self.waiting_since, self.waiting_limit = what, since, limit
        begins = since + timedelta(days=1) if self.suspending else since
        self.phases.append(Phase(f"awaiting_{what}", begins, article))

    def resume(self, day: date) -> None:
        """Count on after ``day``: what was awaited has come, and its time is not counted."""
        assert self.waiting_since is not None
        self.pauses.append((self.waiting_since, day))
        self.waiting, self.suspending = "", False
        self.waiting_since = self.waiting_limit = None
        self.phases.append(Phase("resumed", day, self.rules.reply_article))

    def restart(self, day: date, article: str) -> None:
        """Count anew: ``day`` is day 0."""
        self.start, self.restarted, self.waiting = day, self.waiting, ""
        self.suspending = False
        self.waiting_since = self.waiting_limit = None
        self.until = self.deferred_on = None
        if not self.discretion.extension_survives_restart:
            self.extension = 0
        self.phases.append(Phase("counting", day, article, self.term))

