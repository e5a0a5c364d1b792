"""One line of the register."""

from dataclasses import dataclass

import letters
from engine.cases.applicant import mask_name
from engine.cases.clock_strip import ClockStrip, strip
from engine.cases.scope import Scope
from engine.people.agencies import AgencyRef, PersonRef, agency_of
from engine.store import Row


@dataclass(frozen=True, kw_only=True)
class CaseRow:
    """One line of the register."""

    id: int
    number: str
    subject: str
    applicant: str             # masked
    applicant_kind: str
    agency: AgencyRef
    channel: str
    area: str
    step: str                  # element id
    step_name: str
    handler: PersonRef | None
    status: str                # open | replied | archived
    letter_kind: str           # empty until decided
    letter_title: str
    clock: ClockStrip


def letter_title(kind: str) -> str:
    known = letters.kinds().get(kind)
    return known.title if known else kind


def case_row(scope: Scope, row: Row) -> CaseRow:
    return CaseRow(
        id=row["id"], number=row["number"], subject=row["subject"],
        applicant=mask_name(row["applicant_name"], row["applicant_kind"]),
        applicant_kind=row["applicant_kind"], agency=agency_of(row), channel=row["channel"],
        area=row["area"], step=row["step"], step_name=row["step_name"],
        handler=None if row["handler_id"] is None else PersonRef(
            id=row["handler_id"], name=row["handler_name"]),
        status=row["status"], letter_kind=row["letter_kind"],
        letter_title=letter_title(row["letter_kind"]), clock=strip(scope, row),
    )
