"""The register of reconsideration and litigation: every proceeding, each with its next limit."""

from dataclasses import dataclass
from datetime import date

from engine.actors.permissions import SIGNED_IN, sight
from engine.cases.dates import dated_by
from engine.cases.glance.status import CaseStatus
from engine.people.agencies import AgencyRef, agency_of
from engine.remedies import rows
from engine.remedies.remedy import RemedyState, about, answer_by
from engine.remedies.reopening import term_ends
from engine.remedies.rows import RemedyOfAgency
from engine.rules.in_effect import in_effect
from engine.transaction.messages import Question
from engine.transaction.snapshot import Snapshot

#: So many are listed at once; a year has fewer.
MOST = 500
#: What the next limit of a proceeding is for: our answer to it, or the reply that it orders.
ANSWER, REPLY = "answer", "reply"


@dataclass(frozen=True, kw_only=True)
class RemedyLine:
    """One of them. file_number: of our case, case_number: of who decides it. goes_on: something is
    still to be done, or to be waited for. step: what is open in its process. limit: the last day
    of what comes next, for ``limit_for`` (ANSWER, REPLY); None when no limit runs."""

    case_id: int
    file_number: str
    subject: str
    agency: AgencyRef
    kind: str
    body: str
    case_number: str
    received_on: date
    state: str
    outcome: str
    decided_on: date | None
    step: str
    goes_on: bool
    limit: date | None
    limit_for: str
    overdue: bool


@dataclass(frozen=True, kw_only=True)
class RemediesList:
    """lines: at most MOST of the ``total`` that were asked for. years: in which copies came, the
    latest first. any: whether there are any at all."""

    lines: tuple[RemedyLine, ...]
    total: int
    years: tuple[int, ...]
    any: bool


@dataclass(frozen=True, kw_only=True)
class RemediesPage(Question[RemediesList], permission=SIGNED_IN):
    """Every proceeding of the agencies that he sees; what goes on first, by its next limit.

    standing: open | closed | "" (both). year: in which the copy came; None: any.
    """

    standing: str = ""
    year: int | None = None


def remedies_page(question: RemediesPage, at: Snapshot) -> RemediesList:
    seen = sight(at.actor).agencies
    found = rows.of_agencies(at.connection, seen)
    steps = {
        (row["remedy_id"], row["about"]): row["name"]
        for row in rows.open_steps(at.connection, seen)
    }
    lines = [
        line for line in (
            _line(at, row, steps.get((row["id"], about(row["kind"], row["number"])), ""))
            for row in found if question.year in (None, row["received_on"].year)
        ) if question.standing in ("", "open" if line.goes_on else "closed")
    ]
    lines.sort(key=lambda each: each.decided_on or each.received_on, reverse=True)
    lines.sort(key=lambda each: (not each.goes_on, each.limit or date.max))
    return RemediesList(
        lines=tuple(lines[:MOST]), total=len(lines), any=bool(found),
        years=tuple(sorted({row["received_on"].year for row in found}, reverse=True)),
    )


def _line(at: Snapshot, row: RemedyOfAgency, step: str) -> RemedyLine:
    calendar = in_effect(at).calendars.of(dated_by(row))
    anew = row["term"] is not None and row["status"] == CaseStatus.OPEN
    limit, limit_for = None, ""
    if row["state"] == RemedyState.TO_ANSWER:
        limit, limit_for = answer_by(row, calendar), ANSWER
    elif anew and row["replied_on"] is None:
        limit, limit_for = term_ends(row, calendar), REPLY
    return RemedyLine(
        case_id=row["case_id"], file_number=row["file_number"], subject=row["subject"],
        agency=agency_of(row), kind=row["kind"], body=row["body"],
        case_number=row["case_number"], received_on=row["received_on"], state=row["state"],
        outcome=row["outcome"], decided_on=row["decided_on"], step=step,
        goes_on=bool(step) or anew or row["state"] != RemedyState.DECIDED,
        limit=limit, limit_for=limit_for if limit else "",
        overdue=limit is not None and limit < at.today,
    )
