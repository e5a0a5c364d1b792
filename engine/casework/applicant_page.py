"""The applicant unmasked, for who has just said why: looked at again without another event."""

from dataclasses import dataclass
from datetime import timedelta

from engine.actors.permissions import CASE_OFFICERS
from engine.cases.rows import cases as rows
from engine.cases.visible import visible
from engine.errors import NotRevealed
from engine.record import rows as record_rows
from engine.registration.applicants import rows as applicant_rows
from engine.registration.applicants.addressee import Recipient, recipient
from engine.registration.applicants.rows import Beside
from engine.store.shapes import ApplicantRow
from engine.transaction.messages import Question
from engine.transaction.snapshot import Snapshot

OPEN_FOR = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class Revealed:
    """Everybody who asks, unmasked; and to whom and where a letter goes by what is recorded."""

    applicant: ApplicantRow
    beside: tuple[Beside, ...]
    recipient: Recipient


@dataclass(frozen=True, kw_only=True)
class RevealedApplicant(Question[Revealed], permission=CASE_OFFICERS):
    """What ``RevealApplicant`` gave this person a moment ago. Raises NotFound, NotRevealed."""

    case_id: int


def revealed_applicant(question: RevealedApplicant, at: Snapshot) -> Revealed:
    row = visible(at, question.case_id)
    asked = record_rows.last_caused(
        at.connection, case_id=question.case_id, kind="ApplicantRevealed",
        actor_id=at.actor.person_id,
    )
    if asked is None or asked < at.now - OPEN_FOR:
        raise NotRevealed()
    applicant = rows.find_applicant(at.connection, row["applicant_id"])
    others = applicant_rows.beside(at.connection, question.case_id)
    return Revealed(
        applicant=applicant, beside=tuple(others), recipient=recipient(applicant, others)
    )
