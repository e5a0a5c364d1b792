"""Files put on a case."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class AttachmentAdded:
    attachment_id: int
    digest: str
    size: int
