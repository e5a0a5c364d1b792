"""Earlier requests like the one being registered."""

from dataclasses import dataclass
from datetime import date

from engine.cases.scope import Scope
from engine.register import rows as register_rows_


@dataclass(frozen=True, kw_only=True)
class Similar:
    """An earlier request like the one being registered."""

    case_id: int
    number: str
    subject: str
    received_on: date
    same_applicant: bool
    status: str


def similar(scope: Scope, applicant: str, subject: str) -> tuple[Similar, ...]:
    if scope.actor.agency_id is None:
        return ()
    words = [w for w in _pieces(subject) if w][:3]
    rows = register_rows_.similar(
        scope.connection, scope.actor.agency_id, applicant.strip(), words, 8
    )
    return tuple(
        Similar(
            case_id=row["id"], number=row["number"], subject=row["subject"],
            received_on=row["received_on"],
            same_applicant=row["applicant_name"] == applicant.strip(), status=row["status"],
        )
        for row in rows
    )


def _pieces(subject: str) -> list[str]:
    """A few characteristic pieces of a subject: runs of Han characters, digits or letters."""
    runs: list[str] = []
    for word in "".join(c if c.isalnum() else " " for c in subject).split():
        runs.extend(word[i:i + 4] for i in range(0, max(1, len(word) - 3), 4))
    return runs
