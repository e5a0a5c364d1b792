"""What happens to a letter."""

from dataclasses import dataclass
from datetime import date

from engine.record.event import Event


@dataclass(frozen=True, kw_only=True)
class ReplyDecided(Event):
    """Signed off: the outcome of the request."""

    letter_kind: str
    ground: str


@dataclass(frozen=True, kw_only=True)
class LetterDrafted(Event):
    """A letter was drafted, or drafted anew. ``text_digest``: of what it says."""

    letter_id: int
    kind: str
    text_digest: str


@dataclass(frozen=True, kw_only=True)
class LetterReviewed(Event):
    """Art. 17: reviewed before disclosure; the digest ties the review to this very text."""

    letter_id: int
    text_digest: str
    passed: bool


@dataclass(frozen=True, kw_only=True)
class LetterIssued(Event):
    """A letter got its number and its paper. ``document_digest``: of the file."""

    letter_id: int
    kind: str
    number: str
    document_digest: str


@dataclass(frozen=True, kw_only=True)
class ReplyServed(Event):
    """``replied_on`` is the day that the reply is dated by, on time or not."""

    letter_id: int
    service: str
    served_on: date
    replied_on: date
    on_time: bool
