"""Files put on a case."""

from dataclasses import dataclass

from engine.record.event import Event


@dataclass(frozen=True, kw_only=True)
class AttachmentAdded(Event):
    """A file was put to a case. ``digest``: of its content."""

    attachment_id: int
    digest: str
    size: int
