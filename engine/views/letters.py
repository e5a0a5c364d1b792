"""Letters and files of a case."""

from dataclasses import dataclass
from datetime import date, datetime

from engine.views.forms import FormField


@dataclass(frozen=True, kw_only=True)
class LetterKindChoice:
    """A kind of reply letter the handler may choose, with the facts only a person knows."""

    kind: str
    title: str
    basis: str
    remedy: str
    fields: tuple[FormField, ...]


@dataclass(frozen=True, kw_only=True)
class LetterView:
    """A letter on screen. ``paragraphs``: (role, text); role: letterhead | number | title |
    addressee | body | heading | item | remedy | ending | attachment | signer | date."""

    id: int
    case_id: int
    kind: str
    title: str
    state: str                 # draft | issued | served
    number: str                # empty while a draft
    paragraphs: tuple[tuple[str, str], ...]
    drafted_by: str
    issued_at: datetime | None
    service: str
    served_on: date | None
    digest: str
    findings: tuple[str, ...] = ()  # what the gate still objects to


@dataclass(frozen=True, kw_only=True)
class AttachmentView:
    id: int
    name: str
    media_type: str
    size: int
    added_by: str
    added_at: datetime
