"""TODO"""

from engine.attachments import rows as attachment_rows
from engine.attachments.attachment import AttachmentView, attachment_view
from engine.cases.scope import Scope
from engine.errors import NotFound
from engine.store import blobs


def attachment(scope: Scope, attachment_id: int) -> tuple[AttachmentView, bytes]:
    row = attachment_rows.find_attachment(scope.connection, attachment_id)
    if row is None:
        raise NotFound()
    scope.visible(row["case_id"])
    return attachment_view(row), blobs.content(scope.connection, row["digest"])
