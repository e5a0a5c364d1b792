"""The applicant unmasked, for who has just said why: looked at again without another event."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from engine.actors.permissions import CASE_OFFICERS
from engine.cases.rows import cases as rows
from engine.cases.visible import check_revealed, visible
from engine.registration.applicants import rows as applicant_rows
from engine.registration.applicants.addressee import Recipient, recipient
from engine.registration.applicants.rows import Beside
from engine.registration.versions import rows as version_rows
from engine.store.shapes import ApplicantRow
from engine.transaction.messages import Question
from engine.transaction.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class Revealed:
    """Everybody who asks, unmasked; and to whom and where a letter goes by what is recorded.
    before: the applicant as he was registered until a correction, the latest first."""

    applicant: ApplicantRow
    beside: tuple[Beside, ...]
    recipient: Recipient
    before: tuple[tuple[datetime, ApplicantRow], ...] = ()


@dataclass(frozen=True, kw_only=True)
class RevealedApplicant(Question[Revealed], permission=CASE_OFFICERS):
    """What ``RevealApplicant`` gave this person a moment ago. Raises NotFound, NotRevealed."""

    case_id: int


def revealed_applicant(question: RevealedApplicant, at: Snapshot) -> Revealed:
    row = visible(at, question.case_id)
    check_revealed(at, question.case_id)
    applicant = rows.find_applicant(at.connection, row["applicant_id"])
    others = applicant_rows.beside(at.connection, question.case_id)
    return Revealed(
        applicant=applicant, beside=tuple(others), recipient=recipient(applicant, others),
        before=tuple(_before(at, question.case_id, applicant)),
    )


def _before(
    at: Snapshot, case_id: int, applicant: ApplicantRow
) -> Iterator[tuple[datetime, ApplicantRow]]:
    holds = applicant["id"]
    for version in reversed(version_rows.of_case(at.connection, case_id)):
        if version["applicant_id"] != holds:
            holds = version["applicant_id"]
            yield version["corrected_at"], rows.find_applicant(at.connection, holds)
