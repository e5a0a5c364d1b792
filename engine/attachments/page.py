"""Attachments as files."""

from dataclasses import dataclass

from engine.actors.permissions import SIGNED_IN
from engine.attachments import rows
from engine.attachments.attachment import AttachmentView, attachment_view
from engine.cases.visible import visible
from engine.errors import NotFound
from engine.store import blobs
from engine.transaction.messages import Question
from engine.transaction.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class AttachmentFile(Question[tuple[AttachmentView, bytes]], permission=SIGNED_IN):
    """A file as it came. Raises NotFound, also for another agency's and one that was withdrawn."""

    attachment_id: int


def attachment_file(question: AttachmentFile, at: Snapshot) -> tuple[AttachmentView, bytes]:
    row = rows.find_attachment(at.connection, question.attachment_id)
    if row is None or row["withdrawn_at"] is not None:
        raise NotFound()
    visible(at, row["case_id"])
    return attachment_view(row), blobs.content(at.connection, row["digest"])
