"""Files put on a case."""

from dataclasses import dataclass

from engine.record.event import Event


@dataclass(frozen=True, kw_only=True)
class AttachmentAdded(Event):
    """A file was put to a case. ``digest``: of its content."""

    attachment_id: int
    digest: str
    size: int


@dataclass(frozen=True, kw_only=True)
class AttachmentWithdrawn(Event):
    """A file that was put to the case by mistake was taken back; it is kept."""

    attachment_id: int
    digest: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class AttachmentQuarantined(Event):
    """A secret uploaded by mistake. ``erased``: its bytes are gone; else they lie at another case
    until that file is quarantined too. ``size``: bytes."""

    attachment_id: int
    digest: str
    size: int
    erased: bool
    reason: str
