"""Files of a case."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.attachments import inspection, rows as attachment_rows
from engine.attachments.commands import Upload
from engine.attachments.events import AttachmentAdded
from engine.cases.case import Case
from engine.cases.glance.status import CaseStatus
from engine.cases.visible import check_goes_on
from engine.errors import CaseClosed, FileRefused, InvalidInput, UnlawfulAct
from engine.processes.forms.form import Form
from engine.processes.published import Published
from engine.store import blobs
from engine.transaction.snapshot import Snapshot
from engine.transaction.unit_of_work import UnitOfWork

#: What a paper is to a request.
LABELS = {
    "application": "申请书、申请表", "identity": "身份证明", "authority": "授权委托书",
    "envelope": "信封", "posting": "邮寄凭证", "correction": "补正材料",
    "note": "联系记录、说明", "other": "其他材料",
}


#: What a secret is called once it is gone: its own name may have told what was in it.
QUARANTINED = "已隔离的文件"
_MAY_GO_OUT = ("", "other")      # labels of what need not be a paper that came in


@dataclass(frozen=True, kw_only=True)
class AttachmentView:
    """A file of a case, by whom and when it was added. size: bytes; label: which paper it is.
    withdrawn_at: when it was taken back as a mistake, None else; quarantined: as a secret, its
    bytes are gone. went_out: the number of the reply with which it may have gone out."""

    id: int
    name: str
    media_type: str
    size: int
    added_by: str
    added_at: datetime
    label: str = ""
    digest: str = ""
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""
    reason: str = ""
    quarantined: bool = False
    went_out: str = ""


def labelled(
    unit: UnitOfWork, files: Sequence[Upload]
) -> tuple[tuple[inspection.Inspected, str], ...]:
    """The files, looked into, each with its label. Raises FileRefused, InvalidInput."""
    if any(file.label and file.label not in LABELS for file in files):
        raise InvalidInput({"label": "请从名单中选择材料名称。"})
    found = inspected(unit, files)
    return tuple(zip(found, (file.label for file in files), strict=True))


def inspected(unit: UnitOfWork, files: Sequence[Upload]) -> Sequence[inspection.Inspected]:
    """The files, looked into while nobody waits. Raises FileRefused."""
    if not files:
        return ()
    found = unit.made_outside(
        tuple(files), lambda: inspection.look_into(files, unit.actor.person_id)
    )
    for file in found:
        if attachment_rows.was_quarantined(unit.connection, file.digest):
            raise FileRefused(name=file.name, reason=(
                "同一份文件已作为涉密文件隔离删除，不能再次上传。请立即报告本机关保密工作机构。"))
    return found


def open_forms(at: Snapshot, case: Case) -> Sequence[Form]:
    """The forms of a case's open tasks."""
    published = at.around[Published]
    return [
        published.at(task["process"], task["version"]).forms[task["element"]]
        for task in case.open_tasks.values()
    ]


def check_takes_files(at: Snapshot, case_id: int, status: str, forms: Iterable[Form]) -> None:
    """What page and command ask. Raises CaseClosed, and as ``check_open_to_files``."""
    if status == CaseStatus.ARCHIVED:
        raise CaseClosed()
    check_goes_on(at, case_id, status)
    check_open_to_files(at, case_id, forms)


def check_open_to_files(at: Snapshot, case_id: int, forms: Iterable[Form]) -> None:
    """Art. 17: what goes out with the reply has been reviewed. A file that came after the review
    has not, so none is added until the reply has left or is being written anew, which leads
    through another review. What proves posting, delivery or return comes after it.
    forms: of the case's open tasks. Raises UnlawfulAct.
    """
    still_to_review = any(
        form.reviews_letter or any(each.type == "letter" for each in form.fields)
        for form in forms
    )
    if not still_to_review and attachment_rows.reply_is_reviewed(at.connection, case_id):
        raise UnlawfulAct(
            reason="答复已经通过保密审查，此后添加的文件没有经过审查。"
                   "确需添加的，请由审核人退回承办人，添加以后重新送保密审查",
            article="《中华人民共和国政府信息公开条例》第十七条",
        )


def attach(
    unit: UnitOfWork, case: Case, file: inspection.Inspected, label: str = ""
) -> int:
    """Put an inspected file on a case; returns its id."""
    blobs.keep(unit.connection, file.content, file.digest)
    return attach_kept(
        unit, case, name=file.name, media_type=file.media_type, size=len(file.content),
        digest=file.digest, label=label,
    )


def attach_kept(
    unit: UnitOfWork, case: Case, *, name: str, media_type: str, size: int, digest: str, label: str
) -> int:
    """Put a file whose bytes are kept already on a case; returns its id."""
    assert unit.actor.person_id is not None     # the clock attaches nothing
    attachment_id = attachment_rows.add_attachment(unit.connection, {
        "case_id": case.id, "name": name, "media_type": media_type, "size": size,
        "digest": digest, "added_by": unit.actor.person_id, "added_at": unit.now, "label": label,
    })
    unit.record(AttachmentAdded(attachment_id=attachment_id, digest=digest, size=size), case)
    return attachment_id


def went_out_with(
    file: attachment_rows.AttachmentWithName, replies: Iterable[attachment_rows.IssuedReply]
) -> str:
    """The number of the reply with which a file may have gone out: it lay at the case when that
    was issued, and is no paper that came in. "" without one."""
    return next((
        reply["number"] for reply in replies
        if file["label"] in _MAY_GO_OUT and reply["issued_at"] >= file["added_at"]
    ), "")


def check_has_not_left(at: Snapshot, file: attachment_rows.AttachmentWithName) -> None:
    """What a reply enclosed stays what it enclosed. Raises UnlawfulAct."""
    number = went_out_with(file, attachment_rows.replies_issued(at.connection, file["case_id"]))
    if number:
        raise UnlawfulAct(
            reason=f"“{number}”签发时这个附件已经在案，可能已经随答复发出，不能撤下；"
                   "确有错误的，请依法更正或者重新答复，属于国家秘密的，请隔离删除",
            article="《条例》第四十五条",
        )


def attachment_view(
    row: attachment_rows.AttachmentWithName, replies: Iterable[attachment_rows.IssuedReply] = ()
) -> AttachmentView:
    """One of ``rows.attachments_of`` for a page. replies: those issued in its case."""
    return AttachmentView(
        id=row["id"], name=row["name"], media_type=row["media_type"], size=row["size"],
        added_by=row["added_by_name"], added_at=row["added_at"], label=row["label"],
        digest=row["digest"], withdrawn_at=row["withdrawn_at"],
        withdrawn_by=row["withdrawn_by_name"] or "", reason=row["reason"] or "",
        quarantined=bool(row["quarantined"]), went_out=went_out_with(row, replies),
    )
