"""Putting files on a case."""

from engine.attachments.attachment import attach, check_takes_files, labelled, open_forms
from engine.attachments.commands import AddAttachment
from engine.cases.open_cases import open_cases
from engine.cases.visible import own_case
from engine.transaction.unit_of_work import UnitOfWork


def add_attachment(command: AddAttachment, unit: UnitOfWork) -> int:
    row = own_case(unit, command.case_id)
    case = open_cases(unit).take(command.case_id, row["revision"])
    check_takes_files(unit, case.id, row["status"], open_forms(unit, case))
    files = labelled(unit, (command.upload, *command.further))
    first, *_ = [attach(unit, case, file, label) for file, label in files]
    return first
