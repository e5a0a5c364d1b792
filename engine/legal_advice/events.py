"""What becomes of a question to the lawyers. What was asked and said stands in no event."""

from dataclasses import dataclass
from datetime import date

from engine.record.event import Event


@dataclass(frozen=True, kw_only=True)
class LegalQuestionPut(Event):
    """A question was put. number: the round within the case; adviser_kind: of ``AdviserKind``."""

    number: int
    adviser_kind: str
    adviser_id: int | None
    question_digest: str


@dataclass(frozen=True, kw_only=True)
class LegalMaterialsNamed(Event):
    """Papers of the case were named for it, in the place of those named before."""

    number: int
    attachments: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class LegalOpinionGiven(Event):
    """The opinion is there. written: it came on paper, and somebody else entered it."""

    number: int
    conclusion: str
    on: date
    written: bool
    opinion_digest: str


@dataclass(frozen=True, kw_only=True)
class LegalQuestionGivenUp(Event):
    """Nobody waits for the opinion any more."""

    number: int
    reason: str
