"""Asking for reasons on screen."""

from dataclasses import dataclass
from datetime import date, datetime

from engine.cases.dates import dated
from engine.cases.visible import processes_of
from engine.excess import rows
from engine.excess.commands import OpenExcess
from engine.excess.excess import OPEN, ExcessState, about
from engine.excess.policy import may_open
from engine.items import item
from engine.people import rows as people_rows
from engine.statute import periods
from engine.store.shapes import CaseRow, ExcessRow, LetterRow
from engine.transaction.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class ExcessView:
    """Once that reasons were asked for. state: of ``ExcessState``; finding: of ``REASON_FINDINGS``;
    limit: the day that the notice set, None before it arrived."""

    id: int
    number: int
    about: str
    state: str
    opened_by: str
    opened_at: datetime
    earlier: int
    findings: str
    wanted: str
    days: int
    asked_on: date | None
    served_on: date | None
    limit: date | None
    overdue: bool
    given_on: date | None
    reasons: str
    finding: str
    finding_reasons: str
    until: date | None
    weighed_by: str
    end_reason: str
    may_end: bool
    may_mend: bool


@dataclass(frozen=True, kw_only=True)
class ExcessesView:
    """All of a case."""

    asked: tuple[ExcessView, ...]
    may_open: bool


def excesses_view(at: Snapshot, case: CaseRow, *, acting: bool) -> ExcessesView:
    """What a case's page shows. acting: whether this person belongs to its agency."""
    acts = acting and OpenExcess.permission.allows(at.actor)
    known = item.of_case(at.connection, case["id"])
    process = processes_of(at, case["id"])[0].process
    letter = rows.letter_of(at.connection, case["id"])
    return ExcessesView(
        asked=tuple(_view(at, case, row, letter, acts)
                    for row in rows.of_case(at.connection, case["id"])),
        may_open=acts and may_open(at, case, process, known),
    )


def _view(
    at: Snapshot, case: CaseRow, row: ExcessRow, letter: LetterRow | None, acts: bool
) -> ExcessView:
    stands = row["asked_on"] is not None and row["state"] != ExcessState.ENDED
    served_on = letter["served_on"] if letter is not None and stands else None
    limit = None if served_on is None else periods.set_by_letter(
        served_on, row["days"], calendar=dated(at, case["id"], case).calendar)
    changeable = acts and case["status"] not in ("archived", "voided")
    return ExcessView(
        id=row["id"], number=row["number"], about=about(row["number"]), state=row["state"],
        opened_by=people_rows.name_of(at.connection, row["opened_by"]),
        opened_at=row["opened_at"], earlier=row["earlier"], findings=row["findings"],
        wanted=row["wanted"], days=row["days"], asked_on=row["asked_on"], served_on=served_on,
        limit=limit,
        overdue=row["state"] == ExcessState.ASKED and limit is not None and limit < at.today,
        given_on=row["given_on"], reasons=row["reasons"], finding=row["finding"],
        finding_reasons=row["finding_reasons"], until=row["until"],
        weighed_by=people_rows.name_of(at.connection, row["weighed_by"]),
        end_reason=row["end_reason"], may_end=changeable and row["state"] in OPEN,
        may_mend=changeable and row["given_on"] is not None
        and row["state"] != ExcessState.ENDED,
    )
