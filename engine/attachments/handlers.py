"""Putting files on a case."""

from engine.attachments import uploads
from engine.attachments.attachment import attach
from engine.attachments.commands import AddAttachment
from engine.cases.open_cases import open_cases
from engine.cases.visible import own_case
from engine.errors import CaseClosed
from engine.transaction.unit_of_work import UnitOfWork


def add_attachment(command: AddAttachment, unit: UnitOfWork) -> int:
    row, revision = own_case(unit, command.case_id)
    if row["status"] == "archived":
        raise CaseClosed()
    case = open_cases(unit).take(command.case_id, revision)
    files = (command.upload, *command.further)
    inspected = [uploads.inspect(upload.name, upload.content) for upload in files]
    first, *_ = [
        attach(unit, case, file, upload.content)
        for file, upload in zip(inspected, files, strict=True)
    ]
    return first
