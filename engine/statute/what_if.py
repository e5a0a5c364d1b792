"""What an act would lead to before it is done, and which dates a new calendar moves."""

from dataclasses import dataclass
from datetime import date

from engine.statute import rule_sets
from engine.statute.assessment import Assessment
from engine.statute.clock import assess
from engine.statute.findings import EVENT_NAMES, Finding
from engine.statute.ledger import Entry, Ledger
from engine.statute.settings import Settings
from engine.statute.working_days import WorkingDays


@dataclass(frozen=True, slots=True)
class Prospect:
    """One act and what it would lead to.

    lawful: whether the act would have its effect. findings: what the clock would remark about
    it (since when it is out of time, and under which article). after: the whole answer.
    """

    entry: Entry
    label: str
    lawful: bool
    findings: tuple[Finding, ...]
    after: Assessment

    @property
    def due(self) -> date | None:
        """The due date that the act would lead to."""
        return self.after.due


@dataclass(frozen=True, slots=True)
class Move:
    """A due date that differs between two calendars."""

    before: date | None
    after: date | None
    provisional: bool


def prospect(
    ledger: Ledger, entry: Entry, *, calendar: WorkingDays, settings: Settings | None = None
) -> Prospect:
    """The answer as it would be after ``entry``, and what is new about it."""
    now = assess(ledger, calendar=calendar, settings=settings)
    after = assess(ledger.with_entry(entry), calendar=calendar, settings=settings)
    known = list(now.findings)
    new: list[Finding] = []
    for finding in after.findings:
        if finding in known:
            known.remove(finding)
        else:
            new.append(finding)
    lawful = not any(finding.effect == "refused" for finding in new)
    return Prospect(entry, EVENT_NAMES.get(entry.type, entry.type), lawful, tuple(new), after)


def prospects(
    ledger: Ledger, today: date, *, calendar: WorkingDays, settings: Settings | None = None
) -> tuple[Prospect, ...]:
    """The acts that move the reply period, each as if it were done today.

    The extension is tried at its full length; a consultation as answered by nobody.
    """
    most = rule_sets.of(ledger.received).extension
    number = 1 + sum(entry.type == "consultation_opened" for entry in ledger.entries)
    acts = (
        Entry("correction_requested", today),
        Entry("correction_received", today),
        Entry("consultation_opened", today, f"?{number}", "third_party"),
        Entry("extended", today, working_days=most),
        Entry("fee_noticed", today),
        Entry("fee_paid", today),
    )
    return tuple(prospect(ledger, act, calendar=calendar, settings=settings) for act in acts)


def move(
    ledger: Ledger, *, old: WorkingDays, new: WorkingDays, settings: Settings | None = None
) -> Move | None:
    """From where to where a new calendar moves a due date; None when it does not.

    A case that is closed keeps its calendar: do not ask for it.
    """
    before = assess(ledger, calendar=old, settings=settings)
    after = assess(ledger, calendar=new, settings=settings)
    if (before.due, before.provisional) == (after.due, after.provisional):
        return None
    return Move(before.due, after.due, after.provisional)
