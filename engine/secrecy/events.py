"""What is found about secrecy. Neither what is classified nor why stands in an event."""

from dataclasses import dataclass
from datetime import date

from engine.record.event import Event


@dataclass(frozen=True, kw_only=True)
class SecrecyFound(Event):
    """What a reviewer found of an item. finding: of
    ``SECRECY_FINDINGS``; secret: a state secret."""

    number: int
    finding: str
    secret: bool
    finding_digest: str


@dataclass(frozen=True, kw_only=True)
class DocumentReviewed(Event):
    """What a reviewer found of a document that goes with the reply. place: its place there, 0
    when it is no more among them; finding, secret: as of an item."""

    place: int
    finding: str
    secret: bool
    finding_digest: str


@dataclass(frozen=True, kw_only=True)
class SecrecyReferred(Event):
    """What nobody here can decide was referred upward. numbers: the items; documents: how many."""

    numbers: tuple[int, ...]
    documents: int
    on: date
    told_on: date | None
    referral_digest: str


@dataclass(frozen=True, kw_only=True)
class SecrecyDetermined(Event):
    """The answer from above. answer: secret | not_secret."""

    numbers: tuple[int, ...]
    documents: int
    answer: str
    on: date
    answer_digest: str
