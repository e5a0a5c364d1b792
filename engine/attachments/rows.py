"""Attachments."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypedDict

from sqlalchemy import Connection, Select, and_, bindparam, insert, or_, select, update

from engine.store import blobs
from engine.store.reading import all_of, first_of
from engine.store.shapes import AttachmentRow, AttachmentWithdrawalRow, NewAttachmentRow
from engine.store.statements import Prepared
from engine.store.tables import (
    arrival_papers,
    arrivals,
    attachment_withdrawals,
    attachments,
    letters,
    people,
)

_ADD_ATTACHMENT = Prepared(insert(attachments).returning(attachments.c.id))


_REVIEWED = Prepared(select(letters.c.id).where(
    letters.c.case_id == bindparam("of_case"), letters.c.series == "reply",
    or_(letters.c.state == "draft", letters.c.state == "issued"), letters.c.reviewed_digest != "",
    letters.c.reviewed_digest == letters.c.text_digest,
))


class AttachmentWithName(AttachmentRow):
    """An attachment with the name of who added it; and, where it was put to the case by mistake,
    who withdrew it and why."""

    added_by_name: str
    quarantined: bool | None
    reason: str | None
    withdrawn_by_name: str | None
    withdrawn_at: datetime | None


class IssuedReply(TypedDict):
    """A reply that got its number, and when."""

    number: str
    issued_at: datetime


def _with_name() -> Select[Any]:
    withdrawer, gone = people.alias(), attachment_withdrawals
    return (
        select(
            attachments, people.c.name.label("added_by_name"), gone.c.quarantined, gone.c.reason,
            withdrawer.c.name.label("withdrawn_by_name"), gone.c.withdrawn_at,
        )
        .join(people, people.c.id == attachments.c.added_by)
        .outerjoin(gone, gone.c.attachment_id == attachments.c.id)
        .outerjoin(withdrawer, withdrawer.c.id == gone.c.withdrawn_by)
    )


def add_attachment(connection: Connection, values: NewAttachmentRow) -> int:
    """Keep an attachment; returns its id."""
    return int(_ADD_ATTACHMENT.scalar(connection, values))


def find_attachment(connection: Connection, attachment_id: int) -> AttachmentWithName | None:
    """An attachment with the name of who added it; None when there is none."""
    return first_of(
        connection, _with_name().where(attachments.c.id == attachment_id), AttachmentWithName
    )


def reply_is_reviewed(connection: Connection, case_id: int) -> bool:
    """Whether the case's reply has passed its review and has not left the house yet."""
    return _REVIEWED.scalar(connection, {"of_case": case_id}) is not None


def replies_issued(connection: Connection, case_id: int) -> Sequence[IssuedReply]:
    """The replies of a case that were issued and hold, the latest first."""
    return all_of(
        connection,
        select(letters.c.number, letters.c.issued_at).where(
            letters.c.case_id == case_id, letters.c.series == "reply",
            letters.c.state.not_in(("draft", "void")), letters.c.issued_at.is_not(None),
        ).order_by(letters.c.id.desc()),
        IssuedReply,
    )


def attachments_of(connection: Connection, case_id: int) -> Sequence[AttachmentWithName]:
    """A case's attachments with the names of who added them, oldest first."""
    return all_of(
        connection,
        _with_name().where(attachments.c.case_id == case_id).order_by(attachments.c.id),
        AttachmentWithName,
    )


def add_withdrawal(connection: Connection, values: AttachmentWithdrawalRow) -> None:
    """Withdraw a file, also one that was withdrawn without being quarantined."""
    gone = attachment_withdrawals
    changed = connection.execute(
        update(gone).where(gone.c.attachment_id == values["attachment_id"]).values(**values))
    if changed.rowcount == 0:
        connection.execute(insert(gone).values(**values))


def forget_name(connection: Connection, file: AttachmentRow, name: str) -> None:
    """A file is called otherwise, also among the papers of the arrival it came from: its own name
    may have told what was in it."""
    connection.execute(
        update(attachments).where(attachments.c.id == file["id"]).values(name=name))
    connection.execute(
        update(arrival_papers).values(name=name).where(
            arrival_papers.c.digest == file["digest"],
            arrival_papers.c.arrival_id.in_(
                select(arrivals.c.id).where(arrivals.c.case_id == file["case_id"])),
        )
    )


def is_held(connection: Connection, digest: str, *, but_arrival: int = 0) -> bool:
    """Whether a file with these bytes lies at a case and is not quarantined, or came in and is no
    case yet, or is a letter. but_arrival: an arrival that is not asked for."""
    gone = attachment_withdrawals
    holders = (
        select(attachments.c.id)
        .outerjoin(gone, gone.c.attachment_id == attachments.c.id)
        .where(attachments.c.digest == digest,
               or_(gone.c.quarantined.is_(None), gone.c.quarantined.is_(False))),
        select(arrival_papers.c.id)
        .join(arrivals, arrivals.c.id == arrival_papers.c.arrival_id)
        .where(arrival_papers.c.digest == digest, arrivals.c.case_id.is_(None),
               arrivals.c.id != but_arrival),
        select(letters.c.id).where(letters.c.document_digest == digest),
    )
    return any(connection.execute(each.limit(1)).first() is not None for each in holders)


def was_quarantined(connection: Connection, digest: str) -> bool:
    """Whether these bytes are to be nowhere."""
    if blobs.is_erased(connection, digest):
        return True
    gone = attachment_withdrawals
    return connection.execute(
        select(attachments.c.id)
        .join(gone, and_(gone.c.attachment_id == attachments.c.id, gone.c.quarantined.is_(True)))
        .where(attachments.c.digest == digest).limit(1)
    ).first() is not None
