"""What somebody asked for before, beside the intake form."""

from dataclasses import dataclass, field

from engine.actors.permissions import INTAKE, own
from engine.registration.applicants.earlier import EarlierRequests, earlier_requests
from engine.store.known_by import known_by
from engine.transaction.messages import Question
from engine.transaction.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class EarlierOf(Question[EarlierRequests], permission=INTAKE):
    """The requests that one's agency had of the same applicant, while he is typed."""

    name: str
    id_number: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    subject: str = ""
    description: str = ""


def earlier_of(question: EarlierOf, at: Snapshot) -> EarlierRequests:
    return earlier_requests(
        at.connection, own(at.actor).agencies,
        known_by(question.name.strip(), question.id_number.strip(), question.phone),
        subject=question.subject, description=question.description, by=at.today,
    )
