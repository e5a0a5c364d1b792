"""Putting files on a case, and taking back what was put there by mistake."""

from declared.characters import unprintable
from engine.attachments import rows
from engine.attachments.attachment import (
    QUARANTINED,
    attach,
    check_has_not_left,
    check_takes_files,
    labelled,
    open_forms,
)
from engine.attachments.commands import AddAttachment, QuarantineAttachment, WithdrawAttachment
from engine.attachments.events import AttachmentQuarantined, AttachmentWithdrawn
from engine.cases.open_cases import open_cases
from engine.cases.visible import own_case
from engine.errors import InvalidInput, NotFound, UnlawfulAct
from engine.store import blobs
from engine.transaction.unit_of_work import UnitOfWork

_LONGEST_REASON = 200


def add_attachment(command: AddAttachment, unit: UnitOfWork) -> int:
    row = own_case(unit, command.case_id)
    case = open_cases(unit).take(command.case_id, row["revision"])
    check_takes_files(unit, case.id, row["status"], open_forms(unit, case))
    files = labelled(unit, (command.upload, *command.further))
    first, *_ = [attach(unit, case, file, label) for file, label in files]
    return first


def withdraw_attachment(command: WithdrawAttachment, unit: UnitOfWork) -> None:
    row = own_case(unit, _file(unit, command.attachment_id)["case_id"])
    file = _file(unit, command.attachment_id)       # as it is now that the case is locked
    case = open_cases(unit).take(row["id"], row["revision"])
    # What was reviewed is what goes out: after that nothing joins it, and nothing leaves it.
    check_takes_files(unit, case.id, row["status"], open_forms(unit, case))
    check_has_not_left(unit, file)
    if file["withdrawn_at"] is not None:
        raise UnlawfulAct(reason="这个附件已经撤下", article="《条例》第四十五条")
    reason = _reason(command.reason)
    _keep(unit, file, reason, quarantined=False)
    unit.record(AttachmentWithdrawn(
        attachment_id=file["id"], digest=file["digest"], reason=reason), case)


def quarantine_attachment(command: QuarantineAttachment, unit: UnitOfWork) -> None:
    # Of whatever case, ended or void: a secret lies nowhere.
    row = own_case(unit, _file(unit, command.attachment_id)["case_id"], only_look=True)
    file = _file(unit, command.attachment_id)       # as it is now that the case is locked
    case = open_cases(unit).take(row["id"], row["revision"])
    if file["quarantined"]:
        raise UnlawfulAct(
            reason="这个附件已经隔离删除", article="《中华人民共和国保守国家秘密法》")
    reason = _reason(command.reason)
    _keep(unit, file, reason, quarantined=True)
    rows.forget_name(unit.connection, file, QUARANTINED)
    erased = not rows.is_held(unit.connection, file["digest"])
    if erased:
        blobs.erase(unit.connection, file["digest"])
        unit.after_commit(unit.around.database.empty_log)
    unit.record(AttachmentQuarantined(
        attachment_id=file["id"], digest=file["digest"], size=file["size"], erased=erased,
        reason=reason,
    ), case)


def _file(unit: UnitOfWork, attachment_id: int) -> rows.AttachmentWithName:
    file = rows.find_attachment(unit.connection, attachment_id)
    if file is None:
        raise NotFound()
    return file


def _keep(
    unit: UnitOfWork, file: rows.AttachmentWithName, reason: str, *, quarantined: bool
) -> None:
    assert unit.actor.person_id is not None
    rows.add_withdrawal(unit.connection, {
        "attachment_id": file["id"], "quarantined": quarantined, "reason": reason,
        "withdrawn_by": unit.actor.person_id, "withdrawn_at": unit.now,
    })


def _reason(text: str) -> str:
    reason = " ".join(text.split())
    if not reason:
        raise InvalidInput({"reason": "请写明原因。"})
    if len(reason) > _LONGEST_REASON:
        raise InvalidInput({
            "reason": f"原因不能超过{_LONGEST_REASON}个字，现有{len(reason)}个字。"})
    if found := unprintable(reason):
        raise InvalidInput({"reason": found.told("原因")})
    return reason
