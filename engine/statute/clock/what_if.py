"""What an act would lead to, how it was before one, and which dates a new calendar moves."""

from dataclasses import dataclass, replace
from datetime import date

from engine.statute.calendar.working_days import WorkingDays
from engine.statute.clock.assess import assess
from engine.statute.clock.assessment import Assessment
from engine.statute.clock.ledger import Entry, Ledger
from engine.statute.values.discretion import Discretion
from engine.statute.values.findings import Finding


@dataclass(frozen=True, slots=True)
class Prospect:
    """What one act would lead to.

    findings: what the clock would remark about it (since when it is out of time, and under
    which article). after: the whole answer.
    """

    findings: tuple[Finding, ...]
    after: Assessment

    @property
    def refused(self) -> Finding | None:
        """Why the act would have no effect; None when it is lawful."""
        return next((finding for finding in self.findings if finding.effect == "refused"), None)

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
    ledger: Ledger, entry: Entry, *, calendar: WorkingDays, discretion: Discretion | None = None
) -> Prospect:
    """The answer as it would be after ``entry``, and what is new about it."""
    now = assess(ledger, calendar=calendar, discretion=discretion)
    after = assess(ledger.with_entry(entry), calendar=calendar, discretion=discretion)
    known = list(now.findings)
    new: list[Finding] = []
    for finding in after.findings:
        if finding in known:
            known.remove(finding)
        else:
            new.append(finding)
    return Prospect(tuple(new), after)


def before_last(kind: str, assessment: Assessment) -> Assessment | None:
    """The answer as it was before the ledger's last entry of a type; None without one."""
    reading = assessment.reading
    entries = reading.ledger.entries
    places = [place for place, entry in enumerate(entries) if entry.type == kind]
    if not places:
        return None
    return assess(
        replace(reading.ledger, entries=entries[:places[-1]]),
        calendar=reading.calendar, discretion=reading.discretion,
    )


def move(
    ledger: Ledger, *, old: WorkingDays, new: WorkingDays, discretion: Discretion | None = None
) -> Move | None:
    """From where to where a new calendar moves a due date; None when it does not.

    A case that is closed keeps its calendar: do not ask for it.
    """
    before = assess(ledger, calendar=old, discretion=discretion)
    after = assess(ledger, calendar=new, discretion=discretion)
    if (before.due, before.provisional) == (after.due, after.provisional):
        return None
    return Move(before.due, after.due, after.provisional)
